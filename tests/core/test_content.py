"""What a person reads and hears: sourced, short, plain, and never a word that promises."""

from __future__ import annotations

import re
import shutil
import string
import tomllib
from typing import TYPE_CHECKING

import msgspec
import pytest

from cramp_coach.core.content import (
    ContentError,
    Fact,
    Library,
    Muscle,
    Phrase,
    load_library,
    load_notices,
    load_numbers,
    load_urgent_lines,
    load_words,
    shows_112,
)
from cramp_coach.core.settings import dialable
from cramp_coach.paths import assets
from tests.core.reading import grade, seconds, sentences, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTENT = assets() / "content"
EN = CONTENT / "en"
LIBRARY = load_library(EN)
NOTICES = load_notices(EN, LIBRARY.sources)
WORDS = load_words(EN)
NUMBERS = load_numbers(CONTENT)
LINES = load_urgent_lines(CONTENT)

FORMS = [
    form for routine in LIBRARY.routines.values() for step in routine.steps for form in step.forms
]
PHRASES = {
    name: phrase
    for name, phrase in msgspec.structs.asdict(LIBRARY.spoken).items()
    if isinstance(phrase, Phrase)
}
FILLED = {"urgent": "Call one one one, or your doctor.", "ambulance": "999"}
FILLED |= {"time": "two minutes", "muscle": "Calf"}


def in_a_session() -> Iterator[str]:
    """Everything that may be read or heard while it hurts."""
    for form in FORMS:
        yield from (form.say, form.repeat, form.coming, ". ".join(form.shown))
    for caution in LIBRARY.cautions.values():
        yield from (caution.line, caution.said)
    for phrase in PHRASES.values():
        yield phrase.say.format(**FILLED)
    for name in ("footer", "stand", "check_in", "heads_up", "urgent", "emergency_meanwhile"):
        notice = NOTICES.every()[name].filled(ambulance="999")
        yield from (notice.title, *notice.lines)
    heads = tuple(f"words.{head}." for head in ("session", "acts", "urgent", "emergency", "end"))
    yield from (text for where, text in all_texts() if where.startswith(heads))


def elsewhere() -> Iterator[str]:
    """The rest of what a person reads."""
    for flag in LIBRARY.red_flags:
        yield from (flag.sign, flag.do)
    for notice in NOTICES.every().values():
        yield from (notice.title, *notice.lines)
    yield from (text for where, text in all_texts() if where.startswith(("words.", "cli.")))


def all_texts() -> list[tuple[str, str]]:
    """Every value of every file of the language, with where it lies."""

    def walk(value: object, where: str) -> Iterator[tuple[str, str]]:
        if isinstance(value, str):
            yield where, value
        elif isinstance(value, dict):
            for key, below in value.items():
                if key not in ("sources", "poses", "id", "caution", "not_if", "kind"):
                    yield from walk(below, f"{where}.{key}")
        elif isinstance(value, list):
            for below in value:
                yield from walk(below, where)

    found: list[tuple[str, str]] = []
    for path in sorted(EN.glob("*.toml")):
        found += walk(tomllib.loads(path.read_text("utf-8")), path.stem)
    return found


# -- files ----------------------------------------------------------------------------------


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the content that a clumsy hand may break."""
    shutil.copytree(CONTENT, tmp_path / "content")
    return tmp_path / "content" / "en"


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("relief-calf.toml", 'repeat = "', 'colour = "red"\nrepeat = "', "colour"),
        ("relief-foot.toml", "seconds = 110", 'seconds = "long"', "seconds"),
        ("relief-foot.toml", 'id = "foot"', 'id = "calf"', "calf"),
        ("cautions.toml", 'said = "', 'sad = "', "sad"),
        ("red_flags.toml", 'level = "urgent"', 'level = "mild"', "level"),
        ("relief-calf.toml", '"NHS-now"', '"NHS-never"', "NHS-never"),
        ("relief-calf.toml", 'caution = "heat"', 'caution = "cold"', "cold"),
        ("spoken.toml", 'sources = ["Hall12"]', 'sources = ["Hall99"]', "Hall99"),
        ("red_flags.toml", '"RCEM"', '"RCEX"', "RCEX"),
    ],
)
def test_a_slip_in_a_file_is_refused_with_its_file_and_field(
    copy: Path, file: str, old: str, new: str, named: str
) -> None:
    spoil(copy / file, old, new)
    with pytest.raises(ContentError) as refused:
        load_library(copy)
    assert file in str(refused.value)
    assert named in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("[facts.numb]", "[facts.dumb]", "dumb"),
        ("[heat_off]", "[heat_of]", "heat_of"),
        ('sources = ["NHS-DVT", "HSE"]', "sources = []", "footer"),
        ('sources = ["NHS-DVT", "HSE"]', 'sources = ["HSX"]', "HSX"),
    ],
)
def test_so_is_one_in_the_medical_words(copy: Path, old: str, new: str, named: str) -> None:
    spoil(copy / "safety.toml", old, new)
    with pytest.raises(ContentError, match=named) as refused:
        load_notices(copy, LIBRARY.sources)
    assert "safety.toml" in str(refused.value)


def test_a_missing_or_torn_file_is_named(copy: Path) -> None:
    (copy / "cautions.toml").write_text("[no", "utf-8")
    with pytest.raises(ContentError, match=r"cautions\.toml"):
        load_library(copy)
    (copy / "cautions.toml").unlink()
    with pytest.raises(ContentError, match=r"cautions\.toml"):
        load_library(copy)
    (copy.parent / "emergency_numbers.json").write_text('{"GB": {"ambulanse": 1}}', "utf-8")
    with pytest.raises(ContentError, match=r"emergency_numbers.json: .*ambulance"):
        load_numbers(copy.parent)


def test_what_nobody_asks_for_is_not_read(copy: Path) -> None:
    (copy / "relief-foot.toml").write_text("[no", "utf-8")
    library = Library(copy)
    assert library.routines[Muscle.CALF].id is Muscle.CALF
    assert list(library.routines) == list(Muscle)
    with pytest.raises(ContentError, match=r"relief-foot\.toml"):
        library.routines[Muscle.FOOT]


# -- sources --------------------------------------------------------------------------------


def test_every_source_is_there_is_dated_and_is_leaned_on() -> None:
    cited = {source for form in FORMS for source in form.sources}
    cited |= {source for caution in LIBRARY.cautions.values() for source in caution.sources}
    cited |= {source for flag in LIBRARY.red_flags for source in flag.sources}
    cited |= {source for phrase in PHRASES.values() for source in phrase.sources}
    cited |= {source for notice in NOTICES.every().values() for source in notice.sources}
    cited |= {source for line in LINES.values() for source in line.sources}
    assert cited == set(LIBRARY.sources)
    for source in LIBRARY.sources.values():
        assert source.title
        assert source.reference
        assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", source.read)


def test_what_the_coach_says_of_health_names_its_source() -> None:
    plain = {"rejoined", "again", "let_go", "shall_i_go_on", "paused", "going_on"}
    plain |= {"muscle", "left", "right"}
    assert {name for name, phrase in PHRASES.items() if not phrase.sources} == plain
    for name in ("check_in", "heads_up", "urgent", "emergency", "can_bear"):
        assert not set(PHRASES[name].sources) <= {"own-choice"}, name


# -- words ----------------------------------------------------------------------------------

BANNED = """
try to|please|should|relax|cure[sd]?|treat\\w*|alarm|monitor\\w*|diagnos\\w*|detect\\w*|prevent\\w*|
will (stop|ease|help|go away)|guarantee\\w*|proven|abnormal|tummy|
thrombos\\w*|dvt|embol\\w*|tetanus|lockjaw|rhabdo\\w*|sepsis|cellulitis|stroke|ischaem\\w*|
compartment|pre-?eclampsia|cauda|artery|neuropath\\w*|hyponatr\\w*|heart attack|
aspirin|ibuprofen|paracetamol|quinine|magnesium|statins?|naproxen|pickle|tonic|vitamins?|heparin|
warfarin|contraction|spasmodic|gastrocnemius|hamstrings?|quads?|quadriceps
"""


def test_no_word_that_orders_promises_or_names_an_illness_or_a_medicine() -> None:
    banned = re.compile(rf"\b({''.join(BANNED.split(chr(10)))})\b", re.IGNORECASE)
    wrong = [(where, hit[0]) for where, text in all_texts() if (hit := banned.search(text))]
    assert wrong == []


def test_one_illness_is_named_only_where_the_person_ticks_it() -> None:
    named = [where for where, text in all_texts() if "diabetes" in text.lower()]
    assert named == ["safety.facts.numb.title"]


def test_what_is_read_in_pain_is_for_the_sixth_year_of_school() -> None:
    texts = list(in_a_session())
    assert grade(". ".join(texts)) <= 6.0
    hard = [text for text in texts if len(words(text)) >= 5 and grade(text) > 6.0]
    assert hard == []


def test_the_rest_is_for_the_eighth() -> None:
    texts = list(elsewhere())
    assert grade(". ".join(texts)) <= 8.0
    hard = [(text, grade(text)) for text in texts if len(words(text)) >= 12 and grade(text) > 8.0]
    assert hard == []


def test_eight_words_are_the_longest_sentence_that_is_said() -> None:
    said = [text for form in FORMS for text in (form.say, form.repeat, form.coming)]
    said += [caution.said for caution in LIBRARY.cautions.values()]
    said += [phrase.say.format(**FILLED) for phrase in PHRASES.values()]
    long = [part for text in said for part in sentences(text) if len(part.split()) > 8]
    assert long == []


def test_numbers_are_said_as_words() -> None:
    said = [text for form in FORMS for text in (form.say, form.repeat, form.coming)]
    said += [caution.said for caution in LIBRARY.cautions.values()]
    said += [phrase.say for phrase in PHRASES.values()]
    assert [text for text in said if re.search(r"\d", text)] == []


def test_a_warning_is_heard_to_its_end_before_it_comes_again() -> None:
    for name, phrase in PHRASES.items():
        assert seconds(phrase.say.format(**FILLED)) <= 16.0, name
    for caution in LIBRARY.cautions.values():
        assert seconds(caution.said) <= 4.0
        assert len(caution.line) <= 28, caution.line


# -- red flags ------------------------------------------------------------------------------


def test_the_worst_signs_come_first() -> None:
    levels = [flag.level for flag in LIBRARY.red_flags]
    assert levels == sorted(levels, key=["emergency", "urgent"].index)
    first = [flag.id for flag in LIBRARY.red_flags if flag.level == "emergency"][:3]
    assert first == ["chest-or-breath", "blood-or-faint", "cold-leg"]
    assert len({flag.id for flag in LIBRARY.red_flags}) == len(LIBRARY.red_flags)


def test_a_sign_is_one_line_and_says_what_to_do() -> None:
    for flag in LIBRARY.red_flags:
        assert len(flag.sign) <= 48, flag.sign
        assert 1 <= len(sentences(flag.do)) <= 3, flag.do
        assert not flag.sign.endswith(".")


def test_a_sign_of_a_clot_forbids_rubbing_and_warmth_and_a_cold_leg_stays_down() -> None:
    do = {flag.id: flag.do.lower() for flag in LIBRARY.red_flags}
    for sign in ("chest-or-breath", "blood-or-faint", "one-leg", "one-leg-risk"):
        assert re.search(r"not rub\b.*\bwarm", do[sign]), sign
    for sign in ("cold-leg", "foot-at-night", "slow-sores"):
        assert "do not raise the leg" in do[sign]
    assert "stop drinking" in do["too-much-water"]


# -- who to call ----------------------------------------------------------------------------

ISO = """
AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW
BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES
ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HN HR HT HU ID IE
IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV
LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP
NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ
SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA
VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
"""ISO 3166-1 without the five lands where nobody lives (AQ, BV, HM, TF, UM)."""


def test_every_country_has_an_entry() -> None:
    assert set(ISO.split()) <= set(NUMBERS)
    nobody = {code for code, entry in NUMBERS.items() if entry.ambulance is None}
    assert nobody == {"GS", "KP", "PN", "TK"}


def test_a_number_that_all_agree_on_looks_like_one() -> None:
    for code, entry in NUMBERS.items():
        if entry.ambulance is None:
            assert entry.confidence == "C", code
            continue
        if entry.confidence == "A":
            assert re.fullmatch(r"\d{2,5}", entry.ambulance), code
        for number in (entry.ambulance, *entry.also):
            assert re.fullmatch(r"[\d-]{2,9}", number), code
            assert dialable(number), code
        assert entry.ambulance not in entry.also, code
        assert len(set(entry.also)) == len(entry.also), code


@pytest.mark.parametrize(
    ("country", "number"),
    [("GB", "999"), ("US", "911"), ("DE", "112"), ("AU", "000"), ("NZ", "111"), ("NO", "113")],
)
def test_some_that_everybody_knows(country: str, number: str) -> None:
    assert NUMBERS[country].ambulance == number
    assert NUMBERS[country].confidence == "A"


def test_112_is_not_praised_where_it_is_the_police() -> None:
    for code in ("NO", "SJ", "VN", "BR"):
        assert not shows_112(code)
        assert "112" not in NUMBERS[code].also
    assert shows_112("DE")


def test_a_line_for_advice_is_no_ambulance_and_has_an_official_page() -> None:
    for code, line in LINES.items():
        assert line.number not in (NUMBERS[code].ambulance, *NUMBERS[code].also)
        assert re.fullmatch(r"[\d ]+", line.number)
        assert line.sources
        assert all(source.startswith(f"line-{code}") for source in line.sources)


def test_the_facts_all_say_what_they_change() -> None:
    for fact in Fact:
        assert NOTICES.facts[fact].lines


# -- placeholders ---------------------------------------------------------------------------


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_placeholder_is_a_plain_name() -> None:
    for where, text in all_texts():
        assert all(name.isidentifier() for name in fields(text)), where


def test_what_the_coach_fills_in_is_where_it_must_be() -> None:
    for name in ("urgent", "urgent_again", "emergency", "emergency_again"):
        assert "ambulance" in fields(PHRASES[name].say), name
    for name in ("urgent", "urgent_again", "can_bear", "red_flag"):
        assert "urgent" in fields(PHRASES[name].say), name
    assert fields(PHRASES["stopped"].say) == {"time"}
    assert fields(PHRASES["muscle"].say) == {"muscle"}
    assert fields(NOTICES.emergency.title) == {"ambulance"}


def test_the_text_to_the_contact_says_what_when_and_who() -> None:
    said = WORDS("urgent.message.signed", minutes=10, name="Ann", time="03:22")
    assert said == "I have had a leg cramp for over 10 minutes. Can you call me? Ann, 03:22"
    assert "03:22" in WORDS("urgent.message.plain", minutes=10, time="03:22")


def test_a_length_of_time_in_words() -> None:
    assert LIBRARY.spoken.duration(160) == "two minutes forty seconds"
    assert LIBRARY.spoken.duration(60.9) == "one minute"
    assert LIBRARY.spoken.duration(1) == "one second"
    assert LIBRARY.spoken.duration(0) == "zero seconds"
    assert len(set(LIBRARY.spoken.numbers)) == 60
