"""Meetings themselves: a page of a list, rows of a timeline, one with everything about it, and tables to download."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.query.condition import COUNTRIES, condition
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

_COLUMNS = ", ".join(f"m.{name}" for name in TABLES["meetings"].names)

_LANES_OF_PARTIES = (
    "SELECT s.meeting, party_id AS lane, name AS lane_name FROM meeting_party s JOIN party ON party = s.number"
)

_LANES = {
    "country": f"{_LANES_OF_PARTIES} WHERE {COUNTRIES}",
    "org": f"{_LANES_OF_PARTIES} WHERE NOT ({COUNTRIES})",
    "person": "SELECT s.meeting, person_id AS lane, name AS lane_name FROM meeting_person s"
    " JOIN person ON person = s.number",
    "topic": "SELECT s.meeting, topic AS lane, label AS lane_name FROM meeting_topic s JOIN topic USING (number)",
}
"""Whose meetings lie on one lane of a timeline."""

_SIDES = "number FROM meeting_party WHERE meeting IN (SELECT meeting FROM chosen)"
_PEOPLE = "number FROM meeting_person WHERE meeting IN (SELECT meeting FROM chosen)"
_CITED = "number FROM meeting_document WHERE meeting IN (SELECT meeting FROM chosen)"

_CUT = {
    "meetings": ("meetings", "meeting IN (SELECT meeting FROM chosen)", "meeting"),
    "documents": (
        "document",
        f"document IN (SELECT {_CITED})"
        f" OR doc_id IN (SELECT is_copy_of FROM document WHERE document IN (SELECT {_CITED}))",
        "$key",
    ),
    "texts": ("texts", f"doc_id IN (SELECT doc_id FROM document WHERE document IN (SELECT {_CITED}))", "$key"),
    "people": ("person", f"person IN (SELECT {_PEOPLE})", "$key"),
    "parties": (
        "party",
        f"party IN (SELECT {_SIDES})"
        " OR party_id IN (SELECT country FROM meetings WHERE meeting IN (SELECT meeting FROM chosen))"
        f" OR party_id IN (SELECT party_id FROM person WHERE person IN (SELECT {_PEOPLE}))"
        f" OR party_id IN (SELECT home_party FROM document WHERE document IN (SELECT {_CITED}))",
        "$key",
    ),
    "topics": ("topic", "true", "$key"),
}
"""Tables that do not simply name a meeting: where they lie, how they are cut down to a selection, and their order.

``topics`` is a closed list, given whole. ``parties`` keeps hosts and the like, so that every reference leads somewhere.
"""

_ONE = {
    "meetings": "SELECT $meeting_columns, host.name AS country_name FROM meetings m"
    " LEFT JOIN party host ON host.party_id = m.country WHERE m.meeting_id = $id".replace("$meeting_columns", _COLUMNS),
    "participants": "SELECT * FROM participants WHERE meeting_id = $id ORDER BY position",
    "topics": "SELECT t.*, topic.label FROM meeting_topics t JOIN topic USING (topic) WHERE t.meeting_id = $id"
    " ORDER BY topic.label",
    "sources": "SELECT d.* EXCLUDE (document, day), s.is_lead FROM meeting_sources s JOIN document d USING (doc_id)"
    " WHERE s.meeting_id = $id ORDER BY s.is_lead DESC, d.published, d.doc_id",
    "evidence": 'SELECT * FROM evidence WHERE meeting_id = $id ORDER BY doc_id, start, "end"',
    "conflicts": "SELECT * FROM conflicts WHERE meeting_id = $id ORDER BY field, value, doc_id",
}
"""What is shown of one meeting, each a query."""


def page(database: Database, filters: Filters, sort: str = "newest", offset: int = 0, limit: int = 50) -> pd.DataFrame:
    """One page of the list of meetings.

    Args:
        database: The open snapshot.
        filters: Which meetings are meant.
        sort: One of ``SORTS``.
        offset: Rows to pass over.
        limit: Rows to give.

    Returns:
        The columns of ``meetings``, ``country_name``, and the lists ``parties`` (names) and ``topics`` (labels).
    """
    sql = """
        WITH shown AS (
            SELECT m.meeting FROM meetings m WHERE $where ORDER BY $order LIMIT $limit OFFSET $offset)
        SELECT $columns, host.name AS country_name,
            coalesce(told.parties, []) AS parties, coalesce(about.topics, []) AS topics
        FROM meetings m SEMI JOIN shown USING (meeting)
        LEFT JOIN party AS host ON host.party_id = m.country
        LEFT JOIN (
            SELECT p.meeting, list(party.name ORDER BY party.name) AS parties
            FROM meeting_party p JOIN party ON party.party = p.number
            WHERE p.meeting IN (SELECT meeting FROM shown) GROUP BY p.meeting
        ) AS told USING (meeting)
        LEFT JOIN (
            SELECT t.meeting, list(topic.label ORDER BY topic.label) AS topics
            FROM meeting_topic t JOIN topic USING (number)
            WHERE t.meeting IN (SELECT meeting FROM shown) GROUP BY t.meeting
        ) AS about USING (meeting)
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
        WITH shown AS (
            SELECT * FROM meetings m WHERE $where AND m.first_day IS NOT NULL ORDER BY m.meeting LIMIT $limit)
        SELECT
            lanes.lane, lanes.lane_name, m.meeting_id, m.title, m.first_day, m.last_day, m.date, m.date_precision,
            m.mode, m.status
        FROM shown m JOIN ($lanes) AS lanes USING (meeting)
        ORDER BY m.meeting, lanes.lane_name"""
    return database.ask(sql.replace("$lanes", _LANES[lane]), condition(filters), limit=limit)


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
    return database.ask(
        """
        WITH this AS (SELECT meeting, first_day FROM meetings WHERE meeting_id = $id),
        sides AS (SELECT number FROM meeting_party WHERE meeting IN (SELECT meeting FROM this)),
        about AS (SELECT number FROM meeting_topic WHERE meeting IN (SELECT meeting FROM this)),
        party_counts AS (
            SELECT meeting, count(*)::INTEGER AS shared_parties FROM meeting_party
            WHERE number IN (SELECT number FROM sides) GROUP BY meeting HAVING count(*) >= 2),
        topic_counts AS (
            SELECT meeting, count(*)::INTEGER AS shared_topics FROM meeting_topic SEMI JOIN party_counts USING (meeting)
            WHERE number IN (SELECT number FROM about) GROUP BY meeting)
        SELECT m.meeting_id, m.title, m.date, m.status, shared_parties, coalesce(shared_topics, 0) AS shared_topics
        FROM party_counts JOIN meetings m USING (meeting) LEFT JOIN topic_counts USING (meeting)
        WHERE m.meeting NOT IN (SELECT meeting FROM this)
        ORDER BY shared_parties DESC, shared_topics DESC,
            abs(m.first_day - (SELECT first_day FROM this)) NULLS LAST, m.meeting
        LIMIT $limit""",
        id=meeting_id,
        limit=limit,
    )


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
        WITH chosen AS (SELECT meeting, meeting_id FROM meetings m WHERE $where)
        SELECT $columns FROM $source WHERE $within ORDER BY $order"""
    source, within, order = _CUT.get(name, (name, "meeting_id IN (SELECT meeting_id FROM chosen)", "$key"))
    key = ", ".join(f'"{column}"' for column in TABLES[name].key)
    columns = ", ".join(f'"{column}"' for column in TABLES[name].names)
    sql = sql.replace("$columns", columns).replace("$source", source).replace("$within", within)
    return _typed(database.ask(sql.replace("$order", order).replace("$key", key), condition(filters)), name)


def _typed(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The frame with the types the schema declares."""
    return frame.astype({column.name: column.dtype for column in TABLES[name].columns})
