"""CAM++, the network that turns a stretch of speech into a vector of its voice.

Source: Wang et al., "CAM++: A Fast and Efficient Network for Speaker Verification Using Context-Aware
Masking", Interspeech 2023; laid out so that the published weights of 3D-Speaker (Apache-2.0) load by name.
Input are 80 Kaldi mel bins, mean-normalised over the stretch; output has 192 dimensions and is
compared by cosine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import torch
import torch.nn.functional as nnf
from torch import Tensor, nn

from diarize.errors import DiarizationModelInvalid

if TYPE_CHECKING:
    from pathlib import Path

BLOCKS = ((12, 3, 1), (24, 3, 2), (16, 3, 2))
"""Layers, kernel and dilation of the three dense blocks."""
GROWTH = 32
BOTTLENECK = 128
DIMENSION = 192
POOLED = 100
"""Frames of the local context of a mask: one second at ten milliseconds a frame, after the stride of two."""


def _norm_relu(channels: int) -> nn.Sequential:
    parts = nn.Sequential()
    parts.add_module("batchnorm", nn.BatchNorm1d(channels))
    parts.add_module("relu", nn.ReLU(inplace=True))
    return parts


class _Residual(nn.Module):
    """Two 3 x 3 convolutions with a short cut; ``stride`` halves the mel axis only."""

    def __init__(self, channels: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, stride=(stride, 1), padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.shortcut = nn.Sequential()
        if stride != 1:
            self.shortcut = nn.Sequential(
                nn.Conv2d(channels, channels, 1, stride=(stride, 1), bias=False), nn.BatchNorm2d(channels)
            )

    def forward(self, x: Tensor) -> Tensor:
        out = nnf.relu(self.bn1(self.conv1(x)))
        return nnf.relu(self.bn2(self.conv2(out)) + self.shortcut(x))


class _Head(nn.Module):
    """Convolutions over time and frequency: (batch, mel, time) to (batch, 32 * mel / 8, time)."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, GROWTH, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(GROWTH)
        self.layer1 = nn.Sequential(_Residual(GROWTH, 2), _Residual(GROWTH, 1))
        self.layer2 = nn.Sequential(_Residual(GROWTH, 2), _Residual(GROWTH, 1))
        self.conv2 = nn.Conv2d(GROWTH, GROWTH, 3, stride=(2, 1), padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(GROWTH)

    def forward(self, x: Tensor) -> Tensor:
        out = nnf.relu(self.bn1(self.conv1(x.unsqueeze(1))))
        out = self.layer2(self.layer1(out))
        out = nnf.relu(self.bn2(self.conv2(out)))
        return out.flatten(1, 2)


class _Tdnn(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Conv1d(320, 128, 5, stride=2, padding=2, bias=False)
        self.nonlinear = _norm_relu(128)

    def forward(self, x: Tensor) -> Tensor:
        return cast(Tensor, self.nonlinear(self.linear(x)))


class _ContextMask(nn.Module):
    """A convolution whose output is masked by its context, global and of the last second."""

    def __init__(self, kernel: int, dilation: int) -> None:
        super().__init__()
        padding = (kernel - 1) // 2 * dilation
        self.linear_local = nn.Conv1d(
            BOTTLENECK, GROWTH, kernel, padding=padding, dilation=dilation, bias=False
        )
        self.linear1 = nn.Conv1d(BOTTLENECK, BOTTLENECK // 2, 1)
        self.linear2 = nn.Conv1d(BOTTLENECK // 2, GROWTH, 1)

    def forward(self, x: Tensor) -> Tensor:
        length = x.shape[-1]
        local = nnf.avg_pool1d(x, POOLED, stride=POOLED, ceil_mode=True)
        context = x.mean(-1, keepdim=True) + local
        mask = torch.sigmoid(self.linear2(nnf.relu(self.linear1(context))))
        return cast(Tensor, self.linear_local(x)) * mask.repeat_interleave(POOLED, dim=-1)[..., :length]


class _DenseLayer(nn.Module):
    def __init__(self, channels: int, kernel: int, dilation: int) -> None:
        super().__init__()
        self.nonlinear1 = _norm_relu(channels)
        self.linear1 = nn.Conv1d(channels, BOTTLENECK, 1, bias=False)
        self.nonlinear2 = _norm_relu(BOTTLENECK)
        self.cam_layer = _ContextMask(kernel, dilation)

    def forward(self, x: Tensor) -> Tensor:
        return cast(Tensor, self.cam_layer(self.nonlinear2(self.linear1(self.nonlinear1(x)))))


class _DenseBlock(nn.ModuleDict):
    """Layers that each see all that came before."""

    def __init__(self, layers: int, channels: int, kernel: int, dilation: int) -> None:
        super().__init__(
            {
                f"tdnnd{index + 1}": _DenseLayer(channels + index * GROWTH, kernel, dilation)
                for index in range(layers)
            }
        )

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.values():
            x = torch.cat((x, layer(x)), dim=1)
        return x


class _Transit(nn.Module):
    """Halves the channels between two blocks."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.nonlinear = _norm_relu(channels)
        self.linear = nn.Conv1d(channels, channels // 2, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return cast(Tensor, self.linear(self.nonlinear(x)))


class _Pool(nn.Module):
    """Mean and deviation over time: (batch, channels, time) to (batch, 2 * channels)."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat((x.mean(-1), x.std(-1, unbiased=True)), dim=-1)


class _Dense(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.linear = nn.Conv1d(channels, DIMENSION, 1, bias=False)
        self.nonlinear = nn.Sequential()
        self.nonlinear.add_module("batchnorm", nn.BatchNorm1d(DIMENSION, affine=False))

    def forward(self, x: Tensor) -> Tensor:
        return cast(Tensor, self.nonlinear(self.linear(x.unsqueeze(-1)).squeeze(-1)))


class CamPlusPlus(nn.Module):
    """The network: mel features (batch, time, 80) to voice vectors (batch, 192)."""

    def __init__(self) -> None:
        super().__init__()
        self.head = _Head()
        trunk = nn.Sequential()
        trunk.add_module("tdnn", _Tdnn())
        channels = 128
        for index, (layers, kernel, dilation) in enumerate(BLOCKS, start=1):
            trunk.add_module(f"block{index}", _DenseBlock(layers, channels, kernel, dilation))
            channels += layers * GROWTH
            trunk.add_module(f"transit{index}", _Transit(channels))
            channels //= 2
        trunk.add_module("out_nonlinear", _norm_relu(channels))
        trunk.add_module("stats", _Pool())
        trunk.add_module("dense", _Dense(2 * channels))
        self.xvector = trunk

    def forward(self, features: Tensor) -> Tensor:
        """Return the voice vectors, not normalised."""
        return cast(Tensor, self.xvector(self.head(features.transpose(1, 2))))


def load_campplus(file: Path, device: Any) -> CamPlusPlus:
    """Load the weights in ``file`` for inference on ``device``.

    Raises:
        DiarizationModelInvalid: the file does not hold CAM++ with 192 dimensions.
    """
    network = CamPlusPlus()
    try:
        network.load_state_dict(torch.load(file, map_location="cpu", weights_only=True))
    except (OSError, RuntimeError, ValueError, EOFError) as error:
        raise DiarizationModelInvalid(path=file, reason=str(error).splitlines()[0]) from error
    return network.eval().requires_grad_(requires_grad=False).to(device)
