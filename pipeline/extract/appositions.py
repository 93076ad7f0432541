"""What stands behind a title or a name and belongs to it: the name, a second title, a title in apposition, a party."""

from __future__ import annotations

from pipeline.extract.actors import Actor, rank
from pipeline.extract.persons import NameReader
from pipeline.extract.tails import TailReader
from pipeline.extract.titles import TitleReader
from pipeline.extract.units import JOINERS, Found, Units
from pipeline.lexicon.phrases import book

GENERIC = frozenset({"head of state", "head of government"})
"""Titles that speak of somebody named elsewhere, or stand before the name of such a one and no other's."""


class BehindReader:
    """Reads what follows the titles and names of one article."""

    def __init__(self, units: Units, names: NameReader, titles: TitleReader, tails: TailReader) -> None:
        self.units, self.words, self.norms, self.norm = units, units.words, units.norms, units.norm
        self.names, self.titles, self.tails = names, titles, tails
        triggers = units.lexicon.triggers
        verbs = triggers["verbs"]
        told = (verb for key in ("meet", "talk", "support", "hand", "visit", "speech") for verb in verbs[key])
        self.led_by = book(tuple(triggers["names"]["led_by"]))
        self.verbs = frozenset(told) | frozenset(triggers["circumstances"]["saying"])

    def name_after(self, actor: Actor, j: int) -> int:
        """The name behind a title, with or without a comma and honorifics; returns the word after it."""
        j = self.units.past_abbreviation(j)
        comma = self.norm(j) in (",", ":")
        if comma and actor.attributes & GENERIC and self._is_other_office(actor, j + 1):
            return j  # "Greeting the head of state, Ambassador X said"
        k = j + comma
        while self.norm(k) in {",", "?", '"', "'"} and comma:
            k += 1
        first = self.names.skip_honorifics(k)
        name_end = self.names.end_of_name(first, False)
        if name_end is None:
            return j
        if comma and first == k:
            # "..., Damascus" or "the minister, Sabbagh said": a name behind a comma is full or closed by a comma
            closed = self.norm(name_end) in {",", ".", "", ")", ";", "and", "who"} or name_end >= self.units.limit
            if name_end - first < 2 and not closed:
                return j
            # "While holding talks with the Secretary of Defence of the Philippines, X welcomed ...": X is the subject
            if (
                self.units.opening
                and not closed
                and self.norm(name_end) in self.verbs
                and "," not in self.norms[self.units.opening - 1 : j]
            ):
                return j
        self.units.set_name(actor, first, name_end)
        return name_end

    def _cabinet(self, j: int) -> tuple[str | None, int]:
        """``X, Minister of State and member of the Saudi cabinet``: whose cabinet; and the word behind it."""
        k = j + (self.norms[j : j + 2] == ["and", "a"])
        if self.norm(j) != "and" or self.norms[k + 1 : k + 3] != ["member", "of"]:
            return None, j
        k += 3 + (self.norm(k + 3) == "the")
        unit = self.units.party_at(k)
        return (unit.parties[0].party_id, min(unit.last + 1, self.units.limit)) if unit else (None, j)

    def _is_other_office(self, actor: Actor, j: int) -> bool:
        unit = self.units.title_at(j)
        return bool(unit and unit.title and unit.title.level not in ("other", actor.level))

    def leader(self, actor: Actor, j: int) -> int:
        """``a delegation of Oman headed by X``: a side is named by who leads it; returns the word after the name.

        A leader with a title is a mention of its own.
        """
        k = j + (self.norm(j) == ",")
        led = self.led_by.match_at(self.norms, k, self.units.limit) if self.norm(k) else None
        first = self.names.skip_honorifics(led[0]) if led else j
        if led is None or self.units.title_at(first) is not None or not self.names.end_of_name(first, False):
            return self.name_after(actor, j)
        actor.kind, actor.role = "office", None
        return self.name_after(actor, led[0])

    def party_behind(self, actor: Actor, j: int) -> int:
        """``Prime Minister Abiy Ahmed of Ethiopia``, ``Ambassador Haddad, representing Cyprus``."""
        k = j + (self.norm(j) == ",")
        if self.norm(k) not in {"of", "representing", "from"} or (self.norm(k) != "representing" and k != j):
            return j
        m = k + 1
        m += self.norm(m) == "the"
        unit = self.units.party_at(m)
        if unit is None or actor.name is None or self.units.pick(unit).kind != "name" or self.norm(unit.last) == "'s":
            return j
        if not actor.party_id or self.norm(k) == "representing":
            actor.party_id, actor.rule = unit.parties[0].party_id, f"{self.norm(k)} the party, behind the name"
        actor.last, actor.end = unit.last, self.words[unit.last - 1].end
        return unit.last

    def chain(self, actor: Actor, j: int, parties: list[Found], is_named: bool = False) -> int:
        """``Deputy Prime Minister and Minister of Foreign Affairs X``: further titles of the same person.

        ``is_named``: the name stands before the titles, so a title with a name of its own is somebody else.
        """
        k = j
        while self.norm(k) in JOINERS:
            m = k + 1
            while self.norm(m) in JOINERS:
                m += 1
            starts_with_the = self.norm(m) == "the"
            head = self.titles.head(m)
            if head is None or head[0].is_plural or head[0].kind != "office":
                break
            inner, inner_parties, end = head
            end = self.tails.tails(inner, end, inner_parties)
            name_at = end + (self.norm(end) == ",")
            has_name = self.names.end_of_name(self.names.skip_honorifics(name_at), False) is not None
            if is_named:
                if has_name or starts_with_the:
                    break
            elif self.norm(k) == "," and actor.attributes & GENERIC and inner.level != actor.level:
                break
            elif self.norm(k) == "," and self.norm(k + 1) != "and" and not has_name:
                further = self.chain(inner, end, inner_parties)
                if further == end:
                    break
                end = further
            elif not has_name or starts_with_the:
                break
            party = inner.party_id or (inner_parties[0][0].party_id if inner_parties else None)
            if party and not actor.party_id and not parties:
                actor.party_id, actor.rule = party, inner.rule or "adjective before title"
            if rank(inner.level) > rank(actor.level):
                actor.level = inner.level
            actor.domain = actor.domain or inner.domain
            j = k = end
        return j

    def apposition(self, actor: Actor, j: int) -> int:
        """``X, Foreign Minister of Iraq,`` or ``X (the Iraqi FM)``: a title behind the name.

        Returns:
            The word after it.
        """
        k = j
        if self.norm(k) not in {",", "(", "-", "–"}:
            return j
        k += 1
        if self.norm(k) == "who" and self.norm(k + 1) in {
            "represents",
            "heads",
            "leads",
            "chairs",
            "represented",
            "headed",
        }:
            m = k + 2 + (self.norm(k + 2) == "the")
            unit = self.units.party_at(m)
            if unit is not None and not actor.party_id and actor.name and not actor.role:
                actor.party_id, actor.rule, actor.kind = (
                    unit.parties[0].party_id,
                    f"who {self.norm(k + 1)} the party",
                    "office",
                )
                actor.role = self.units.text(k + 1, unit.last)
                return j
            return j
        if self.norm(k) == "who" and self.norm(k + 1) in {"is", "was"}:
            k += 2
        while self.norm(k) in {"as", "is", "then", "being", "a", "one", "also", "both"}:
            k += 1
        head = self.titles.head(k)
        if head is None or head[0].is_plural or head[0].kind == "honorific":
            return j
        inner, inner_parties, end = head
        if inner.kind == "side":
            return j
        end = self.tails.tails(inner, end, inner_parties)
        end = self.chain(inner, end, inner_parties, is_named=True)
        name_first = self.names.skip_honorifics(end)
        if self.names.end_of_name(name_first, False) is not None:
            return j
        is_titled = bool(actor.role) and actor.kind != "honorific"
        if self.norm(end) == "," and self.names.end_of_name(self.names.skip_honorifics(end + 1), False) and is_titled:
            return j  # "Foreign Minister X, Defence Minister, Y, ..." is a list
        cabinet, end = self._cabinet(end)
        self.titles.close_role(inner, end)
        party = inner.party_id or (inner_parties[0][0].party_id if inner_parties else cabinet)
        if not actor.role or actor.kind == "honorific" or not actor.party_id:
            actor.role = inner.role if not actor.role or actor.kind == "honorific" else actor.role
            if rank(inner.level) > rank(actor.level):
                actor.level = inner.level
            actor.domain = actor.domain or inner.domain
        if party and not actor.party_id:
            actor.party_id, actor.rule = party, "title behind the name"
        actor.posting = actor.posting or inner.posting
        actor.kind = "office"
        actor.last, actor.end = end, self.words[end - 1].end
        return end
