"""How things stand and what was written down, as the command line tells it."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import msgspec

from cramp_coach.commands import DONE, Answer, Journal, Status
from cramp_coach.core.journal import episode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cramp_coach.core.content import Words
    from cramp_coach.core.ports import StoredEpisode, Works
    from cramp_coach.core.snapshot import Snapshot
    from cramp_coach.paths import UserFolders


def status(
    version: str,
    snapshot: Snapshot | None,
    pressed: dt.datetime | None,
    works: Iterable[Works],
) -> dict[str, Any]:
    """Return what `status --json` prints (PRODUCT.md 7).

    `pressed` is when the session of `snapshot` was begun, aware. A session whose cramp has stopped
    is none any more. There are no reminders yet, and no water is counted yet.
    """
    return {
        "version": version,
        "session": _session(snapshot, pressed) if snapshot is not None and snapshot.open else None,
        "next": [],
        "water": {"drunk_ml": 0, "target_ml": None},
        "works": [msgspec.to_builtins(one) for one in works],
    }


def _session(snapshot: Snapshot, pressed: dt.datetime | None) -> dict[str, Any]:
    began = None
    if pressed is not None:
        began = pressed - dt.timedelta(seconds=snapshot.backdated_s)
    return {
        "kind": snapshot.kind,
        "routine": snapshot.muscle.value,
        "side": snapshot.side.value if snapshot.side else None,
        "step": snapshot.step.id,
        "elapsed_s": round(snapshot.elapsed_s, 1),
        "step_left_s": round(snapshot.step_left_s, 1),
        "escalation": snapshot.level.value,
        "paused": snapshot.paused,
        "started_at": began.isoformat(timespec="seconds") if began is not None else None,
    }


def status_answer(stands: dict[str, Any], asked: Status, words: Words) -> Answer:
    """Return what `status` prints, for programs or for people."""
    if asked.json:
        return Answer(code=DONE, out=json.dumps(stands, ensure_ascii=False) + "\n")
    session = stands["session"]
    if session is None:
        return Answer(code=DONE, out=words("cli.say.no_session") + "\n")
    line = words(
        "cli.say.running",
        muscle=words(key("muscle", session["routine"])),
        step=session["step"],
        elapsed=clock(session["elapsed_s"]),
        level=words(key("level", session["escalation"])),
    )
    return Answer(code=DONE, out=line + "\n")


def key(group: str, value: str) -> str:
    """Return the key of the name that the command line has for a value of the engine."""
    return f"cli.{group}.{value.replace('-', '_')}"


def clock(seconds: float) -> str:
    """Return a length of time as the cramp clock shows it: 9:59, or 75:00."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02}"


# ------------------------------------------------------------------------------- the journal


def journal(stored: Iterable[StoredEpisode], asked: Journal, words: Words) -> Answer:
    """Return what `journal` prints: all cramps, oldest first."""
    found = [one for each in stored if (one := episode(each)) is not None]
    if asked.json:
        out = json.dumps(msgspec.to_builtins(found), ensure_ascii=False, indent=1)
        return Answer(code=DONE, out=out + "\n")
    lines = [
        words(
            "cli.say.journal_row",
            began=one.onset.strftime("%Y-%m-%d %H:%M"),
            muscle=words(key("muscle", one.muscle)),
            side=words(key("side", one.side or "unknown")),
            outcome=words(key("outcome", one.outcome)),
            duration=words("cli.say.unknown_duration")
            if one.duration_s is None
            else clock(one.duration_s),
        )
        for one in found
    ]
    return Answer(code=DONE, out="\n".join(lines or [words("cli.say.journal_empty")]) + "\n")


def journal_of(folders: UserFolders, asked: Journal, words: Words) -> Answer:
    """Return what `journal` prints where no program runs; an unreadable file is told as well."""
    from cramp_coach.adapters.clock import SystemClock
    from cramp_coach.adapters.store import open_store
    from cramp_coach.core.content import load_words
    from cramp_coach.paths import assets

    if not folders.database.exists():
        return journal([], asked, words)
    store, problems = open_store(folders, SystemClock().wall())
    try:
        answer = journal(store.episodes(), asked, words)
        problems += store.take_problems()
    finally:
        store.close()
    if not problems:
        return answer
    told = load_words(assets() / "content" / "en")
    err = "".join(told(f"problems.{one.kind}", **one.fields) + "\n" for one in problems)
    return msgspec.structs.replace(answer, err=err)
