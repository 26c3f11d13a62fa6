"""Cuts a recording into windows of at most 30 s, at silences.

Whisper always computes 30 s, so few and full windows are quick; and it makes mistakes at hard cuts, so cuts
belong into long pauses. The plan with the least cost of both is found by dynamic programming, for a whole
block of speech at once; it depends on the speech regions alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transcribe.types import Window

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from transcribe.types import EngineInfo, SpeechRegion

LONGEST = 30.0
"""Seconds; what the model sees at once (Radford et al. 2022, 2.2)."""

MARGIN = 0.3
"""Seconds of silence kept before and after the speech of a window, at most half the pause."""

FULL = LONGEST - 2 * MARGIN
"""Seconds of speech and pauses up to which windows are filled."""

BREAK = 3.0
"""Seconds of silence that end a window in any case: long silence within makes Whisper invent text."""

GOOD_PAUSE = 0.8
"""Seconds; a cut in a pause this long costs nothing, for it lies between sentences."""

CUT_COST = 0.6
"""Cost of a cut without any pause, in windows."""


def plan_windows(regions: Sequence[SpeechRegion], *, duration: float) -> tuple[Window, ...]:
    """Return windows that hold every region whole, in order, not overlapping.

    Args:
        regions: stretches of speech, in order, each shorter than :data:`FULL`.
        duration: length of the recording in seconds; no window reaches beyond.
    """
    spans: list[tuple[float, float]] = []
    block: list[SpeechRegion] = []
    for region in regions:
        if block and region.start - block[-1].end >= BREAK:
            spans += _plan_block(block)
            block = []
        block.append(region)
    spans += _plan_block(block)
    windows = []
    for index, (start, end) in enumerate(spans):
        before = spans[index - 1][1] if index else -start
        after = spans[index + 1][0] if index + 1 < len(spans) else 2 * duration - end
        windows.append(
            Window(
                index=index,
                start=start - min(MARGIN, (start - before) / 2),
                end=end + min(MARGIN, (after - end) / 2),
            )
        )
    return tuple(windows)


def group_size(engine: EngineInfo) -> int:
    """Return how many windows an engine decodes together: those whose index divided by it is the same."""
    size = engine.options.get("batch_size")
    return size if isinstance(size, int) and size > 0 else 1


def open_windows(
    windows: Sequence[Window], finished: Collection[int], engine: EngineInfo
) -> tuple[Window, ...]:
    """Return the windows that a resumed run must recognise so that its result is that of an undisturbed one.

    Windows are decoded in groups, and neighbours in a group change each other's last digits. A group of which
    some results were kept and others not is therefore recognised again as a whole.

    Args:
        windows: the whole plan.
        finished: indices of the windows whose results were kept.
        engine: what recognises; its option ``batch_size`` is the size of a group (one window without it).
    """
    size = group_size(engine)
    missing = {window.index // size for window in windows if window.index not in finished}
    return tuple(window for window in windows if window.index // size in missing)


def _plan_block(block: Sequence[SpeechRegion]) -> list[tuple[float, float]]:
    """Return the start and end of the cheapest windows for regions without a long break between them."""
    count = len(block)
    cost = [0.0] + [float("inf")] * count
    previous = [0] * (count + 1)
    for end in range(1, count + 1):
        for begin in range(end - 1, -1, -1):
            if block[end - 1].end - block[begin].start > FULL and begin < end - 1:
                break
            here = cost[begin] + 1.0 + _cut_cost(block, end)
            # Of equal plans the one with the fuller first windows wins; deterministic either way.
            if here < cost[end]:
                cost[end], previous[end] = here, begin
    spans = []
    end = count
    while end:
        spans.append((block[previous[end]].start, block[end - 1].end))
        end = previous[end]
    return spans[::-1]


def _cut_cost(block: Sequence[SpeechRegion], end: int) -> float:
    """Return what it costs to cut after region ``end - 1``."""
    if end == len(block):
        return 0.0
    pause = block[end].start - block[end - 1].end
    return CUT_COST * (1.0 - min(1.0, max(0.0, pause) / GOOD_PAUSE))
