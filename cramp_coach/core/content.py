"""The words and routines a person in pain is given: typed, checked when they are read.

Everything in here is data written by people who need not know Python (a clinician, a translator).
It lies in `assets/content/<lang>/`; a field that is unknown, missing or of the wrong type is
refused with the name of the file and of the field.
"""

from __future__ import annotations

import enum
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import msgspec

from cramp_coach.core.on_demand import OnDemand

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class ContentError(Exception):
    """A content file cannot be used; the message names the file and the field."""


class Muscle(enum.StrEnum):
    """Where the cramp is. Calf is by far the most common, so it is what we start with [NHS-now]."""

    CALF = "calf"
    FOOT = "foot"
    FRONT_THIGH = "front-thigh"
    BACK_THIGH = "back-thigh"


class Side(enum.StrEnum):
    """Which leg."""

    LEFT = "left"
    RIGHT = "right"


class Fact(enum.StrEnum):
    """A health fact. Facts only ever remove or soften steps (evidence.md 3c)."""

    UNSTEADY = "unsteady"
    NUMB = "numb"
    CLOT = "clot"
    THINNER = "thinner"
    PREGNANT = "pregnant"
    FLUID_LIMIT = "fluid-limit"


Posture = Literal["seated", "standing"]
"""Seated stands for every form that can be done in bed or on a chair."""

StepKind = Literal["stretch", "massage", "stand", "walk", "heat", "towel", "legs-up", "rest"]


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of everything decoded from a content file: frozen, and strict about its fields."""


class Holds(Content, frozen=True):
    """A stretch counted in holds: `count` times `hold_s` seconds, `rest_s` seconds between."""

    count: int
    hold_s: int
    rest_s: int

    @property
    def total_s(self) -> int:
        """Length from the first hold's start to the last hold's end, in seconds."""
        return self.count * self.hold_s + (self.count - 1) * self.rest_s


class Form(Content, frozen=True):
    """One way to do a step. The first form that no health fact forbids is the one shown."""

    posture: Posture
    poses: tuple[str, ...]
    """Pictograms, shown one after the other in equal shares of the step."""
    shown: tuple[str, ...]
    """One or two lines of at most 16 characters."""
    say: str
    repeat: str
    """Said once more after twelve seconds; shorter than `say`."""
    coming: str
    """Said and shown five seconds before the step begins."""
    sources: tuple[str, ...]
    not_if: tuple[Fact, ...] = ()
    caution: str | None = None
    """Id of the caution line shown beside this form."""


class Step(Content, frozen=True):
    """One instruction of a routine."""

    id: str
    kind: StepKind
    seconds: int
    eased: str
    """How the end page names this step: "It eased during: heel press"."""
    forms: tuple[Form, ...]
    holds: Holds | None = None


class Routine(Content, frozen=True):
    """What to do for a cramp in one muscle, in order; after the last step it begins again."""

    id: Muscle
    name: str
    """As in "Calf"."""
    the_muscle: str
    """As said in a sentence: "the calf"."""
    steps: tuple[Step, ...]


class Source(Content, frozen=True):
    """Where a medical sentence comes from."""

    title: str
    reference: str
    read: str
    """Date it was last read, ISO."""


class Caution(Content, frozen=True):
    """A plain warning beside a step."""

    line: str
    said: str
    sources: tuple[str, ...]


class RedFlag(Content, frozen=True):
    """A sign that this may not be a simple cramp, and what to do about it (evidence.md 3a, 3b)."""

    id: str
    level: Literal["emergency", "urgent"]
    sign: str
    """Short enough for a list: "Chest pain"."""
    do: str
    """What to do, beside calling: "Do not raise the leg. Do not warm it."."""
    sources: tuple[str, ...]
    coach_as: tuple[Fact, ...] = ()
    """Who has this sign is coached on as with these facts, which drop the steps it forbids."""


class UrgentLine(Content, frozen=True):
    """The number a country gives for medical advice that is urgent but no emergency."""

    number: str
    name: str
    sources: tuple[str, ...]
    note: str = ""
    """Where in the country it is different."""


class Ambulance(msgspec.Struct, frozen=True, kw_only=True):
    """The ambulance number of one country, and how sure we are of it (A, B or C)."""

    ambulance: str | None
    also: tuple[str, ...] = ()
    confidence: Literal["A", "B", "C"] = "C"
    note: str = ""


class Words:
    """The words of the screens, by key; `words("home.cramp_now")`."""

    def __init__(self, table: dict[str, Any]) -> None:
        self._table = table

    def __call__(self, key: str, **fields: object) -> str:
        """Return the sentence for `key` with `{fields}` filled in; KeyError if there is none."""
        found: Any = self._table
        for part in key.split("."):
            found = found[part]
        if not isinstance(found, str):
            raise KeyError(key)
        return found.format(**fields) if fields else found

    def keys(self) -> list[str]:
        """Return every key, dotted, for the tests that compare languages."""

        def walk(table: dict[str, Any], head: str) -> list[str]:
            found: list[str] = []
            for name, value in table.items():
                found += walk(value, f"{head}{name}.") if isinstance(value, dict) else [head + name]
            return found

        return walk(self._table, "")


class Phrase(Content, frozen=True):
    """A sentence the coach says; the medical ones name their source."""

    say: str
    sources: tuple[str, ...] = ()


class Spoken(Content, frozen=True):
    """What the coach says beside the steps. `{urgent}` and `{ambulance}` are numbers to call."""

    opening: Phrase
    rejoined: Phrase
    """Instead of the opening, when it came back or a session goes on after a break."""
    again: Phrase
    """Begins the second and third hold."""
    let_go: Phrase
    breathe: Phrase
    shall_i_go_on: Phrase
    paused: Phrase
    going_on: Phrase
    check_in: Phrase
    heads_up: Phrase
    urgent: Phrase
    urgent_again: Phrase
    can_bear: Phrase
    """After "yes, I can bear it"."""
    emergency: Phrase
    emergency_again: Phrase
    help: Phrase
    red_flag: Phrase
    """After an urgent sign was chosen."""
    stopped: Phrase
    """With `{time}`, how long it took in words."""
    heat_on: Phrase
    heat_off: Phrase
    muscle: Phrase
    """With `{muscle}`, after it was corrected."""
    left: Phrase
    right: Phrase
    numbers: tuple[str, ...]
    """The words for 0 to 59."""
    minutes: tuple[str, str]
    """One minute, and `{n}` minutes."""
    seconds: tuple[str, str]

    def number(self, n: int) -> str:
        """Return the word for a number from 0 to 59."""
        return self.numbers[n]

    def duration(self, seconds: float) -> str:
        """Return a length of time in words, to the second below an hour."""
        whole = min(int(seconds), 59 * 60 + 59)
        parts = [(whole // 60, self.minutes), (whole % 60, self.seconds)]
        said = [
            one if n == 1 else many.format(n=self.number(n))
            for n, (one, many) in parts
            if n or (whole == 0 and many is self.seconds[1])
        ]
        return " ".join(said)


class Notice(Content, frozen=True):
    """Medical words of a screen: a title, the lines below it, and where they come from."""

    title: str
    sources: tuple[str, ...]
    lines: tuple[str, ...] = ()

    def filled(self, **fields: object) -> Notice:
        """Return this notice with its `{fields}` filled in."""
        return msgspec.structs.replace(
            self,
            title=self.title.format(**fields),
            lines=tuple(line.format(**fields) for line in self.lines),
        )


class Notices(Content, frozen=True):
    """The medical words of the screens. `{ambulance}` is the number to call."""

    footer: Notice
    """Always on a session's screen."""
    stand: Notice
    """Beside the choice to do the steps standing."""
    check_in: Notice
    """Five minutes: the signs to look for."""
    heads_up: Notice
    urgent: Notice
    urgent_call_if: Notice
    """When the ambulance is the number to call."""
    urgent_tell: Notice
    """What to tell the one who answers."""
    emergency: Notice
    emergency_say: Notice
    """What to say on the phone."""
    emergency_meanwhile: Notice
    mobile_112: Notice
    """Not shown where 112 is no ambulance desk, see `shows_112`."""
    help: Notice
    help_emergency: Notice
    help_urgent: Notice
    after: Notice
    after_long: Notice
    """Added where the cramp took longer than ten minutes."""
    heat: Notice
    heat_off: Notice
    disclaimer: Notice
    """The first run shows it; the about page keeps it."""
    not_a_doctor: Notice
    facts: dict[Fact, Notice]
    """What to tick, and what the tick changes."""

    def every(self) -> dict[str, Notice]:
        """Return all notices by name, those of the facts as `facts.<fact>`."""
        plain = {name: getattr(self, name) for name in self.__struct_fields__ if name != "facts"}
        return plain | {f"facts.{fact}": notice for fact, notice in self.facts.items()}


def shows_112(country: str) -> bool:
    """Say whether "112 works from most mobile phones" helps there.

    In Norway and Brazil it reaches the police, in Vietnam search and rescue (evidence.md 9c, and
    the notes in emergency_numbers.json).
    """
    return country not in ("BR", "NO", "SJ", "VN")


class Library:
    """All the content of one language; each file is read when it is first asked for.

    Any access raises ContentError where its file cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        """Read nothing yet of the language `folder` and the sources beside it."""
        self._folder = folder
        self.routines: Mapping[Muscle, Routine] = OnDemand(Muscle, self._routine)

    def _routine(self, muscle: Muscle) -> Routine:
        path = self._folder / f"relief-{muscle.value}.toml"
        routine = read_toml(path, Routine)
        if routine.id is not muscle:
            raise ContentError(f"{path.name}: id is {routine.id.value!r}, not {muscle.value!r}")
        return routine

    @cached_property
    def spoken(self) -> Spoken:
        """What the coach says beside the steps."""
        return read_toml(self._folder / "spoken.toml", Spoken)

    @cached_property
    def cautions(self) -> dict[str, Caution]:
        """The plain warnings, by id."""
        return read_toml(self._folder / "cautions.toml", dict[str, Caution])

    @cached_property
    def red_flags(self) -> tuple[RedFlag, ...]:
        """The signs to look for, in the order they are shown."""
        path = self._folder / "red_flags.toml"
        return read_toml(path, dict[str, tuple[RedFlag, ...]])["red_flags"]

    @cached_property
    def notices(self) -> Notices:
        """The medical words of the screens."""
        return read_toml(self._folder / "safety.toml", Notices)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Where the medical sentences come from, by id."""
        return read_toml(self._folder.parent / "sources.toml", dict[str, Source])


_T = TypeVar("_T")


def read_toml(path: Path, kind: type[_T]) -> _T:
    """Decode one TOML file as `kind`.

    Raises:
        ContentError: with the file and the field, when it cannot be read as that.
    """
    import tomllib

    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), kind, strict=True)
    except (OSError, ValueError) as problem:  # msgspec's and tomllib's errors are ValueErrors
        raise ContentError(f"{path.name}: {problem}") from problem


WORD_FILES = ("words.toml", "cli.toml")
"""The words of the screens; and those of the command line and the terminal, which need no more."""


def load_words(folder: Path, files: tuple[str, ...] = WORD_FILES) -> Words:
    """Read the words of one language folder.

    Raises:
        ContentError: when a file cannot be read, or two of them hold the same table.
    """
    words: dict[str, Any] = {}
    for name in files:
        table = read_toml(folder / name, dict[str, Any])
        if twice := sorted(words.keys() & table.keys()):
            raise ContentError(f"{name}: {twice[0]} is in another file already")
        words |= table
    return Words(words)


def load_library(folder: Path) -> Library:
    """Read the routines, cautions and red flags of one language folder, and the sources beside it.

    Raises:
        ContentError: when a file is unreadable, or a source or caution is named but not there.
    """
    library = Library(folder)
    _check_references(library)
    return library


def load_notices(folder: Path, sources: dict[str, Source]) -> Notices:
    """Read the medical words of the screens of one language folder.

    Raises:
        ContentError: when it is unreadable, a source is not there, or a fact has no words.
    """
    notices = read_toml(folder / "safety.toml", Notices)
    for fact in Fact:
        if fact not in notices.facts:
            raise ContentError(f"safety.toml: no words for the fact {fact.value!r}")
    for name, notice in notices.every().items():
        if not notice.sources:
            raise ContentError(f"safety.toml: {name} has no source")
        for source in notice.sources:
            if source not in sources:
                raise ContentError(f"safety.toml: {name}: no source {source!r}")
    return notices


def load_numbers(folder: Path) -> dict[str, Ambulance]:
    """Read the ambulance numbers by ISO country code from the content folder."""
    path = folder / "emergency_numbers.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Ambulance])
    except (OSError, msgspec.DecodeError) as problem:
        raise ContentError(f"{path.name}: {problem}") from problem


def load_urgent_lines(folder: Path) -> dict[str, UrgentLine]:
    """Read the urgent lines by ISO country code from the content folder."""
    return read_toml(folder / "urgent_lines.toml", dict[str, UrgentLine])


def _check_references(library: Library) -> None:
    cited: list[tuple[str, str]] = []
    for muscle, routine in library.routines.items():
        for step in routine.steps:
            for form in step.forms:
                where = f"relief-{muscle.value}.toml: {step.id}"
                cited += [(where, source) for source in form.sources]
                if not form.sources:
                    raise ContentError(f"{where}: a form has no source")
                if form.caution is not None and form.caution not in library.cautions:
                    raise ContentError(f"{where}: no caution {form.caution!r}")
    for name, phrase in msgspec.structs.asdict(library.spoken).items():
        if isinstance(phrase, Phrase):
            cited += [(f"spoken.toml: {name}", source) for source in phrase.sources]
    for name, caution in library.cautions.items():
        cited += [(f"cautions.toml: {name}", source) for source in caution.sources]
    for flag in library.red_flags:
        cited += [(f"red_flags.toml: {flag.id}", source) for source in flag.sources]
    for where, source in cited:
        if source not in library.sources:
            raise ContentError(f"{where}: no source {source!r}")
