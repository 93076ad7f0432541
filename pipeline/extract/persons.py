"""Personal names: where one ends, what is only a title-like word of it, and which honorifics stand before it."""

from __future__ import annotations

from functools import lru_cache

from pipeline import names
from pipeline.extract.units import Unit, Units
from pipeline.tokens import Word

MAX_NAME_WORDS = 8
"""Longest run taken for a name: "Sheikh Sabah Al-Ahmad Al-Jaber Al-Sabah" needs six."""


class NameReader:
    """Reads the personal names of one article.

    ``cast`` are normalised name words that belong to people named in full elsewhere in the article.
    """

    def __init__(self, units: Units) -> None:
        self.units, self.words, self.norms, self.norm = units, units.words, units.norms, units.norm
        self.lexicon = units.lexicon
        self.cast: frozenset[str] = frozenset()
        self.asked: set[int] = set()
        """The words of which it mattered whether they belong to the cast."""
        lists, verbs = self.lexicon.triggers["names"], self.lexicon.triggers["verbs"]
        self.particles = frozenset(lists["particles"])
        self.institutions = frozenset(lists["institutions"])
        self.after_place = frozenset(lists["after_place"])
        self.not_names = frozenset(lists["not_names"]) | frozenset(verbs["meet"]) | frozenset(verbs["talk"])

    def end_of_name(self, i: int, at_start: bool) -> int | None:
        """End of the personal name that begins at word ``i``, ``None`` if none does."""
        if i >= self.units.limit:
            return None
        if match := self.lexicon.people.match_at(self.norms, i, self.units.limit):
            if self.words[i].is_capital and (match[0] - i > 1 or not at_start):
                end = match[0]
                while self._is_name_word(end):
                    end += 1
                return end
        j, capitals = i, 0
        while j < self.units.limit and j - i < MAX_NAME_WORDS:
            word = self.words[j]
            if self._is_name_word(j):
                capitals += 1
                j += 1
                if len(word.text) == 1 and self.norm(j) == ".":
                    j += 1
            elif (
                word.norm in self.particles
                and (j > i or self.units.title_at(i - 1) is not None or self.norm(i - 1) == ".")
                and j + 1 < self.units.limit
                and (self._is_name_word(j + 1) or (self.norm(j + 1) in self.particles and self._is_name_word(j + 2)))
            ):
                j += 1
            else:
                break
        while j > i and (self.norms[j - 1] in self.particles and not self.words[j - 1].is_capital):
            j -= 1
        if self.norm(j) in self.after_place and self.words[j].is_capital:
            return None  # "Al Husseiniya Palace" is no person
        if not capitals or (at_start and capitals == 1 and j - i == 1 and not self.is_cast(i)):
            return j if capitals and self.is_cast(i) else None
        return j

    def skip_honorifics(self, j: int) -> int:
        """The word behind the honorifics, ranks and modifiers at word ``j``."""
        while True:
            if self.norm(j) == "(" and self.norm(j + 1) in ("ret", "retired"):
                j = next((m + 1 for m in range(j, min(j + 5, self.units.limit)) if self.norms[m] == ")"), j + 1)
                continue
            unit = self.units.title_at(j)
            if unit is None or unit.title is None:
                break
            if self.is_particle(unit.last) and unit.last == unit.first + 1 and j > 0 and unit.title.kind != "modifier":
                previous = self.units.title_at(j - 1)
                if previous and previous.title and previous.title.kind == "rank":
                    break
            is_before = unit.title.kind in ("honorific", "rank", "modifier")
            if not is_before and not (unit.last - unit.first == 1 and self._is_name_word(unit.last)):
                break
            j = unit.last + (self.norm(unit.last) == ".")
        return j

    def named_behind(self, j: int) -> bool:
        """Whether a personal name follows, with or without a comma: what stands before it is part of the title."""
        return self.end_of_name(self.skip_honorifics(j + (self.norm(j) == ",")), False) is not None

    def is_given_name(self, unit: Unit, honorific: Unit | None) -> bool:
        """``Lieutenant General Sultan al Nuaimi``: a title-like word behind a rank and before a particle is a name."""
        is_one = unit.last == unit.first + 1
        return is_one and honorific is not None and honorific.last >= unit.first - 1 and self.is_particle(unit.last)

    def is_particle(self, j: int) -> bool:
        """Whether the word is a particle of names (``al``, ``bin``, ``van``)."""
        return self.norm(j) in self.particles

    def is_cast(self, i: int) -> bool:
        """Whether a word is part of the name of somebody named in full elsewhere, in whatever spelling."""
        self.asked.add(i)
        if self.norms[i] in self.cast:
            return True
        if not self.cast or not self.words[i].is_capital or len(self.norms[i]) < 4:
            return False
        if self.units.party_at(i) is not None:
            return False  # "Iran" is not Mr Irani
        return _is_heard(self.norms[i], self.cast)

    def _rank_before(self, j: int) -> Unit | None:
        """The military rank whose last word stands right before word ``j``."""
        for k in range(max(0, j - 3), j):
            unit = self.units.title_at(k)
            if unit and unit.title and unit.title.kind == "rank" and j - 1 <= unit.last <= j:
                return unit
        return None

    def _is_name_word(self, j: int) -> bool:
        if j >= self.units.limit:
            return False
        word = self.words[j]
        is_capital = word.is_capital or self._has_particle(word)
        if not is_capital or not word.is_word or word.norm in self.not_names or word.norm == "'s":
            return False
        unit = self.units.unit(j)
        is_acronym = word.text.isupper() and 1 < len(word.text) <= 5 and "." not in word.text
        if unit is None and not is_acronym and word.norm not in self.institutions and "-" not in word.text:
            return True
        if self.is_cast(j):
            return True
        if is_acronym or word.norm in self.institutions:
            return False
        if unit is None:
            return not self._is_adjective_pair(word.norm)
        if unit.parties:
            return False
        if unit.is_place or unit.occasion:
            return False
        if self.is_given_name(unit, self._rank_before(j)):
            return True
        is_before = unit.title is not None and unit.title.kind in ("honorific", "rank")
        # "Imran Khan", "Lieutenant General Sultan al Nuaimi": an honorific that is a name here
        return (
            is_before
            and unit.last == j + 1
            and j > 0
            and self.words[j - 1].is_capital
            and self.units.unit(j - 1) is None
        )

    def _has_particle(self, word: Word) -> bool:
        """``al-Miqdad``: lower-case only because of its article."""
        particle, hyphen, rest = word.text.partition("-")
        return bool(hyphen) and particle.lower() in self.particles and rest[:1].isupper()

    def _is_adjective_pair(self, norm: str) -> bool:
        """``Syrian-Russian`` is no name."""
        return all(self.lexicon.party_forms.get(part) for part in norm.split("-"))


@lru_cache(maxsize=4096)
def _is_heard(norm: str, cast: frozenset[str]) -> bool:
    """Whether a word may be another spelling of a word of the cast's names."""
    return any(len(known) > 3 and names.same_person(norm, known) for known in cast)
