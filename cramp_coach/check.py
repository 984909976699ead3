"""What works on this computer, as lines: of the running program, or found out here, windowless."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cramp_coach import paths
from cramp_coach.commands import DONE, Answer
from cramp_coach.core.content import load_words
from cramp_coach.core.ports import Works

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cramp_coach.core.content import Words
    from cramp_coach.core.ports import Clock
    from cramp_coach.core.settings import Sound
    from cramp_coach.paths import UserFolders

LIMIT_S = 5.0
"""Whatever has not answered by then is taken for silent."""


def told(works: Iterable[Works]) -> Answer:
    """Return what `check` prints: one line for each part."""
    words = load_words(paths.assets() / "content" / "en")
    return Answer(code=DONE, out="".join(_line(one, words) + "\n" for one in works))


def _line(works: Works, words: Words) -> str:
    line = words(
        "cli.say.check_row",
        name=words(f"works.{works.part}.name"),
        state=words(f"works.state.{works.state}"),
        reason=words(f"works.{works.part}.{works.reason}"),
    )
    return f"{line} ({works.detail})" if works.detail else line


def check(folders: UserFolders) -> Answer:
    """Try out voice, sound, staying awake, folders and journal, without a word or a tone."""
    from cramp_coach.adapters import settings_file
    from cramp_coach.adapters.chime import Tones
    from cramp_coach.adapters.clock import SystemClock
    from cramp_coach.adapters.power import KeepAwake, Label
    from cramp_coach.adapters.private_files import folders_work
    from cramp_coach.adapters.store import open_store

    words = load_words(paths.assets() / "content" / "en")
    sound = settings_file.load(folders.settings).settings.sound
    clock = SystemClock()
    tones = Tones(paths.assets() / "sounds", clock, sound)
    power = KeepAwake(Label(words("app.name"), words("power.reason")))
    # Both look in threads of their own while the voice is looked for here.
    tones.check()
    power.hold()
    try:
        voice = _voice(clock, sound)
        found = [voice, tones.wait_until_known(1.0), power.wait_until_known(1.0)]
    finally:
        tones.close()
        power.close()
    found += [Works(part="tray", state="unknown", reason="off"), folders_work(folders)]
    store, _told_in_works = open_store(folders, clock.wall())
    found.append(store.works())
    store.close()
    return told(found)


def _voice(clock: Clock, sound: Sound) -> Works:
    """Return whether a voice answers; it is an adapter that lives in Qt's loop."""
    from PySide6.QtCore import QCoreApplication, QTimer

    from cramp_coach.adapters.speech import Speech

    application = QCoreApplication.instance() or QCoreApplication([])
    speech = Speech(clock, sound)

    def look(works: Works) -> None:
        if works.state != "unknown":
            application.quit()

    limit = QTimer()
    limit.setSingleShot(True)
    limit.timeout.connect(application.quit)
    limit.start(int(LIMIT_S * 1000))
    speech.works_changed.connect(look)
    # Within the loop, so that an answer that comes at once does not go by before it.
    QTimer.singleShot(0, speech.start)
    application.exec()
    limit.stop()
    speech.close()
    works = speech.works()
    # No engine may be given up by then: each has seconds of its own.
    silent = Works(part="voice", state="no", reason="no-answer")
    return silent if works.state == "unknown" else works
