"""Words and sentences of a cleaned article, with their characters.

Ministry English glues and abbreviates more than statistical tokenizers expect ("al-Nu’amani", "H.E.", "U.S.-French"),
and everything later counts in characters, so words are cut by one rule here and spaCy is handed the same words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.  H.E.
    r"|\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?\b"  # 12:30  24/09/2017  76th
    r"|[^\W\d_]+(?:[-‐‑'’‘`´ʻʿʾ][^\W\d_]+)*(?:['’](?=\s))?"  # al-Nu’amani  Saint-Germain
    r"|[^\W]+"
    r"|[^\w\s]"
)
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$", re.IGNORECASE)
_QUOTES = str.maketrans(dict.fromkeys("’‘`´ʻʿʾ", "'") | dict.fromkeys("‐‑–", "-"))
_TRANSLITERATED = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)


class Word(NamedTuple):
    """One word; offsets in the cleaned text.

    ``norm`` is lower case without accents, with plain quotes and dashes; ``is_capital`` says whether the word begins
    with an upper-case letter.
    """

    text: str
    start: int
    end: int
    norm: str
    is_capital: bool

    @property
    def is_word(self) -> bool:
        """Whether the word begins with a letter."""
        return self.text[:1].isalpha()


class Sentence(NamedTuple):
    """A sentence as a slice of the article's words. ``paragraph`` counts from 0 in the article."""

    first: int
    last: int
    start: int
    end: int
    paragraph: int


@lru_cache(maxsize=200_000)
def normalise(text: str) -> str:
    """Lower-case, without accents, with plain quotes: ``"Türkiye’s"`` → ``"turkiye's"``."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(_QUOTES).translate(_TRANSLITERATED))
    return "".join(c for c in folded if not unicodedata.combining(c))


def words(text: str) -> list[Word]:
    """Cut a text into words; a possessive ending is a word of its own.

    Args:
        text: Any text, usually ``Article.text``.

    Returns:
        The words in order, offsets into ``text``.
    """
    found: list[Word] = []
    for match in _WORD.finditer(text):
        token, start = match.group(), match.start()
        if ("'" in token or "’" in token) and (ending := _POSSESSIVE.search(token)) and ending.start() > 0:
            cut = ending.start()
            found.append(Word(token[:cut], start, start + cut, normalise(token[:cut]), token[0].isupper()))
            found.append(Word(token[cut:], start + cut, match.end(), "'s", False))
        else:
            found.append(Word(token, start, match.end(), normalise(token), token[0].isupper()))
    return found


_CLOSERS = frozenset("\"'”’»)]")
_ENDS = frozenset(".!?…。؟")


def sentences(text: str, all_words: Sequence[Word], abbreviations: Collection[str]) -> list[Sentence]:
    """Group words into sentences; a paragraph break always ends one.

    A full stop ends a sentence unless the word before it is a listed abbreviation ("Gen.", "Dr.") or an initial
    ("J."), or the next word goes on in lower case.

    Args:
        text: The cleaned text the words were cut from.
        all_words: The words of ``text``.
        abbreviations: Normalised abbreviations, without the stop.

    Returns:
        The sentences in order.
    """
    result: list[Sentence] = []
    first, paragraph = 0, 0
    count = len(all_words)

    def close(last: int) -> None:
        nonlocal first
        if last >= first:
            result.append(Sentence(first, last + 1, all_words[first].start, all_words[last].end, paragraph))
        first = last + 1

    for i, word in enumerate(all_words):
        if i + 1 == count:
            close(i)
            break
        gap = text[word.end : all_words[i + 1].start]
        if "\n" in gap:
            close(i)
            paragraph += 1
            continue
        if word.text not in _ENDS and not (word.text in _CLOSERS and i and all_words[i - 1].text in _ENDS):
            continue
        following = all_words[i + 1]
        if following.text in _CLOSERS and not gap:
            continue
        if word.text == "." and i:
            previous = all_words[i - 1]
            is_initial = len(previous.text) == 1 and previous.is_capital
            if previous.end == word.start and (is_initial or previous.norm in abbreviations):
                continue
            if following.is_word and not following.is_capital:
                continue
            if not gap and following.is_word and len(previous.text) < 3:
                continue
        close(i)
    return result
