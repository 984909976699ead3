"""The settings as a TOML file: whole or not there, and read key by key when it is damaged."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from typing import TYPE_CHECKING, Any

import msgspec

from cramp_coach.adapters.problems import Problem, Trouble
from cramp_coach.core.settings import Part, Settings
from cramp_coach.paths import make_private

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 1 << 16
"""Bytes; ours has 1 KB. Whatever is larger is not a settings file."""

_NAMED = 6
"""So many keys are named to the person; of more, only how many."""

_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")


class LoadedSettings(msgspec.Struct, frozen=True):
    """What could be read, with defaults for the rest, and what is to be told about it."""

    settings: Settings
    problems: tuple[Problem, ...] = ()


def load(path: Path) -> LoadedSettings:
    """Read the settings; never raises.

    No file means defaults. A damaged one is kept aside under a name with the time it was written;
    every key in it that is good survives and is saved again, only the others become defaults.
    """
    try:
        if not path.exists():
            return LoadedSettings(Settings())
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return _unreadable(path, "not a settings file")
        content = path.read_bytes()
    except OSError as problem:
        return _unreadable(path, str(problem))
    table, lost = _parsed(content)
    settings, wrong = _converted(table)
    bad = tuple(dict.fromkeys(lost + wrong))
    if not bad:
        return LoadedSettings(settings)
    fields = {"kept": _kept(path), "keys": _named(bad)}
    problems = [Problem(Trouble.SETTINGS_DAMAGED, fields)]
    if fields["kept"] != path.name:
        not_saved = save(path, settings)
        problems += [not_saved] if not_saved else []
    return LoadedSettings(settings, tuple(problems))


def save(path: Path, settings: Settings) -> Problem | None:
    """Write all settings to disk (0600), or return why not; then the old file is as it was."""
    from cramp_coach.adapters import private_files

    try:
        if not path.parent.is_dir():
            make_private(path.parent)
        private_files.write_private(path, as_toml(settings).encode("utf-8", "replace"))
    except OSError as problem:
        detail = problem.strerror or str(problem)
        return Problem(Trouble.SETTINGS_NOT_SAVED, {"path": str(path), "detail": detail})
    return None


def as_toml(settings: Settings) -> str:
    """Return the settings as TOML: first the values that belong to no part, then part by part."""
    table: dict[str, Any] = msgspec.to_builtins(settings)
    parts = {name: value for name, value in table.items() if isinstance(value, dict)}
    lines = _lines({name: value for name, value in table.items() if name not in parts})
    for name, part in parts.items():
        lines += ["", f"[{name}]", *_lines(part)]
    return "\n".join(lines) + "\n"


def _lines(table: dict[str, Any]) -> list[str]:
    # TOML knows no null: a value that is not set is not there.
    return [f"{name} = {_value(value)}" for name, value in table.items() if value is not None]


def _value(value: str | float | bool) -> str:
    import json  # for the words alone; a start only reads

    if isinstance(value, str):
        # JSON's escapes are TOML's, but TOML also wants "delete" escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _parsed(content: bytes) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return what is TOML in `content`, and what is not: names of keys, or "line 7"."""
    try:
        return tomllib.loads(content.decode("utf-8-sig")), ()
    except (ValueError, RecursionError):
        return _line_by_line(content.decode("utf-8-sig", "replace"))


def _line_by_line(text: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    table: dict[str, Any] = {}
    part: dict[str, Any] | None = table
    name = ""
    lost: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        heads = line.lstrip().startswith("[")
        found = _parsed_line(line)
        if heads:
            name = "".join(found or ())
            part = table.setdefault(name, {}) if found == {name: {}} else None
            part = part if isinstance(part, dict) else None  # whose keys follow, nobody knows
        if found is not None and part is not None:
            part.update({} if heads else found)
        elif found != {}:
            key = _KEY.match(line) if part is not None else None
            before = "" if part is table else f"{name}."
            lost.append(f"{before}{key[1]}" if key else f"line {number}")
    return table, tuple(lost)


def _parsed_line(line: str) -> dict[str, Any] | None:
    try:
        return None if "\ufffd" in line else tomllib.loads(line.rstrip("\r"))
    except (ValueError, RecursionError):
        return None


def _converted(table: dict[str, Any]) -> tuple[Settings, tuple[str, ...]]:
    """Return the settings with every good value of `table`, and the names of the others."""
    values, wrong = _good(Settings, table, "")
    return Settings(**values), tuple(wrong)


def _good(kind: type[Part], table: dict[str, Any], where: str) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    fields = {field.name: field.type for field in msgspec.structs.fields(kind)}
    wrong = [f"{where}{name}" for name in table if name not in fields]
    for name, wanted in fields.items():
        if name not in table:
            continue
        found = table[name]
        if isinstance(wanted, type) and issubclass(wanted, Part) and isinstance(found, dict):
            inner, bad = _good(wanted, found, f"{name}.")
            values[name] = wanted(**inner)
            wrong += bad
            continue
        try:
            values[name] = msgspec.convert(found, wanted, strict=True)
        except (msgspec.ValidationError, TypeError):
            wrong.append(f"{where}{name}")
    return values, wrong


def _unreadable(path: Path, detail: str) -> LoadedSettings:
    fields = {"kept": _kept(path), "detail": detail}
    return LoadedSettings(Settings(), (Problem(Trouble.SETTINGS_UNREADABLE, fields),))


def _kept(path: Path) -> str:
    """Keep a file of no use aside; return the name of what keeps it, at worst its own."""
    from cramp_coach.adapters import private_files

    try:
        written = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC)
        return private_files.keep_aside(path, written.strftime("%Y-%m-%dT%H-%M-%SZ")).name
    except (OSError, ValueError, OverflowError):
        return path.name


def _named(keys: tuple[str, ...]) -> str:
    return ", ".join(keys) if len(keys) <= _NAMED else ", ".join([*keys[:_NAMED], "…"])
