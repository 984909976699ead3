"""The program asks only for words that are there, and fills in all that they leave open."""

from __future__ import annotations

import ast
import re
import string
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cramp_coach.adapters.problems import Trouble
from cramp_coach.core.content import load_words
from cramp_coach.core.events import Act, Level
from cramp_coach.core.settings import Settings
from cramp_coach.paths import assets

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = load_words(assets() / "content" / "en")
KEYS = set(WORDS.keys())


def fields(key: str) -> set[str]:
    parsed = string.Formatter().parse(WORDS(key))
    return {name.split(":")[0] for _, name, _, _ in parsed if name is not None}


@dataclass(frozen=True)
class Asked:
    """One place in the program that asks for words."""

    where: str
    key: str
    """A regular expression."""
    given: frozenset[str]
    more: bool
    """It also hands on fields that only show when it runs."""


def asked_for(path: Path) -> Iterator[Asked]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if not name.endswith("words"):
            continue
        first = node.args[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            key = re.escape(first.value)
        elif isinstance(first, ast.JoinedStr):
            key = "".join(
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.-]+"
                for part in first.values
            )
        else:
            continue
        given = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
        more = any(keyword.arg is None for keyword in node.keywords)
        yield Asked(f"{path.name}:{node.lineno}", key, given, more)


PROGRAM = Path(__file__).parents[2] / "cramp_coach"
PLACES = [asked for path in sorted(PROGRAM.rglob("*.py")) for asked in asked_for(path)]


@pytest.mark.parametrize("asked", PLACES, ids=lambda asked: asked.where)
def test_what_the_program_asks_for_is_there_and_gets_all_it_needs(asked: Asked) -> None:
    found = [key for key in KEYS if re.fullmatch(asked.key, key)]
    assert found, asked.key
    if not asked.more and len(found) == 1:
        missing = fields(found[0]) - asked.given
        assert not missing, (found[0], missing)


def test_every_trouble_with_a_file_has_its_sentence() -> None:
    assert {f"problems.{trouble.value}" for trouble in Trouble} <= KEYS


def test_every_act_has_a_button_or_a_place_of_its_own() -> None:
    elsewhere = {Act.CHOICES, Act.SIDE, Act.POSTURE, Act.RED_FLAG, Act.LEAVE}
    for act in set(Act) - elsewhere:
        assert f"acts.{act.value.replace('-', '_')}" in KEYS, act
        assert f"acts.line.{act.value.replace('-', '_')}" in KEYS, act


def test_every_level_is_announced_and_has_a_name_on_the_command_line() -> None:
    for level in Level:
        key = level.value.replace("-", "_")
        assert {f"cli.level.{level.value}", f"cli.level.{key}"} & KEYS
        assert level is Level.NONE or f"a11y.level.{key}" in KEYS


def test_every_setting_has_a_label_and_one_line() -> None:
    settings = Settings()
    for part in ("sound", "screen", "help"):
        for field in getattr(settings, part).__struct_fields__:
            for word in ("label", "line"):
                assert f"settings.{part}.{field}.{word}" in KEYS


def test_a_key_is_one_name_below_another() -> None:
    assert all(re.fullmatch(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+", key) for key in KEYS)
    assert all(WORDS(key).strip() for key in KEYS)
