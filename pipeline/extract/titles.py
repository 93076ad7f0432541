"""The head of a title: determiners, parties, modifiers and honorifics before it, and the office itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extract.actors import Actor
from pipeline.extract.persons import NameReader
from pipeline.extract.units import CORES, DETERMINERS, JOINERS, POSSESSIVES, Found, Unit, Units

_LEADS = DETERMINERS | POSSESSIVES
Head = tuple[Actor, list[Found], int]
"""An office or an honoured person, the parties before the title, and the word after it."""


@dataclass(slots=True)
class _Before:
    """What has been read so far: ``at`` is the word to read next, ``role_first`` the first word of the role."""

    first: int
    at: int
    parties: list[Found] = field(default_factory=list)
    role_first: int | None = None
    honorific: Unit | None = None
    is_possessive: bool = False

    def begin_role(self, word: int) -> None:
        """The role begins at the word, if it has not begun before."""
        self.role_first = word if self.role_first is None else self.role_first


class TitleReader:
    """Reads the heads of titles of one article."""

    def __init__(self, units: Units, names: NameReader) -> None:
        self.units, self.words, self.norms, self.norm = units, units.words, units.norms, units.norm
        self.names = names
        closed, lists = units.lexicon.triggers["grammar"], units.lexicon.triggers["names"]
        self.aides = frozenset(closed["aides"])
        self.adjectival = frozenset(closed["adjectival"])
        self.qualified = frozenset(lists["qualified"])
        self.sovereigns = frozenset(lists["sovereigns"])
        self.home_bodies = frozenset(lists["home_bodies"])
        self.fields = units.lexicon.titles.words.union(lists["fields"]).difference(lists["no_fields"])
        self.of_people = frozenset(lists["of_people"])

    def head(self, i: int) -> Head | None:
        """What stands before and in the title: determiners, parties, modifiers, honorifics, the title's core."""
        if self.norm(i) not in _LEADS and self.units.unit(i) is None:
            return None  # most words
        before = _Before(i, i)
        while before.at < self.units.limit:
            j = before.at
            unit = self.units.unit(j)
            if unit and unit.title and unit.title.kind in CORES:
                if self.names.is_given_name(unit, before.honorific) or self._is_adjectival(unit):
                    break
                if self.norm(unit.last) != "'s" or not self._title_follows(unit.last + 1):
                    actor = self._office(before, unit)
                    return actor, before.parties, self._further_fields(actor, unit)
                before.begin_role(j)
                before.at = unit.last + 1
            elif unit and unit.title:
                self._take_modifier(before, unit)
            elif unit and unit.parties:
                self._take_party(before, unit)
            elif self.norms[j] == "to" and j > i and self.norms[j - 1] in self.aides:
                return self._aide(before), before.parties, j
            elif not self._take_determiner(before):
                break
        if before.honorific is None or before.parties:
            return None
        return self._honoured(before, before.honorific)

    def _take_modifier(self, before: _Before, unit: Unit) -> None:
        """An honorific, a rank or a modifier; only an honorific is no part of the role."""
        kind = unit.title.kind if unit.title else ""
        if kind in ("honorific", "rank"):
            before.honorific = before.honorific or unit
        if kind != "honorific":
            before.begin_role(before.at)
        before.at = unit.last + (self.norm(unit.last) == "." and kind != "modifier")

    def _take_party(self, before: _Before, unit: Unit) -> None:
        """A party before the title, with its ``'s`` or the joiner that leads to the next one."""
        before.parties.append((unit.parties[0], unit.first, unit.last))
        before.begin_role(before.at)
        j = self.units.past_abbreviation(unit.last)
        if self.norm(j) == "'s":
            j += 1
        elif self.norm(j) in JOINERS and self._list_goes_on(j):
            j = self.units.past_joiners(j)
        before.at = j

    def _take_determiner(self, before: _Before) -> bool:
        """A determiner or possessive where one can stand; ``False`` where the head ends before the word."""
        norm, honorific = self.norms[before.at], before.honorific
        if norm not in DETERMINERS and norm not in POSSESSIVES:
            return False
        if before.parties or (honorific and norm != "the") or (before.role_first is not None and honorific is None):
            return False  # "accredited the ambassadors of ...": a verb, no modifier
        before.is_possessive = before.is_possessive or norm in POSSESSIVES
        before.at += 1
        return True

    def _office(self, before: _Before, unit: Unit) -> Actor:
        """The actor of an office, its role still to be closed."""
        actor = self.units.actor(before.first, unit.last)
        title = unit.title
        if title is not None:
            actor.kind = "side" if title.kind == "side" else "office"
            actor.level, actor.domain, actor.is_plural = title.level, title.domain, title.is_plural
            if title.party_id:
                actor.party_id, actor.rule = title.party_id, "title tells the party"
            actor.attributes.add(title.title)
        actor.is_possessive = before.is_possessive
        actor.role = ""
        actor.name_start = self.words[before.at if before.role_first is None else before.role_first].start
        return actor

    def _further_fields(self, actor: Actor, unit: Unit) -> int:
        """The word behind an office of more fields than are listed together.

        ``Minister of Foreign Affairs, Regional Cooperation and Togolese Abroad``
        """
        of_a_field = not {"of", "for"}.isdisjoint(self.norms[unit.first : unit.last])
        if actor.is_plural or not of_a_field or self.norms[unit.last - 1] not in self.fields:
            return unit.last
        end = unit.last
        while self.norm(end) in JOINERS:
            first = self.units.past_joiners(end)
            last = self._field(first)
            if last == first:
                break
            if {"foreign", "external"} & set(self.norms[first:last]) and self.norms[last - 1] in (
                "affairs",
                "relations",
            ):
                actor.domain = "foreign"
            end = last
        actor.last = max(actor.last, end)
        return end

    def _field(self, first: int) -> int:
        """The word behind a field of a ministry, the same word if none is named: ``International Cooperation``."""
        unit = self.units.title_at(first)
        if (unit and unit.title and unit.title.kind in CORES) or not self._is_capital(first):
            return first  # "and Trade Minister X"
        known = self.norms[first] in self.fields
        for end in range(first, min(first + 4, self.units.limit)):
            if not self._is_capital(end):
                return end if known else first
            if self.norms[end] in self.of_people and end > first:
                return end + 1
            if known and self.norms[end] not in self.fields:
                return end if self.units.party_at(first) is None else first
        return first

    def _is_capital(self, j: int) -> bool:
        return j < self.units.limit and self.words[j].is_capital

    def _aide(self, before: _Before) -> Actor:
        """``adviser to the President``: the office is in the word before "to"."""
        actor = self.units.actor(before.first, before.at)
        actor.level, actor.role, actor.is_possessive = "official", "", before.is_possessive
        actor.name_start = self.words[before.first if before.role_first is None else before.role_first].start
        return actor

    def _honoured(self, before: _Before, honorific: Unit) -> Head | None:
        """An honorific without an office: with a name behind it, or a sovereign's."""
        name_end = self.names.end_of_name(before.at, False)
        if name_end is None and honorific.title and honorific.title.title in self.sovereigns:
            # "His Majesty received ...": the title alone stands for the head of state
            actor = self.units.actor(before.first, honorific.last)
            actor.level, actor.role = "head_of_state", ""
            actor.name_start = self.words[honorific.first].start
            actor.attributes.add(honorific.title.title)
            return actor, before.parties, honorific.last
        if not name_end:
            return None
        actor = self.units.actor(before.first, name_end)
        actor.kind = "honorific"
        actor.level = honorific.title.level if honorific.title else "other"
        actor.name_start = self.words[honorific.first].start
        actor.role = ""
        return actor, before.parties, before.at

    def _title_follows(self, j: int) -> bool:
        """Whether an office stands at ``j``, modifiers skipped (``the President's new special envoy``)."""
        for _ in range(3):
            unit = self.units.title_at(j)
            if unit is None or unit.title is None:
                return False
            if unit.title.kind in CORES:
                return unit.title.kind != "side"
            j = unit.last
        return False

    def _is_adjectival(self, unit: Unit) -> bool:
        """``official visit``, ``head delegates``: a lower-case title word before a noun that is no title."""
        if unit.last != unit.first + 1 or self.norms[unit.first] not in self.adjectival:
            return False
        return self.norm(unit.last) in self.qualified

    def _list_goes_on(self, j: int) -> bool:
        """Whether a joiner at ``j`` leads to another party (``Danish and Dutch``)."""
        k = self.units.past_joiners(j)
        return k > j and self.units.party_at(k) is not None

    def close_role(self, actor: Actor, end: int) -> None:
        """Take the role's words from the text, between its first word and ``end``."""
        start = actor.name_start
        last = end - 1
        while last > actor.first and self.norms[last] in {",", "and", "&", "'s", "the"}:
            last -= 1
        if self.words[last].end > start:
            first = next((k for k in range(actor.first, last + 1) if self.words[k].start >= start), actor.first)
            actor.role = self.units.text(first, last + 1)
        actor.last = max(actor.last, last + 1)
        actor.end = max(actor.end, self.words[last].end)

    def is_telling(self, actor: Actor) -> bool:
        """Whether a title without a name says enough to stand for somebody."""
        if actor.kind in ("honorific", "rank", "modifier"):
            return False
        if actor.kind == "side":
            is_body = bool(self.home_bodies & {w for title in actor.attributes for w in title.split()})
            is_guest = "guest" in actor.attributes
            return actor.party_id is not None or actor.is_possessive or is_guest or (is_body and not actor.is_plural)
        return True
