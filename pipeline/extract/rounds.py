"""Sides named only afterwards: rounds of meetings and lists of envoys whose names stand in the next sentences."""

from __future__ import annotations

from pipeline.extract.drafts import Draft, Member, Told
from pipeline.extract.referents import Referents


class Rounds:
    """Finds the rounds of one article; ``trees_told`` are the sentences that tell contacts of their own."""

    def __init__(self, referents: Referents) -> None:
        self.referents, self.sentences, self.actors = referents, referents.sentences, referents.actors
        self.trees_told: set[int] = set()

    def listed_after(self, item: Told) -> list[Member]:
        """``credentials were presented by six envoys. They were the ambassadors of A, X; B, Y``: who the six are."""
        nameless = any(a.is_plural and a.party_id is None for a in item.contact.actors)
        index = item.sentence + 1
        if not nameless or index >= len(self.sentences) or any(t == index for t in self.trees_told):
            return []
        norms = self.referents.norms(index)
        starts = (
            norms[:1] in (["they"], ["these"], ["namely"], ["those"], ["the"])
            or "are" in norms[:6]
            or "were" in norms[:6]
        )
        own = {m.party_id for m, _ in item.members}
        found = [m for a in self.actors[index] if (m := self.referents.resolve(a, index)) and m.party_id not in own]
        return found if starts and len({m.party_id for m in found}) >= 2 else []

    def opens(self, item: Told) -> bool:
        """``held meetings with heads of delegations``: several meetings whose other sides are named afterwards."""
        nameless = any(a.is_plural and a.party_id is None for a in item.contact.actors)
        several = item.contact.is_plural or item.contact.kind in ("meet", "talk")
        return several and nameless and len({m.party_id for m, _ in item.members}) == 1

    def of(self, opened: Told | None, item: Told, number: int) -> list[Draft]:
        """The meetings of an opened round, one for each side named in the sentences after it."""
        if opened is None or item.sentence > opened.sentence + 2 or item.sentence == opened.sentence:
            return []
        leader = opened.members[0][0]
        others = [m for m, _ in item.members if m.party_id != leader.party_id]
        if not others or len(others) != len(item.members):
            return []
        return [
            Draft(
                [leader, other],
                [opened.contact, item.contact],
                [item.sentence],
                status=item.status,
                host=leader.party_id,
                batch=number,
            )
            for other in others
        ]
