"""Several people under one title: a list of names, of parties, or of parties each with a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.extract.actors import Actor
from pipeline.extract.appositions import BehindReader
from pipeline.extract.persons import NameReader
from pipeline.extract.units import CORES, JOINERS, Found, Listed, Units


class ListReader:
    """Reads the lists of one article; each plural mention gets a group number of its own."""

    def __init__(self, units: Units, names: NameReader, behind: BehindReader) -> None:
        self.units, self.words, self.norms, self.norm = units, units.words, units.norms, units.norm
        self.names, self.behind = names, behind
        self.ends = frozenset(units.lexicon.triggers["grammar"]["margins"]) | {".", ";", "with", "who"}
        """Words behind which no list of parties under a title stands, such as "sidelines": where they were."""
        self._groups = 0

    def named_list(self, actor: Actor, j: int, parties: Sequence[Found]) -> tuple[list[Actor], int]:
        """``Presidents X of Kenya, Y of Uganda and Z of Rwanda``: one plural title, a name and a party each."""
        found: list[Actor] = []
        k = j
        while True:
            first = self.names.skip_honorifics(k)
            name_end = self.names.end_of_name(first, False)
            if name_end is None:
                break
            one = replace(actor, attributes=set(actor.attributes), first=k, last=name_end, is_plural=False)
            one.start, one.party_id, one.rule = self.words[k].start, actor.party_id, actor.rule
            if parties:
                one.party_id, one.rule = parties[0][0].party_id, f"{parties[0][0].kind} before title"
            self.units.set_name(one, first, name_end)
            end = self.behind.party_behind(one, name_end)
            found.append(one)
            j = k = end
            while self.norm(k) in {",", "and", ";"}:
                k += 1
            if k == end:
                break
        if len(found) < 2:
            return [], j
        found[0].first, found[0].start = actor.first, actor.start
        return found, j

    def further(self, actor: Actor, j: int) -> tuple[list[Actor], int]:
        """Who goes on a list under the same title: ``the Ambassador of Rwanda, X; Portugal, Y; Malawi, Dr. Z``."""
        if not actor.name or not actor.party_id or actor.kind != "office":
            return [], j
        found: list[Actor] = []
        while self.norm(j) in {";", ",", "and"}:
            k, is_strong = j, False
            while self.norm(k) in {";", ",", "and", "the", "of", "as", "well"}:
                is_strong = is_strong or self.norm(k) == ";"
                k += 1
            unit = self.units.party_at(k)
            if unit is None or self.units.pick(unit).kind != "name":
                break
            comma = self.norm(unit.last) == ","
            first = self.names.skip_honorifics(unit.last + (comma and is_strong))
            name_end = self.names.end_of_name(first, False) if not comma or is_strong else None
            if name_end is None:
                break
            one = self.units.actor(k, name_end)
            one.role, one.level, one.domain, one.kind = actor.role, actor.level, actor.domain, "office"
            one.attributes = set(actor.attributes)
            one.party_id, one.rule = unit.parties[0].party_id, "listed under the same title"
            self.units.set_name(one, first, name_end)
            found.append(one)
            j = name_end
        return found, j

    def is_list(self, parties: Sequence[Found]) -> bool:
        """Whether the parties before a title are joined to a list (``the Danish and Dutch ministers``)."""
        return any(self.norm(last) in JOINERS for _, _, last in parties[:-1])

    def party_list(self, j: int) -> tuple[list[Listed], int]:
        """Parties after a plural title: ``of Kuwait, Cuba and Bahrain``; a name may follow each."""
        k = j
        while k < self.units.limit and k - j < 8 and self.units.party_at(k) is None:
            # "ambassadors newly appointed to Kuwait by Belgium, ..." keeps the list behind the last preposition
            title = self.units.title_at(k)
            if self.norms[k] in self.ends or (title and title.title and title.title.kind in CORES):
                return [], j
            k += 1
        if k >= self.units.limit or self.norm(k - 1 if self.norm(k - 1) != "the" else k - 2) not in {
            "of",
            "from",
            ",",
            "by",
            ":",
            "representing",
            "namely",
        }:
            if not self._posting_then_list(k):
                return [], j
            k = self._posting_then_list(k)
        listed: list[Listed] = []
        while (unit := self.units.party_at(k)) is not None:
            k = unit.last
            name_end = self.names.end_of_name(k, False) if self.words[unit.first].is_capital else None
            if name_end is None and self.norm(k) == "," and (turns := self._names_in_turn(k + 1, len(listed) + 1)):
                listed.append((self.units.pick(unit), unit.first, unit.last, None))
                if all(name is None for *_, name in listed):
                    named = zip(listed, turns, strict=True)
                    return [(form, first, last, name) for (form, first, last, _), name in named], turns[-1][1]
                listed.pop()
            if name_end is None and self.norm(k) == ",":
                first = self.names.skip_honorifics(k + 1)
                closed = self.names.end_of_name(first, False)
                if closed and closed - first > 1 and self.norm(closed) in {",", ";", "", "and", "."}:
                    k, name_end = first, closed
            listed.append((self.units.pick(unit), unit.first, unit.last, (k, name_end) if name_end else None))
            k = name_end or k
            m = k
            while self.norm(m) in JOINERS or self.norm(m) in (";", "the", "as", "well", "from", "of", "both"):
                m += 1
            if m == k or self.units.party_at(m) is None:
                break
            k = m
        return (listed, k) if listed else ([], j)

    def _names_in_turn(self, k: int, count: int) -> list[tuple[int, int]]:
        """The names of ``counterparts of Croatia and Japan, X and Y``, one for each of several parties; else none."""
        found: list[tuple[int, int]] = []
        while count > 1:
            first = self.names.skip_honorifics(k)
            end = self.names.end_of_name(first, False)
            if end is None or self.units.party_at(first):
                break
            found.append((first, end))
            k = end
            while self.norm(k) in JOINERS:
                k += 1
            if k == end:
                break
        return found if len(found) == count else []

    def _posting_then_list(self, k: int) -> int:
        """``appointed to Kuwait by Belgium``: the word where the list begins behind a posting, 0 if none."""
        unit = self.units.party_at(k)
        if unit is None:
            return 0
        m = unit.last
        if self.norm(m) in {"by", "of", "from"}:
            m += 1
            m += self.norm(m) == "the"
            if self.units.party_at(m):
                return m
        return 0

    def expand(self, actor: Actor, listed: Sequence[Listed], j: int) -> tuple[list[Actor], int]:
        """One actor for each listed party."""
        self._groups += 1
        result: list[Actor] = []
        actor.last, actor.end = max(actor.last, j), max(actor.end, self.words[j - 1].end)
        for form, _first, _last, name in listed:
            one = replace(actor, attributes=set(actor.attributes), name=None, group=self._groups)
            one.party_id, one.rule = form.party_id, "listed with the title"
            if name:
                self.units.set_name(one, name[0], name[1])
                one.last, one.end = actor.last, actor.end
            result.append(one)
        if len(result) == 1 and not result[0].name:
            name_end = self.behind.name_after(result[0], j)
            return result, max(j, name_end)
        return result, j
