"""Every table of a build, declared once: column, type, unit, meaning, key; all else about tables comes from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from pipeline import records

SCHEMA_VERSION = "1.1"
"""Raised in the first part when a column changes its meaning or goes, in the second when one is added."""

Kind = Literal["text", "integer", "number", "boolean"]
Form = Literal["any", "day", "partial_date", "country"]
Review = Literal["unreviewed", "confirmed", "corrected", "rejected"]

LIST_SEPARATOR = ";"
"""Between the entries of a cell that holds a list (``people.aliases``)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``form`` narrows a text: a calendar day, a date cut at its precision, or an alpha-3 country code."""

    name: str
    description: str
    kind: Kind = "text"
    required: bool = False
    unit: str | None = None
    values: tuple[str, ...] = ()
    form: Form = "any"
    minimum: float | None = None
    maximum: float | None = None

    @property
    def dtype(self) -> str:
        """The pandas type that holds the column."""
        nullable = {"text": "str", "integer": "Int64", "number": "float64", "boolean": "boolean"}
        plain = {"text": "str", "integer": "int64", "number": "float64", "boolean": "bool"}
        return (plain if self.required else nullable)[self.kind]


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """``column`` holds values of ``table``.``target``, or is empty."""

    column: str
    table: str
    target: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``grain`` says what one row is."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name; raises ``KeyError`` when the table has none."""
        return {column.name: column for column in self.columns}[name]

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in their order."""
        return tuple(column.name for column in self.columns)


_MEETING = Column("meeting_id", "The meeting.", required=True)
_DOCUMENT = Column("doc_id", "The article.", required=True)


def _count(name: str, description: str, unit: str) -> Column:
    return Column(name, description, "integer", required=True, unit=unit, minimum=0)


def _closed(name: str, description: str, values: object, required: bool = True) -> Column:
    return Column(name, description, required=required, values=get_args(values))


def _share(name: str, description: str) -> Column:
    return Column(name, description, "number", required=True, unit="0–1", minimum=0.0, maximum=1.0)


def _latitude(of: str) -> Column:
    return Column("latitude", f"Latitude of {of}.", "number", unit="degrees north", minimum=-90.0, maximum=90.0)


def _longitude(of: str) -> Column:
    return Column("longitude", f"Longitude of {of}.", "number", unit="degrees east", minimum=-180.0, maximum=180.0)


def _partial_date(name: str, description: str) -> Column:
    return Column(name, description, form="partial_date", unit="ISO 8601, cut at its precision")


_TO_MEETING = ForeignKey("meeting_id", "meetings", "meeting_id")
_TO_DOCUMENT = ForeignKey("doc_id", "documents", "doc_id")

DOCUMENTS = Table(
    "documents",
    "one row a source article, also one that could not be read",
    ("doc_id",),
    (
        Column("doc_id", "Id made from the content, so the same text has the same id wherever it lies.", required=True),
        Column("path", "Where the article was read, ending in the file's name.", required=True),
        Column("url", "Address of the article."),
        Column("outlet", "Who published it."),
        Column("title", "Headline as printed."),
        Column("published", "Day of publication.", form="day", unit="ISO 8601"),
        _closed("published_basis", "Where the day of publication comes from.", records.PublishedBasis, required=False),
        Column("language", "Language of the text, ISO 639-1."),
        _closed("kind", "What sort of text it is.", records.DocumentKind, required=False),
        _count("n_chars", "Length of the article as stored.", "characters"),
        Column("sha256", "SHA-256 of the bytes that were read.", required=True),
        _closed("status", "Whether the article could be used.", records.DocumentStatus),
        Column("error", "Why it could not be used, in a sentence."),
        Column("is_copy_of", "The article this one repeats; it adds no independent source."),
        Column("home_party", "The party whose press this is, where the article shows it."),
        _count("n_meetings", "Meetings of any status this article reports.", "meetings"),
    ),
    (ForeignKey("is_copy_of", "documents", "doc_id"), ForeignKey("home_party", "parties", "party_id")),
)

TEXTS = Table(
    "texts",
    "one row an article that has text",
    ("doc_id",),
    (_DOCUMENT, Column("text", "The article as stored; all offsets of evidence count in it.", required=True)),
    (_TO_DOCUMENT,),
)

MEETINGS = Table(
    "meetings",
    "one row a meeting, however many articles report it",
    ("meeting_id",),
    (
        Column("meeting_id", "Id that stays when later builds add articles.", required=True),
        _partial_date("date", "Day of the sitting, or the month or year where no more is known."),
        _partial_date("date_end", "Last day of a sitting of several days."),
        _closed("date_precision", "How much of the date is known.", records.DatePrecision),
        _closed("date_basis", "How the date was found.", records.DateBasis, required=False),
        _closed("status", "Whether it took place, is announced, is background, or was called off.", records.Status),
        _closed("mode", "How the sides met.", records.Mode),
        _closed("setting", "Two parties, three, or more.", records.Setting),
        Column("city", "City of the sitting; empty for calls."),
        Column("country", "Country of the sitting, ISO 3166-1 alpha-3.", form="country"),
        _latitude("the place of the sitting"),
        _longitude("the place of the sitting"),
        Column("venue", "Building or room."),
        Column("occasion", "The larger event it took place within."),
        Column("title", "Made from the sides and the mode, to be read in a list.", required=True),
        _count("n_parties", "Parties that took part.", "parties"),
        _count("n_sources", "Articles that report it.", "articles"),
        _share("confidence", "How sure the extraction is, calibrated on annotated articles."),
        _closed("review", "What a person said about the row.", Review),
        _count(
            "n_conflicts",
            "Values in `conflicts` that a source states otherwise; above 0 the sources disagree.",
            "values",
        ),
    ),
    (ForeignKey("country", "parties", "party_id"),),
)

PARTICIPANTS = Table(
    "participants",
    "one row a meeting and participant; a party of which nobody is named has one row with an empty name",
    ("meeting_id", "position"),
    (
        _MEETING,
        Column("party_id", "Alpha-3 code, or the short English name of an organisation or territory.", required=True),
        Column("party", "Name of the party.", required=True),
        _closed("party_type", "What sort of party it is.", records.PartyType),
        Column("person_id", "The person, the same in all meetings."),
        Column("name", "Name, as the article's fullest form without titles."),
        Column("role", "Office, in the article's words."),
        _closed("level", "Rank of the office.", records.Level),
        Column("principal", "Whether this person led a side.", "boolean", required=True),
        _count("position", "Place in the list of participants, as told, from 0.", "rows"),
    ),
    (_TO_MEETING, ForeignKey("party_id", "parties", "party_id"), ForeignKey("person_id", "people", "person_id")),
)

MEETING_TOPICS = Table(
    "meeting_topics",
    "one row a meeting and topic it dealt with",
    ("meeting_id", "topic"),
    (
        _MEETING,
        Column("topic", "Id of the topic.", required=True),
        _share("confidence", "How sure the extraction is of the topic."),
    ),
    (_TO_MEETING, ForeignKey("topic", "topics", "topic")),
)

MEETING_SOURCES = Table(
    "meeting_sources",
    "one row a meeting and article that reports it",
    ("meeting_id", "doc_id"),
    (
        _MEETING,
        _DOCUMENT,
        Column("is_lead", "Whether this article's report leads where sources differ.", "boolean", required=True),
    ),
    (_TO_MEETING, _TO_DOCUMENT),
)

EVIDENCE = Table(
    "evidence",
    "one row a piece of text that supports one value of one meeting",
    ("meeting_id", "doc_id", "field", "value", "start", "end", "rule"),
    (
        _MEETING,
        _DOCUMENT,
        _closed("field", "What the words support.", records.EvidenceField),
        Column("value", "The value they support.", required=True),
        _count("start", "First character in the stored article.", "characters"),
        _count("end", "One past the last character.", "characters"),
        Column("text", "The words themselves.", required=True),
        Column("rule", "The rule that read them.", required=True),
    ),
    (_TO_MEETING, _TO_DOCUMENT),
)

CONFLICTS = Table(
    "conflicts",
    "one row a value of a source that contradicts the meeting's",
    ("meeting_id", "field", "value", "doc_id"),
    (
        _MEETING,
        Column("field", "The column of `meetings` in dispute.", required=True),
        Column("value", "What this article says instead.", required=True),
        _DOCUMENT,
    ),
    (_TO_MEETING, _TO_DOCUMENT),
)

ALIASES = Table(
    "aliases",
    "one row an id that was given up because its meeting was merged into another",
    ("old_id",),
    (Column("old_id", "The former id, so that old links keep working.", required=True), _MEETING),
    (_TO_MEETING,),
)

PEOPLE = Table(
    "people",
    "one row a person who took part in a meeting",
    ("person_id",),
    (
        Column("person_id", "Id of the person.", required=True),
        Column("name", "Fullest form of the name.", required=True),
        Column("aliases", f"Other forms met, parted by `{LIST_SEPARATOR}`."),
        Column("party_id", "The party last represented.", required=True),
        Column("role", "The latest office, in an article's words."),
        _partial_date("first_seen", "Date of the first held meeting."),
        _partial_date("last_seen", "Date of the last held meeting."),
        _count("n_meetings", "Held meetings the person took part in.", "meetings"),
        Column("spellings", f"Each form with the number of meetings that use it, parted by `{LIST_SEPARATOR}`."),
        Column("offices", f"Offices with first and last date met in, parted by `{LIST_SEPARATOR}`."),
    ),
    (ForeignKey("party_id", "parties", "party_id"),),
)

PARTIES = Table(
    "parties",
    "one row a country, organisation, territory or group that took part, was host, or whose press was read",
    ("party_id",),
    (
        Column("party_id", "Alpha-3 code, or a short English name in lower case.", required=True),
        Column("name", "English name.", required=True),
        _closed("party_type", "What sort of party it is.", records.PartyType),
        Column("region", "Region after UN M49."),
        Column("subregion", "Subregion after UN M49."),
        _latitude("the capital or head office"),
        _longitude("the capital or head office"),
    ),
)

TOPICS = Table(
    "topics",
    "one row a topic of the closed list",
    ("topic",),
    (
        Column("topic", "Id of the topic.", required=True),
        Column("label", "Name to be shown.", required=True),
        Column("description", "What the topic covers.", required=True),
        Column("plover_context", "The context of the PLOVER ontology that comes nearest."),
    ),
)

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        DOCUMENTS,
        TEXTS,
        MEETINGS,
        PARTICIPANTS,
        MEETING_TOPICS,
        MEETING_SOURCES,
        EVIDENCE,
        CONFLICTS,
        ALIASES,
        PEOPLE,
        PARTIES,
        TOPICS,
    )
}
"""All tables by name, in the order they are documented."""
