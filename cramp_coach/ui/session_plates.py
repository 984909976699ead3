"""Which buttons the coaching screen offers, and when: data for the panel, no widgets."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from cramp_coach.core.content import Muscle, Routine, Side, Words
from cramp_coach.core.events import Act
from cramp_coach.ui.session_panel import Plate
from cramp_coach.ui.widgets import Look, Press

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cramp_coach.core.snapshot import Snapshot


class Up(enum.Enum):
    """Which buttons are up."""

    NONE = "none"
    OFFER = "offer"
    """The slim strip of the first step: somewhere else?"""
    PAUSED = "paused"
    ACTS = "acts"
    MORE = "more"
    MUSCLES = "muscles"


OWN = {"more": Up.MORE, "fewer": Up.ACTS, "muscle": Up.MUSCLES, "put_away": Up.NONE}
"""What the page does itself when such a plate is pressed: it brings other buttons."""


class Plates:
    """Makes the plates from the words."""

    def __init__(self, words: Words, routines: Mapping[Muscle, Routine]) -> None:
        """Keep the words; the routines are read when the muscles are offered."""
        self._words = words
        self._routines = routines

    def of(self, up: Up, snapshot: Snapshot) -> tuple[Plate, ...]:
        """Return the plates that belong to `up`."""
        match up:
            case Up.NONE:
                return ()
            case Up.OFFER | Up.MUSCLES:
                return self._muscle_plates(snapshot, large=up is Up.MUSCLES)
            case Up.PAUSED:
                return self._pause(snapshot), self._stopped()
            case Up.ACTS:
                return self._first(snapshot)
            case Up.MORE:
                return self._second(snapshot)

    def _first(self, snapshot: Snapshot) -> tuple[Plate, ...]:
        return (
            self._stopped(),
            self._act("next", Press(Act.NEXT)),
            self._act("previous", Press(Act.PREVIOUS)),
            self._pause(snapshot),
            self._act("cant_bear", Press(Act.CANT_BEAR), look="danger"),
            self._act("help", Press(Act.HELP), title="session.not_normal", short="acts.help"),
            self._own("muscle"),
            self._own("more"),
        )

    def _second(self, snapshot: Snapshot) -> tuple[Plate, ...]:
        leg = "right" if snapshot.side is Side.LEFT else "left"
        plates = [
            self._act("helping", Press(Act.HELPING)),
            self._act("worse", Press(Act.WORSE)),
            self._act("again", Press(Act.AGAIN)),
            self._act("earlier", Press(Act.EARLIER)),
            self._leg(leg),
        ]
        if snapshot.can_stand:
            other = "seated" if snapshot.form.posture == "standing" else "standing"
            plates.append(self._act(other, Press(Act.POSTURE, other), key="standing"))
        return (*plates, self._own("fewer"))

    def _muscle_plates(self, snapshot: Snapshot, *, large: bool) -> tuple[Plate, ...]:
        plates = [
            Plate(
                title=self._routines[muscle].name,
                key=str(n),
                line=self._words("acts.line.muscle"),
                wish=Press(Act.MUSCLE, muscle),
                chosen=muscle is snapshot.muscle,
            )
            for n, muscle in enumerate(self._routines, 1)
        ]
        plates += [
            self._leg("left", chosen=snapshot.side is Side.LEFT),
            self._leg("right", chosen=snapshot.side is Side.RIGHT),
        ]
        return (*plates, self._own("put_away")) if large else tuple(plates)

    def _stopped(self) -> Plate:
        return self._act("stopped", Press(Act.STOPPED), look="ok")

    def _pause(self, snapshot: Snapshot) -> Plate:
        name = "resume" if snapshot.paused else "pause"
        return self._act(name, Press(Act.PAUSE), key="pause")

    def _leg(self, leg: str, *, chosen: bool = False) -> Plate:
        return Plate(
            title=self._words(f"session.{leg}_leg"),
            key=self._words(f"keys.{leg}"),
            line=self._words(f"acts.line.{leg}"),
            wish=Press(Act.SIDE, leg),
            chosen=chosen,
        )

    def _act(
        self,
        name: str,
        press: Press,
        *,
        key: str = "",
        look: Look = "raised",
        title: str = "",
        short: str = "",
    ) -> Plate:
        return Plate(
            title=self._words(title or f"acts.{name}"),
            key=self._words(f"keys.{key or name}"),
            line=self._words(f"acts.line.{name}"),
            wish=press,
            look=look,
            short=self._words(short) if short else "",
        )

    def _own(self, name: str) -> Plate:
        """Return a plate for something that the page does itself."""
        known = name == "muscle"
        return Plate(
            title=self._words(f"acts.{name}"),
            key=self._words("keys.muscle") if known else "",
            line=self._words(f"acts.line.{name}"),
            wish=name,
            look="raised" if known else "plain",
        )
