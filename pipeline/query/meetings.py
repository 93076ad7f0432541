"""Meetings themselves: a page of a list, rows of a timeline, one with everything about it, and tables to download."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.query.condition import COUNTRIES, NOT_REJECTED, condition
from pipeline.query.database import Database
from pipeline.query.filters import Filters
from pipeline.schema import TABLES

SORTS = {
    "newest": "m.meeting",
    "oldest": "m.first_day NULLS LAST, m.meeting DESC",
    "title": "m.title, m.meeting",
    "sources": "m.n_sources DESC, m.meeting",
    "confidence": "m.confidence, m.meeting",
}
"""Orders a list can have; ``m.meeting`` numbers meetings from the newest."""

RELATED = 10
"""Related meetings shown at most; more would be another list, which the filters give."""

_COLUMNS = ", ".join(
    f"m.{column.name}::VARCHAR AS {column.name}" if column.values else f"m.{column.name}"
    for column in TABLES["meetings"].columns
)

_LANES = {
    "country": ("parties", f"SELECT number, party_id AS lane, name AS lane_name FROM party WHERE {COUNTRIES}"),
    "org": ("parties", f"SELECT number, party_id AS lane, name AS lane_name FROM party WHERE NOT ({COUNTRIES})"),
    "person": ("people", "SELECT number, person_id AS lane, name AS lane_name FROM person"),
    "topic": ("topics", "SELECT number, topic AS lane, label AS lane_name FROM topic"),
}
"""Whose meetings lie on one lane of a timeline: the list that holds their numbers, and their names."""

_SIDES = "SELECT unnest(parties) FROM chosen"
_PEOPLE = "SELECT unnest(people) FROM chosen"
_CITED = "SELECT unnest(documents) FROM chosen"

_CUT = {
    "meetings": "meeting_id IN (SELECT meeting_id FROM chosen)",
    "documents": f"doc_id IN (SELECT doc_id FROM document WHERE number IN ({_CITED}))"
    f" OR doc_id IN (SELECT is_copy_of FROM document WHERE number IN ({_CITED}))",
    "texts": f"doc_id IN (SELECT doc_id FROM document WHERE number IN ({_CITED}))",
    "people": f"number IN ({_PEOPLE})",
    "parties": f"number IN ({_SIDES}) OR party_id IN (SELECT country FROM chosen)"
    f" OR party_id IN (SELECT party_id FROM person WHERE number IN ({_PEOPLE}))"
    f" OR party_id IN (SELECT home_party FROM document WHERE number IN ({_CITED}))",
    "topics": "true",
}
"""How tables that do not simply name a meeting are cut down to a selection.

``topics`` is a closed list, given whole. ``parties`` keeps hosts and the like, so that every reference leads somewhere.
"""

_SHARES = "list_contains(m.parties, (SELECT parties[$place] FROM this))"

_IN_MEMORY = {"meetings": "meetings m", "people": "person m", "parties": "party m", "topics": "topic m"}

_ONE = {
    "meetings": "SELECT $meeting_columns, host.name AS country_name FROM meetings m"
    " LEFT JOIN party host ON host.party_id = m.country WHERE m.meeting_id = $id".replace("$meeting_columns", _COLUMNS),
    "participants": "SELECT * FROM participants WHERE meeting_id = $id ORDER BY position",
    "topics": "SELECT t.*, topic.label FROM meeting_topics t JOIN topic USING (topic) WHERE t.meeting_id = $id"
    " ORDER BY topic.label",
    "sources": "SELECT d.*, s.is_lead FROM meeting_sources s JOIN documents d USING (doc_id)"
    " WHERE s.meeting_id = $id ORDER BY s.is_lead DESC, d.published, d.doc_id",
    "evidence": 'SELECT * FROM evidence WHERE meeting_id = $id ORDER BY doc_id, start, "end"',
    "conflicts": "SELECT * FROM conflicts WHERE meeting_id = $id ORDER BY field, value, doc_id",
}
"""What is shown of one meeting, each a query."""


# Whole rows are wide: which ones are meant is asked first, of the columns that decide it.


def page(database: Database, filters: Filters, sort: str = "newest", offset: int = 0, limit: int = 50) -> pd.DataFrame:
    """One page of the list of meetings.

    Args:
        database: The open snapshot.
        filters: Which meetings are meant.
        sort: One of ``SORTS``.
        offset: Rows to pass over.
        limit: Rows to give.

    Returns:
        The columns of ``meetings``, ``country_name``, ``reported`` (day of the latest article), and lists of names:
        ``parties`` (as told) and ``topics``.
    """
    sql = """
        WITH shown AS (
            SELECT * FROM meetings WHERE meeting IN (
                SELECT m.meeting FROM meetings m WHERE $where ORDER BY $order LIMIT $limit OFFSET $offset)),
        told AS (
            SELECT meeting, list(name ORDER BY place) AS names
            FROM (SELECT meeting, unnest(parties) AS number, generate_subscripts(parties, 1) AS place FROM shown)
            JOIN party USING (number) GROUP BY meeting),
        about AS (
            SELECT meeting, list(label ORDER BY label) AS labels
            FROM (SELECT meeting, unnest(topics) AS number FROM shown) JOIN topic USING (number) GROUP BY meeting),
        latest AS (
            SELECT meeting, max(day) AS day
            FROM (SELECT meeting, unnest(documents) AS number FROM shown) JOIN document USING (number) GROUP BY meeting)
        SELECT $columns, host.name AS country_name, strftime(latest.day, '%Y-%m-%d') AS reported,
            coalesce(told.names, []) AS parties, coalesce(about.labels, []) AS topics
        FROM shown m LEFT JOIN party AS host ON host.party_id = m.country
        LEFT JOIN told USING (meeting) LEFT JOIN about USING (meeting) LEFT JOIN latest USING (meeting)
        ORDER BY $order"""
    sql = sql.replace("$columns", _COLUMNS).replace("$order", SORTS[sort])
    return database.ask(sql, condition(filters), limit=limit, offset=offset)


def timeline(database: Database, filters: Filters, lane: str = "country", limit: int = 2000) -> pd.DataFrame:
    """Dated meetings as spans on lanes.

    Args:
        database: The open snapshot.
        filters: Which meetings are meant.
        lane: ``country``, ``org``, ``person`` or ``topic``: a meeting has a row for each of its values.
        limit: Meetings to give at most, the newest.

    Returns:
        ``lane lane_name meeting_id title first_day last_day date date_precision mode status``, newest first.
    """
    sql = """
        WITH newest AS (
            SELECT * FROM meetings WHERE meeting IN (
                SELECT m.meeting FROM meetings m WHERE $where AND m.first_day IS NOT NULL
                ORDER BY m.meeting LIMIT $limit)),
        shown AS (SELECT *, unnest($members) AS number FROM newest)
        SELECT
            lane, lane_name, m.meeting_id, m.title, m.first_day, m.last_day, m.date,
            m.date_precision::VARCHAR AS date_precision, m.mode::VARCHAR AS mode, m.status::VARCHAR AS status
        FROM shown m JOIN ($lanes) AS lanes USING (number)
        ORDER BY m.meeting, lane_name"""
    members, lanes = _LANES[lane]
    sql = sql.replace("$members", members).replace("$lanes", lanes)
    return database.ask(sql, condition(filters), limit=limit)


def gaps(database: Database, filters: Filters, limit: int = 20) -> pd.DataFrame:
    """The longest times between two meetings of the selection: ``after before days``, longest first."""
    where = condition(filters)
    return database.ask(
        """
        SELECT after, before, (before - after)::INTEGER AS days FROM (
            SELECT last_day AS after, lead(first_day) OVER (ORDER BY first_day, last_day) AS before
            FROM (SELECT DISTINCT m.first_day, m.last_day FROM meetings m WHERE $where AND m.date_precision = 'day')
        ) WHERE before > after ORDER BY days DESC, after LIMIT $limit""",
        where,
        limit=limit,
    )


def meeting(database: Database, meeting_id: str) -> dict[str, pd.DataFrame] | None:
    """Everything about one meeting.

    Args:
        database: The open snapshot.
        meeting_id: Its id, or one it had before it was merged.

    Returns:
        Frames by name: ``meetings`` (one row, with ``country_name``), ``participants``, ``topics`` (with ``label``),
        ``sources`` (documents with ``is_lead`` and ``text``, the leading one first), ``evidence``, ``conflicts``;
        ``None`` when there is no such meeting.
    """
    former = database.row("SELECT meeting_id FROM aliases WHERE old_id = $id", id=meeting_id)
    found_id = former.get("meeting_id", meeting_id)
    found = {name: database.ask(sql, id=found_id) for name, sql in _ONE.items()}
    if found["meetings"].empty:
        return None
    texts = articles(database, found["sources"]["doc_id"].tolist())
    found["sources"]["text"] = [texts.get(doc_id) for doc_id in found["sources"]["doc_id"].tolist()]
    return found


def articles(database: Database, doc_ids: Sequence[str]) -> dict[str, str]:
    """Texts of some articles by ``doc_id``; one row group is read for each, not the table."""
    rows = {doc_id: database.row("SELECT text FROM texts WHERE doc_id = $id", id=doc_id) for doc_id in doc_ids}
    return {doc_id: row["text"] for doc_id, row in rows.items() if row}


def related(database: Database, meeting_id: str, limit: int = RELATED) -> pd.DataFrame:
    """Meetings that share most parties and topics with one, the nearest in time first among equals.

    Returns:
        ``meeting_id title date status shared_parties shared_topics``.
    """
    sides = database.row("SELECT len(parties) AS n FROM meetings WHERE meeting_id = $id", id=meeting_id).get("n", 0)
    # Who shares two parties shares one beside the first, which in a ministry's archive nearly all meetings share.
    shares = [_SHARES.replace("$place", str(place)) for place in range(2, sides + 1)]
    sql = """
        WITH this AS (SELECT * FROM meetings WHERE meeting_id = $id),
        shared AS (
            SELECT
                *,
                len(list_intersect(m.parties, (SELECT parties FROM this)))::INTEGER AS shared_parties,
                len(list_intersect(m.topics, (SELECT topics FROM this)))::INTEGER AS shared_topics
            FROM meetings m WHERE m.meeting_id <> $id AND $kept AND ($shares))
        SELECT meeting_id, title, date, status::VARCHAR AS status, shared_parties, shared_topics
        FROM shared WHERE shared_parties >= 2
        ORDER BY shared_parties DESC, shared_topics DESC,
            abs(first_day - (SELECT first_day FROM this)) NULLS LAST, meeting
        LIMIT $limit"""
    sql = sql.replace("$kept", NOT_REJECTED).replace("$shares", " OR ".join(shares) or "false")
    return database.ask(sql, id=meeting_id, limit=limit)


def table(database: Database, filters: Filters, name: str) -> pd.DataFrame:
    """One table of the contract, cut down to a selection.

    Args:
        database: The open snapshot.
        filters: Which meetings are meant.
        name: Any table of the schema.

    Returns:
        The columns the schema declares, and the rows that belong to the meetings, in the order of the key
        (``meetings``: newest first).
    """
    sql = """
        WITH chosen AS (SELECT * FROM meetings m WHERE $where)
        SELECT $columns FROM $source WHERE $within ORDER BY $order"""
    key = ", ".join(f'"{column}"' for column in TABLES[name].key)
    columns = _COLUMNS if name == "meetings" else ", ".join(f'"{column}"' for column in TABLES[name].names)
    sql = sql.replace("$columns", columns).replace("$source", _IN_MEMORY.get(name, name))
    sql = sql.replace("$within", _CUT.get(name, "meeting_id IN (SELECT meeting_id FROM chosen)"))
    sql = sql.replace("$order", "m.meeting" if name == "meetings" else key)
    return _typed(database.ask(sql, condition(filters)), name)


def _typed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The frame with the types the schema declares."""
    return frame.astype({column.name: column.dtype for column in TABLES[name].columns})
