"""Who is who in one article: later short mentions joined to the full one, parties found for titles that name none.

The party of a person comes, in this order, from the words of any mention in the article, from the register of people,
and last from the home side: the party whose press this is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline import names, tokens
from pipeline.extract.actors import Actor, seniority
from pipeline.extract.home import Home
from pipeline.lexicon import Lexicon, Tenure
from pipeline.records import Level


@dataclass(slots=True)
class Person:
    """One person of an article, with all mentions."""

    name: str
    mentions: list[Actor] = field(default_factory=list)
    party_id: str | None = None
    rule: str = ""
    role: str | None = None
    level: Level = "other"
    person_id: str | None = None

    @property
    def start(self) -> int:
        """Where the person is first named."""
        return self.mentions[0].name_start


_SINGLE = frozenset({"head_of_state", "head_of_government", "minister"})
"""Offices of which a side has one; a second "Foreign Minister" without a country is the other side's."""


def make_guest(person: Person, party_id: str | None) -> None:
    """Give an official who was taken for the home side the foreign party."""
    person.party_id = party_id
    person.rule = "country most spoken of" if party_id else ""
    for mention in person.mentions:
        mention.party_id, mention.rule = person.party_id, person.rule


def _domain(person: Person) -> str:
    return next((m.domain for m in person.mentions if m.domain), "")


@dataclass(slots=True)
class Cast:
    """The people of one article and its home side."""

    persons: list[Person]
    home: Home | None
    foreign: str | None = None
    """The foreign country most spoken of that no official has: whose an ambassador without a country is."""

    def find(self, name: str) -> Person | None:
        """The person a name means here: one candidate or none."""
        matches = [p for p in self.persons if names.same_person(name, p.name)]
        return matches[0] if len(matches) == 1 else None


def tenures_at(tenures: Sequence[Tenure], day: date | None) -> list[Tenure]:
    """The terms that cover a day; all of them without one."""
    if day is None:
        return list(tenures)
    iso = day.isoformat()
    covering = [t for t in tenures if t.start <= iso and (not t.end or iso[: len(t.end)] <= t.end)]
    return covering or list(tenures)


class Caster:
    """Builds the cast of articles; keeps an index of the register by surname."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._by_code: dict[tuple[str, str], list[Tenure]] = {}
        for tenure in lexicon.tenures:
            for code in names.codes(tenure.name):
                self._by_code.setdefault((tenure.party_id, code), []).append(tenure)

    def cast(self, actors: Sequence[Actor], home: Home | None, day: date | None, spoken_of: Sequence[str] = ()) -> Cast:
        """Join mentions into persons and give each a party.

        Args:
            actors: All mentions of the article in order; ``canonical``, ``party_id`` and ``person_id`` are filled in.
            home: The home side, if known.
            day: The day of publication, to choose among terms of office.
            spoken_of: Countries the article names outside titles, the most frequent first.

        Returns:
            The cast. Bare names that no title, register or longer mention supports are not in it.
        """
        persons: list[Person] = []
        for actor in sorted((a for a in actors if a.name), key=lambda a: (a.kind == "name", -len(a.name or ""))):
            self._join(actor, persons)
        persons = [p for p in persons if any(m.kind != "name" for m in p.mentions) or self._register(p, day, home)]
        for person in persons:
            person.mentions.sort(key=lambda m: m.start)
            self._describe(person, day, home)
        persons.sort(key=lambda p: p.start)
        if home is None:
            self._share_sides(persons)
        self._counterparts(persons, [actor for actor in actors if not actor.name])
        foreign = self._guests(persons, home, spoken_of)
        return Cast(persons, home, foreign)

    def _is_american(self, party_id: str | None) -> bool:
        party = self.lexicon.parties.get(party_id or "")
        return party is not None and party.region == "Americas"

    def _share_sides(self, persons: Sequence[Person]) -> None:
        """``Ghana's Foreign Minister X and Trade Minister Y``: Y's country, in an article without a home side."""
        for person in persons:
            beside = [m.beside for m in person.mentions if m.beside and m.beside.party_id and m.kind == "office"]
            if person.party_id is None and beside:
                person.party_id, person.rule = beside[0].party_id, "listed beside an official"
                for mention in person.mentions:
                    mention.party_id, mention.rule = person.party_id, person.rule

    def _counterparts(self, persons: Sequence[Person], unnamed: Sequence[Actor]) -> None:
        """``met her Ghanaian counterpart``: of the rank of whom the article named just before."""
        for person in persons:
            if person.level == "other" and any("counterpart" in m.attributes for m in person.mentions):
                person.level = self._level_before(person.mentions[0], persons)
                for one in person.mentions:
                    one.level = person.level
        for actor in unnamed:
            if actor.level == "other" and "counterpart" in actor.attributes:
                actor.level = self._level_before(actor, persons)

    def _level_before(self, actor: Actor, persons: Sequence[Person]) -> Level:
        """The level of the last person named before a mention, of those whose level is known."""
        named = [
            (max(starts), person.level)
            for person in persons
            if person.level != "other" and (starts := [m.start for m in person.mentions if m.start < actor.start])
        ]
        return max(named)[1] if named else "other"

    def _guests(self, persons: Sequence[Person], home: Home | None, spoken_of: Sequence[str]) -> str | None:
        """Officials who are home by default but cannot be: the second holder of one office.

        Such a guest is of the foreign country most spoken of; where none is, nobody's.

        Returns:
            That country.
        """
        if home is None:
            return None
        taken = {p.party_id for p in persons if not p.rule.startswith("home side")}
        foreign = [party for party in spoken_of if party != home.party_id and party not in taken]
        holders: set[tuple[str, str]] = {
            (p.level, _domain(p)) for p in persons if p.party_id == home.party_id and not p.rule.startswith("home side")
        }
        for person in persons:
            if not person.rule.startswith("home side"):
                continue
            office = (person.level, _domain(person))
            is_single = person.level in _SINGLE and (person.level != "minister" or office[1] == "foreign")
            if is_single and office in holders:
                make_guest(person, foreign[0] if foreign else None)
            elif is_single:
                holders.add(office)
        return foreign[0] if foreign else None

    def _join(self, actor: Actor, persons: list[Person]) -> None:
        assert actor.name is not None  # noqa: S101 - narrowed by the caller
        matches = [p for p in persons if self._is_same(actor, p)]
        if len(matches) > 1:
            exact = [p for p in matches if any(m.name == actor.name for m in p.mentions)]
            same_party = [
                p for p in matches if actor.party_id and any(m.party_id == actor.party_id for m in p.mentions)
            ]
            matches = exact or same_party or matches
            matches = [max(matches, key=lambda p: max(seniority(m) for m in p.mentions))]
        if not matches and actor.kind == "name" and len(tokens.words(actor.name)) == 1:
            # "Mohamad and Sugiono discussed ...": a given name alone, where only one can be meant
            word = tokens.normalise(actor.name)
            matches = [p for p in persons if word in {w.norm for w in tokens.words(p.name)}]
            matches = matches if len(matches) == 1 else []
        if matches:
            matches[0].mentions.append(actor)
            return
        persons.append(Person(actor.name, [actor]))

    def _is_same(self, actor: Actor, person: Person) -> bool:
        name = actor.name or ""
        if not names.same_person(name, person.name):
            return False
        stated = {m.party_id for m in person.mentions if m.party_id}
        return actor.party_id is None or not stated or actor.party_id in stated or len(tokens.words(name)) > 1

    def _register(self, person: Person, day: date | None, home: Home | None) -> Tenure | None:
        """The register's entry for a full name: exact spelling first, then one alike of the same party."""
        stated = {m.party_id for m in person.mentions if m.party_id}
        exact = [t for m in person.mentions for t in self.lexicon.people.get(m.name or "")]
        if not exact and len(tokens.words(person.name)) > 1:
            # a name only alike counts within its own party: two ministers of two countries are often namesakes
            wanted = sorted(stated or ({home.party_id} if home else set()))
            codes = sorted(names.codes(person.name))
            candidates = dict.fromkeys(
                t for party in wanted for code in codes for t in self._by_code.get((party, code), ())
            )
            exact = [t for t in candidates if names.same_person(person.name, t.name)]
        if stated:
            exact = [t for t in exact if t.party_id in stated]
        found = tenures_at(exact, day)
        if day is None:
            found.sort(key=lambda tenure: tenure.start, reverse=True)  # what is undated is rather new than old
        return found[0] if found and len({t.party_id for t in found}) == 1 else None

    def _describe(self, person: Person, day: date | None, home: Home | None) -> None:
        titled = [m for m in person.mentions if m.kind != "name"]
        stated = Counter(m.party_id for m in titled if m.party_id)
        tenure = self._register(person, day, home)
        if stated:
            person.party_id = stated.most_common(1)[0][0]
            person.rule = next(m.rule for m in titled if m.party_id == person.party_id)
        elif tenure:
            person.party_id, person.rule = tenure.party_id, "register of people"
        elif any(m.kind == "office" for m in titled) and home:
            person.party_id, person.rule = home.party_id, f"home side ({home.rule})"
        if tenure and tenure.party_id == person.party_id:
            person.person_id = tenure.person_id
        best = max(titled, key=lambda m: (seniority(m), len(m.role or "")), default=None)
        if best:
            person.role, person.level = best.role or None, best.level
            if "chancellor" in best.attributes and self._is_american(person.party_id):
                person.level = "minister"  # in Latin America "canciller" is the foreign minister
        if tenure and person.level == "other" and tenure.party_id == person.party_id:
            person.level = tenure.level
            person.role = person.role or tenure.office
        person.name = max((m.name or "" for m in person.mentions), key=lambda n: (len(tokens.words(n)), len(n)))
        for mention in person.mentions:
            mention.canonical = person.name
            mention.person_id = person.person_id
            mention.party_id = mention.party_id or person.party_id
            mention.rule = mention.rule or person.rule
            if mention.level == "other":
                mention.level = person.level
