"""The article's words with the listed phrases among them: titles, parties, occasions and cities, each at its word.

Every reader of mentions stands on :class:`Units`; it says what is listed, they say what it means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.actors import Actor
from pipeline.lexicon import Lexicon, Occasion, PartyForm, Title
from pipeline.tokens import Word

DETERMINERS = frozenset({"the", "a", "an", "this", "some"})
POSSESSIVES = frozenset({"his", "her", "their", "its", "our", "my"})
JOINERS = frozenset({",", "and", "&"})
CORES = frozenset({"office", "side", "pattern"})
"""Kinds of title that stand for an office; the others only stand before a name."""

Found = tuple[PartyForm, int, int]
"""A party with its first word and the word after it."""
Listed = tuple[PartyForm, int, int, tuple[int, int] | None]
"""A party of a list, with the name behind it where there is one."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A listed phrase in the article's words: ``first`` included, ``last`` excluded."""

    first: int
    last: int
    parties: tuple[PartyForm, ...] = ()
    title: Title | None = None
    occasion: Occasion | None = None
    is_place: bool = False


class Units:
    """The listed phrases of one article.

    Reading goes up to ``limit``, the end of a sentence; ``opening`` is the word after the preposition or conjunction
    the sentence begins with, 0 if it begins with neither.
    """

    def __init__(self, words: Sequence[Word], lexicon: Lexicon) -> None:
        self.words = words
        self.norms = [word.norm for word in words]
        self.lexicon = lexicon
        self.limit = len(words)
        self.opening = 0
        self._units: dict[int, Unit | None] = {}

    def unit(self, i: int) -> Unit | None:
        """The listed phrase that begins at word ``i``; the longest of title, party and occasion."""
        if i >= self.limit:
            return None
        if i not in self._units:
            self._units[i] = self._find_unit(i)
        unit = self._units[i]
        return unit if unit is None or unit.last <= self.limit else None

    def begins(self, norm: str) -> bool:
        """Whether a listed phrase may begin with a word in lower case: a title or an occasion."""
        return self.lexicon.titles.begins(norm) or self.lexicon.occasions.begins(norm)

    def _find_unit(self, i: int) -> Unit | None:
        count = len(self.words)
        best: Unit | None = None
        is_capital = self.words[i].is_capital
        if not is_capital and not self.begins(self.norms[i]):
            return None  # most words: neither a listed phrase nor a name begins here
        if match := self.lexicon.titles.match_at(self.norms, i, count):
            end, titles = match
            title = self._choose_title(titles, i)
            # "said Mayta" is no Sayyid
            is_slip = title.kind in ("honorific", "rank") and not is_capital and end - i == 1
            if not is_slip and (not title.is_upper or self._is_abbreviation(i)):
                best = Unit(i, end, title=title)
        if is_capital and (match_p := self.lexicon.party_forms.match_at(self.norms, i, count)):
            end_p, forms = match_p
            kept = tuple(form for form in forms if not form.is_upper or self.words[i].text.isupper())
            blocked = self.lexicon.not_parties.match_at(self.norms, i, count)
            is_party = kept and not (blocked and blocked[0] >= end_p)
            if is_party and (best is None or end_p > best.last):
                best = Unit(i, end_p, parties=kept, title=None)
        if match_o := self.lexicon.occasions.match_at(self.norms, i, count):
            end_o, occasions = match_o
            if best is None or end_o > best.last:
                best = Unit(i, end_o, occasion=occasions[0])
        if is_capital:
            for end_c in range(min(i + 3, count), i + 1, -1):
                if best is not None and end_c <= best.last:
                    break
                if not self.words[end_c - 1].is_capital:
                    continue
                if self.lexicon.cities.get(" ".join(self.norms[i:end_c])):
                    best = Unit(i, end_c, is_place=True)
                    break
        return best

    def _is_abbreviation(self, i: int) -> bool:
        """Whether a word is printed as an abbreviation of a title (``PM``, ``FMs``) and by no figure (``5 PM``)."""
        beside = [self.words[k].text for k in (i - 1, i + 1) if 0 <= k < len(self.words)]
        return self.words[i].text.removesuffix("s").isupper() and not any(text[-1].isdigit() for text in beside)

    def past_abbreviation(self, j: int) -> int:
        """The word behind an abbreviation in brackets, if one stands at word ``j``: ``Foreign Minister (FM) X``."""
        if self.norm(j) == "(" and self.norm(j + 2) == ")" and self.words[j + 1].text.isupper():
            return j + 3
        return j

    def past_joiners(self, j: int) -> int:
        """The word behind the joiners at word ``j``, and behind "the": where a list goes on."""
        while self.norm(j) in JOINERS or self.norm(j) == "the":
            j += 1
        return j

    def _choose_title(self, titles: Sequence[Title], i: int) -> Title:
        """An office before an honorific of the same spelling; singular before plural."""
        return min(titles, key=lambda t: (t.kind not in CORES, t.is_plural))

    def party_at(self, i: int) -> Unit | None:
        """The party named at word ``i``, if one is."""
        unit = self.unit(i)
        return unit if unit and unit.parties else None

    def title_at(self, i: int) -> Unit | None:
        """The title at word ``i``, if one is."""
        unit = self.unit(i)
        return unit if unit and unit.title else None

    def norm(self, i: int) -> str:
        """Normalised word, empty beyond the sentence."""
        return self.norms[i] if 0 <= i < self.limit else ""

    def actor(self, first: int, last: int) -> Actor:
        """An actor that the words from ``first`` up to ``last`` name."""
        return Actor(first, last, self.words[first].start, self.words[last - 1].end)

    def set_name(self, actor: Actor, first: int, last: int) -> None:
        """Give an actor the name printed from ``first`` up to ``last``."""
        actor.name_start, actor.name_end = self.words[first].start, self.words[last - 1].end
        actor.name = self.text(first, last)
        actor.last = max(actor.last, last)
        actor.end = max(actor.end, actor.name_end)

    def text(self, first: int, last: int) -> str:
        """The printed words, with the gaps between them as one space."""
        pieces = []
        for k in range(first, last):
            gap = k > first and self.words[k].start > self.words[k - 1].end
            pieces.append((" " if gap else "") + self.words[k].text)
        return "".join(pieces)

    def pick(self, unit: Unit) -> PartyForm:
        """The reading of an ambiguous party word; the first listed is the primary one."""
        return unit.parties[0]
