"""What the documents promise is there: commands, targets, pictures, files, packages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from cramp_coach import commands, paths
from cramp_coach.core.content import load_words

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "INTENDED_PURPOSE.md")
WORDS = load_words(paths.assets() / "content" / "en", ("cli.toml",))


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def in_quotes(text: str) -> set[str]:
    """Return what stands between single backquotes."""
    return set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)))


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", text_of("Makefile"), flags=re.MULTILINE))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_make_target_that_is_named_exists(name: str) -> None:
    text = text_of(name)
    blocks = "\n".join(re.findall(r"```sh(.*?)```", text, flags=re.DOTALL))
    said = [*in_quotes(text), *blocks.splitlines()]
    named = {words[1] for words in map(str.split, said) if words[:1] == ["make"] and words[1:]}
    assert named <= make_targets()


def test_the_readme_begins_with_the_two_commands() -> None:
    before_use = text_of("README.md").split("## ")[0]
    assert re.findall(r"^make \w+", before_use, flags=re.MULTILINE) == ["make run", "make test"]
    assert "![" in before_use


def test_every_command_that_is_named_is_understood() -> None:
    """And every one that is understood is named."""
    quoted = in_quotes(text_of("README.md"))
    named = {tuple(q.split()[1:]) for q in quoted if q.split()[0] == "cramp-coach"}
    for arguments in named:
        assert isinstance(commands.parse(list(arguments), WORDS), commands.Parsed), arguments
    texts = [key for key in WORDS.keys() if key.startswith("cli.command.")]  # noqa: SIM118
    known = {key.rpartition(".")[2].replace("_", "-") for key in texts}
    assert {first for first, *_ in filter(None, named)} == known


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_link_and_picture_is_there(name: str) -> None:
    targets = re.findall(r"\]\(([^)]+)\)", text_of(name))
    assert all((ROOT / target).is_file() for target in targets if "://" not in target)


def test_the_pictures_are_small() -> None:
    pictures = list((ROOT / "docs").iterdir())
    assert {f"docs/{one.name}" for one in pictures} == set(
        re.findall(r"docs/[\w.-]+", text_of("README.md"))
    )
    assert all(one.stat().st_size < 200_000 for one in pictures)


def test_every_file_in_the_house_exists() -> None:
    """Each line of the tree is below the folder that stands above it, less deep."""
    tree = re.search(r"```\n(.*?)```", text_of("CONTRIBUTING.md"), flags=re.DOTALL)
    assert tree is not None
    above = {0: ROOT}
    missing, found = [], 0
    for line in tree[1].splitlines():
        deep = len(line) - len(line.lstrip())
        if deep > 4:
            continue
        for name in re.findall(r"(?<![\w/.-])[\w/.-]*\w(?:\.[a-z]{2,4}\b|/(?!\w))", line):
            found += 1
            if not (above[deep] / name).exists():
                missing.append(f"{above[deep] / name}")
        first = line.split()[0]
        if first.endswith("/"):
            above[deep + 2] = above[deep] / first
    assert found > 80
    assert not missing


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_file_in_the_sentences_exists(name: str) -> None:
    ends = (".py", ".toml", ".md", ".lock", ".sh", ".json")
    made = {"settings.toml", "uv.lock"}  # one is the person's own, one is told not to be here
    for quoted in in_quotes(text_of(name)):
        for word in quoted.split():
            if word.endswith(ends) and word not in made:
                assert (ROOT / word).exists() or (ROOT / "cramp_coach" / word).exists(), word


def packages(lines: list[str]) -> set[str]:
    return {line.split(";")[0].split(">")[0].split("<")[0].strip() for line in lines}


def test_every_package_is_named_with_its_reason_and_no_other() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))
    section = text_of("CONTRIBUTING.md").split("## What it depends on")[1]
    reasons = re.findall(r"^\| ([a-z0-9-]+) \| \S", section, flags=re.MULTILINE)
    assert set(reasons) - {"package"} == packages(project["project"]["dependencies"])
    sentences = set(re.findall(r"[\w-]+", section.split("To build and check")[1]))
    assert packages(project["dependency-groups"]["dev"]) <= sentences


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_is_said_that_the_intended_purpose_forbids(name: str) -> None:
    if name == "INTENDED_PURPOSE.md":
        return  # it lists them
    said = text_of(name).lower()
    assert not re.search(
        r"\b(cures?|treats|treatment|diagnos\w+|clinically proven|relieves)\b", said
    )
