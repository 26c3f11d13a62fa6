"""CAM++ laid out for speed: the same network, the same weights, fewer passes over memory.

The network of :mod:`diarize.backends.campplus` spends most of its time moving numbers. Three things are
done once, when it is loaded, or are left out:

* a normalisation that follows a convolution becomes part of its weights (both are linear at inference);
* the convolutions over time and mel bins run on channels-last tensors, which the processor's kernels want;
* in the dense blocks time is the second-to-last axis, so that a convolution of width one is a single matrix
  product for all pieces of a batch, and every layer writes into a buffer that the next ones read: nothing
  is concatenated 52 times.

Vectors agree with those of the plain network up to rounding (a test holds both against each other).
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
import torch.nn.functional as nnf
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from diarize.backends.campplus import BLOCKS, BOTTLENECK, GROWTH, POOLED

if TYPE_CHECKING:
    from diarize.backends.campplus import CamPlusPlus


class _Norm(NamedTuple):
    """A normalisation as factor and summand of each channel."""

    scale: Tensor
    shift: Tensor

    @staticmethod
    def of(norm: Any) -> _Norm:
        deviation = torch.sqrt(norm.running_var + norm.eps)
        scale = norm.weight / deviation if norm.affine else 1 / deviation
        shift = (norm.bias if norm.affine else 0) - norm.running_mean * scale
        return _Norm(scale.contiguous(), shift.contiguous())


class _Layer(nn.Module):
    """A layer of a dense block: (batch, time, channels) to (batch, time, 32)."""

    scale: Tensor
    shift: Tensor
    narrow: Tensor
    narrow_bias: Tensor
    local: Tensor
    first: Tensor
    first_bias: Tensor
    second: Tensor
    second_bias: Tensor

    def __init__(self, layer: Any) -> None:
        super().__init__()
        second = _Norm.of(layer.nonlinear2.batchnorm)
        local = layer.cam_layer.linear_local
        self._keep("scale", _Norm.of(layer.nonlinear1.batchnorm).scale)
        self._keep("shift", _Norm.of(layer.nonlinear1.batchnorm).shift)
        self._keep("narrow", layer.linear1.weight[:, :, 0].t() * second.scale)
        self._keep("narrow_bias", second.shift)
        self._keep("local", local.weight.permute(2, 1, 0).reshape(-1, GROWTH))
        self.kernel, self.dilation = local.kernel_size[0], local.dilation[0]
        for name, linear in (("first", layer.cam_layer.linear1), ("second", layer.cam_layer.linear2)):
            self._keep(name, linear.weight[:, :, 0].t())
            self._keep(f"{name}_bias", linear.bias)

    def _keep(self, name: str, values: Tensor) -> None:
        self.register_buffer(name, values.contiguous())

    def forward(self, x: Tensor) -> Tensor:
        batch, length, channels = x.shape
        seen = torch.addcmul(self.shift, x, self.scale).relu_().reshape(-1, channels)
        narrow = torch.addmm(self.narrow_bias, seen, self.narrow).relu_().view(batch, length, BOTTLENECK)
        return self._local(narrow).mul_(self._mask(narrow))

    def _local(self, x: Tensor) -> Tensor:
        """The convolution along time: as many shifted copies side by side as the kernel is wide."""
        batch, length, channels = x.shape
        reach = (self.kernel - 1) // 2 * self.dilation
        padded = nnf.pad(x, (0, 0, reach, reach))
        strides = (padded.stride(0), channels, self.dilation * channels, 1)
        beside = padded.as_strided((batch, length, self.kernel, channels), strides)
        columns = beside.reshape(batch * length, self.kernel * channels)
        return torch.mm(columns, self.local).view(batch, length, GROWTH)

    def _mask(self, x: Tensor) -> Tensor:
        length = x.shape[1]
        pooled = nnf.avg_pool1d(x.transpose(1, 2), POOLED, stride=POOLED, ceil_mode=True).transpose(1, 2)
        context = x.mean(1, keepdim=True) + pooled
        hidden = nnf.relu(context @ self.first + self.first_bias)
        mask = torch.sigmoid(hidden @ self.second + self.second_bias)
        return mask.repeat_interleave(POOLED, dim=1)[:, :length]


class _Block(nn.Module):
    """A dense block and the halving after it: (batch, time, channels) to (batch, time, half as many)."""

    scale: Tensor
    shift: Tensor
    halve: Tensor

    def __init__(self, block: Any, transit: Any) -> None:
        super().__init__()
        self.layers = nn.ModuleList(_Layer(layer) for layer in block.values())
        norm = _Norm.of(transit.nonlinear.batchnorm)
        for name, values in (("scale", norm.scale), ("shift", norm.shift)):
            self.register_buffer(name, values)
        self.register_buffer("halve", transit.linear.weight[:, :, 0].t().contiguous())

    def forward(self, x: Tensor) -> Tensor:
        batch, length, channels = x.shape
        seen = x.new_empty(batch, length, channels + GROWTH * len(self.layers))
        seen[..., :channels] = x
        for layer in self.layers:
            seen[..., channels : channels + GROWTH] = layer(seen[..., :channels])
            channels += GROWTH
        return torch.addcmul(self.shift, seen, self.scale).relu_() @ self.halve


class FusedCamPlusPlus(nn.Module):
    """The network: mel features (batch, time, 80) to voice vectors (batch, 192)."""

    def __init__(self, plain: CamPlusPlus) -> None:
        super().__init__()
        self.head = _fuse_head(plain.head)
        trunk: Any = plain.xvector
        self.tdnn = fuse_conv_bn_eval(trunk.tdnn.linear, trunk.tdnn.nonlinear.batchnorm)
        self.blocks = nn.ModuleList(
            _Block(getattr(trunk, f"block{index}"), getattr(trunk, f"transit{index}"))
            for index in range(1, len(BLOCKS) + 1)
        )
        self.end = copy.deepcopy(nn.ModuleList([trunk.out_nonlinear, trunk.stats, trunk.dense]))

    def forward(self, features: Tensor) -> Tensor:
        """Return the voice vectors, not normalised."""
        image = features.transpose(1, 2).unsqueeze(1).contiguous(memory_format=torch.channels_last)
        x = nnf.relu_(self.tdnn(self.head(image).flatten(1, 2))).transpose(1, 2).contiguous()
        for block in self.blocks:
            x = block(x)
        x = x.transpose(1, 2)
        for step in self.end:
            x = step(x)
        return x


def _fuse_head(head: Any) -> Any:
    """Return the convolutions over time and mel bins with their normalisations inside."""

    def joined(holder: Any, number: int) -> Any:
        return fuse_conv_bn_eval(getattr(holder, f"conv{number}"), getattr(holder, f"bn{number}"))

    residuals = [
        _FusedResidual(joined(one, 1), joined(one, 2), one.shortcut) for one in (*head.layer1, *head.layer2)
    ]
    fused: Any = nn.Sequential(
        joined(head, 1), nn.ReLU(inplace=True), *residuals, joined(head, 2), nn.ReLU(inplace=True)
    )
    return fused.to(memory_format=torch.channels_last)


class _FusedResidual(nn.Module):
    """Two convolutions with a short cut, normalised by their weights."""

    def __init__(self, first: Any, second: Any, shortcut: Any) -> None:
        super().__init__()
        self.first, self.second = first, second
        self.shortcut = fuse_conv_bn_eval(shortcut[0], shortcut[1]) if len(shortcut) else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        return nnf.relu_(self.second(nnf.relu_(self.first(x))).add_(self.shortcut(x)))
