"""The countries by name, in the language of the system's names."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

if TYPE_CHECKING:
    from collections.abc import Iterable


def name_of(code: str) -> str:
    """Return the name of the country of an ISO code; the code itself where Qt knows none."""
    territory = QLocale.codeToTerritory(code)
    if territory == QLocale.Country.AnyCountry:
        return code
    return QLocale.territoryToString(territory)


def countries(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return codes with their names, in the order of the names as people look them up."""
    named = [(code, name_of(code)) for code in codes]
    return sorted(named, key=lambda one: _plain(one[1]))


def _plain(name: str) -> str:
    """Return a name without accents and case: "Åland" stands beside "Albania"."""
    parts = unicodedata.normalize("NFKD", name)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()
