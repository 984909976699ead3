"""What every test lives by: nobody's own screen, no warning unnoticed, nothing left running."""

from __future__ import annotations

import importlib.util
import logging
import os
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Before anything imports Qt: the tests of a window need no screen, and must not use the person's.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_ACCESSIBILITY"] = "0"
# The words, the sizes and the tones must not hang on how this machine is set up.
os.environ["LC_ALL"] = "C.UTF-8"
for name in ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "QT_SCALE_FACTOR"):
    os.environ.pop(name, None)

if importlib.util.find_spec("pytestqt") is None:
    # The core is also tested without Qt; there the settings of pytest-qt mean nothing.
    def pytest_addoption(parser: pytest.Parser) -> None:
        """Know the names of settings whose plugin is absent on purpose."""
        for option in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(option, "of pytest-qt, which is not installed here", default="")


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's own journal is read or written by a test."""
    home: Path = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for variable, folder in (
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_RUNTIME_DIR", "runtime"),
    ):
        (home / folder).mkdir(mode=0o700)
        monkeypatch.setenv(variable, str(home / folder))


class _Heard(logging.Handler):
    """Keeps every record of a warning or worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the log fails the test, unless the test asks for `caplog` to look at it."""
    heard = _Heard()
    logging.getLogger().addHandler(heard)
    yield
    logging.getLogger().removeHandler(heard)
    if heard.records and "caplog" not in request.fixturenames:
        lines = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in heard.records]
        pytest.fail("logged, and nobody looked:\n" + "\n".join(lines))


@pytest.fixture(autouse=True)
def _nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """A timer, thread, animation or window that outlives its test fails it.

    Such a thing fires into the next test, or crashes the interpreter when it is collected.
    """
    yield
    if "PySide6.QtCore" in sys.modules and {"qapp", "qtbot"} & set(request.fixturenames):
        from tests.leftovers import qt_leftovers

        left = qt_leftovers()
        if left:
            pytest.fail("left running:\n" + "\n".join(left))
