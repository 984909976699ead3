"""Whom to call: the numbers of this person and this country, as shown, said and put into codes.

The country is a guess until the person confirms it, and a guess says so (evidence.md 9c). Nothing
in here dials or sends: a payload is what a phone reads from a QR code, and the phone asks first.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal

import msgspec

from cramp_coach.core.content import Ambulance, Phrase, Spoken, UrgentLine, Words, shows_112
from cramp_coach.core.settings import Help, dialable
from cramp_coach.core.time_zones import country_of_zone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cramp_coach.core.content import Notices, RedFlag

_OVER_WITH_THE_CRAMP = ("unbearable", "ten-minutes")
"""Red flags that are no longer true once it has stopped."""
EVERYWHERE = "112"
"""Most mobile phones take it as an emergency number in any network [3GPP-22101]."""


class HelpLines(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers to show. There is always one to call."""

    country: str
    """ISO code, or "" if nobody knows."""
    country_guessed: bool
    """Nobody confirmed the country yet."""
    ambulance: str
    ambulance_own: bool
    """The person typed this number."""
    ambulance_known: bool
    """False: no number of this country is known, and 112 stands in."""
    confidence: Literal["A", "B", "C"]
    """How sure we are of the country's number."""
    ask_locally: bool
    """Say that somebody there may know better."""
    also: tuple[str, ...] = ()
    """Other numbers that reach an ambulance in this country, best first."""
    mobile_112: bool = False
    """Say that 112 helps from a mobile phone: not already said, and true there."""
    urgent_number: str | None = None
    urgent_name: str = ""
    """"" for the person's own number."""
    urgent_note: str = ""
    contact_name: str = ""
    contact_number: str = ""
    """"" if there is nobody to text."""
    my_name: str = ""

    @property
    def has_contact(self) -> bool:
        """Whether there is a number to text."""
        return bool(self.contact_number)

    @property
    def contact(self) -> str:
        """What to call the contact: the name, else the number."""
        return self.contact_name or self.contact_number


def help_lines(
    settings: Help,
    numbers: Mapping[str, Ambulance],
    urgent: Mapping[str, UrgentLine],
    guessed_country: str,
) -> HelpLines:
    """Return whom to call for this person. What was typed without a digit counts as not typed."""
    country = settings.country or guessed_country
    found = numbers.get(country)
    official = found.ambulance if found is not None else None
    own = _typed(settings.ambulance)
    ambulance = own or official or EVERYWHERE
    others = (*((official,) if official else ()), *(found.also if found is not None else ()))
    also = tuple(dict.fromkeys(one for one in others if dialable(one) != dialable(ambulance)))
    confidence = found.confidence if found is not None and official else "C"
    guessed = not settings.country
    line = urgent.get(country)
    own_line = _typed(settings.urgent_line)
    contact_number = _typed(settings.contact_number)
    return HelpLines(
        country=country,
        country_guessed=guessed,
        ambulance=ambulance,
        ambulance_own=bool(own),
        ambulance_known=bool(own or official),
        confidence=confidence,
        ask_locally=not own and (guessed or confidence == "C"),
        also=also,
        mobile_112=EVERYWHERE not in (dialable(ambulance), *also) and shows_112(country),
        urgent_number=own_line or (line.number if line is not None else None),
        urgent_name=line.name if line is not None and not own_line else "",
        urgent_note=line.note if line is not None and not own_line else "",
        contact_name=settings.contact_name.strip() if contact_number else "",
        contact_number=contact_number,
        my_name=settings.my_name.strip(),
    )


def _typed(number: str) -> str:
    """Return a number as the person wrote it, in the digits a phone knows, or "" if it has none."""
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in number)
    return " ".join(plain.split()) if re.search(r"[0-9]", plain) else ""


# -- what a phone reads from a code ------------------------------------------------------------


def tel(number: str) -> str:
    """Return the `tel:` URI (RFC 3966) of a number as people write it."""
    return f"tel:{dialable(number)}"


def smsto(number: str, text: str) -> str:
    """Return the payload of a code that opens a ready text message on a phone.

    The text goes last and is taken as it is, colons too; a line break would end it on some phones.
    """
    return f"smsto:{dialable(number)}:{' '.join(text.split())}"


def message(lines: HelpLines, words: Words, local_time: str, *, minutes: int | None = None) -> str:
    """Return the ready text to the contact; with `minutes` it says for how long.

    `local_time` is what the clock on the wall says, for instance "03:22".
    """
    name = lines.my_name
    if minutes is None:
        key = "check_in_signed" if name else "check_in"
        return words(f"urgent.message.{key}", name=name, time=local_time)
    key = "signed" if name else "plain"
    return words(f"urgent.message.{key}", minutes=minutes, name=name, time=local_time)


# -- what the voice says -----------------------------------------------------------------------


def spoken_number(number: str, spoken: Spoken, words: Words) -> str:
    """Return a number digit by digit in words, with a short pause where it is written with one."""
    groups = [re.findall(r"[0-9]", group) for group in re.split(r"[^0-9+]+", number)]
    said = ", ".join(
        " ".join(spoken.number(int(digit)) for digit in group) for group in groups if group
    )
    return f"{words('speech.plus')} {said}" if number.strip().startswith("+") else said


def spoken_with_numbers(spoken: Spoken, lines: HelpLines, words: Words) -> Spoken:
    """Return the phrases with `{urgent}` and `{ambulance}` filled in; all else stays."""
    if lines.urgent_number is None:
        urgent = words("speech.call_doctor")
    else:
        urgent = words("speech.call_line", number=spoken_number(lines.urgent_number, spoken, words))
    if lines.ambulance_known:
        ambulance = spoken_number(lines.ambulance, spoken, words)
    else:
        ambulance = words("speech.your_ambulance")

    def filled(phrase: Phrase) -> Phrase:
        say = phrase.say.replace("{urgent}", urgent).replace("{ambulance}", ambulance)
        return msgspec.structs.replace(phrase, say=say)

    phrases = {
        name: filled(value)
        for name in spoken.__struct_fields__
        if isinstance(value := getattr(spoken, name), Phrase)
    }
    return msgspec.structs.replace(spoken, **phrases)


# -- where we are ------------------------------------------------------------------------------


def guess_country(locale_name: str, time_zone: str | None) -> str:
    """Return the ISO code of the country this computer seems to be in, or "".

    The time zone says where the computer is; the locale only says in which country's manner it
    writes, and is often left at its first value. `locale_name` is like "en_GB" or "sr_Latn_RS",
    `time_zone` like "Europe/London".
    """
    if time_zone and (country := country_of_zone(time_zone)):
        return country
    plain = re.split(r"[.@]", locale_name, maxsplit=1)[0]
    parts = re.split(r"[_-]", plain)[1:]
    return next((part for part in parts if re.fullmatch(r"[A-Z]{2}", part)), "")


def sign_to_heed(
    chosen: str | None, flags: Sequence[RedFlag], notices: Notices, lines: HelpLines
) -> str:
    """Return what the sign that was chosen still asks for when the cramp has stopped, or ""."""
    flag = next((one for one in flags if one.id == chosen), None)
    if flag is None or flag.id in _OVER_WITH_THE_CRAMP:
        return ""
    if flag.level == "emergency":
        return f"{notices.help_emergency.filled(ambulance=lines.ambulance).title}. {flag.do}"
    return flag.do
