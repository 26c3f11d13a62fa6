"""Running a network over many items without running out of the device's memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from diarize.backends.runtime import is_out_of_memory, load_torch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Item = TypeVar("Item")


def in_batches(run: Callable[[list[Item]], Any], items: Sequence[Item], size: int) -> list[Any]:
    """Return the results of ``run`` over ``items`` in batches of ``size``.

    A batch that does not fit is halved, down to one item, and nothing is lost; the smaller size is kept
    for the rest.

    Raises:
        RuntimeError: not even one item fits, or the network failed for another reason.
    """
    results = []
    done = 0
    while done < len(items):
        batch = list(items[done : done + size])
        try:
            results.append(run(batch))
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error) or len(batch) == 1:
                raise
            size = max(1, len(batch) // 2)
            load_torch().cuda.empty_cache()
            continue
        done += len(batch)
    return results
