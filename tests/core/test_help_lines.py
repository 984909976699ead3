"""Whom to call: there is always a number, the person's own if they gave one, and it is said."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cramp_coach import paths
from cramp_coach.core.content import (
    Ambulance,
    Phrase,
    Spoken,
    UrgentLine,
    Words,
    load_numbers,
    load_urgent_lines,
    read_toml,
)
from cramp_coach.core.help_lines import (
    HelpLines,
    guess_country,
    help_lines,
    message,
    smsto,
    spoken_number,
    spoken_with_numbers,
    tel,
)
from cramp_coach.core.settings import Help
from cramp_coach.core.time_zones import _ZONES, country_of_zone

CONTENT = paths.assets() / "content"
NUMBERS = load_numbers(CONTENT)
URGENT = load_urgent_lines(CONTENT)
SPOKEN = read_toml(CONTENT / "en" / "spoken.toml", Spoken)
WORDS = Words(tomllib.loads((CONTENT / "en" / "words.toml").read_text("utf-8")))


def lines_for(country: str = "", guessed: str = "", **typed: str) -> HelpLines:
    return help_lines(Help(country=country, **typed), NUMBERS, URGENT, guessed)


# -- which numbers -----------------------------------------------------------------------------


def test_a_confirmed_country_has_its_own_number_and_line() -> None:
    lines = lines_for("GB")
    assert (lines.ambulance, lines.urgent_number, lines.urgent_name) == ("999", "111", "NHS 111")
    assert lines.also == ("112",)
    assert lines.ambulance_known
    assert not lines.ambulance_own
    assert not lines.country_guessed
    assert not lines.ask_locally


def test_a_guess_shows_the_same_numbers_and_says_that_it_is_one() -> None:
    lines = lines_for(guessed="GB")
    assert lines.ambulance == "999"
    assert lines.country_guessed
    assert lines.ask_locally


def test_a_number_we_are_unsure_of_sends_you_to_ask_even_when_the_country_is_right() -> None:
    unsure = next(code for code, one in NUMBERS.items() if one.confidence == "C" and one.ambulance)
    assert lines_for(unsure).ask_locally


@pytest.mark.parametrize("country", ["", "ZZ", "KP"])
def test_where_no_number_is_known_112_stands_in_and_says_so(country: str) -> None:
    lines = lines_for(country)
    assert lines.ambulance == "112"
    assert not lines.ambulance_known
    assert lines.ask_locally
    assert not lines.mobile_112, "it is on the screen already"


def test_the_number_of_the_person_goes_first_and_that_of_the_country_stays_beside_it() -> None:
    lines = lines_for("GB", ambulance=" 01632  960001 ", urgent_line="01632 960002")
    assert lines.ambulance == "01632 960001"
    assert lines.ambulance_own
    assert lines.also == ("999", "112")
    assert not lines.ask_locally
    assert (lines.urgent_number, lines.urgent_name) == ("01632 960002", "")


def test_what_cannot_be_dialled_is_as_if_it_were_not_typed() -> None:
    lines = lines_for(
        "GB", ambulance="+ -", urgent_line="mum", contact_name="Sam", contact_number="at work"
    )
    assert (lines.ambulance, lines.urgent_number) == ("999", "111")
    assert not lines.has_contact
    assert lines.contact == ""


def test_digits_of_another_script_become_those_a_phone_knows() -> None:
    assert tel(lines_for("EG", ambulance="١٢٣").ambulance) == "tel:123"


def test_112_is_offered_for_mobiles_only_where_it_helps_and_was_not_said() -> None:
    plain = {"GB": Ambulance(ambulance="999"), "NO": Ambulance(ambulance="113")}
    assert help_lines(Help(country="GB"), plain, {}, "").mobile_112
    assert not help_lines(Help(country="NO"), plain, {}, "").mobile_112
    assert not lines_for("GB").mobile_112, "it is among the other numbers"


@given(
    settings=st.builds(
        Help,
        country=st.sampled_from(["", *NUMBERS, "ZZ"]),
        ambulance=st.text(max_size=20),
        urgent_line=st.text(max_size=20),
        contact_name=st.text(max_size=40),
        contact_number=st.text(max_size=20),
        my_name=st.text(max_size=40),
    ),
    guessed=st.sampled_from(["", *NUMBERS, "ZZ"]),
)
def test_whatever_was_typed_there_is_a_number_that_a_phone_can_dial_and_a_voice_can_say(
    settings: Help, guessed: str
) -> None:
    lines = help_lines(settings, NUMBERS, URGENT, guessed)
    shown = [lines.ambulance, *lines.also, lines.urgent_number or "112"]
    shown += [lines.contact_number] if lines.has_contact else []
    for number in shown:
        assert re.fullmatch(r"tel:\+?[0-9]+", tel(number)), number
        assert re.search("[a-z]", spoken_number(number, SPOKEN, WORDS))
    assert lines.ambulance not in lines.also
    assert not lines.mobile_112 or lines.ambulance != "112"
    text = message(lines, WORDS, "03:22", minutes=10)
    assert "\n" not in smsto(lines.contact_number, text)
    said = spoken_with_numbers(SPOKEN, lines, WORDS)
    for name in said.__struct_fields__:
        phrase = getattr(said, name)
        if isinstance(phrase, Phrase):
            assert "{urgent}" not in phrase.say
            assert "{ambulance}" not in phrase.say


# -- codes and the ready text ------------------------------------------------------------------


def test_a_code_to_call_holds_the_number_alone() -> None:
    assert tel("111") == "tel:111"
    assert tel("+44 (0)7700 900-123") == "tel:+4407700900123"


def test_the_ready_text_says_what_for_how_long_who_and_when() -> None:
    lines = lines_for("GB", contact_name="Sam", contact_number="+44 7700 900123", my_name="Ann")
    text = message(lines, WORDS, "03:22", minutes=10)
    assert "10 minutes" in text
    assert "call me" in text
    assert text.endswith("Ann, 03:22")
    assert smsto(lines.contact_number, text) == f"smsto:+447700900123:{text}"


def test_the_ready_text_needs_no_name_and_survives_an_odd_one() -> None:
    assert "03:22" in message(lines_for("GB"), WORDS, "03:22", minutes=12)
    odd = lines_for("GB", my_name="{time} :\n€")
    assert "{time} :" in message(odd, WORDS, "03:22")
    assert "\n" not in smsto("1", message(odd, WORDS, "03:22"))


# -- what is said ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("111", "one one one"),
        ("0800 611 116", "zero eight zero zero, six one one, one one six"),
        ("+44 20", "plus four four, two zero"),
        ("(020) 79-46", "zero two zero, seven nine, four six"),
    ],
)
def test_a_number_is_said_digit_by_digit(number: str, said: str) -> None:
    assert spoken_number(number, SPOKEN, WORDS) == said


def test_the_coach_says_the_numbers_to_call() -> None:
    said = spoken_with_numbers(SPOKEN, lines_for("GB"), WORDS)
    assert "Call one one one" in said.urgent.say
    assert "call nine nine nine" in said.urgent.say
    assert said.emergency.say.startswith("Call nine nine nine now.")
    assert said.stopped == SPOKEN.stopped, "{time} is filled in by the session"


def test_without_a_line_it_says_doctor_and_without_a_number_it_says_ambulance() -> None:
    said = spoken_with_numbers(SPOKEN, lines_for("KP"), WORDS)
    assert "your doctor" in said.urgent.say
    assert said.emergency.say.startswith("Call an ambulance now.")


# -- where we are ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("locale_name", "zone", "country"),
    [
        ("en_GB", None, "GB"),
        ("en-GB", None, "GB"),
        ("en_GB.UTF-8", None, "GB"),
        ("ca_ES.UTF-8@valencia", None, "ES"),
        ("sr_Latn_RS", None, "RS"),
        ("en_US", "Europe/London", "GB"),
        ("en_GB", "Etc/UTC", "GB"),
        ("en_GB", "Mars/Olympus", "GB"),
        ("C", "Europe/Berlin", "DE"),
        ("C", None, ""),
        ("", None, ""),
        ("eo", None, ""),
        ("en_001", None, ""),
        ("en_150", "", ""),
    ],
)
def test_the_country_is_guessed_from_the_zone_then_from_the_locale(
    locale_name: str, zone: str | None, country: str
) -> None:
    assert guess_country(locale_name, zone) == country


@given(st.text(max_size=30), st.none() | st.text(max_size=30))
def test_any_name_gives_a_country_code_or_nothing(locale_name: str, zone: str | None) -> None:
    assert re.fullmatch(r"([A-Z]{2})?", guess_country(locale_name, zone))


def test_every_zone_of_the_table_leads_to_a_country_with_an_entry() -> None:
    zones = ("Europe/London", "America/New_York", "Asia/Kolkata", "Africa/Cairo")
    assert [country_of_zone(zone) for zone in zones] == ["GB", "US", "IN", "EG"]
    countries = {}
    for country, names in re.findall(r"([A-Z]{2}):((?:[\w/+-]+(?:,\s?)?)+)", _ZONES):
        countries.update(dict.fromkeys(re.split(r",\s?", names.strip(", \n")), country))
    assert len(countries) > 400
    assert {zone: country_of_zone(zone) for zone in countries} == countries
    lost = {code for code in countries.values() if code not in NUMBERS}
    assert lost <= {"AQ", "BV", "HM", "TF", "UM"}, "only where nobody lives"


def test_every_urgent_line_can_be_dialled() -> None:
    for line in URGENT.values():
        assert isinstance(line, UrgentLine)
        assert re.fullmatch(r"tel:[0-9]+", tel(line.number))
