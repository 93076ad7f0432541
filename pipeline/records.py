"""The frozen records that pass between the steps; frames begin only at ``pipeline.tables``.

Offsets are characters, ``start`` included and ``end`` excluded.
Those of a :class:`Document`, of :class:`Evidence` and of everything in a :class:`Report` are in the article as stored
(``Document.text``); inside an :class:`Article` they are in its cleaned text until ``Article.to_source`` maps them back.
``None`` means "not stated".
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

DocumentStatus = Literal["ok", "empty", "unreadable", "unsupported_language", "too_large", "failed"]
DocumentKind = Literal["meeting_report", "interview", "statement", "other"]
PublishedBasis = Literal["metadata", "stamp", "file"]
DatePrecision = Literal["day", "month", "year", "unknown"]
DateBasis = Literal["stated", "weekday", "dateline", "occasion", "inherited", "published", "corrected"]
Status = Literal["held", "planned", "mentioned", "cancelled"]
Mode = Literal["in_person", "phone", "video", "unknown"]
Setting = Literal["bilateral", "trilateral", "multilateral"]
PartyType = Literal["country", "organisation", "territory", "group"]
Level = Literal[
    "head_of_state",
    "head_of_government",
    "minister",
    "deputy_minister",
    "ambassador",
    "envoy",
    "parliament",
    "official",
    "other",
]
EvidenceField = Literal["meeting", "date", "mode", "status", "place", "occasion", "participant", "topic"]


@dataclass(frozen=True, slots=True)
class Document:
    """One source article as read. Grain: one article.

    ``doc_id`` comes from the content, so the same text has the same id wherever it lies.
    ``text`` is the decoded article, the string all stored offsets count in.
    """

    doc_id: str
    path: str
    text: str
    sha256: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: date | None = None
    published_basis: PublishedBasis | None = None
    language: str | None = None
    kind: DocumentKind | None = None
    status: DocumentStatus = "ok"
    error: str | None = None

    @property
    def n_chars(self) -> int:
        """Length of the article as stored, in characters."""
        return len(self.text)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as a text allows: a year, a month of a year, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> DatePrecision:
        """``day``, ``month`` or ``year``."""
        return "day" if self.day else "month" if self.month else "year"

    def iso(self) -> str:
        """ISO 8601, cut at the precision: ``2021-09`` for September 2021."""
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
            if self.day:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)

    def as_date(self) -> date | None:
        """The calendar day, or ``None`` when the date is less precise than a day."""
        return date(self.year, self.month, self.day) if self.month and self.day else None

    @classmethod
    def from_date(cls, day: date) -> PartialDate:
        """A calendar day as a partial date of day precision."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Parse ``2021``, ``2021-09`` or ``2021-09-17``; raises ``ValueError`` on anything else."""
        parts = [int(part) for part in text.split("-")]
        if not 1 <= len(parts) <= 3:
            raise ValueError(f"not an ISO date: {text!r}")
        value = cls(*parts)
        date(value.year, value.month or 1, value.day or 1)
        return value


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """A date with how it was found. ``start``/``end`` span the words it comes from."""

    value: PartialDate
    basis: DateBasis
    start: int
    end: int
    rule: str
    value_end: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned article: what the annotators read, with the way back to the stored text.

    ``text`` holds headline and body without stamps, bylines, trailing blocks and markup junk.
    ``segments`` are ``(start in text, start in source, length in text, length in source)``, sorted and gapless in
    ``text``; where the two lengths differ the segment is a replacement (``noeuml;`` → ``ë``) and maps as a whole.
    ``headline_end`` is where the headline ends in ``text`` (0: no headline was recognised).
    ``sections`` are the starts in ``text`` of sub-headed parts, first part excluded.
    """

    document: Document
    text: str
    segments: tuple[tuple[int, int, int, int], ...]
    headline_end: int = 0
    sections: tuple[int, ...] = ()
    stamp: ResolvedDate | None = None
    """Publication date printed in the text, offsets in the source."""
    dateline_city: str | None = None
    dateline_span: tuple[int, int] | None = None
    """Where the dateline stood, offsets in the source."""
    dateline_date: ResolvedDate | None = None
    """A date printed inside the dateline ("BRUSSELS, December 23."), offsets in the source."""
    dateline_source: str | None = None
    """The agency of the dateline ("SANA", "TASS"), as printed."""

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of ``text`` to the characters of the stored article.

        Args:
            start: First character in the cleaned text.
            end: One past the last character in the cleaned text.

        Returns:
            The smallest span of the source that covers it.
        """
        if not self.segments:
            return start, end
        return self._locate(start)[0], self._locate(max(start, end - 1))[1]

    def _locate(self, position: int) -> tuple[int, int]:
        """Source span of one cleaned character."""
        index = bisect.bisect_right(self.segments, (position, len(self.document.text) + 1, 0, 0)) - 1
        start, source, length, source_length = self.segments[max(0, index)]
        if length == source_length:
            offset = min(position - start, max(0, length - 1))
            return source + offset, source + offset + 1
        return source, source + source_length


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a cell says what it says. Grain: one piece of text for one value of one meeting."""

    field: EvidenceField
    value: str
    start: int
    end: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True)
class Participant:
    """One person (or unnamed side) at a meeting. ``name`` ``None``: a party of which nobody is named."""

    party_id: str
    party: str
    party_type: PartyType
    name: str | None = None
    role: str | None = None
    level: Level = "other"
    principal: bool = True
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class TopicHit:
    """A topic a meeting dealt with, and the words that say so."""

    topic: str
    confidence: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Report:
    """One meeting as one article tells it. Grain: one contact in one article.

    ``ordinal`` counts the reports of an article from 0 in the order told.
    """

    doc_id: str
    ordinal: int
    status: Status
    mode: Mode
    participants: tuple[Participant, ...]
    date: PartialDate | None = None
    date_end: PartialDate | None = None
    date_basis: DateBasis | None = None
    city: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    venue: str | None = None
    occasion: str | None = None
    topics: tuple[TopicHit, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.5

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties that took part, sorted, each once."""
        return tuple(sorted({participant.party_id for participant in self.participants}))

    @property
    def setting(self) -> Setting:
        """``bilateral`` up to two parties, ``trilateral`` with three, else ``multilateral``."""
        count = len(self.parties)
        return "bilateral" if count <= 2 else "trilateral" if count == 3 else "multilateral"


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article gave. ``document`` carries what reading it added (title, published, kind, status)."""

    document: Document
    reports: tuple[Report, ...] = ()
    home_party: str | None = None
    """The party whose press this is, where the article shows it."""
    kept: str | None = None
    """Where the cache holds what an outline leaves out: the evidence of the reports, save for the words of dates."""

    def __iter__(self) -> Iterator[Report]:
        return iter(self.reports)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting after merging: the report that leads, field by field the best founded value, and all sources.

    ``sources`` holds ``doc_id`` with ``is_lead``; ``evidence`` pairs each piece with the article it stands in.
    """

    meeting_id: str
    report: Report
    sources: tuple[tuple[str, bool], ...]
    evidence: tuple[tuple[str, Evidence], ...] = ()
    aliases: tuple[str, ...] = field(default=())
    """Ids of meetings that were merged into this one."""
    conflicts: tuple[tuple[str, str, str], ...] = field(default=())
    """``(field, value, doc_id)`` for every value that contradicts another source."""
    told: tuple[tuple[str, int], ...] = field(default=())
    """``doc_id`` and ``ordinal`` of every report of it, the leading one first."""
