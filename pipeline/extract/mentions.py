"""Titles first: finds who is named in a sentence, by the grammar of official titles.

A mention is a title with its country, tail and name in any of the orders the press uses::

    Russian Foreign Minister Sergey Lavrov          adjective, title, name
    Minister of Foreign Affairs of Kazakhstan, X    title, tail, name
    X, Chairperson of the African Union Commission  name, title in apposition
    the foreign ministers of Kuwait, Cuba and Oman  one title, several parties
    his Cuban counterpart X                         a side of the same rank

The party is that of the office ("Ambassador of Kazakhstan to Lebanon" is KAZ), never the posting or the passport.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.extract.actors import Actor
from pipeline.extract.appositions import BehindReader
from pipeline.extract.lists import ListReader
from pipeline.extract.persons import NameReader
from pipeline.extract.tails import TailReader
from pipeline.extract.titles import TitleReader
from pipeline.extract.units import DETERMINERS, JOINERS, POSSESSIVES, Listed, Units
from pipeline.lexicon import Lexicon
from pipeline.tokens import Sentence, Word

_JOINING = JOINERS | {"the"}


class Reader:
    """Reads the actors of one article's words."""

    def __init__(self, words: Sequence[Word], lexicon: Lexicon) -> None:
        self.words, self.lexicon = words, lexicon
        self.units = Units(words, lexicon)
        self.norms, self.norm = self.units.norms, self.units.norm
        self.names = NameReader(self.units)
        self.titles = TitleReader(self.units, self.names)
        self.tails = TailReader(self.units, self.names, self.titles)
        self.behind = BehindReader(self.units, self.names, self.titles, self.tails)
        self.lists = ListReader(self.units, self.names, self.behind)
        self.openings = frozenset(lexicon.triggers["grammar"]["openings"])
        lower = DETERMINERS | POSSESSIVES | self.names.particles
        self._may_begin = [
            word.is_capital or "-" in word.text or word.norm in lower or self.units.begins(word.norm) for word in words
        ]
        """Whether a mention may begin at each word; at most of them none does."""
        self.events = frozenset(lexicon.triggers["circumstances"]["event_heads"])

    def read(self, sentence: Sentence) -> list[Actor]:
        """All actors of a sentence, in order; a plural mention gives one actor a party."""
        self.units.limit = sentence.last
        is_opening = self.norms[sentence.first] in self.openings if sentence.last > sentence.first else False
        self.units.opening = sentence.first + 1 if is_opening else 0
        found: list[Actor] = []
        end = sentence.first
        for i in range(sentence.first, sentence.last):
            if i >= end and self._may_begin[i]:
                actors, end = self._mention(i, i == sentence.first)
                found.extend(actors)
        for one, other in pairwise(found):
            if _JOINING.issuperset(self.norms[one.last : other.first]):
                other.beside = one
        self.units.limit = len(self.words)
        return found

    def read_again(self, sentence: Sentence, before: list[Actor]) -> list[Actor]:
        """The actors of a sentence now that the cast is known.

        Args:
            sentence: The sentence.
            before: What :meth:`read` gave while nobody was in the cast; it stands unless a word in question is.
        """
        self.units.limit = sentence.last
        asked = self.names.asked.intersection(range(sentence.first, sentence.last))
        return self.read(sentence) if any(map(self.names.is_cast, asked)) else before

    def _mention(self, i: int, at_start: bool) -> tuple[list[Actor], int]:
        """The mention that begins at word ``i``: its actors and the word after it."""
        unit = self.units.unit(i)
        word = self.words[i]
        if unit and unit.occasion:
            return [], unit.last  # "the ASEAN Foreign Ministers' Meeting" names nobody
        known = self.lexicon.people.match_at(self.norms, i, self.units.limit) if word.is_capital else None
        titled = self._titled(i) if known is None or known[0] - i < 2 else None
        if titled:  # "Amir Khan Muttaqi" is a name, whatever "Amir" means elsewhere
            return titled
        name_end = self.names.end_of_name(i, at_start)
        if name_end:
            actor = self.units.actor(i, name_end)
            self.units.set_name(actor, i, name_end)
            end = self.behind.apposition(actor, name_end)
            if actor.role is None:
                actor.kind = "name"
            return [actor], end
        return [], i + 1

    def _titled(self, i: int) -> tuple[list[Actor], int] | None:
        """``[the] [party] TITLE [tail] [name] [, apposition]`` beginning at word ``i``."""
        head = self.titles.head(i)
        if head is None:
            return None
        actor, parties, j = head
        core_plural = actor.is_plural
        listed: list[Listed] = []
        if core_plural and self._names_event(j):
            return [], j + 2  # "the Defence Ministers' Meeting" is an event, and nobody's meeting
        if core_plural:
            named, end = self.lists.named_list(actor, j, parties)
            if named and all(a.party_id for a in named):
                return named, end
            listed, j = self.lists.party_list(j)
        if not listed:
            j = self.tails.tails(actor, j, parties)
        if not listed and not core_plural:
            j = self.behind.chain(actor, j, parties)
        if "counterpart" in actor.attributes and not core_plural:
            j = self._rank_of_counterpart(actor, j)
        self.titles.close_role(actor, j)
        if len(parties) > 1 and (core_plural or self.lists.is_list(parties)):
            listed = [(form, first, last, None) for form, first, last in parties]
        if listed:
            return self.lists.expand(actor, listed, j)
        if parties and not actor.party_id:
            actor.party_id, actor.rule = parties[0][0].party_id, f"{parties[0][0].kind} before title"
        if core_plural and not listed:
            named, end = self.lists.named_list(actor, j, parties)
            if named:
                return named, end
        j = self.behind.leader(actor, j) if actor.kind == "side" else self.behind.name_after(actor, j)
        if actor.name is None and not self.titles.is_telling(actor):
            return None
        end = self.behind.apposition(actor, j) if actor.name else j
        end = self.behind.party_behind(actor, end)
        further, end = self.lists.further(actor, end)
        return [actor, *further], end

    def _rank_of_counterpart(self, actor: Actor, j: int) -> int:
        """``his Ghanaian counterpart Foreign Minister X``: the office named behind; returns the word after it."""
        head = self.titles.head(j)
        if head is None or head[0].kind != "office" or head[0].is_plural:
            return j
        office, parties, end = head
        actor.level, actor.domain = office.level, office.domain
        return self.tails.tails(office, end, parties)

    def _names_event(self, j: int) -> bool:
        """Whether a plural title goes on as the name of an event (``ASEAN Defence Ministers' Meeting``)."""
        return (
            self.norm(j) == "'s"
            and j + 1 < self.units.limit
            and self.words[j + 1].is_capital
            and self.norm(j + 1) in self.events
        )
