"""Lets the C library keep the memory that the decoder asks for again and again, and give it back in between.

CTranslate2 asks for buffers of megabytes at every step and gives them back at once. The C library of Linux
answers each with fresh pages from the kernel, which are cleared first: a third of the encoder's processor
time (docs/recogniser.md). Told to keep what it has, it asks the kernel once.
"""

from __future__ import annotations

import ctypes
import functools
import sys

M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_MAX, M_ARENA_MAX = -1, -2, -4, -8
"""Names and numbers of glibc's ``malloc.h``."""

KEPT = 2**31 - 1
"""Bytes at the end of the heap from which they would be given back: the most that can be said."""

STEP = 64 * 2**20
"""Bytes that the heap grows by at once."""


@functools.cache
def keep_memory() -> bool:
    """Tell glibc, once for the process; elsewhere nothing is done, for other libraries have other ways.

    One arena for all threads: the other arenas are bounded in size and go back to the kernel.

    Returns:
        Whether all was taken over.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL("libc.so.6").mallopt
    except (OSError, AttributeError):  # another C library, such as musl
        return False
    wanted = ((M_ARENA_MAX, 1), (M_MMAP_MAX, 0), (M_TRIM_THRESHOLD, KEPT), (M_TOP_PAD, STEP))
    return all(mallopt(name, value) == 1 for name, value in wanted)


def give_back_memory() -> bool:
    """Give free pages back to the kernel, wherever in the heap they lie.

    Buffers of ever other sizes leave gaps, so that a heap that is only ever kept grows by some 80 MB an hour
    of sound. Done now and then it costs nothing that can be measured.

    Returns:
        Whether there was something to give back; False too where the C library knows no such thing.
    """
    try:
        return bool(ctypes.CDLL("libc.so.6").malloc_trim(0))
    except (OSError, AttributeError):  # another C library or system
        return False
