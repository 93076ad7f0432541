"""Several reports of one meeting → the meeting: field by field the best founded value, and what contradicts it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import Any, Final, TypeVar

from pipeline import names, tellings
from pipeline.records import DateBasis, Evidence, Meeting, Participant, Report, Status, TopicHit

STATUS_RANK: Final[Mapping[Status, int]] = {"held": 3, "cancelled": 2, "planned": 1, "mentioned": 0}
"""A planned meeting that was later held is held; one that was called off is no longer planned."""

BASIS_RANK: Final[Mapping[DateBasis | None, int]] = {
    "corrected": 7,
    "stated": 6,
    "weekday": 5,
    "occasion": 4,
    "dateline": 3,
    "inherited": 2,
    "published": 1,
    None: 0,
}
"""A day that is printed beats one that is worked out, which beats one that is assumed."""

PRECISION_RANK: Final = {"day": 3, "month": 2, "year": 1}

MAX_CONFIDENCE: Final = 0.99
"""Sources share mistakes (both copy one press release), so no number of them makes a row certain."""

Value = TypeVar("Value", bound=Hashable)


def fuse(meeting_id: str, told: Sequence[tellings.Telling], copies: Mapping[str, str]) -> Meeting:
    """Make one meeting of all its reports.

    Args:
        meeting_id: The id it keeps.
        told: Its reports, each of another article; their order does not matter.
        copies: Reprints, which count as sources but found nothing.

    Returns:
        The meeting, without aliases.
    """
    ordered = sorted(told, key=lambda telling: _lead_order(telling, copies))
    lead = ordered[0].report
    reports = [telling.report for telling in ordered]
    if len(ordered) == 1:
        return Meeting(
            meeting_id,
            lead,
            ((lead.doc_id, True),),
            tuple((lead.doc_id, piece) for piece in lead.evidence),
            told=((lead.doc_id, lead.ordinal),),
        )
    voices = [telling.report for telling in ordered if telling.document.doc_id not in copies] or reports
    dated = max(voices, key=_date_rank)
    placed = max(voices, key=lambda report: (bool(report.city), bool(report.country), _lead_rank(report, lead)))
    fused = replace(
        lead,
        status=max((report.status for report in reports), key=lambda status: STATUS_RANK[status]),
        mode=_most(voices, lambda report: None if report.mode == "unknown" else report.mode) or "unknown",
        date=dated.date,
        date_end=dated.date_end,
        date_basis=dated.date_basis,
        city=placed.city,
        country=placed.country,
        latitude=placed.latitude,
        longitude=placed.longitude,
        venue=_most(voices, lambda report: report.venue),
        occasion=max((report.occasion for report in voices if report.occasion), key=_occasion_rank, default=None),
        participants=join_participants([report.participants for report in reports]),
        topics=_topics(voices, lead),
        confidence=_confidence(voices),
    )
    return Meeting(
        meeting_id,
        fused,
        tuple((report.doc_id, report is lead) for report in reports),
        evidence(reports, {telling.document.doc_id: telling.document.text for telling in ordered}.get),
        conflicts=_conflicts(fused, reports),
        told=tuple((report.doc_id, report.ordinal) for report in reports),
    )


def _lead_order(telling: tellings.Telling, copies: Mapping[str, str]) -> tuple[Any, ...]:
    """Sort key: the report that tells most comes first; never a reprint before its original."""
    report = telling.report
    told = sum(value is not None for value in (report.date, report.city, report.occasion, report.venue)) + sum(
        participant.name is not None for participant in report.participants
    )
    published = telling.document.published
    return (
        telling.document.doc_id in copies,
        -STATUS_RANK[report.status],
        -told,
        -round(report.confidence, 6),
        published.isoformat() if published else "9999",
        report.doc_id,
    )


def _lead_rank(report: Report, lead: Report) -> bool:
    return report is lead


def _date_rank(report: Report) -> tuple[int, int, int, str]:
    """The more precise, then the better founded, then the held one; ties by article."""
    precision = PRECISION_RANK.get(report.date.precision, 0) if report.date else 0
    return precision, BASIS_RANK[report.date_basis], STATUS_RANK[report.status], report.doc_id


def _most(reports: Sequence[Report], value: Callable[[Report], Value | None]) -> Value | None:
    """What most reports say, the first of equals in the order of the reports, ``None`` only when none says anything."""
    said = [found for found in map(value, reports) if found is not None]
    counts = Counter(said)
    return max(counts, key=lambda found: (counts[found], -said.index(found))) if said else None


def _occasion_rank(occasion: str) -> tuple[bool, int, str]:
    """The name that tells which edition, then the fuller one."""
    return any(letter.isdigit() for letter in occasion), len(occasion.split()), occasion


def join_participants(lists: Sequence[Sequence[Participant]]) -> tuple[Participant, ...]:
    """All participants once, in the order first told, each under the fullest form of the name.

    Args:
        lists: The participants of each report, the leading report first.

    Returns:
        Participants; a party of which somebody is named has no row without a name.
    """
    joined: list[Participant] = []
    for participant in (participant for told in lists for participant in told):
        index = next((i for i, known in enumerate(joined) if _is_same(known, participant)), None)
        if index is None:
            joined.append(participant)
        else:
            joined[index] = _join(joined[index], participant)
    named = {participant.party_id for participant in joined if participant.name}
    return tuple(participant for participant in joined if participant.name or participant.party_id not in named)


def _is_same(known: Participant, other: Participant) -> bool:
    if known.party_id != other.party_id:
        return False
    if not known.name or not other.name:
        return not known.name and not other.name and known.role == other.role
    return tellings.same_participant(known, other)


def _join(known: Participant, other: Participant) -> Participant:
    """One person told twice."""
    fuller = max((known, other), key=lambda person: len(names.words(person.name or "")))
    if len(names.words(fuller.name or "")) == len(names.words(known.name or "")):
        fuller = known
    return replace(
        known,
        name=fuller.name,
        role=known.role or other.role,
        level=other.level if known.level == "other" else known.level,
        principal=known.principal or other.principal,
        person_id=known.person_id or other.person_id,
    )


def _topics(reports: Sequence[Report], lead: Report) -> tuple[TopicHit, ...]:
    """Each topic once, as sure as its surest words; offsets only where they are of the leading article."""
    best: dict[str, TopicHit] = {}
    for report in reports:
        for hit in report.topics:
            own = hit if report is lead else TopicHit(hit.topic, hit.confidence, 0, 0)
            known = best.get(hit.topic)
            if known is None:
                best[hit.topic] = own
            elif own.confidence > known.confidence:
                best[hit.topic] = replace(known, confidence=own.confidence)
    return tuple(best[topic] for topic in sorted(best))


def _confidence(reports: Sequence[Report]) -> float:
    """Sources that agree make a row surer: one minus the chance that all are wrong."""
    return min(MAX_CONFIDENCE, 1.0 - prod(1.0 - report.confidence for report in reports))


def evidence(reports: Sequence[Report], text: Callable[[str], str | None]) -> tuple[tuple[str, Evidence], ...]:
    """The evidence of all reports, and the words of topics that no rule had listed.

    Args:
        reports: The reports of one meeting.
        text: The text of an article by ``doc_id``; without one, no words are cut from it.

    Returns:
        Each piece with the article it stands in.
    """
    found: dict[tuple[str, Evidence], None] = {}
    for report in reports:
        for piece in report.evidence:
            found[report.doc_id, piece] = None
        shown = {piece.value for piece in report.evidence if piece.field == "topic"}
        unlisted = [hit for hit in report.topics if hit.topic not in shown and hit.end > hit.start]
        article = text(report.doc_id) if unlisted else None
        for hit in unlisted if article else ():
            words = (article or "")[hit.start : hit.end]
            found[report.doc_id, Evidence("topic", hit.topic, hit.start, hit.end, words, "topic-phrase")] = None
    return tuple(found)


def _conflicts(fused: Report, reports: Sequence[Report]) -> tuple[tuple[str, str, str], ...]:
    """``(field, value, doc_id)`` for every report that says otherwise than the meeting."""
    found: dict[tuple[str, str, str], None] = {}
    for report in reports:
        if report.mode not in ("unknown", fused.mode):
            found["mode", report.mode, report.doc_id] = None
        for field in ("city", "country"):
            value = getattr(report, field)
            if value and names.fold(value) != names.fold(getattr(fused, field) or ""):
                found[field, value, report.doc_id] = None
        if report.occasion and fused.occasion and not tellings.same_occasion(report.occasion, fused.occasion):
            found["occasion", report.occasion, report.doc_id] = None
        if report.date and fused.date and not fused.date.iso().startswith(report.date.iso()):
            found["date", report.date.iso(), report.doc_id] = None
        if {report.status, fused.status} == {"held", "cancelled"}:
            found["status", report.status, report.doc_id] = None
    return tuple(sorted(found))
