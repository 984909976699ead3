"""The command line with a stand-in for the window: a Qt program that answers and does no more.

`STANDIN` in the environment makes it fail in one of the ways in which a program can.
"""

from __future__ import annotations

import os
import signal
import sys
import types
from typing import TYPE_CHECKING

from cramp_coach import cli, commands
from cramp_coach.core.content import load_words
from cramp_coach.paths import assets

if TYPE_CHECKING:
    from collections.abc import Callable

    from cramp_coach.commands import Command
    from cramp_coach.paths import UserFolders


def run(start: Command | None, folders: UserFolders, painted: Callable[[], None]) -> int:
    """Be the program: say what was asked for, and by which process, until "quit"."""
    from PySide6.QtCore import QCoreApplication, QTimer

    from cramp_coach.adapters.instance import Instance, Request
    from cramp_coach.adapters.seat import Seat

    how = os.environ.get("STANDIN", "")
    words = load_words(assets() / "content" / "en")
    program = QCoreApplication([])
    instance = Instance(Seat.take(folders))
    instance.open()

    def answer(request: Request) -> None:
        if how == "mute":
            return
        parsed = commands.parse(request.arguments, words)
        if isinstance(parsed, commands.Answer):
            request.reply(parsed.code, parsed.out, parsed.err)
            return
        request.reply(0, f"{os.getpid()} {type(parsed.command).__name__} {request.token}\n", "")
        if isinstance(parsed.command, commands.Quit):
            program.quit()

    def first_frame() -> None:
        print(f"first: {start}", flush=True)  # noqa: T201 - to be found in the file of this start
        if how == "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        painted()

    instance.asked.connect(answer)
    QTimer.singleShot(300 if how == "slow" else 0, first_frame)
    program.exec()
    instance.close()
    return 0


if __name__ == "__main__":
    standin = types.ModuleType("cramp_coach.app")
    standin.__dict__["run"] = run
    sys.modules["cramp_coach.app"] = standin
    sys.exit(cli.main())
