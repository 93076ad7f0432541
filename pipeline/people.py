"""One row a person across the corpus: every spelling with its count, every office with its time, namesakes apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pipeline import names, roster
from pipeline.records import Level, Meeting, PartialDate, Participant

EXCLUSIVE: Final[frozenset[Level]] = frozenset({"head_of_state", "minister", "ambassador", "parliament"})
"""Offices nobody holds by turns: minister, ambassador, minister again within one run of reports is two namesakes."""

_NOT_A_LETTER_OR_DIGIT = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class NameRow:
    """One spelling of one person. ``n_meetings`` counts meetings of any status that use it."""

    person_id: str
    name: str
    n_meetings: int


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office of one person, with the first and last day it was met with at held meetings."""

    person_id: str
    party_id: str
    role: str
    level: Level
    first_seen: PartialDate | None
    last_seen: PartialDate | None
    n_meetings: int


@dataclass(frozen=True, slots=True)
class Resolved:
    """The meetings with one ``person_id`` for all spellings of a person, and what is known of the persons."""

    meetings: tuple[Meeting, ...]
    people: tuple[roster.PersonRow, ...]
    names: tuple[NameRow, ...]
    offices: tuple[OfficeRow, ...]


@dataclass(frozen=True, slots=True)
class _Appearance:
    """One named participant of one meeting; ``seat`` is the place in the list of participants."""

    meeting: Meeting
    seat: int
    participant: Participant

    @property
    def name(self) -> str:
        return self.participant.name or ""

    @property
    def day(self) -> str:
        """ISO date for ordering; undated last."""
        return self.meeting.report.date.iso() if self.meeting.report.date else "9999"


def resolve(meetings: Iterable[Meeting]) -> Resolved:
    """Find out who is who.

    Args:
        meetings: Merged meetings, in any order.

    Returns:
        The meetings in order of their ids, and the persons. Fayssal Mikdad and Faisal al-Miqdad of Syria are one,
        Bashar and Ibrahim al-Jaafari are two, and so are two of one name in two countries.
    """
    ordered = sorted(meetings, key=lambda meeting: meeting.meeting_id)
    by_party: dict[str, list[_Appearance]] = defaultdict(list)
    linked: dict[str, list[_Appearance]] = defaultdict(list)
    for meeting in ordered:
        for seat, participant in enumerate(meeting.report.participants):
            if participant.name:
                appearance = _Appearance(meeting, seat, participant)
                by_party[participant.party_id].append(appearance)
                if participant.person_id:
                    linked[participant.person_id].append(appearance)
    persons: dict[str, list[_Appearance]] = {person_id: list(seen) for person_id, seen in linked.items()}
    for party_id in sorted(by_party):
        for person_id, seen in _persons_of(party_id, by_party[party_id]):
            persons.setdefault(person_id, []).extend(seen)
    ids = {
        (appearance.meeting.meeting_id, appearance.seat): person_id
        for person_id, seen in persons.items()
        for appearance in seen
    }
    return Resolved(
        tuple(_with_ids(meeting, ids) for meeting in ordered),
        tuple(_person(person_id, persons[person_id]) for person_id in sorted(persons)),
        tuple(row for person_id in sorted(persons) for row in _name_rows(person_id, persons[person_id])),
        tuple(row for person_id in sorted(persons) for row in _office_rows(person_id, persons[person_id])),
    )


def _persons_of(party_id: str, appearances: Sequence[_Appearance]) -> Iterator[tuple[str, list[_Appearance]]]:
    """Persons among the unlinked participants of one party, joined to linked ones where exactly one fits."""
    spelled: dict[str, list[_Appearance]] = defaultdict(list)
    registered: dict[str, Counter[str]] = defaultdict(Counter)
    for appearance in appearances:
        if appearance.participant.person_id:
            registered[appearance.participant.person_id][appearance.name] += 1
        else:
            spelled[appearance.name].append(appearance)
    groups: dict[str, list[str]] = {person_id: sorted(known) for person_id, known in registered.items()}
    found: dict[str, list[_Appearance]] = defaultdict(list)
    index: dict[str, set[str]] = defaultdict(set)
    for person_id, known in groups.items():
        for name in known:
            _file(index, person_id, name)
    for name in sorted(spelled, key=lambda name: (-len(names.words(name)), -len(spelled[name]), name)):
        candidates = {group for code in names.codes(name) for group in index[code]}
        fitting = [group for group in sorted(candidates) if _fits(name, groups[group])]
        if len(fitting) == 1:
            group = fitting[0]
        else:
            group = _slug(name, party_id)
            groups.setdefault(group, [])
        groups[group].append(name)
        found[group].extend(spelled[name])
        _file(index, group, name)
    for group, seen in found.items():
        if group in registered:
            yield group, seen
        else:
            yield from _namesakes(group, seen)


def _file(index: dict[str, set[str]], group: str, name: str) -> None:
    for code in names.codes(name):
        index[code].add(group)


def _fits(name: str, spellings: Sequence[str]) -> bool:
    """Whether a name is the person of these spellings: like the fullest of them, and unlike none that is as full."""
    fullest = max(spellings, key=lambda spelling: (len(names.words(spelling)), spelling))
    return names.same_person(name, fullest) or (
        len(names.words(name)) > 1
        and any(names.score(name, spelling) >= 0.9 for spelling in spellings if len(names.words(spelling)) > 1)
    )


def _namesakes(group: str, seen: list[_Appearance]) -> Iterator[tuple[str, list[_Appearance]]]:
    """One person, or one for each office where two offices that exclude each other come by turns."""
    dated = sorted(
        (item for item in seen if item.meeting.report.date and item.participant.level in EXCLUSIVE),
        key=lambda item: (item.day, item.meeting.meeting_id),
    )
    turns = [item.participant.level for item in dated]
    runs = [level for position, level in enumerate(turns) if position == 0 or turns[position - 1] != level]
    if len(runs) == len(set(runs)):
        yield group, seen
        return
    main = Counter(turns).most_common(1)[0][0]
    others = sorted(set(turns) - {main})
    yield group, [item for item in seen if item.participant.level not in others]
    for level in others:
        yield f"{group}-{level.replace('_', '-')}", [item for item in seen if item.participant.level == level]


def _slug(name: str, party_id: str) -> str:
    """``sergey-lavrov-rus``: the folded name and the party, as ``roster.person_id`` makes it."""
    made = roster.person_id(Participant(party_id, party_id, "country", name))
    return made or _NOT_A_LETTER_OR_DIGIT.sub("-", f"{name} {party_id}".lower()).strip("-")


def _with_ids(meeting: Meeting, ids: Mapping[tuple[str, int], str]) -> Meeting:
    participants = tuple(
        replace(participant, person_id=ids.get((meeting.meeting_id, seat), participant.person_id))
        for seat, participant in enumerate(meeting.report.participants)
    )
    if participants == meeting.report.participants:
        return meeting
    return replace(meeting, report=replace(meeting.report, participants=participants))


def _person(person_id: str, seen: Sequence[_Appearance]) -> roster.PersonRow:
    """The row of one person."""
    spellings = Counter(item.name for item in seen)
    name = max(spellings, key=lambda spelling: (len(names.words(spelling)), spellings[spelling], spelling))
    held = [item for item in seen if item.meeting.report.status == "held"]
    days = sorted((item.meeting.report.date for item in held if item.meeting.report.date), key=PartialDate.iso)
    latest = sorted(seen, key=lambda item: (item.day if item.day != "9999" else "", item.meeting.meeting_id))
    roles = [item.participant.role for item in latest if item.participant.role]
    return roster.PersonRow(
        person_id=person_id,
        name=name,
        party_id=latest[-1].participant.party_id,
        aliases=tuple(sorted(set(spellings) - {name})),
        role=roles[-1] if roles else None,
        first_seen=days[0] if days else None,
        last_seen=days[-1] if days else None,
        n_meetings=len({item.meeting.meeting_id for item in held}),
        spellings=tuple(f"{row.name} ({row.n_meetings})" for row in _name_rows(person_id, seen)),
        offices=tuple(
            roster.office(
                row.party_id,
                row.role,
                row.first_seen.iso() if row.first_seen else None,
                row.last_seen.iso() if row.last_seen else None,
            )
            for row in _office_rows(person_id, seen)
        ),
    )


def _name_rows(person_id: str, seen: Sequence[_Appearance]) -> Iterator[NameRow]:
    counts = Counter(item.name for item in seen)
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        yield NameRow(person_id, name, counts[name])


def _office_rows(person_id: str, seen: Sequence[_Appearance]) -> Iterator[OfficeRow]:
    """Offices in the order first met; spellings of one office ("Foreign Minister", "foreign minister") are one."""
    offices: dict[tuple[str, str, Level], list[_Appearance]] = defaultdict(list)
    for item in seen:
        if item.participant.role:
            role = names.fold(item.participant.role)
            offices[item.participant.party_id, role, item.participant.level].append(item)
    for key in sorted(offices, key=lambda key: (min(item.day for item in offices[key]), key)):
        party_id, _, level = key
        words = Counter(item.participant.role or "" for item in offices[key])
        held = [item for item in offices[key] if item.meeting.report.status == "held"]
        days = sorted((item.meeting.report.date for item in held if item.meeting.report.date), key=PartialDate.iso)
        yield OfficeRow(
            person_id=person_id,
            party_id=party_id,
            role=max(words, key=lambda role: (words[role], role)),
            level=level,
            first_seen=days[0] if days else None,
            last_seen=days[-1] if days else None,
            n_meetings=len({item.meeting.meeting_id for item in held}),
        )
