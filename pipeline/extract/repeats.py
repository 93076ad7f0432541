"""The same meeting told again: when a second telling is of a meeting that is there already, and what it adds.

It is the same with the same parties, no person or office that contradicts, and no "another".
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.drafts import Draft, Member, Told

_ENVOYS = {"envoy", "ambassador"}
"""Copy calls an ambassador "envoy" in the next sentence."""


def is_same(old: Draft, new: Draft, item: Told) -> bool:
    """Whether a draft tells a meeting that is there already."""
    if old.batch == new.batch:
        return False
    if {old.status, new.status} == {"planned", "held"} and old.status != new.status and not _shares_everyone(old, new):
        return False
    if not (new.parties <= old.parties or old.parties <= new.parties):
        return False
    is_another = "another" in item.contact.modifiers or "second" in item.contact.modifiers
    for party in new.parties & old.parties:
        mine, theirs = new.persons(party), old.persons(party)
        if mine and theirs and not mine & theirs:
            return False
        if party == old.host:
            continue
        if mine and not theirs and _contradicts(old.offices(party), new, party):
            return False
        if theirs and not mine and _contradicts(new.offices(party), old, party):
            return False
        if not mine and not theirs and not _same_office(old.offices(party), new.offices(party)):
            return False
    return not (is_another and new.told[0] != old.told[0])


def absorb(old: Draft, new: Draft) -> None:
    """Add a second telling to the first."""
    for member in new.members:
        same_party = [m for m in old.members if m.party_id == member.party_id]
        if any(m.key == member.key for m in same_party):
            continue
        unnamed = next((m for m in same_party if m.person is None), None)
        if unnamed is not None and member.person is not None:
            unnamed.person, unnamed.actor = member.person, member.actor
        elif member.person is not None or not same_party:
            old.members.append(member)
    old.contacts += new.contacts
    old.told += [i for i in new.told if i not in old.told]
    if old.status != new.status and "held" in (old.status, new.status):
        old.status = "held"


def _shares_everyone(old: Draft, new: Draft) -> bool:
    """Whether both tellings name the same people of every party."""
    return all(new.persons(p) == old.persons(p) for p in new.parties | old.parties)


def _contradicts(offices: Sequence[Member], named: Draft, party: str) -> bool:
    """Whether an unnamed office is of another rank than the named people of the same party."""
    levels: set[str] = {m.person.level for m in named.members if m.party_id == party and m.person}
    if levels & _ENVOYS:
        levels |= _ENVOYS
    return any(
        m.actor.kind == "office" and m.actor.level not in levels | {"other"} and "other" not in levels for m in offices
    )


def _same_office(first: Sequence[Member], second: Sequence[Member]) -> bool:
    """Whether unnamed offices of two tellings can be the same."""
    if not first or not second:
        return True
    if any(m.actor.kind == "side" for m in (*first, *second)):
        return True
    return any(
        a.actor.level == b.actor.level and a.actor.attributes & b.actor.attributes for a in first for b in second
    )
