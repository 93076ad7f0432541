"""Whose side is whose: one contact as the meetings it is, with the side it leaves out filled in.

- a side that the sentence leaves out is the protagonist, the official the article follows
  ("A side meeting was likewise held with the Bulgarian minister");
- a list is as many meetings as it has parties ("met with his counterparts from A, B and C"), unless the words make it
  one (a ceremony, a trilateral, "a call with his A and B counterparts");
- people of one side together are one meeting; contacts of one side only are none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

from pipeline.extract.actors import Actor, seniority
from pipeline.extract.cast import make_guest
from pipeline.extract.drafts import MINISTER, Draft, Member, Told
from pipeline.extract.referents import Referents
from pipeline.extract.rounds import Rounds
from pipeline.lexicon.phrases import book


class Sides:
    """Splits the contacts of one article into meetings.

    ``abroad`` tells the country a sentence's contact took place in, ``None`` where the article does not.
    """

    def __init__(
        self,
        triggers: dict[str, Any],
        referents: Referents,
        rounds: Rounds,
        abroad: Callable[[int], str | None] | None = None,
    ) -> None:
        self.referents, self.rounds, self.abroad = referents, rounds, abroad
        self.words, self.cast, self.home = referents.words, referents.cast, referents.home
        self.separate, self.together = (book(tuple(triggers["discourse"][key])) for key in ("separate", "together"))
        self.meals = frozenset(triggers["grammar"]["meals"])
        self.speaking = frozenset(triggers["grammar"]["speaking"])

    def split(self, item: Told, number: int) -> list[Draft]:
        """One contact as the meetings it is."""
        members = item.members
        parties = list(dict.fromkeys(m.party_id for m, _ in members))
        if not parties:
            return []
        self._join_sides(members)
        parties = list(dict.fromkeys(m.party_id for m, _ in members))
        if self._is_abroad(item, members):
            parties = list(dict.fromkeys(m.party_id for m, _ in members))
        if parties == [self.home] and self._receives_guest(members):
            parties = list(dict.fromkeys(m.party_id for m, _ in members))
        if len(parties) == 1 and (listed := self.rounds.listed_after(item)):
            members = [*members, *((m, "with") for m in listed)]
            parties = list(dict.fromkeys(m.party_id for m, _ in members))
        is_one_list = len({m.actor.group for m, _ in members}) == 1 and members[0][0].actor.group >= 0
        if is_one_list and all(relation in ("subject", "by") for _, relation in members):
            # "The foreign ministers of Kenya and Uruguay met": the list is both sides
            return [
                Draft(
                    [m for m, _ in members],
                    [item.contact],
                    [item.sentence],
                    status=item.status,
                    host=self.home if self.home in parties else parties[0],
                    batch=number,
                )
            ]
        if len(parties) == 1 or is_one_list:
            # several parties of one mention ("the ministers of A and B") are all the other side
            filled = self._fill_side(item, parties[0])
            if filled is None or filled.party_id in parties:
                return []
            members = [(filled, "subject"), *members]
            parties = [filled.party_id, *parties]
        host = self._lead_side(members, parties)
        own = [m for m, _ in members if m.party_id == host]
        others = [(m, r) for m, r in members if m.party_id != host]
        groups = self._groups(others, item)
        return [
            Draft([*own, *group], [item.contact], [item.sentence], status=item.status, host=host, batch=number)
            for group in groups
        ]

    def _join_sides(self, members: Sequence[tuple[Member, str]]) -> None:
        """``X met Ghanaian Vice President Y and Minister of Finance Z``: Z without a country sits on Y's side."""
        for (first, relation), (second, other) in pairwise(members):
            person = second.person
            is_default = person is not None and person.rule.startswith("home side")
            beside = relation == other in ("with", "object", "by") and first.party_id != self.home
            gap = self._between(first.actor, second.actor)
            own_side = any(m.party_id == self.home and m is not second for m, _ in members)
            if person is not None and is_default and beside and own_side and gap <= {"and", ",", "the"}:
                make_guest(person, first.party_id)
                second.party_id = first.party_id

    def _between(self, first: Actor, second: Actor) -> set[str]:
        """The words between two mentions."""
        return {word.norm for word in self.words[first.last : second.first]}

    def _is_abroad(self, item: Told, members: Sequence[tuple[Member, str]]) -> bool:
        """``On his visit to Santiago he met the Interior Minister``: an official without a country is the host's."""
        hero = self.referents.protagonist
        if hero is None or all(m.person is not hero for m, _ in members) or self.abroad is None:
            return False
        hosts = [m for m, _ in members if m.person and m.person is not hero and m.person.rule.startswith("home side")]
        country = self.abroad(item.sentence) if hosts else None
        if country is None or country in (self.home, hero.party_id):
            return False
        for member in hosts:
            assert member.person is not None  # noqa: S101 - filtered above
            make_guest(member.person, country)
            member.party_id = country
        return True

    def _receives_guest(self, members: Sequence[tuple[Member, str]]) -> bool:
        """``the Prime Minister was the host of Ambassador X``: whose ambassador, if no country is told.

        One who meets the home side in its own press is a foreign one, of the country most spoken of.
        """
        guests = [
            m
            for m, _ in members
            if m.person and m.person.level == "ambassador" and m.person.rule.startswith("home side")
        ]
        hosts = [m for m, _ in members if m not in guests and seniority(m.actor) >= MINISTER]
        if len(guests) != 1 or not hosts or self.cast.foreign is None or guests[0].person is None:
            return False
        make_guest(guests[0].person, self.cast.foreign)
        guests[0].party_id = self.cast.foreign
        return True

    def _fill_side(self, item: Told, party: str) -> Member | None:
        """The protagonist as the side the sentence leaves out, where it can be him."""
        hero = self.referents.protagonist
        if hero is None or hero.party_id in (None, party) or item.contact.kind in ("join", "visit"):
            return None
        if any(a.is_plural and a.party_id is None for a in item.contact.actors):
            return None  # "X had talks there with several officials": the other side is told, if not named
        if (
            len({m.party_id for m, _ in item.members}) == 1 < len(item.members)
            and item.contact.kind != "hand"
            and all(r in ("subject", "object", "by") for _, r in item.members)
        ):
            return None
        relations = {r for _, r in item.members}
        if (
            item.contact.kind == "meet"
            and "with" not in relations
            and "by" not in relations
            and "object" not in relations
        ):
            return None
        before = [m for m in hero.mentions if m.start <= item.contact.start]
        assert hero.party_id is not None  # noqa: S101 - checked above
        return Member(hero.party_id, (before or hero.mentions)[-1 if before else 0], hero, rule="protagonist")

    def _lead_side(self, members: Sequence[tuple[Member, str]], parties: Sequence[str]) -> str:
        """The side the others are counted against: the protagonist's, else the home side, else the subject's."""
        if self.referents.protagonist and self.referents.protagonist.party_id in parties:
            return str(self.referents.protagonist.party_id)
        if self.home in parties:
            return str(self.home)
        counts = Counter(m.party_id for m, r in members if r in ("subject", "by"))
        return counts.most_common(1)[0][0] if counts else parties[0]

    def _groups(self, others: Sequence[tuple[Member, str]], item: Told) -> list[list[Member]]:
        """The counterparts of each meeting a contact tells."""
        parties = list(dict.fromkeys(m.party_id for m, _ in others))
        everyone = [m for m, _ in others]
        contact = item.contact
        separate = self.referents.has(self.separate, item.sentence)
        if len(everyone) == 1 or (self.referents.has(self.together, item.sentence) and not separate):
            return [everyone]
        if contact.kind in ("hand", "join"):
            return [everyone]
        if (
            contact.word in self.speaking
            and len({m.actor.group for m in everyone}) == 1
            and everyone[0].actor.group >= 0
            and not separate
        ):
            return [everyone]  # "spoke with his counterparts from A, B and C": one call, all on the line
        is_one = contact.has_article or contact.word.split()[-1] in self.meals
        is_singular = contact.kind == "noun" and not contact.is_plural and is_one and "another" not in contact.modifiers
        is_pair_of_talks = (
            contact.kind == "noun" and contact.is_plural and contact.word.endswith("talks") and len(parties) == 2
        )
        if (is_singular or is_pair_of_talks) and not separate:
            return [everyone]
        if len(parties) == 1 and not separate:
            return [everyone]
        if len(parties) >= 3 or separate:
            return [[m] for m in everyone]
        return [[m for m in everyone if m.party_id == party] for party in parties]
