"""Counts over a selection: headline figures, facets, parties, places, topics, time, coverage, and what filters hide."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from pipeline.query.condition import COUNTRIES, PLAIN_COLUMNS, condition
from pipeline.query.database import Database
from pipeline.query.filters import CLOSED, Filters

_PARTY = "SELECT party AS number, party_id AS id, name AS label FROM party"

_FACETS = {
    "country": ("meeting_party", f"{_PARTY} WHERE {COUNTRIES}"),
    "org": ("meeting_party", f"{_PARTY} WHERE NOT ({COUNTRIES})"),
    "person": ("meeting_person", "SELECT person AS number, person_id AS id, name AS label FROM person"),
    "topic": ("meeting_topic", "SELECT number, topic AS id, label FROM topic"),
    "level": ("meeting_level", "SELECT number, level AS id, level AS label FROM level"),
    "outlet": ("meeting_outlet", "SELECT number, outlet AS id, outlet AS label FROM outlet"),
}
"""Facets of several values a meeting: the table of pairs, and the names of the values."""


_COUNT_BY = "SELECT m.$column AS id, count(*) AS n FROM meetings m WHERE $where GROUP BY 1"

ALL_VALUES = 2**31
"""A limit that limits nothing."""


def headline(database: Database, filters: Filters) -> dict[str, Any]:
    """The figures of a selection.

    Args:
        database: The open snapshot.
        filters: Which meetings are meant.

    Returns:
        ``meetings``, ``undated``, ``placeless`` (in person, no place told), ``first`` and ``last`` (dates as stored),
        ``parties``, ``people`` and ``articles``.
    """
    where = condition(filters)
    return database.row(
        """
        WITH chosen AS MATERIALIZED (
            SELECT meeting, date, first_day, mode = 'in_person' AND city IS NULL AND country IS NULL AS is_placeless
            FROM meetings m WHERE $where)
        SELECT
            count(*) AS meetings,
            count(*) FILTER (first_day IS NULL) AS undated,
            count(*) FILTER (is_placeless) AS placeless,
            arg_min(date, first_day) AS first,
            arg_max(date, first_day) AS last,
            (SELECT count(DISTINCT number) FROM meeting_party SEMI JOIN chosen USING (meeting)) AS parties,
            (SELECT count(DISTINCT number) FROM meeting_person SEMI JOIN chosen USING (meeting)) AS people,
            (SELECT count(DISTINCT number) FROM meeting_document SEMI JOIN chosen USING (meeting)) AS articles
        FROM chosen""",
        where,
    )


def count(database: Database, filters: Filters) -> int:
    """How many meetings are meant."""
    where = condition(filters)
    return int(database.row("SELECT count(*) AS n FROM meetings m WHERE $where", where)["n"])


def hidden(database: Database, filters: Filters) -> dict[str, int]:
    """What the filters keep out of sight.

    Args:
        database: The open snapshot.
        filters: Which meetings are meant.

    Returns:
        ``undated``: meetings without a date that a range of dates leaves out; ``other_status``: meetings that only the
        default of held ones leaves out. Only what is not zero.
    """
    found: dict[str, int] = {}
    if (filters.since or filters.until) and not filters.undated:
        where = condition(filters, without="date")
        undated = "SELECT count(*) AS n FROM meetings m WHERE $where AND m.first_day IS NULL"
        found["undated"] = int(database.row(undated, where)["n"])
    if filters.status == Filters().status:
        found["other_status"] = count(database, replace(filters, status=())) - count(database, filters)
    return {name: n for name, n in found.items() if n}


def facet(database: Database, filters: Filters, name: str, limit: int | None = None) -> pd.DataFrame:
    """The values of one filter with their counts under all the other filters.

    Args:
        database: The open snapshot.
        filters: Which meetings are meant.
        name: A list filter: country, org, person, topic, mode, setting, status, level, outlet or review.
        limit: Values to give at most.

    Returns:
        ``id label n``, most frequent first; of values that depend on the data also those that count nothing.
    """
    where = condition(filters, without=name)
    if name in PLAIN_COLUMNS:
        counted = database.ask(_COUNT_BY.replace("$column", name), where)
        counts = dict(zip(counted["id"], counted["n"], strict=True))
        rows = [(value, value, int(counts.get(value, 0))) for value in CLOSED[name]]
        frame = pd.DataFrame(rows, columns=["id", "label", "n"])
        return frame.sort_values("n", ascending=False, kind="stable", ignore_index=True).head(limit or len(frame))
    pairs, things = _FACETS[name]
    sql = """
        WITH counted AS (
            SELECT number, count(*) AS n
            FROM $pairs SEMI JOIN (SELECT meeting FROM meetings m WHERE $where) USING (meeting) GROUP BY number)
        SELECT id, label, coalesce(n, 0)::INTEGER AS n
        FROM ($things) AS things LEFT JOIN counted USING (number)
        ORDER BY n DESC, label, id LIMIT $limit"""
    return database.ask(sql.replace("$pairs", pairs).replace("$things", things), where, limit=limit or ALL_VALUES)


def parties(database: Database, filters: Filters) -> pd.DataFrame:
    """Parties of the selection: ``party_id name party_type region latitude longitude n last``, most frequent first."""
    where = condition(filters)
    return database.ask(
        """
        WITH chosen AS (SELECT meeting, date, first_day FROM meetings m WHERE $where),
        counted AS (
            SELECT number, count(*)::INTEGER AS n, arg_max(date, first_day) AS last
            FROM meeting_party JOIN chosen USING (meeting) GROUP BY number)
        SELECT party_id, name, party_type, region, latitude, longitude, n, last
        FROM counted JOIN party ON party.party = counted.number ORDER BY n DESC, name""",
        where,
    )


def people(database: Database, filters: Filters, limit: int = 100) -> pd.DataFrame:
    """People of the selection: ``person_id name party_id party role n last``, most frequent first."""
    where = condition(filters)
    return database.ask(
        """
        WITH chosen AS (SELECT meeting, date, first_day FROM meetings m WHERE $where),
        counted AS (
            SELECT number, count(*)::INTEGER AS n, arg_max(date, first_day) AS last
            FROM meeting_person JOIN chosen USING (meeting) GROUP BY number ORDER BY n DESC, number LIMIT $limit)
        SELECT p.person_id, p.name, p.party_id, party.name AS party, p.role, n, last
        FROM counted JOIN person p ON p.person = counted.number JOIN party USING (party_id) ORDER BY n DESC, p.name""",
        where,
        limit=limit,
    )


def topics(database: Database, filters: Filters) -> pd.DataFrame:
    """Topics of the selection: ``id label n``, most frequent first, without those that count nothing."""
    where = condition(filters)
    return database.ask(
        """
        SELECT topic AS id, label, n FROM (
            SELECT number, count(*)::INTEGER AS n FROM meeting_topic
            SEMI JOIN (SELECT meeting FROM meetings m WHERE $where) USING (meeting) GROUP BY number
        ) JOIN topic USING (number) ORDER BY n DESC, label""",
        where,
    )


def places(database: Database, filters: Filters) -> pd.DataFrame:
    """Places of the selection: ``city country country_name latitude longitude n last``, most frequent first."""
    where = condition(filters)
    return database.ask(
        """
        SELECT
            p.city, p.country, host.name AS country_name, p.latitude, p.longitude, p.n,
            p.last
        FROM (
            SELECT
                m.city, m.country, first(m.latitude) AS latitude, first(m.longitude) AS longitude,
                count(*)::INTEGER AS n, arg_max(m.date, m.first_day) AS last
            FROM meetings m WHERE $where AND (m.city IS NOT NULL OR m.country IS NOT NULL)
            GROUP BY m.city, m.country
        ) AS p LEFT JOIN party AS host ON host.party_id = p.country
        ORDER BY p.n DESC, p.city, p.country""",
        where,
    )


def dates(database: Database, filters: Filters) -> pd.DataFrame:
    """Dates of the selection as stored, ``date n``; undated meetings in one row without a date, last."""
    where = condition(filters)
    return database.ask(
        "SELECT m.date, count(*)::INTEGER AS n FROM meetings m WHERE $where GROUP BY m.date ORDER BY m.date NULLS LAST",
        where,
    )


def months(database: Database, filters: Filters) -> pd.DataFrame:
    """Meetings a month, ``month n`` (first days of months); those known to the year only or undated are left out."""
    where = condition(filters)
    return database.ask(
        """
        SELECT date_trunc('month', m.first_day)::DATE AS month, count(*)::INTEGER AS n
        FROM meetings m WHERE $where AND m.date_precision IN ('day', 'month') GROUP BY 1 ORDER BY 1""",
        where,
    )


def coverage(database: Database, filters: Filters | None = None) -> pd.DataFrame:
    """Articles read a month, ``month articles unusable``, so that a missing source is not taken for silence.

    Args:
        database: The open snapshot.
        filters: Only the outlets chosen in these count; nothing else in them does.
    """
    outlets = list(filters.outlet) if filters else []
    return database.ask(
        """
        SELECT
            date_trunc('month', day)::DATE AS month,
            count(*) FILTER (status = 'ok')::INTEGER AS articles,
            count(*) FILTER (status <> 'ok')::INTEGER AS unusable
        FROM document WHERE day IS NOT NULL AND (len($outlets) = 0 OR outlet = ANY($outlets)) GROUP BY 1 ORDER BY 1""",
        outlets=outlets,
    )


def names(database: Database) -> dict[str, dict[str, str]]:
    """Names by id for each filter that depends on the data, as ``Filters.in_words`` and ``parse`` take them."""
    asked = {
        "country": f"{_PARTY} WHERE {COUNTRIES} ORDER BY label",
        "org": f"{_PARTY} WHERE NOT ({COUNTRIES}) ORDER BY label",
        "person": "SELECT person_id AS id, name AS label FROM person ORDER BY label",
        "topic": "SELECT topic AS id, label FROM topic ORDER BY label",
        "outlet": "SELECT outlet AS id, outlet AS label FROM outlet ORDER BY label",
    }
    frames = {name: database.ask(sql) for name, sql in asked.items()}
    return {name: dict(zip(frame["id"], frame["label"], strict=True)) for name, frame in frames.items()}
