"""Which articles of a crawl could report a meeting, told from their raw words before anything reads them.

An article passes if officials and names of countries or organisations stand close enough together, and enough of them:
the more telling the word of contact between them, the fewer are needed. "Seated opposite each other were …, whose
portfolio is Foreign Affairs, and …, Deputy Prime Minister of Thailand" has no such word at all. Passing is far from
reporting a meeting and meant to be: what passes is read with care, what does not is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick

from pipeline import config
from pipeline.lexicon import registers, titles
from pipeline.records import Document, Extraction

WINDOW = 200
"""Characters around a word in which the others must stand; those of every practice article stand within 160."""


@dataclass(frozen=True, slots=True)
class Need:
    """How many must stand within the window: officials, different parties, and both together."""

    officials: int
    parties: int
    together: int


TELLING = Need(1, 1, 2)
"""Around "met", "talks", "phone call"."""
COMMON = Need(2, 2, 5)
"""Around "called", "signed", "visit", which are in many an article about something else."""
WITHOUT = Need(2, 2, 6)
"""Around an official, whatever the words."""

LEVELS = frozenset(
    {"head_of_state", "head_of_government", "minister", "deputy_minister", "ambassador", "envoy", "parliament"}
)
"""Titles of these levels make an official; "director" and "head" are in every article about a company."""

KINDS = frozenset({"office", "pattern"})


PARTY_REGISTERS = ("countries.csv", "territories.csv", "organisations.csv")
PARTY_COLUMNS = ("name", "official_name", "aliases", "adjectives", "demonyms", "capital", "capital_aliases", "seats")

ABBREVIATION_LETTERS = 3
"""Shorter names are taken where they are written in capitals only: "US" is a party, "us" is not."""


class Sieve:
    """The words of a lexicon, ready to be looked for in lower-case text.

    Args:
        folders: Folders whose files extend or override the shipped lexicon.
    """

    def __init__(self, folders: tuple[Path, ...] = ()) -> None:
        triggers, further = registers.toml("triggers.toml", folders), registers.toml("triage.toml", folders)
        telling, common = _contacts(triggers, further)
        self._officials = _Finder((*_officials(folders, triggers), *further["officials"]))
        self._parties = _Finder(_parties(folders))
        self._contacts = ((_Finder(telling), TELLING), (_Finder(common), COMMON))

    def passes(self, text: str) -> bool:
        """Whether an article could report a meeting.

        >>> sieve().passes("The foreign minister of Peru received the ambassador of Japan in Lima.")
        True
        >>> sieve().passes("The referee blew the whistle in Lima, and the coach of Peru met the press.")
        False
        """
        lowered = _lower(text)
        officials = list(self._officials.find(lowered, text))
        if not officials:
            return False
        parties = list(self._parties.find(lowered, text))
        if not parties:
            return False

        def is_enough(start: int, end: int, need: Need) -> bool:
            """Whether what is needed stands around a word."""
            first, last = start - WINDOW, end + WINDOW
            n_officials = sum(first <= span[0] and span[1] <= last for span in officials)
            n_parties = len({lowered[slice(*span)] for span in parties if first <= span[0] and span[1] <= last})
            return (
                n_officials >= need.officials and n_parties >= need.parties and n_officials + n_parties >= need.together
            )

        for finder, need in self._contacts:
            if any(is_enough(*span, need) for span in finder.find(lowered, text)):
                return True
        return any(is_enough(*span, WITHOUT) for span in officials)


class _Finder:
    """Finds whole words and phrases of a list.

    A phrase that holds another of the list is left out: where "foreign minister" is, "minister" is.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        known = _shortest(phrases)
        self._is_upper = [phrase.isupper() and len(phrase) <= ABBREVIATION_LETTERS for phrase in known]
        self._automaton = AhoCorasick([phrase.lower() for phrase in known])

    def find(self, lowered: str, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of each phrase, in order of their ends."""
        for number, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            if (start and lowered[start - 1].isalnum()) or lowered[end : end + 1].isalnum():
                continue
            if not self._is_upper[number] or text[start:end].isupper():
                yield start, end


@lru_cache(maxsize=2)
def sieve(folders: tuple[Path, ...] = ()) -> Sieve:
    """The sieve of a lexicon, made once."""
    return Sieve(folders)


def passed_over(document: Document, settings: config.Config) -> Extraction | None:
    """An article that cannot report a meeting, as a document of kind ``other``; ``None`` if it has to be read."""
    if document.status != "ok" or sieve(settings.lexicon_dirs).passes(document.text):
        return None
    return Extraction(replace(document, kind="other"))


def _lower(text: str) -> str:
    """The text in lower case, as long as before: offsets in one are offsets in the other."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(char.lower()[0] for char in text)


def _shortest(phrases: Iterable[str]) -> list[str]:
    """The phrases that hold no other, sorted."""
    kept: dict[str, str] = {}
    for phrase in sorted({" ".join(each.split()) for each in phrases} - {""}, key=lambda each: (each.count(" "), each)):
        words = phrase.lower().replace("-", " ").split()
        parts = (" ".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1))
        if not any(part in kept for part in parts):
            kept[phrase.lower()] = phrase
    return sorted(kept.values())


def _officials(folders: tuple[Path, ...], triggers: Mapping[str, Any]) -> Iterator[str]:
    """Titles of officials, in both numbers."""
    for row, _ in registers.rows("roles.csv", folders):
        if row["level"] in LEVELS and row["kind"] in KINDS:
            title = row["title"]
            for spelling in (title, row["plural"] or titles.pluralise(title)):
                yield spelling.replace(titles.SLOT, " ")
    yield from triggers["names"]["sovereigns"]


def _contacts(triggers: Mapping[str, Any], further: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """Words that tell a contact, and those that often tell something else."""
    verbs, nouns, modes = triggers["verbs"], triggers["nouns"], triggers["mode"]
    telling = {
        *(word for kind in ("meet", "talk", "hand") for word in verbs[kind]),
        *nouns["contact"],
        *nouns["contact"].values(),
        *nouns["plural"],
        *modes["phone"],
        *modes["video"],
        *further["contacts"],
    }
    common = {*verbs["needs_object"], *verbs["visit"], *nouns["weak"], *modes["in_person"], *further["common"]}
    telling -= {*verbs["needs_object"], *further["common"]}
    return telling, common - telling


def _parties(folders: tuple[Path, ...]) -> Iterator[str]:
    """Names, adjectives, capitals and seats of countries and organisations."""
    for register in PARTY_REGISTERS:
        for row, _ in registers.rows(register, folders):
            for column in PARTY_COLUMNS:
                yield from registers.split(row.get(column, ""))
