"""The records of meetings in the making, and who of a side is the one to be named first."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.extract.actors import Actor, seniority
from pipeline.extract.cast import Person
from pipeline.extract.contacts import Contact

MINISTER = 6
"""Seniority from which an official can be the host an article follows."""


@dataclass(slots=True)
class Member:
    """One participant of a draft: a person of the cast, or an office nobody fills by name."""

    party_id: str
    actor: Actor
    person: Person | None = None
    is_principal: bool = True
    rule: str = "participant"

    @property
    def key(self) -> str:
        """What tells two members of a party apart."""
        return self.person.name if self.person else f"~{self.actor.role or self.party_id}"


@dataclass(slots=True)
class Draft:
    """A meeting in the making. ``told`` are the sentences with a trigger of it, ``about`` all that deal with it."""

    members: list[Member]
    contacts: list[Contact] = field(default_factory=list)
    told: list[int] = field(default_factory=list)
    about: list[int] = field(default_factory=list)
    host: str | None = None
    status: str = "held"
    is_conference: bool = False
    event: str | None = None
    batch: int = 0

    @property
    def parties(self) -> frozenset[str]:
        """The parties that take part."""
        return frozenset(m.party_id for m in self.members)

    def persons(self, party_id: str) -> set[str]:
        """Names of a party's named members."""
        return {m.person.name for m in self.members if m.party_id == party_id and m.person}

    def offices(self, party_id: str) -> list[Member]:
        """The unnamed members of a party."""
        return [m for m in self.members if m.party_id == party_id and m.person is None]


@dataclass(slots=True)
class Told:
    """A contact with its participants resolved and its status judged."""

    sentence: int
    contact: Contact
    members: list[tuple[Member, str]]
    status: str


def rank_principals(draft: Draft) -> None:
    """One named leader a side: the senior one; where several are equal the first named. Others were present."""
    for party in draft.parties:
        side = [m for m in draft.members if m.party_id == party and m.person and m.is_principal]
        if len(side) < 2:
            continue
        lead = max(side, key=lambda m: (max(seniority(m.actor), _level_rank(m)), -m.actor.start))
        for member in side:
            member.is_principal = member is lead


def _level_rank(member: Member) -> int:
    return max((seniority(m) for m in member.person.mentions), default=0) if member.person else 0
