"""The desktop that the tests of this folder start the installed program on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.desktop import desktop as private_desktop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.e2e.desktop import Desktop

SECONDS = 120
"""A test of the whole program starts a dozen processes; a slow machine is no fault of it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = __file__.rpartition("/")[0]
    for item in items:
        if str(item.path).startswith(here) and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(SECONDS))


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    """A screen of 1366 by 768 with a window manager and a bus; no loudspeaker."""
    with private_desktop() as place:
        yield place
