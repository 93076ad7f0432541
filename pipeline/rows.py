"""Records to rows: what each table says of an article, a meeting, a person or a party."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Protocol

from pipeline import captions, roster
from pipeline import lexicon as lexicons
from pipeline.records import Extraction, Meeting
from pipeline.schema import LIST_SEPARATOR

COORDINATE_DECIMALS = 4
"""About ten metres; the gazetteer knows cities, not doors."""

CONFIDENCE_DECIMALS = 3
"""More digits would claim a calibration nobody measured."""

Row = dict[str, Any]


class Register(Protocol):
    """The part of the lexicon that tables need."""

    @property
    def parties(self) -> Mapping[str, lexicons.Party]:
        """Parties by ``party_id``."""

    @property
    def topics(self) -> Mapping[str, lexicons.Topic]:
        """The closed list by topic id."""


def document(item: Extraction, n_chars: int, copies: Mapping[str, str], reported: Mapping[str, int]) -> Row:
    """A row of ``documents``."""
    document = item.document
    return {
        "doc_id": document.doc_id,
        "path": document.path,
        "url": document.url,
        "outlet": document.outlet,
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "published_basis": document.published_basis,
        "language": document.language,
        "kind": document.kind,
        "n_chars": n_chars,
        "sha256": document.sha256,
        "status": document.status,
        "error": document.error,
        "is_copy_of": copies.get(document.doc_id),
        "home_party": item.home_party,
        "n_meetings": reported.get(document.doc_id, 0),
    }


def meeting(meeting: Meeting, lexicon: Register, reviews: Mapping[str, str]) -> Row:
    """A row of ``meetings``."""
    report = meeting.report
    return {
        "meeting_id": meeting.meeting_id,
        "date": report.date.iso() if report.date else None,
        "date_end": report.date_end.iso() if report.date and report.date_end else None,
        "date_precision": report.date.precision if report.date else "unknown",
        "date_basis": report.date_basis if report.date or report.date_basis == "corrected" else None,
        "status": report.status,
        "mode": report.mode,
        "setting": report.setting,
        "city": report.city,
        "country": report.country,
        "latitude": _rounded(report.latitude, COORDINATE_DECIMALS),
        "longitude": _rounded(report.longitude, COORDINATE_DECIMALS),
        "venue": report.venue,
        "occasion": report.occasion,
        "title": captions.caption(report, lambda party_id, name: _party_name(party_id, name, lexicon)),
        "n_parties": len(report.parties),
        "n_sources": len({doc_id for doc_id, _ in meeting.sources}),
        "confidence": _rounded(report.confidence, CONFIDENCE_DECIMALS),
        "review": reviews.get(meeting.meeting_id, "unreviewed"),
        "n_conflicts": len(set(meeting.conflicts)),
    }


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


def _party_name(party_id: str, name: str, lexicon: Register) -> str:
    """The register's name of a party, or the one it was met under."""
    return lexicon.parties[party_id].name if party_id in lexicon.parties else name


def participants(meeting: Meeting, lexicon: Register) -> Iterable[Row]:
    """The rows of ``participants`` of one meeting, as told."""
    for position, participant in enumerate(meeting.report.participants):
        yield {
            "meeting_id": meeting.meeting_id,
            "party_id": participant.party_id,
            "party": _party_name(participant.party_id, participant.party, lexicon),
            "party_type": participant.party_type,
            "person_id": roster.person_id(participant),
            "name": participant.name,
            "role": participant.role,
            "level": participant.level,
            "principal": participant.principal,
            "position": position,
        }


def topics_of(meeting: Meeting) -> Iterable[Row]:
    """The rows of ``meeting_topics`` of one meeting: each topic once, as sure as its surest words."""
    best: dict[str, float] = {}
    for hit in meeting.report.topics:
        best[hit.topic] = max(hit.confidence, best.get(hit.topic, 0.0))
    for topic in sorted(best):
        yield {
            "meeting_id": meeting.meeting_id,
            "topic": topic,
            "confidence": _rounded(best[topic], CONFIDENCE_DECIMALS),
        }


def sources(meeting: Meeting) -> Iterable[Row]:
    """The rows of ``meeting_sources`` of one meeting."""
    leads: dict[str, bool] = {}
    for doc_id, is_lead in meeting.sources:
        leads[doc_id] = is_lead or leads.get(doc_id, False)
    for doc_id in sorted(leads):
        yield {"meeting_id": meeting.meeting_id, "doc_id": doc_id, "is_lead": leads[doc_id]}


def evidence(meetings: Iterable[Meeting], text: Callable[[str], str | None]) -> Iterable[Row]:
    """The evidence of each meeting, with the words of its topics where no rule gave them as evidence.

    Args:
        meetings: Meetings, in the order of their rows.
        text: The text of an article by ``doc_id``, ``None`` where there is no such article.
    """
    for meeting in meetings:
        report = meeting.report
        pieces = meeting.evidence or tuple((report.doc_id, piece) for piece in report.evidence)
        rows = {
            (doc_id, piece.field, piece.value or piece.text, piece.start, piece.end, piece.rule): piece.text
            for doc_id, piece in pieces
        }
        shown = {value for _, field, value, *_ in rows if field == "topic"}
        for hit in report.topics:
            if hit.topic not in shown and hit.end > hit.start and (article := text(report.doc_id)) is not None:
                words = article[hit.start : hit.end]
                rows[(report.doc_id, "topic", hit.topic, hit.start, hit.end, "topic-phrase")] = words
        for key in sorted(rows, key=lambda key: (key[0], key[3], key[4], key[1], key[2], key[5])):
            doc_id, field, value, start, end, rule = key
            yield {
                "meeting_id": meeting.meeting_id,
                "doc_id": doc_id,
                "field": field,
                "value": value,
                "start": start,
                "end": end,
                "text": rows[key],
                "rule": rule,
            }


def conflicts(meeting: Meeting) -> Iterable[Row]:
    """The rows of ``conflicts`` of one meeting."""
    for field, value, doc_id in sorted(set(meeting.conflicts)):
        yield {"meeting_id": meeting.meeting_id, "field": field, "value": value, "doc_id": doc_id}


def aliases(meetings: Iterable[Meeting]) -> list[Row]:
    """All rows of ``aliases``."""
    rows = [{"old_id": old_id, "meeting_id": meeting.meeting_id} for meeting in meetings for old_id in meeting.aliases]
    return sorted(rows, key=lambda row: row["old_id"])


def person(person: roster.PersonRow) -> Row:
    """A row of ``people``."""
    return {
        "person_id": person.person_id,
        "name": person.name,
        "aliases": LIST_SEPARATOR.join(person.aliases),
        "spellings": LIST_SEPARATOR.join(person.spellings),
        "offices": LIST_SEPARATOR.join(person.offices),
        "party_id": person.party_id,
        "role": person.role,
        "first_seen": person.first_seen.iso() if person.first_seen else None,
        "last_seen": person.last_seen.iso() if person.last_seen else None,
        "n_meetings": person.n_meetings,
    }


def parties(occurring: Collection[str], met: Mapping[str, tuple[str, str]], lexicon: Register) -> Iterable[Row]:
    """Every party that took part, was host, is a person's, or whose press was read.

    Args:
        occurring: The ids of all of them.
        met: Name and type under which those that took part were last met, for what the register lacks.
        lexicon: The register.
    """
    for party_id in sorted(occurring):
        if party_id in lexicon.parties:
            yield party(lexicon.parties[party_id])
        elif party_id in met:
            yield {"party_id": party_id, "name": met[party_id][0], "party_type": met[party_id][1]}
        else:
            yield {"party_id": party_id, "name": party_id, "party_type": "country"}


def party(known: lexicons.Party) -> Row:
    """A row of ``parties``, from the register."""
    return {
        "party_id": known.party_id,
        "name": known.name,
        "party_type": known.party_type,
        "region": known.region,
        "subregion": known.subregion,
        "latitude": _rounded(known.latitude, COORDINATE_DECIMALS),
        "longitude": _rounded(known.longitude, COORDINATE_DECIMALS),
    }


def topic(topic: lexicons.Topic) -> Row:
    """A row of ``topics``."""
    return {
        "topic": topic.topic,
        "label": topic.label,
        "description": topic.description,
        "plover_context": topic.plover_context,
    }
