"""What a terminal shows at one moment, as text for rich: the most important lines come first."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from cramp_coach.core.content import Muscle
from cramp_coach.core.events import Level
from cramp_coach.core.help_lines import sign_to_heed
from cramp_coach.core.ladder import URGENT_S
from cramp_coach.core.snapshot import View

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rich.console import Console, RenderableType

    from cramp_coach.core.content import Notice, RedFlag
    from cramp_coach.core.snapshot import Snapshot
    from cramp_coach.terminal.guide import Guide

BIG, CALM, ALARM, QUIET = "bold", "", "bold white on red", "dim"
_LEAST = 6
"""So many rows of what is due are worth more than the keys."""
_PAGE_EMERGENCY, _PAGE_URGENT = 5, 4
"""So many signs of each kind on a page of the list: nine, for the keys 1 to 9."""
_KEYS = {
    View.COACH: "keys",
    View.CHECK_IN: "keys",
    View.URGENT: "keys_urgent",
    View.EMERGENCY: "keys_emergency",
    View.HELP: "keys_help",
    View.CHOICES: "keys_choices",
    View.ENDED: "keys_end",
    View.HOME: "keys_end",
}


class Shown(NamedTuple):
    """What the shell adds to the snapshot."""

    more: int = 0
    """How often M was pressed."""
    leaving: bool = False
    """Leaving was asked for once, and is asked back."""
    resumed: bool = False


def signs(guide: Guide, page: int) -> list[RedFlag]:
    """Return the signs on a page of the list, the first page again after the last."""
    flags = guide.library.red_flags
    emergency = [flag for flag in flags if flag.level == "emergency"]
    urgent = [flag for flag in flags if flag.level == "urgent"]
    pages = max(math.ceil(len(emergency) / _PAGE_EMERGENCY), math.ceil(len(urgent) / _PAGE_URGENT))
    n = page % max(pages, 1)
    return [
        *emergency[n * _PAGE_EMERGENCY : (n + 1) * _PAGE_EMERGENCY],
        *urgent[n * _PAGE_URGENT : (n + 1) * _PAGE_URGENT],
    ]


def page(snapshot: Snapshot, guide: Guide, shown: Shown, console: Console) -> RenderableType:
    """Return the whole screen; where it is small, first the details go, then the keys."""
    top: list[Text] = [_top(snapshot, guide), _bar(snapshot, console.width - 4), Text()]
    body = _BODIES[snapshot.view](snapshot, guide, shown)
    foot = [Text()]
    if shown.leaving:
        foot.append(Text(guide.words("terminal.leave_again"), style=BIG))
    key = _KEYS.get(snapshot.view)
    if key == "keys_end" and snapshot.kind == "practice":
        key = "keys_practice_over"
    if key:
        foot.append(Text(guide.words(f"terminal.{key}"), style=QUIET))

    def height(rows: list[Text]) -> int:
        return sum(len(row.wrap(console, max(console.width - 4, 1))) or 1 for row in rows)

    room = console.height - 2 - height(top) - height(foot)
    while len(body) > _LEAST and height(body) > room:
        body.pop()
    if height(body) > room:
        foot = []
    return Padding(Group(*top, *body, *foot), (1, 2))


def _block(lines: Iterable[str], style: str) -> list[Text]:
    """Return lines as large as a terminal can make them."""
    rows = ["", *lines, ""]
    width = max(cell_len(row) for row in rows)
    return [Text(f"   {row}{' ' * (width - cell_len(row))}   ", style=style) for row in rows]


def _top(snapshot: Snapshot, guide: Guide) -> Text:
    words = guide.words
    past = snapshot.elapsed_s >= URGENT_S
    parts = [
        words(
            "session.elapsed_past" if past else "session.elapsed",
            elapsed=guide.clock(snapshot.elapsed_s),
        )
    ]
    parts.append(guide.library.routines[snapshot.muscle].name)
    if snapshot.side is not None:
        parts.append(words(f"session.{snapshot.side}_leg"))
    if snapshot.kind == "practice":
        parts.append(words("session.practice"))
    return Text(" · ".join(parts), style=BIG if snapshot.level is not Level.NONE else CALM)


def _bar(snapshot: Snapshot, width: int) -> Text:
    """Return the ten minutes as a bar."""
    whole = max(10, width)
    filled = round(min(snapshot.elapsed_s / URGENT_S, 1.0) * whole)
    style = "red" if snapshot.elapsed_s >= URGENT_S else "cyan"
    return Text("█" * filled, style=style).append("░" * (whole - filled), style=QUIET)


# ------------------------------------------------------------------------------- the bodies


def _coach(snapshot: Snapshot, guide: Guide, shown: Shown) -> list[Text]:
    words = guide.words
    rows = [*_instruction(snapshot, guide), Text()]
    if snapshot.paused:
        rows.append(Text(words("session.paused"), style=BIG))
    elif shown.resumed:
        rows.append(Text(words("session.resumed")))
    if snapshot.caution is not None:
        rows.append(Text(snapshot.caution.line, style="yellow"))
    rows.append(Text(words("session.next", coming=snapshot.next_line), style=QUIET))
    if snapshot.muscle_strip or shown.more % 2:
        picks = (
            words("session.muscle_pick", n=n, muscle=guide.library.routines[one].name)
            for n, one in enumerate(Muscle, start=1)
        )
        rows.append(Text("   ".join(picks)))
    if snapshot.backdated_s:
        minutes = round(snapshot.backdated_s / 60)
        rows.append(Text(words("session.started_before", minutes=minutes), style=QUIET))
    if snapshot.answered:
        rows += [Text(words("urgent.answered"), style=BIG), *_advice(guide)]
    elif snapshot.level is Level.HEADS_UP:
        rows += _notice(guide.notices.heads_up)
    return rows


def _instruction(snapshot: Snapshot, guide: Guide) -> list[Text]:
    words, hold = guide.words, snapshot.hold
    rows = _block(snapshot.form.shown, "bold reverse")
    if hold is None:
        count = words("terminal.count", seconds=math.ceil(snapshot.step_left_s))
    else:
        key = "terminal.rest" if hold.resting else "terminal.hold"
        count = words(key, n=hold.number, count=hold.of, seconds=math.ceil(hold.left_s))
    return [*rows, Text(), Text(count, style=BIG)]


def _notice(notice: Notice, title: str = BIG) -> list[Text]:
    return [Text(notice.title, style=title), *(Text(f"  {line}") for line in notice.lines)]


def _advice(guide: Guide) -> list[Text]:
    """Return where to get medical advice."""
    words, lines = guide.words, guide.lines
    if lines.urgent_number is None:
        return [Text(words("urgent.call_doctor"), style=BIG)]
    named = words("urgent.call_line", name=lines.urgent_name, number=lines.urgent_number)
    plain = words("urgent.call", number=lines.urgent_number)
    rows = [Text(named if lines.urgent_name else plain, style=BIG)]
    return rows + ([Text(lines.urgent_note)] if lines.urgent_note else [])


def _check_in(snapshot: Snapshot, guide: Guide, shown: Shown) -> list[Text]:
    tell = Text(guide.words("check_in.tell_someone"), style=BIG)
    return [tell, *_notice(guide.notices.check_in), Text(), *_coach(snapshot, guide, shown)]


def _urgent(snapshot: Snapshot, guide: Guide, shown: Shown) -> list[Text]:
    words = guide.words
    call_if = guide.notices.urgent_call_if.filled(ambulance=guide.lines.ambulance)
    return [
        *_notice(guide.notices.urgent, ALARM),
        *_advice(guide),
        Text(words("urgent.can_you_bear_it"), style=BIG),
        Text(),
        *_instruction(snapshot, guide),
        Text(words("session.paused") if snapshot.paused else "", style=BIG),
        *_notice(call_if),
        Text(words("urgent.cannot_call")),
    ]


def _emergency(snapshot: Snapshot, guide: Guide, shown: Shown) -> list[Text]:
    words, lines = guide.words, guide.lines
    fields = {"ambulance": lines.ambulance}
    first = guide.notices.emergency.filled(**fields)
    rows = _block([first.title], ALARM)
    rows += [Text(line, style=BIG) for line in first.lines]
    if not lines.ambulance_known:
        rows.append(Text(words("emergency.no_number")))
    elif lines.ask_locally:
        rows.append(Text(words("emergency.ask_locally")))
    if lines.also:
        rows.append(Text(words("emergency.also", numbers=", ".join(lines.also))))
    if lines.mobile_112:
        rows.append(Text(guide.notices.mobile_112.title))
    for notice in (guide.notices.emergency_say, guide.notices.emergency_meanwhile):
        rows += _notice(notice.filled(**fields))
    return [*rows, Text(words("emergency.cannot_call"))]


def _help(snapshot: Snapshot, guide: Guide, shown: Shown) -> list[Text]:
    chosen = next((f for f in guide.library.red_flags if f.id == snapshot.red_flag), None)
    if chosen is not None:
        said = Text(guide.words("help.chosen", sign=chosen.sign), style=BIG)
        return [said, Text(chosen.do), *_advice(guide)]
    rows = _notice(guide.notices.help)
    titles = {"emergency": guide.notices.help_emergency, "urgent": guide.notices.help_urgent}
    level = ""
    for place, flag in enumerate(signs(guide, shown.more), start=1):
        if flag.level != level:
            level = flag.level
            title = titles[level].filled(ambulance=guide.lines.ambulance).title
            rows.append(Text(title, style=ALARM if level == "emergency" else BIG))
        rows.append(Text(f"{place}  {flag.sign}"))
    return rows


def _choices(snapshot: Snapshot, guide: Guide, shown: Shown) -> list[Text]:
    words = guide.words
    return [
        Text(words("session.choices.title"), style=BIG),
        Text(),
        Text(words("terminal.choice_stopped")),
        Text(words("terminal.choice_go_on")),
        Text(words("terminal.choice_help")),
    ]


def _ended(snapshot: Snapshot, guide: Guide, shown: Shown) -> list[Text]:
    words, after = guide.words, snapshot.stopped_after_s or 0.0
    practice = snapshot.kind == "practice"
    rows = [
        Text(words("end.practice_title" if practice else "end.title"), style=BIG),
        Text(words("end.after", time=guide.clock(after)), style=BIG),
    ]
    flags = () if practice else guide.library.red_flags
    if heed := sign_to_heed(snapshot.red_flag, flags, guide.notices, guide.lines):
        rows.append(Text(heed, style=ALARM))
    if snapshot.eased is not None:
        rows.append(Text(words("end.eased", step=snapshot.eased)))
    if practice:
        return [*rows, Text(), Text(words("end.practice_line"))]
    rows += [Text(), *_notice(guide.notices.after)]
    if after >= URGENT_S:
        rows += _notice(guide.notices.after_long)
    if snapshot.heat_left_s is not None:
        left = guide.clock(snapshot.heat_left_s)
        rows += [Text(), Text(words("heat.running", time=left), style=BIG)]
        rows += _notice(guide.notices.heat)
    return rows


def _ask_end(snapshot: Snapshot, guide: Guide, shown: Shown) -> list[Text]:
    return [Text(guide.words("terminal.unknown"), style=BIG)]


_BODIES: dict[View, Callable[[Snapshot, Guide, Shown], list[Text]]] = {
    View.COACH: _coach,
    View.CHECK_IN: _check_in,
    View.URGENT: _urgent,
    View.EMERGENCY: _emergency,
    View.HELP: _help,
    View.CHOICES: _choices,
    View.ENDED: _ended,
    View.HOME: _ended,
    View.ASK_END: _ask_end,
}
