"""The measure that the texts are held to is itself right."""

from __future__ import annotations

import pytest

from tests.core.reading import grade, seconds, sentences, syllables

COUNTED = {
    1: "calf leg toes breathe hold warmed clothes times straight pulled walked stopped",
    2: "towel ankle toward doctor settings minute slowly breathing needed pages doing someone",
    3: "medical nobody ambulance tetanus hospital computer several area period",
    4: "emergency original information diabetes",
}


@pytest.mark.parametrize(
    ("word", "count"),
    [(word, count) for count, line in COUNTED.items() for word in line.split()],
)
def test_it_counts_syllables_as_people_do(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_short_plain_order_is_for_small_children_and_a_form_for_grown_ups() -> None:
    assert grade("Pull your toes toward your shin. Breathe out.") < 3
    assert 3 < grade("If the pain does not stop after ten minutes, call your doctor.") < 6
    assert grade("Immediate professional consultation is recommended in persisting cases.") > 12


def test_it_finds_sentences_and_the_time_they_take() -> None:
    assert sentences("Light on. Dizzy? Stay seated.") == ["Light on", "Dizzy", "Stay seated"]
    assert seconds("one two three four five six seven eight nine ten", 150.0) == 4.0
