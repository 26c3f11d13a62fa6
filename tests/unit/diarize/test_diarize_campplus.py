"""The network that is used gives the vectors of the one that was published."""

from __future__ import annotations

import pytest
import torch

from diarize.backends.campplus import CamPlusPlus
from diarize.backends.campplus_fused import FusedCamPlusPlus


@pytest.fixture(scope="module")
def plain():
    """The network with weights and statistics by chance, all of which matter."""
    torch.manual_seed(7)
    network = CamPlusPlus().eval().requires_grad_(requires_grad=False)
    for name, values in network.state_dict().items():
        if name.endswith("running_var"):
            values.uniform_(0.5, 2.0)
        elif name.endswith(("running_mean", "bias")):
            values.normal_(0.0, 0.2)
        elif "norm" in name and name.endswith("weight"):
            values.uniform_(0.5, 1.5)
    return network


@pytest.mark.parametrize(("pieces", "frames"), [(1, 40), (3, 100), (2, 220), (4, 300), (1, 401)])
def test_same_vectors(plain, pieces, frames):
    """Whatever the length: shorter than the context of a mask, just as long, or of several."""
    features = torch.randn(pieces, frames, 80)
    with torch.inference_mode():
        expected, found = plain(features), FusedCamPlusPlus(plain).eval()(features)
    assert found.shape == (pieces, 192)
    assert torch.allclose(found, expected, rtol=1e-4, atol=1e-5 * float(expected.abs().max()))
