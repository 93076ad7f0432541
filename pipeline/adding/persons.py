"""Who is who after articles were added: persons told anew where a name came up or went, all others as they were."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline import people, roster
from pipeline.adding.filed import Bits
from pipeline.records import Meeting

Use = tuple[str, str, str | None]
"""Party, name and the person linked to: what tells of one appearance whether it could be another's."""


@dataclass(frozen=True, slots=True)
class Told:
    """What changed.

    Attributes:
        meetings: The meetings that were given, with ids of persons.
        ids: Another ``person_id`` for rows of ``participants`` that stay, by their place in the table.
        gone: Persons whose row goes or is replaced.
        rows: New rows of persons.
    """

    meetings: tuple[Meeting, ...]
    ids: Mapping[int, str]
    gone: frozenset[str]
    rows: tuple[roster.PersonRow, ...]


@dataclass(frozen=True, slots=True)
class _Seats:
    """The named rows of a table of participants, column by column."""

    places: list[int]
    uses: list[Use]
    ids: list[str]

    @classmethod
    def of(cls, participants: pd.DataFrame, linked: Bits, rows: Bits) -> _Seats:
        """Those of some rows."""
        named = rows & participants["name"].notna().to_numpy()
        some = participants[["party_id", "name", "person_id"]][named]
        parties, names, ids = (some[name].tolist() for name in some.columns)
        links = [person_id if is_linked else None for person_id, is_linked in zip(ids, linked[named], strict=True)]
        places = named.nonzero()[0].tolist()
        return cls(places, list(zip(parties, names, links, strict=True)), ids)


def resolve(
    participants: pd.DataFrame, meetings: pd.DataFrame, linked: Bits, gone: Bits, changed: Sequence[Meeting]
) -> Told:
    """Find out who is who where it can have changed.

    Args:
        participants: The table as it was.
        meetings: The table as it was.
        linked: Which participants are linked.
        gone: Which of them go, as their meeting is replaced.
        changed: The meetings that are new or told otherwise.

    Returns:
        What ``people.resolve`` of all meetings would give otherwise than before.
    """
    kept, left = _Seats.of(participants, linked, ~gone), _Seats.of(participants, linked, gone)
    seen = [appearance for meeting in changed for appearance in people.appearances(meeting)]
    lost, won = Counter(left.uses), Counter((one.party_id, one.name, one.person_id) for one in seen)
    staying = Counter(kept.uses)
    asked = _in_question(staying + lost, staying + won, {*lost, *won})
    again = [number for number, use in enumerate(kept.uses) if use[2] is None and use[:2] in asked.names]
    when = zip(meetings["date"].fillna("").tolist(), (meetings["status"] == "held").tolist(), strict=True)
    days = dict(zip(meetings["meeting_id"].tolist(), when, strict=True))
    old = _appearances(participants, days, linked, [kept.places[number] for number in again])
    ids = _ids([*old, *(one for one in seen if one.person_id is None)], asked)
    now = list(kept.ids)
    for number, one in zip(again, old, strict=True):
        now[number] = ids[one.place]
    moved = {kept.places[number]: now[number] for number in again if now[number] != kept.ids[number]}
    concerned = {kept.ids[number] for number in again} | {now[number] for number in again}
    concerned |= set(left.ids) | {one.person_id or ids[one.place] for one in seen}
    theirs = [number for number, person_id in enumerate(now) if person_id in concerned]
    persons: dict[str, list[people.Appearance]] = defaultdict(list)
    found = _appearances(participants, days, linked, [kept.places[number] for number in theirs])
    for number, one in zip(theirs, found, strict=True):
        persons[now[number]].append(one)
    for one in seen:
        persons[one.person_id or ids[one.place]].append(one)
    return Told(
        tuple(people.with_ids(meeting, ids) for meeting in changed),
        moved,
        frozenset(concerned),
        tuple(people.person(person_id, persons[person_id]) for person_id in sorted(persons)),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """Names that are told anew.

    Attributes:
        names: Party and name of participants who are not linked.
        groups: The names of each person they are, by party and ``people.grouped``'s word for the person.
        registered: The linked persons of each party.
    """

    names: frozenset[tuple[str, str]]
    groups: Mapping[tuple[str, str], tuple[str, ...]]
    registered: Mapping[str, Mapping[str, set[str]]]


def _in_question(before: Mapping[Use, int], after: Mapping[Use, int], touched: Iterable[Use]) -> _Asked:
    """The names of persons whose names are others now, or who came up or went under one of them."""
    came = {(party_id, name) for party_id, name, person_id in touched if person_id is None}
    parties = {party_id for party_id, _, _ in touched}
    names: set[tuple[str, str]] = set()
    groups: dict[tuple[str, str], tuple[str, ...]] = {}
    registers = {}
    then, now = _by_party(before, parties), _by_party(after, parties)
    for party_id in sorted(parties):
        (spelled, registered), (spelled_now, registered_now) = then[party_id], now[party_id]
        old = people.grouped(party_id, spelled, registered)
        new = people.grouped(party_id, spelled_now, registered_now)
        registers[party_id] = registered_now
        for group in {*old, *new}:
            known, found = old.get(group, ()), new.get(group, ())
            if (
                set(known) != set(found)
                or (group in registered) != (group in registered_now)
                or any((party_id, name) in came for name in found)
            ):
                names |= {(party_id, name) for name in (*known, *found)}
                if found:
                    groups[party_id, group] = found
    return _Asked(frozenset(names), groups, registers)


def _by_party(uses: Mapping[Use, int], parties: set[str]) -> dict[str, tuple[dict[str, int], dict[str, set[str]]]]:
    """What ``people.grouped`` asks for of each of some parties."""
    found: dict[str, tuple[dict[str, int], dict[str, set[str]]]] = {
        party_id: ({}, defaultdict(set)) for party_id in parties
    }
    for (party_id, name, person_id), count in uses.items():
        if party_id in parties and count:
            if person_id is None:
                found[party_id][0][name] = count
            else:
                found[party_id][1][person_id].add(name)
    return found


def _ids(unlinked: Sequence[people.Appearance], asked: _Asked) -> dict[tuple[str, int], str]:
    """Who each of some participants is, by meeting and seat."""
    by_name: dict[tuple[str, str], list[people.Appearance]] = defaultdict(list)
    for one in unlinked:
        by_name[one.party_id, one.name].append(one)
    return {
        one.place: person_id
        for (party_id, group), names in asked.groups.items()
        for person_id, seen in people.persons_of(
            group, [one for name in names for one in by_name[party_id, name]], asked.registered[party_id]
        )
        for one in seen
    }


def _appearances(
    participants: pd.DataFrame, days: Mapping[str, tuple[str, bool]], linked: Bits, places: Sequence[int]
) -> list[people.Appearance]:
    """Some rows of a table of participants, with the date of each meeting and whether it was held."""
    some = participants.take(places)
    roles = some["role"].astype(object).where(some["role"].notna(), None)
    columns = ("meeting_id", "position", "party_id", "name", "person_id", "level")
    listed = zip(*(some[name].tolist() for name in columns), roles, linked[places].tolist(), strict=True)
    return [
        people.Appearance(
            meeting_id=meeting_id,
            seat=seat,
            date=days[meeting_id][0],
            is_held=days[meeting_id][1],
            party_id=party_id,
            name=name,
            person_id=person_id if is_linked else None,
            role=role,
            level=level,
        )
        for meeting_id, seat, party_id, name, person_id, level, role, is_linked in listed
    ]
