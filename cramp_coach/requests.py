"""Does what the command line asks of the running program, and answers."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cramp_coach import __version__, commands, paths
from cramp_coach.core.content import load_words
from cramp_coach.core.events import Act
from cramp_coach.status import journal, status, status_answer

if TYPE_CHECKING:
    from cramp_coach.adapters.instance import Request
    from cramp_coach.app import App
    from cramp_coach.core.ports import StoredEpisode


class Desk(QObject):
    """Where callers are served, one by one; see `door.py` for how they call."""

    def __init__(self, app: App) -> None:
        """Serve for `app`."""
        super().__init__(app)
        self._app = app
        self._words = load_words(paths.assets() / "content" / "en", ("cli.toml",))

    def answer(self, request: Request) -> None:
        """Do what is asked and reply, at once or when it is done."""
        parsed = commands.parse(request.arguments, self._words)
        if isinstance(parsed, commands.Answer):
            request.reply(parsed.code, parsed.out, parsed.err)
            return
        if request.token:
            os.environ["XDG_ACTIVATION_TOKEN"] = request.token  # Qt shows it to the compositor
        answer = self._do(parsed.command, request)
        if answer is not None:
            request.reply(answer.code, answer.out, answer.err)

    def _do(self, command: commands.Command, request: Request) -> commands.Answer | None:
        """Return the answer, or None if it comes later."""
        app = self._app
        match command:
            case commands.Show():
                app.window.bring()
            case commands.Now():
                app.cramp_now(command)
                app.window.bring()
                app.when_painted(lambda: request.reply(commands.DONE, "", ""))
                return None
            case commands.Practise():
                if not app.practise(command.speed):
                    return self._refusal("not_possible", act="practise")
                app.window.bring()
                app.when_painted(lambda: request.reply(commands.DONE, "", ""))
                return None
            case commands.Do():
                return self._act(command.act)
            case commands.Status():
                stands = status(__version__, app.driver.snapshot(), app.pressed, app.works())
                return status_answer(stands, command, self._words)
            case commands.Journal():
                return self._journal(command, request)
            case commands.Check():
                from cramp_coach.check import told

                return told(app.works())
            case commands.Quit():
                request.reply(commands.DONE, "", "")
                app.quit()
                return None
        return commands.Answer(code=commands.DONE)

    def _act(self, act: Act) -> commands.Answer:
        session = self._app.driver.session
        if session is None or not (session.open or (act is Act.CAME_BACK and session.can_rejoin)):
            return self._refusal("no_session", commands.NOTHING_RUNNING)
        self._app.act(act)
        if act is Act.CAME_BACK:
            self._app.window.bring()
        return commands.Answer(code=commands.DONE)

    def _journal(self, command: commands.Journal, request: Request) -> commands.Answer | None:
        def reply(stored: list[StoredEpisode]) -> None:
            answer = journal(stored, command, self._words)
            request.reply(answer.code, answer.out, answer.err)

        if self._app.load_journal(reply):
            return None
        return self._refusal("failed", detail="journal")

    def _refusal(self, key: str, code: int = commands.FAILED, **fields: str) -> commands.Answer:
        return commands.refusal(self._words, key, code, **fields)
