"""From contacts in sentences to the meetings of an article, and which sentences deal with which of them.

Who is meant, whose side is whose, what is the same one again and who else was there are read by modules of their own:
``referents``, ``sides`` with ``rounds``, ``repeats``, ``attendance``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pipeline.extract import repeats
from pipeline.extract.actors import seniority
from pipeline.extract.attendance import Attendance
from pipeline.extract.cast import Person
from pipeline.extract.contacts import Contact
from pipeline.extract.drafts import MINISTER, Draft, Told
from pipeline.extract.referents import Referents
from pipeline.extract.rounds import Rounds
from pipeline.extract.sides import Sides


class Narrator:
    """Assembles the drafts of one article."""

    def __init__(
        self,
        triggers: dict[str, Any],
        referents: Referents,
        abroad: Callable[[int], str | None] | None = None,
    ) -> None:
        self.referents = referents
        self.sentences, self.actors, self.cast = referents.sentences, referents.actors, referents.cast
        self.rounds = Rounds(self.referents)
        self.sides = Sides(triggers, self.referents, self.rounds, abroad)
        self.attendance = Attendance(triggers, self.referents)
        self.home, self.by_name = self.referents.home, self.referents.by_name

    def told(self, contacts: Iterable[tuple[int, Contact]]) -> list[Told]:
        """Resolve the participants of all contacts.

        Args:
            contacts: Sentence index, contact.
        """
        result = []
        for index, contact in contacts:
            result.append(Told(index, contact, self.referents.members(contact, index), contact.status))
        self.referents.protagonist = self._protagonist(result)
        return result

    def _protagonist(self, told: Sequence[Told]) -> Person | None:
        """The official the article follows: who takes part most often, a host of the home side before others."""
        counts: Counter[str] = Counter()
        for item in told:
            for member, _ in item.members:
                if member.person:
                    counts[member.person.name] += 2 + (member.party_id == self.home)
        home_told = any(m.party_id == self.home for item in told for m, _ in item.members)
        for person in self.cast.persons:
            # "Ahead of the polls the Head of State found time for diplomacy": the host may be told in no contact
            is_host = not home_told and person.party_id == self.home and seniority(person.mentions[0]) >= MINISTER
            if person.name in counts or is_host:
                counts[person.name] += min(len(person.mentions), 4) + 4 * is_host
        return self.by_name[counts.most_common(1)[0][0]] if counts else None

    def drafts(self, told: Sequence[Told]) -> list[Draft]:
        """The meetings of the article in the order told."""
        result: list[Draft] = []
        self.rounds.trees_told = {item.sentence for item in told if item.members}
        opened: Told | None = None
        for number, item in enumerate(told):
            if result and self.attendance.tells(item):
                continue
            split = self.rounds.of(opened, item, number) or self.sides.split(item, number)
            opened = (
                item
                if self.rounds.opens(item)
                else (opened if opened and item.sentence <= opened.sentence + 1 else None)
            )
            for draft in split:
                same = next((d for d in result if repeats.is_same(d, draft, item)), None)
                if same is None:
                    result.append(draft)
                else:
                    repeats.absorb(same, draft)
        return result

    def spread(self, drafts: Sequence[Draft], sections: Sequence[int]) -> None:
        """Give each sentence to the meetings it deals with; a sub-headed part (``sections``: its start) begins anew."""
        current: list[Draft] = []
        for index, sentence in enumerate(self.sentences):
            if any(self.sentences[index - 1].start < start <= sentence.start for start in sections if index):
                current = []
            here = [d for d in drafts if index in d.told]
            if here:
                current = here
                for draft in here:
                    draft.about.append(index)
                    if index == min(draft.told) and any(c.kind == "hand" for c in draft.contacts):
                        # "X was handed credentials. Presenting them were the ambassadors of ..."
                        back = [i for i in range(index) if self.sentences[i].paragraph == sentence.paragraph]
                        draft.about[-1:] = [*back, index]
                continue
            named = {
                p.name
                for a in self.actors[index]
                if (p := self.referents.person(a)) and p is not self.referents.protagonist
            }
            speaking = [
                d
                for d in drafts
                if d.told[0] <= index
                and any(m.person and m.person.name in named for m in d.members if m.party_id != d.host)
            ]
            # a sentence that names one of several counterparts is about that meeting only
            target = [d for d in speaking if d in current] or speaking or current
            if named and not speaking and current and self._names_stranger(index, current):
                target = current
            for draft in target:
                draft.about.append(index)

    def _names_stranger(self, index: int, current: Sequence[Draft]) -> bool:
        """Whether a sentence names none of those who take part."""
        return all(
            m.person is None or m.person.name not in {a.canonical for a in self.actors[index]}
            for d in current
            for m in d.members
        )
