"""Who took part: one row a person, made from the participants of all meetings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipeline import tokens
from pipeline.records import Meeting, PartialDate, Participant, Report

_NOT_A_LETTER_OR_DIGIT = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person. Grain: one human being over all meetings; counts and dates are of held meetings."""

    person_id: str
    name: str
    party_id: str
    aliases: tuple[str, ...] = ()
    role: str | None = None
    first_seen: PartialDate | None = None
    last_seen: PartialDate | None = None
    n_meetings: int = 0
    spellings: tuple[str, ...] = ()
    """Each form with how many meetings use it: ``Faisal Mekdad (3)``."""
    offices: tuple[str, ...] = ()
    """Each office with the dates it was met in: ``SYR Foreign Minister (2021-02-17 – 2021-03-21)``."""


def office(party_id: str, role: str, first: str | None, last: str | None) -> str:
    """One entry of ``people.offices``; without dates where no held meeting has one."""
    span = f" ({first})" if first == last and first else f" ({first} – {last})" if first else ""
    return f"{party_id} {role}{span}"


class _Appearance(NamedTuple):
    """One participant row of one meeting."""

    meeting_id: str
    report: Report
    participant: Participant


def person_id(participant: Participant) -> str | None:
    """The id of a participant: the linked person's, else one made from name and party.

    Args:
        participant: A participant of any meeting.

    Returns:
        The id, or ``None`` where nobody is named.
        ``Participant("RUS", "Russia", "country", "Sergey Lavrov")`` gives ``"sergey-lavrov-rus"``.
    """
    if participant.person_id or not participant.name:
        return participant.person_id
    words = _NOT_A_LETTER_OR_DIGIT.sub("-", tokens.normalise(f"{participant.name} {participant.party_id}"))
    return words.strip("-") or None


def roster(meetings: Iterable[Meeting], known: Sequence[PersonRow] = ()) -> list[PersonRow]:
    """All persons of the meetings.

    Args:
        meetings: Merged meetings, in reading order: the last stated role and party are kept.
        known: Rows the merge step made; they win over what is made here.

    Returns:
        The persons, sorted by id.
    """
    given = {row.person_id for row in known}
    appearances: dict[str, list[_Appearance]] = {}
    for meeting in meetings:
        for participant in meeting.report.participants:
            found = person_id(participant)
            if found and found not in given:
                appearances.setdefault(found, []).append(_Appearance(meeting.meeting_id, meeting.report, participant))
    rows = {found: _person(found, seen) for found, seen in appearances.items()}
    rows |= {row.person_id: replace(row, aliases=tuple(sorted(set(row.aliases) - {row.name}))) for row in known}
    return [rows[found] for found in sorted(rows)]


def _person(found: str, seen: Sequence[_Appearance]) -> PersonRow:
    """One person from all appearances; the name most often used among the fullest forms."""
    spellings = Counter(appearance.participant.name for appearance in seen if appearance.participant.name)
    name = max(spellings, key=lambda spelling: (len(spelling.split()), spellings[spelling], len(spelling), spelling))
    held = {appearance.meeting_id: appearance.report for appearance in seen if appearance.report.status == "held"}
    dates = sorted((report.date for report in held.values() if report.date), key=PartialDate.iso)
    roles = [appearance.participant.role for appearance in seen if appearance.participant.role]
    dated_last = [appearance for appearance in seen if appearance.report.date] or list(seen)
    return PersonRow(
        person_id=found,
        name=name,
        party_id=dated_last[-1].participant.party_id,
        aliases=tuple(sorted(set(spellings) - {name})),
        role=roles[-1] if roles else None,
        first_seen=dates[0] if dates else None,
        last_seen=dates[-1] if dates else None,
        n_meetings=len(held),
    )
