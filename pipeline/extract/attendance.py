"""Who else was there: the people an attendance sentence names ("The meeting was attended by ...")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.extract.actors import Actor
from pipeline.extract.cast import Person
from pipeline.extract.drafts import Draft, Member, Told
from pipeline.extract.referents import Referents
from pipeline.lexicon.phrases import book


class Attendance:
    """Reads the attendance sentences of one article."""

    def __init__(self, triggers: dict[str, Any], referents: Referents) -> None:
        self.referents, self.actors = referents, referents.actors
        self.words, self.sentences = referents.words, referents.sentences
        self.attend = book(tuple(triggers["discourse"]["attend"]))

    def attendees(self, drafts: Sequence[Draft]) -> None:
        """Add the people an attendance sentence names to the meeting told before it."""
        current: Draft | None = None
        for index in range(len(self.sentences)):
            here = [d for d in drafts if index in d.told]
            at = self._begins(index)
            if here:
                current = here[-1]
                if at is None:
                    continue
            if at is None or current is None:
                continue
            party: str | None = None
            for actor in self.actors[index]:
                if actor.start < at and here:
                    continue
                if actor.kind == "side" and actor.party_id in current.parties:
                    party = actor.party_id
                    continue
                member = self._attendee(actor, current, party)
                if member is not None:
                    current.members.append(member)
                    if index not in current.about:
                        current.about.append(index)

    def _begins(self, index: int) -> int | None:
        """Where the words of attendance begin in a sentence, ``None`` if it has none."""
        norms, first = self.referents.norms(index), self.sentences[index].first
        begun = next(self.attend.matches(norms, 0, len(norms)), None)
        return self.words[first + begun[0]].start if begun else None

    def tells(self, item: Told) -> bool:
        """``The meeting was attended by ...``: who was there at the meeting told before, no meeting of its own."""
        is_known = "the" in item.contact.modifiers and item.contact.kind == "noun"
        return is_known and self._begins(item.sentence) is not None

    def _attendee(self, actor: Actor, draft: Draft, party: str | None) -> Member | None:
        """A named mention as one who was there, ``None`` if it is no party's or there already."""
        if not actor.name:
            return None
        person = self.referents.person(actor)
        if person is None and party is None and actor.party_id is None:
            return None
        if any(m.person is not None and person is not None and m.person.name == person.name for m in draft.members):
            return None
        stated = (person.party_id if person else None) or actor.party_id
        if person and person.rule.startswith("home side") and party:
            stated = party
        is_titled = actor.kind in ("office", "honorific") and stated is None
        chosen = stated or party or (draft.host if is_titled else None)
        if chosen is None or chosen not in draft.parties:
            return None
        if person is None:
            person = Person(actor.name, [actor], chosen, role=actor.role, level=actor.level)
        return Member(chosen, actor, person, is_principal=False, rule="attendance")
