"""A service and a browser for each module; skipped with a message where there is no browser."""

from __future__ import annotations

import pytest
from chromium import MESSAGE, find
from town import Visit, running_browser, running_town


@pytest.fixture(scope="module")
def browser():
    """Chromium; closed after the module, because its event loop would be in the way of other tests."""
    if find() is None:
        pytest.skip(MESSAGE)
    with running_browser() as started:
        yield started


@pytest.fixture(scope="module")
def town(browser):
    """The address of a service with scripted engines."""
    with running_town() as (address, _):
        yield address


@pytest.fixture
def visit(browser, town):
    """A window, which must not have complained and must not have asked another host."""
    made = Visit(browser, town)
    yield made
    made.context.close()
    made.check()
