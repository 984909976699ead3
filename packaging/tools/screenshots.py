"""Write every screen as a PNG, and a contact sheet of all: `make screenshots`.

    python packaging/tools/screenshots.py [--out FOLDER] [--docs] [WORD...]

With words, only the screens whose names hold one of them. With --docs, only the pictures that the
README shows, into docs/. The pages are the program's own, and so is the session behind them: it is
pressed and steered as a person would, on a clock that stands still, so that the same code on the
same fonts gives the same bytes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import math
import multiprocessing
import os
import shutil
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QImageWriter, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget

from cramp_coach import __version__, paths
from cramp_coach.core import content, safety
from cramp_coach.core.content import Fact, Muscle, Posture, Side
from cramp_coach.core.events import Act, Kind, Started
from cramp_coach.core.help_lines import help_lines, spoken_with_numbers
from cramp_coach.core.ports import Works
from cramp_coach.core.pose import load_poses
from cramp_coach.core.session import Session
from cramp_coach.core.settings import Health, Help, Screen, Settings
from cramp_coach.ui import theme as themes
from cramp_coach.ui.pages import Pages
from cramp_coach.ui.pictogram import PictogramView
from cramp_coach.ui.places import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cramp_coach.core.pose import Pose
    from cramp_coach.core.snapshot import Snapshot

ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 11, 22, 3, 22, tzinfo=dt.UTC)
ANN = Help(country="GB", contact_name="Sam", contact_number="+44 7700 900123", my_name="Ann")
"""Numbers of this range are kept free for stories."""
ALONE = Help(country="GB")
ABROAD = Help()
GUESSED = "TD"
"""Chad: the number of its ambulances is not certain."""
SOME_WORKS = (
    Works(part="voice", state="yes", reason="speaks", detail="espeak-ng"),
    Works(part="sound", state="no", reason="no-device"),
    Works(part="tray", state="no", reason="none"),
    Works(part="resume", state="yes", reason="told"),
    Works(part="keep-awake", state="yes", reason="keeps"),
    Works(part="journal", state="yes", reason="kept"),
    Works(part="folders", state="yes", reason="private"),
)
"""A computer with a voice, but no sound device and no tray."""

Acts = tuple[tuple[float, Act, str | float | None], ...]
Then = Callable[["Stage", QWidget], None]
Open = Callable[["Stage"], QWidget]


# -- the sizes and colours -----------------------------------------------------------------------


@dataclass(frozen=True)
class Variant:
    """A screen of so many pixels and inches, in the colours of day or night."""

    night: bool
    width: int
    height: int
    inches: float
    percent: int = 100

    @property
    def name(self) -> str:
        """Return the folder of its pictures."""
        size = f"{self.width}x{self.height}"
        large = f"-text{self.percent}" if self.percent != 100 else ""
        return f"{'night' if self.night else 'day'}-{size}{large}"

    def theme(self, family: str) -> themes.Theme:
        """Return what the pages draw by, three metres away."""
        per_mm = math.hypot(self.width, self.height) / (self.inches * 25.4)
        palette = themes.NIGHT if self.night else themes.DAY
        return themes.Theme(palette, family, per_mm, 3.0, self.percent)


VARIANTS = tuple(
    Variant(night, *screen)
    for screen in ((1366, 768, 13.3), (1920, 1080, 24.0), (1366, 768, 13.3, 200))
    for night in (True, False)
)

CELL_PX = 320
DOCS_PX = 960
DOCS = {
    "home": VARIANTS[0],
    "session-caution": VARIANTS[0],
    "urgent": VARIANTS[0],
    "end": VARIANTS[0],
}


# -- what is seen --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Who:
    """Whose cramp it is."""

    muscle: Muscle = Muscle.CALF
    assumed: bool = True
    side: Side | None = Side.RIGHT
    kind: Kind = "relief"
    facts: tuple[Fact, ...] = ()

    def press(self) -> Started:
        """Return the press of Cramp now."""
        return Started(
            t=0.0, kind=self.kind, muscle=self.muscle, muscle_assumed=self.assumed,
            side=self.side, facts=self.facts, favourite=None,
        )  # fmt: skip


RIGHT_CALF = Who()
UNKNOWN_LEG = Who(side=None)
PRACTICE = Who(kind="practice")


@dataclass(frozen=True)
class Shot:
    """One screen: how it comes about, and what is done to it before the picture is taken."""

    name: str
    open: Open
    then: Then | None = None
    help: Help = ANN
    health: Health = Health()  # noqa: RUF009


class Stage:
    """The pages of one picture, with all that they are made of."""

    def __init__(self, shot: Shot, variant: Variant, props: Props) -> None:
        """Build nothing yet but what the pages need."""
        self.props = props
        self.theme = variant.theme(props.family)
        look = Screen(theme="night" if variant.night else "day", text_percent=variant.percent)
        self.settings = Settings(health=shot.health, screen=look, help=shot.help)
        self.lines = help_lines(shot.help, props.numbers, props.urgent_lines, GUESSED)
        self.pages = Pages(
            props.words, props.library, props.poses, props.numbers, props.family,
            self.settings, self.lines, lambda: NOW,
            {"version": __version__, "data": "~/.local/share/cramp-coach"},
        )  # fmt: skip
        self.pages.show_works(SOME_WORKS)

    def place(self, place: Place) -> QWidget:
        """Return the page of a place."""
        return self.pages.place(place, self.theme)

    def play(self, at: float, acts: Acts = (), who: Who = RIGHT_CALF) -> tuple[Snapshot, Snapshot]:
        """Press and act; return how it stood after the last act, and stands at `at` seconds."""
        spoken = spoken_with_numbers(self.props.library.spoken, self.lines, self.props.words)
        run = Session(who.press(), self.props.library, spoken)
        for t, act, value in acts:
            run.act(act, t, value)
        before = run.snapshot(acts[-1][0] if acts else 0.0)
        run.advance(at)
        return before, run.snapshot(at)


class Props:
    """The content, read once."""

    def __init__(self) -> None:
        """Read it."""
        language = paths.assets() / "content" / "en"
        self.words = content.load_words(language)
        self.library = content.load_library(language)
        self.numbers = content.load_numbers(language.parent)
        self.urgent_lines = content.load_urgent_lines(language.parent)
        self.poses = load_poses(paths.assets() / "poses")
        self.family = themes.pick_family()


def session(
    name: str,
    at: float,
    acts: Acts = (),
    who: Who = RIGHT_CALF,
    *,
    then: Then | None = None,
    help: Help = ANN,
) -> Shot:
    """Return the screen of a session `at` seconds after the press."""

    def show(stage: Stage) -> QWidget:
        before, now = stage.play(at, acts, who)
        stage.pages.session(before, stage.theme)
        return stage.pages.session(now, stage.theme)

    return Shot(name, show, then, help)


# -- what is done to a page ----------------------------------------------------------------------


def pointer(_stage: Stage, page: QWidget) -> None:
    """Move the pointer, so that the buttons come."""
    for x in (300.0, 360.0):
        here = QPointF(x, 200.0)
        none = Qt.MouseButton.NoButton
        moved = QMouseEvent(
            QEvent.Type.MouseMove, here, here, none, none, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(page, moved)


def muscles(stage: Stage, _page: QWidget) -> None:
    """Press M."""
    stage.pages.toggle_muscles()


def enlarged(card: int) -> Then:
    """Return a press of the key that makes a code large."""
    return lambda stage, _page: stage.pages.enlarge(card)


def onward(times: int) -> Then:
    """Return so many clicks on Next."""

    def clicked(stage: Stage, page: QWidget) -> None:
        title = stage.props.words("first_run.next")
        for _ in range(times):
            buttons = page.findChildren(QAbstractButton)
            for button in [b for b in buttons if b.text() == title and b.isVisibleTo(page)]:
                button.click()

    return clicked


def scrolled(screens: int) -> Then:
    """Return a turn of the wheel by so many screens, less a line that stays in sight."""

    def turned(_stage: Stage, page: QWidget) -> None:
        area = page.findChild(QScrollArea)
        if area is not None:
            bar = area.verticalScrollBar()
            bar.setValue(round(screens * (bar.pageStep() - 40)))

    return turned


# -- every screen --------------------------------------------------------------------------------


def home_later(heat: bool) -> Open:
    """Return home after a cramp that was left, with or without the timer for the warm pack."""

    def show(stage: Stage) -> QWidget:
        warm: Acts = ((166.0, Act.HEAT, None),) if heat else ()
        page = stage.place(Place.HOME)
        acts: Acts = ((160.0, Act.STOPPED, None), *warm, (170.0, Act.LEAVE, None))
        stage.pages.show_home(stage.play(250.0, acts)[1])
        return page

    return show


def home_note(stage: Stage) -> QWidget:
    """Return home with something to tell."""
    words = stage.props.words
    stage.pages.show_notes((words("problems.journal_lost"),))
    return stage.place(Place.HOME)


def ask_end(stage: Stage) -> QWidget:
    """Return the question how it ended."""
    return stage.pages.ask_end(stage.theme, NOW - dt.timedelta(hours=2))


def here(place: Place) -> Open:
    """Return a place as it is."""
    return lambda stage: stage.place(place)


def steps(library: content.Library) -> Iterator[Shot]:
    """Give every pose of every form of every step of every muscle once."""
    people: tuple[tuple[Fact, ...], ...] = ((), (Fact.THINNER,), (Fact.PREGNANT,), (Fact.UNSTEADY,))
    postures: tuple[Posture | None, ...] = (None, "standing", "seated")
    for muscle in Muscle:
        seen: set[tuple[str, tuple[str, ...]]] = set()
        for facts, posture in itertools.product(people, postures):
            planned = safety.plan(library.routines[muscle], facts, posture)
            for n, one in enumerate(planned):
                share = one.step.seconds / len(one.form.poses)
                for k, pose in enumerate(one.form.poses):
                    if (pose, one.form.shown) in seen:
                        continue
                    seen.add((pose, one.form.shown))
                    wish: Acts = ((0.0, Act.POSTURE, posture),) if posture else ()
                    on: Acts = tuple((0.1 * i, Act.NEXT, None) for i in range(1, n + 1))
                    name = f"step-{muscle}-{len(seen):02}-{pose}"
                    who = Who(muscle, assumed=False, facts=facts)
                    yield session(name, 0.1 * n + share * k + 7.0, (*wish, *on), who)


PLACES = ("first-run", "home", "how-did-it-end", "settings", "works", "keys")
SOME_FACTS = Health(numb=True, thinner=True)


def every_shot(library: content.Library) -> list[Shot]:
    """Return all screens in the order in which one may meet them."""
    return [
        *(Shot(f"first-run-{n + 1}", here(Place.FIRST_RUN), onward(n), ABROAD) for n in range(4)),
        Shot("home", here(Place.HOME)),
        Shot("home-came-back", home_later(heat=False)),
        Shot("home-warm-pack", home_later(heat=True)),
        Shot("home-note", home_note),
        session("session-first-second", 0.2, (), UNKNOWN_LEG),
        session("session-muscle-strip", 6.0, (), UNKNOWN_LEG),
        session("session-hold", 19.0),
        session("session-rest", 34.0),
        session("session-next-coming", 106.0),
        session("session-left-leg", 14.0, ((2.0, Act.SIDE, "left"),)),
        session("session-standing", 22.0, ((9.0, Act.POSTURE, "standing"),)),
        session("session-caution", 125.0),
        session("session-helping", 130.0, ((125.0, Act.HELPING, None),)),
        session("session-pointer", 19.0, then=pointer),
        session("session-muscles", 19.0, then=muscles),
        session("session-paused", 24.0, ((20.0, Act.PAUSE, None),)),
        session("session-choices", 24.0, ((20.0, Act.CHOICES, None),)),
        session("session-practice", 19.0, (), PRACTICE),
        session("session-heads-up", 485.0),
        session("session-heads-up-later", 530.0),
        *steps(library),
        session("check-in", 305.0),
        session("urgent", 605.0),
        session("urgent-no-contact", 605.0, help=ALONE),
        session("urgent-country-guessed", 605.0, help=ABROAD),
        session("urgent-code-call", 605.0, then=enlarged(1)),
        session("urgent-code-text", 605.0, then=enlarged(2)),
        session("urgent-answered", 640.0, ((620.0, Act.CAN_BEAR, None),)),
        session("emergency", 100.0, ((90.0, Act.CANT_BEAR, None),)),
        session("emergency-sign", 100.0, ((90.0, Act.CANT_BEAR, "hard-muscle"),)),
        session("emergency-code", 100.0, ((90.0, Act.CANT_BEAR, None),), then=enlarged(1)),
        session("emergency-number-unsure", 100.0, ((90.0, Act.CANT_BEAR, None),), help=ABROAD),
        session("emergency-nobody-answers", 1900.0),
        session("help", 125.0, ((120.0, Act.HELP, None),)),
        session("help-urgent-sign", 125.0, ((120.0, Act.RED_FLAG, "one-leg"),)),
        session("end", 165.0, ((160.0, Act.STOPPED, None),)),
        session("end-over-ten-minutes", 730.0, ((725.0, Act.STOPPED, None),)),
        session("end-warm-pack", 190.0, ((160.0, Act.STOPPED, None), (164.0, Act.HEAT, None))),
        session("end-practice", 165.0, ((160.0, Act.STOPPED, None),), PRACTICE),
        Shot("how-did-it-end", ask_end),
        *(
            Shot(f"settings-{n + 1}", here(Place.SETTINGS), scrolled(n), health=SOME_FACTS)
            for n in range(6)
        ),
        Shot("works", here(Place.WORKS)),
        Shot("keys", here(Place.KEYS)),
    ]


# -- the pictures --------------------------------------------------------------------------------


def clearest(poses: Mapping[str, Pose]) -> Callable[[PictogramView], float]:
    """Return what stands in for the running second of a picture: the one at which it says most."""
    moments = {"rub": 1.3, "pump": 1.3, "walk": 0.3, "shake": 0.83}

    def seconds(view: PictogramView) -> float:
        return moments.get(poses[view.pose_id].motion, 2.0) if view.pose_id else 0.0

    return seconds


def take(shot: Shot, variant: Variant, props: Props) -> QImage:
    """Return the picture of a screen."""
    stage = Stage(shot, variant, props)
    host = QWidget()
    ground = QPalette()
    ground.setColor(QPalette.ColorRole.Window, stage.theme.colour("bg"))
    ground.setColor(QPalette.ColorRole.WindowText, stage.theme.colour("text"))
    host.setPalette(ground)
    host.resize(variant.width, variant.height)
    page = shot.open(stage)
    page.setParent(host)
    page.setGeometry(host.rect())
    page.show()
    host.show()
    # As the window does: in a session nothing is marked until Tab asks for it.
    (page if shot.name.startswith(PLACES) else host).setFocus(Qt.FocusReason.OtherFocusReason)
    if shot.then is not None:
        QApplication.processEvents()
        shot.then(stage, page)
    QApplication.processEvents()
    picture = host.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    host.hide()
    host.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return picture


def small(picture: QImage, wide: int) -> QImage:
    """Return a picture made `wide` pixels wide."""
    return picture.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)


def sheet(cells: Sequence[tuple[str, QImage]], columns: int) -> QImage:
    """Return all `cells` on one page, each below its name, row by row."""
    wide, tall = CELL_PX + 12, max(cell.height() for _, cell in cells) + 30
    page = QImage(
        columns * wide + 12, math.ceil(len(cells) / columns) * tall + 12,
        QImage.Format.Format_RGB32,
    )  # fmt: skip
    page.fill(QColor("#808080"))
    painter = QPainter(page)
    font = QFont(themes.pick_family())
    font.setPixelSize(13)
    painter.setFont(font)
    painter.setPen(QColor("#000000"))
    for n, (name, cell) in enumerate(cells):
        x, y = n % columns * wide + 12, n // columns * tall + 12
        painter.drawText(x, y + 12, name)
        painter.drawImage(x, y + 18, cell)
    painter.end()
    return page


# -- all of it -----------------------------------------------------------------------------------


def application() -> QApplication:
    """Return the application; nothing of this computer but its fonts changes a picture."""
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_ACCESSIBILITY="0", LC_ALL="C.UTF-8")
    for variable in ("QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "DBUS_SESSION_BUS_ADDRESS"):
        os.environ.pop(variable, None)
    made = QApplication.instance() or QApplication(["screenshots"])
    assert isinstance(made, QApplication)
    made.setCursorFlashTime(0)
    return made


def run_variant(variant: Variant, wanted: Sequence[str], out: Path) -> list[tuple[str, bytes]]:
    """Write all screens in one size and colour, and their sheet; return them small, as PNGs."""
    application()
    props = Props()
    folder = out / variant.name
    folder.mkdir(parents=True, exist_ok=True)
    cells: list[tuple[str, QImage]] = []
    last = QImage()
    with mock.patch.object(PictogramView, "seconds", clearest(props.poses)):
        for shot in every_shot(props.library):
            if wanted and not any(word in shot.name for word in wanted):
                continue
            picture = take(shot, variant, props)
            if picture == last:
                continue  # the end of a page was already reached
            last = picture
            picture.save(str(folder / f"{shot.name}.png"))
            cells.append((shot.name, small(picture, CELL_PX)))
    sheet(cells, 6).save(str(out / f"contact-{variant.name}.png"))
    return [(name, encoded(cell)) for name, cell in cells]


def encoded(picture: QImage) -> bytes:
    """Return a picture as a PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    return bytes(buffer.data().data())


def write_all(wanted: Sequence[str], out: Path) -> None:
    """Write every screen in every size and colour, in as many processes as there are cores."""
    began = time.monotonic()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    spawn = multiprocessing.get_context("spawn")
    # Each in a process of its own: how Qt paints a letter hangs on those it has painted before.
    with ProcessPoolExecutor(mp_context=spawn, max_tasks_per_child=1) as pool:
        running = [pool.submit(run_variant, variant, wanted, out) for variant in VARIANTS]
        found = [dict(one.result()) for one in running]
    application()
    cells = [
        (f"{name} · {variant.name}", QImage.fromData(some[name]))
        for name in found[0]
        for variant, some in zip(VARIANTS, found, strict=True)
        if name in some
    ]
    sheet(cells, 2 * len(VARIANTS)).save(str(out / "contact.png"))
    took = time.monotonic() - began
    print(f"{len(cells)} pictures in {took:.0f} s, letters: {themes.pick_family()}; see {out}")


def write_docs(out: Path) -> None:
    """Write the pictures that the README shows."""
    application()
    props = Props()
    out.mkdir(exist_ok=True)
    shots = {shot.name: shot for shot in every_shot(props.library)}
    with mock.patch.object(PictogramView, "seconds", clearest(props.poses)):
        for name, variant in DOCS.items():
            picture = small(take(shots[name], variant, props), DOCS_PX)
            picture.save(str(out / f"{name}.png"), quality=0)  # 0: as small as it goes


def main(arguments: Sequence[str]) -> int:
    """Read the command line and write the pictures."""
    parser = argparse.ArgumentParser(description="Write every screen of the program as a PNG.")
    parser.add_argument("words", nargs="*", metavar="WORD", help="only screens so named")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--docs", action="store_true", help="only the README's, into docs/")
    chosen = parser.parse_args(arguments)
    if chosen.docs:
        write_docs(ROOT / "docs")
    else:
        write_all(chosen.words, chosen.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
