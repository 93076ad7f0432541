"""Tails of titles: ``of Kazakhstan``, ``to Lebanon``, ``at the Qatari Ministry of ...``, and whose office they tell.

The party is the one the office belongs to; where an ambassador is sent is only kept as the posting.
"""

from __future__ import annotations

from pipeline.extract.actors import Actor
from pipeline.extract.bodies import MAX_TAIL_WORDS, BodyReader
from pipeline.extract.persons import NameReader
from pipeline.extract.titles import Head, TitleReader
from pipeline.extract.units import CORES, DETERMINERS, POSSESSIVES, Found, Unit, Units
from pipeline.lexicon import PartyForm

LARGE_CITY = 100_000
"""From this size a one-word name behind "in" is the city before it is anything else."""
POSTED = frozenset({"ambassador", "envoy"})
"""Levels whose "to X", "in X", "for X" is where they are sent, not whom they represent."""
TAIL_PREPOSITIONS = frozenset({"of", "for", "to", "at", "in", "on", "from", "with", "by"})


class TailReader:
    """Reads the tails of the titles of one article."""

    def __init__(self, units: Units, names: NameReader, titles: TitleReader) -> None:
        self.units, self.words, self.norms, self.norm = units, units.words, units.norms, units.norm
        self.names, self.titles = names, titles
        self.bodies = BodyReader(units)
        self.lexicon = units.lexicon
        self.margins = frozenset(self.lexicon.triggers["grammar"]["margins"])
        self.realms = frozenset(self.lexicon.triggers["names"]["realms"])

    def tails(self, actor: Actor, j: int, parties: list[Found]) -> int:
        """``of Kazakhstan``, ``to Lebanon``, ``at the Qatari Ministry of ...``, as many as stand there."""
        budget = j + MAX_TAIL_WORDS
        while j < min(self.units.limit, budget):
            preposition = self.norm(j)
            k = j
            in_charge = self.norms[j : j + 3] == ["in", "charge", "of"]
            if in_charge:
                preposition, k = "for", j + 2
            elif preposition in ("designate", "-designate"):
                j += 1
                continue
            elif preposition == "(":
                close = next((m for m in range(j, min(j + 6, self.units.limit)) if self.norms[m] == ")"), None)
                if close is None:
                    break
                named = self.units.party_at(j + 1)
                if named and named.last == close and named.parties[0].kind == "name" and actor.rule.startswith("of "):
                    # "... of the Arab League Education ... Organization (ALECSO)": the abbreviation is the exact body
                    actor.party_id, actor.rule = named.parties[0].party_id, "abbreviation behind the body"
                j = close + 1
                continue
            if preposition not in TAIL_PREPOSITIONS or preposition in ("with", "by") or self._is_beside(k):
                break
            end = self._tail(actor, preposition, k + 1, parties, in_charge)
            if end is None:
                break
            j = end
        return j

    def _is_beside(self, k: int) -> bool:
        """Whether ``on the sidelines of`` begins at word ``k``: where they met, not whose they are."""
        return self.norm(k + 1) == "the" and self.norm(k + 2) in self.margins

    def _tail(self, actor: Actor, preposition: str, k: int, parties: list[Found], in_charge: bool) -> int | None:
        """One tail after its preposition; sets the actor's party where the tail tells it."""
        while (self.norm(k) in DETERMINERS or self.norm(k) in POSSESSIVES) and self.units.title_at(k) is None:
            k += 1
        unit = self.units.unit(k)
        if self._is_posting(actor, preposition, k):
            return k + 1
        if unit and unit.is_place:
            return unit.last if preposition in ("in", "at", "of") and actor.level in POSTED | {"official"} else None
        if unit and unit.occasion:
            if unit.occasion.organisation and not actor.party_id and not parties and preposition == "of":
                actor.party_id, actor.rule = unit.occasion.organisation, "of the occasion's organisation"
            return unit.last if preposition in ("of", "to", "at") else None
        if unit and unit.parties:
            return self._party(actor, preposition, unit, parties)
        if unit and unit.title and unit.title.kind in (*CORES, "honorific", "modifier"):
            if head := self.titles.head(k):
                return self._office(actor, preposition, head, parties)
        return self._matter(preposition, k, in_charge)

    def _represents(self, actor: Actor, preposition: str) -> bool:
        """Whether what stands behind the preposition is whom the office belongs to."""
        return preposition == "of" or (preposition in ("at", "from") and actor.level not in POSTED)

    def _is_posting(self, actor: Actor, preposition: str, k: int) -> bool:
        """Whether the one word behind the preposition is where somebody is posted."""
        cities = self.lexicon.cities.get(self.norm(k)) if preposition == "in" else None
        if cities and cities[0].population >= LARGE_CITY and self.names.named_behind(k + 1):
            return True  # "consul general in Geneva, X"
        # "Ambassador of Belgium to the Kingdom, X"
        return self.norm(k) in self.realms and self.norm(k + 1) not in ("of", "'s") and actor.level in POSTED

    def _party(self, actor: Actor, preposition: str, unit: Unit, parties: list[Found]) -> int | None:
        """A tail that begins with a party: ``of Kazakhstan``, ``in Damascus``, ``at Iraq's Ministry of Oil``."""
        form, end = self.units.pick(unit), unit.last
        possessive = self.norm(end) == "'s"
        if possessive:
            end += 1
        body = self.bodies.body(end)
        nested = self.units.title_at(end)
        if preposition in ("in", "on", "from", "at") and not possessive and body == end and not nested:
            return self._bare_party(actor, preposition, form, end, parties)
        if form.kind == "capital" and preposition == "of" and not actor.party_id:
            return end
        represents = self._represents(actor, preposition)
        if nested and nested.title and nested.title.kind in CORES:
            end = nested.last
            represents = represents or (preposition in ("to", "for") and actor.level != "ambassador")
            reached = self.tails(self.units.actor(unit.first, end), end, [(form, unit.first, unit.last)])
            end = max(end, reached)
        elif body > end:
            end = body
            represents = represents or (preposition == "in" and possessive)
        if actor.level in POSTED and preposition in ("to", "in", "for", "on"):
            actor.posting = actor.posting or form.party_id
            represents = nested is not None and represents
        if represents and not actor.party_id and not parties and form.kind != "capital":
            actor.party_id, actor.rule = form.party_id, f"{preposition} the party"
        return end

    def _bare_party(
        self, actor: Actor, preposition: str, form: PartyForm, end: int, parties: list[Found]
    ) -> int | None:
        """``in Damascus``: after an ambassador the posting, after anyone else the place of the event."""
        if actor.level in POSTED and form.kind in ("name", "capital"):
            actor.posting = form.party_id
            return end
        if preposition == "from" and form.kind == "name" and not actor.party_id and not parties:
            actor.party_id, actor.rule = form.party_id, "from the party"
            return end
        return end if preposition == "at" or self.names.named_behind(end) else None

    def _office(self, actor: Actor, preposition: str, head: Head, parties: list[Found]) -> int | None:
        """A tail that is an office itself: ``adviser to the President of Kenya``."""
        inner, inner_parties, end = head
        if inner.kind == "honorific" and preposition != "of":
            return None
        end = self.tails(inner, end, inner_parties)
        party = inner.party_id or (inner_parties[0][0].party_id if inner_parties else None)
        represents = self._represents(actor, preposition) or preposition in ("to", "for")
        if party and not actor.party_id and not parties and represents:
            actor.party_id, actor.rule = party, f"{preposition} an office of the party"
        holder = self.lexicon.people.match_at(self.norms, end, self.units.limit)
        if inner.kind == "honorific":
            end = self.names.end_of_name(end, False) or end
        elif holder and any(one.party_id == party and one.level == inner.level for one in holder[1]):
            end = holder[0]  # "special envoy of the President of Rwanda Paul Kagame": the name is the President's
        if self.norm(end) == "'s":
            end = max(end + 1, self.bodies.body(end + 1))
        return end

    def _matter(self, preposition: str, k: int, in_charge: bool) -> int | None:
        """A tail that names a body or a matter: ``for the Americas``, ``in charge of Relations``."""
        body = self.bodies.body(k)
        if body == k < self.units.limit and preposition in ("for", "of") and self.words[k].is_capital:
            # "Executive Director for the Americas of the European External Action Service"
            stop = k
            while stop < self.units.limit and self.words[stop].is_capital and stop - k < 4:
                stop += 1
            is_name = self.norm(stop) == "at" and self.names.end_of_name(k, False) is not None
            if self.norm(stop) in ("of", "at") and not is_name:
                return stop
        if body == k and in_charge:
            while self.words[body].is_capital and body < self.units.limit - 1:
                body += 1
        return body if body > k else None
