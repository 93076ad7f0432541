"""One row a person across the corpus: every spelling with its count, every office with its time, namesakes apart."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
class Appearance:
    """One named participant of one meeting.

    Attributes:
        meeting_id: The meeting.
        seat: The place in its list of participants.
        date: Its day, month or year as ISO 8601; empty when unknown.
        is_held: Whether it took place.
        party_id: Whom the person stood for.
        name: As told there.
        person_id: The person the article was linked to, if any.
        role: The office, in the article's words.
        level: The rank.
    """

    meeting_id: str
    seat: int
    date: str
    is_held: bool
    party_id: str
    name: str
    person_id: str | None
    role: str | None
    level: Level

    @property
    def place(self) -> tuple[str, int]:
        """What tells it from all others."""
        return self.meeting_id, self.seat

    @property
    def turn(self) -> tuple[str, str, int]:
        """Sort key: by date, undated last."""
        return self.date or "9999", self.meeting_id, self.seat


def resolve(meetings: Iterable[Meeting]) -> Resolved:
    """Find out who is who.

    Args:
        meetings: Merged meetings, in any order.

    Returns:
        The meetings in order of their ids, and the persons. Fayssal Mikdad and Faisal al-Miqdad of Syria are one,
        Bashar and Ibrahim al-Jaafari are two, and so are two of one name in two countries.
    """
    ordered = sorted(meetings, key=lambda meeting: meeting.meeting_id)
    linked: dict[str, list[Appearance]] = defaultdict(list)
    spelled: dict[str, dict[str, list[Appearance]]] = defaultdict(lambda: defaultdict(list))
    registered: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for appearance in (one for meeting in ordered for one in appearances(meeting)):
        if appearance.person_id:
            linked[appearance.person_id].append(appearance)
            registered[appearance.party_id][appearance.person_id].add(appearance.name)
        else:
            spelled[appearance.party_id][appearance.name].append(appearance)
    persons: dict[str, list[Appearance]] = {person_id: list(seen) for person_id, seen in linked.items()}
    for party_id, by_name in spelled.items():
        counts = {name: len(seen) for name, seen in by_name.items()}
        known = registered[party_id]
        for group, spellings in grouped(party_id, counts, known).items():
            for person_id, seen in persons_of(group, [one for name in spellings for one in by_name[name]], known):
                persons.setdefault(person_id, []).extend(seen)
    ids = {appearance.place: person_id for person_id, seen in persons.items() for appearance in seen}
    return Resolved(
        tuple(with_ids(meeting, ids) for meeting in ordered),
        tuple(person(person_id, persons[person_id]) for person_id in sorted(persons)),
        tuple(row for person_id in sorted(persons) for row in _name_rows(person_id, persons[person_id])),
        tuple(row for person_id in sorted(persons) for row in _office_rows(person_id, persons[person_id])),
    )


def appearances(meeting: Meeting) -> Iterator[Appearance]:
    """The named participants of a meeting."""
    report = meeting.report
    for seat, one in enumerate(report.participants):
        if one.name:
            yield Appearance(
                meeting_id=meeting.meeting_id,
                seat=seat,
                date=report.date.iso() if report.date else "",
                is_held=report.status == "held",
                party_id=one.party_id,
                name=one.name,
                person_id=one.person_id,
                role=one.role,
                level=one.level,
            )


def grouped(
    party_id: str, spelled: Mapping[str, int], registered: Mapping[str, Collection[str]]
) -> dict[str, tuple[str, ...]]:
    """Tell which spellings of one party are one person, each joined to a linked person where exactly one fits.

    Args:
        party_id: The party.
        spelled: Names of participants who are not linked, with how often each comes.
        registered: Linked persons of the party with the names they come under.

    Returns:
        The names of ``spelled``, by the linked person or by an id made of the first of them.
    """
    groups: dict[str, list[str]] = {person_id: sorted(known) for person_id, known in registered.items()}
    found: dict[str, list[str]] = defaultdict(list)
    index: dict[str, set[str]] = defaultdict(set)
    for person_id, known in groups.items():
        for name in known:
            _file(index, person_id, name)
    for name in sorted(spelled, key=lambda name: (-len(names.words(name)), -spelled[name], name)):
        candidates = {group for code in names.codes(name) for group in index[code]}
        fitting = [group for group in sorted(candidates) if _fits(name, groups[group])]
        if len(fitting) == 1:
            group = fitting[0]
        else:
            group = _slug(name, party_id)
            groups.setdefault(group, [])
        groups[group].append(name)
        found[group].append(name)
        _file(index, group, name)
    return {group: tuple(known) for group, known in found.items()}


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


def persons_of(
    group: str, seen: Sequence[Appearance], registered: Collection[str]
) -> Iterator[tuple[str, list[Appearance]]]:
    """One person, or one for each office where two offices that exclude each other come by turns.

    Args:
        group: What ``grouped`` called the names.
        seen: Everybody under these names.
        registered: Linked persons, who are one by their link.

    Yields:
        The id of each person with the appearances of it.
    """
    dated = sorted((item for item in seen if item.date and item.level in EXCLUSIVE), key=lambda item: item.turn)
    turns = [item.level for item in dated]
    runs = [level for position, level in enumerate(turns) if position == 0 or turns[position - 1] != level]
    if group in registered or len(runs) == len(set(runs)):
        yield group, list(seen)
        return
    main = Counter(turns).most_common(1)[0][0]
    others = sorted(set(turns) - {main})
    yield group, [item for item in seen if item.level not in others]
    for level in others:
        yield f"{group}-{level.replace('_', '-')}", [item for item in seen if item.level == level]


def _slug(name: str, party_id: str) -> str:
    """``sergey-lavrov-rus``: the folded name and the party, as ``roster.person_id`` makes it."""
    made = roster.person_id(Participant(party_id, party_id, "country", name))
    return made or _NOT_A_LETTER_OR_DIGIT.sub("-", f"{name} {party_id}".lower()).strip("-")


def with_ids(meeting: Meeting, ids: Mapping[tuple[str, int], str]) -> Meeting:
    """A meeting whose participants have the ids of the persons they are, by meeting and seat."""
    participants = tuple(
        replace(participant, person_id=ids.get((meeting.meeting_id, seat), participant.person_id))
        for seat, participant in enumerate(meeting.report.participants)
    )
    if participants == meeting.report.participants:
        return meeting
    return replace(meeting, report=replace(meeting.report, participants=participants))


def person(person_id: str, seen: Sequence[Appearance]) -> roster.PersonRow:
    """The row of one person, from all appearances in any order."""
    spellings = Counter(item.name for item in seen)
    name = max(spellings, key=lambda spelling: (len(names.words(spelling)), spellings[spelling], spelling))
    held = [item for item in seen if item.is_held]
    latest = sorted(seen, key=lambda item: (item.date, item.meeting_id, item.seat))
    roles = [item.role for item in latest if item.role]
    first_seen, last_seen = _span(held)
    return roster.PersonRow(
        person_id=person_id,
        name=name,
        party_id=latest[-1].party_id,
        aliases=tuple(sorted(set(spellings) - {name})),
        role=roles[-1] if roles else None,
        first_seen=first_seen,
        last_seen=last_seen,
        n_meetings=len({item.meeting_id for item in held}),
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


def _span(held: Iterable[Appearance]) -> tuple[PartialDate | None, PartialDate | None]:
    """The first and the last of the dates that are known."""
    dates = [item.date for item in held if item.date]
    return (PartialDate.from_iso(min(dates)), PartialDate.from_iso(max(dates))) if dates else (None, None)


def _name_rows(person_id: str, seen: Sequence[Appearance]) -> Iterator[NameRow]:
    counts = Counter(item.name for item in seen)
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        yield NameRow(person_id, name, counts[name])


def _office_rows(person_id: str, seen: Sequence[Appearance]) -> Iterator[OfficeRow]:
    """Offices in the order first met; spellings of one office ("Foreign Minister", "foreign minister") are one."""
    offices: dict[tuple[str, str, Level], list[Appearance]] = defaultdict(list)
    for item in seen:
        if item.role:
            offices[item.party_id, names.fold(item.role), item.level].append(item)
    for key in sorted(offices, key=lambda key: (min(item.date or "9999" for item in offices[key]), key)):
        party_id, _, level = key
        words = Counter(item.role or "" for item in offices[key])
        held = [item for item in offices[key] if item.is_held]
        first_seen, last_seen = _span(held)
        yield OfficeRow(
            person_id=person_id,
            party_id=party_id,
            role=max(words, key=lambda role: (words[role], role)),
            level=level,
            first_seen=first_seen,
            last_seen=last_seen,
            n_meetings=len({item.meeting_id for item in held}),
        )
