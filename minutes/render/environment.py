"""The Jinja in which templates of Word are filled: a sandbox that knows a few filters and nothing else."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

FILTERS = frozenset({"default", "first", "join", "last", "length"})
"""None of them changes a text: what is changed on the way to Word could not be told from what was changed
there."""
TESTS = frozenset({"defined", "divisibleby", "eq", "even", "ne", "none", "odd"})
ESCAPE = frozenset({"e", "escape"})
"""Jinja's own, which it needs for escaping."""


@lru_cache(maxsize=1)
def environment() -> SandboxedEnvironment:
    """Return it: names that do not exist are errors, and there are no functions, no ranges, no includes."""
    import jinja2  # noqa: PLC0415  # together with docxtpl
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415  # see above

    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined, cache_size=0)
    made.globals.clear()
    made.filters = {name: one for name, one in made.filters.items() if name in FILTERS | ESCAPE}
    made.tests = {name: one for name, one in made.tests.items() if name in TESTS}
    return made
