"""How hard a text is to read: an estimate of the school year it asks for (Flesch and Kincaid)."""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")
_SENTENCE_END = re.compile(r"[.?!:·]+(?:\s|$)")
_ODD = {"being": 2, "calf": 1, "area": 3, "idea": 3, "doesn't": 2, "isn't": 2, "something": 2}
_ODD |= {"someone": 2, "sometimes": 2, "somewhere": 2, "therefore": 2, "every": 2, "doing": 2}
_ODD |= {"quiet": 2, "poison": 2, "diabetes": 4, "going": 2, "aged": 1, "goes": 1, "does": 1}


def words(text: str) -> list[str]:
    """Return the words of a text; numbers and signs are none."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, without those that hold no word."""
    return [part for part in _SENTENCE_END.split(text) if words(part)]


def syllables(word: str) -> int:
    """Return how many syllables a word has, by its letters; good to one in twenty words."""
    word = word.lower()
    if word in _ODD:
        return _ODD[word]
    word = word.removesuffix("'s").replace("'", "")
    count = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"[^aeiouy]e$", word) and not re.search(r"[^aeiouy]le$", word):
        count -= 1  # gone, take; but "little"
    if re.search(r"[^aeiouydt]ed$", word):
        count -= 1  # closed; but "needed"
    if re.search(r"[^aeiouyscxzgh]es$", word) or re.search(r"th?es$", word):
        count -= 1  # times, clothes; but "pages"
    if re.search(r"[aeiou]ing$", word) and not re.search(r"[qg]uing$", word):
        count += 1  # doing
    if re.search(r"i(?:a|o|u[^s])(?!n$)", word) and not re.search(r"[ct]i(?:a|o)", word):
        count += 1  # period; but "special", "question"
    return max(count, 1)


def grade(text: str) -> float:
    """Return the school year that a text asks for."""
    said = words(text)
    if not said:
        return 0.0
    per_sentence = len(said) / max(len(sentences(text)), 1)
    per_word = sum(map(syllables, said)) / len(said)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def seconds(text: str, words_per_minute: float = 145.0) -> float:
    """Return how long it takes to say a text, in seconds."""
    return len(text.split()) * 60.0 / words_per_minute
