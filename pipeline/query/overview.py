"""Counts over a selection: headline figures, facets, parties, places, topics, time, coverage, and what filters hide."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from pipeline.query.condition import COUNTRIES, PLAIN_COLUMNS, condition
from pipeline.query.database import Database
from pipeline.query.filters import CLOSED, Filters

_PARTY = "SELECT number, party_id AS id, name AS label FROM party"

_FACETS = {
    "country": ("parties", f"{_PARTY} WHERE {COUNTRIES}"),
    "org": ("parties", f"{_PARTY} WHERE NOT ({COUNTRIES})"),
    "person": ("people", "SELECT number, person_id AS id, name AS label FROM person"),
    "topic": ("topics", "SELECT number, topic AS id, label FROM topic"),
    "level": ("levels", "SELECT number, level AS id, level AS label FROM level"),
    "outlet": ("outlets", "SELECT number, outlet AS id, outlet AS label FROM outlet"),
}
"""Facets of several values a meeting: the list that holds their numbers, and their names."""

_NAMED = ("country", "org", "person", "topic", "outlet")
"""Facets whose values are those that occur in the data."""

_COUNT_BY = "SELECT m.$column::VARCHAR AS id, count(*) AS n FROM meetings m WHERE $where GROUP BY 1"

ALL_VALUES = 2**31
"""A limit that limits nothing."""


def headline(database: Database, filters: Filters) -> dict[str, Any]:
    """The figures of a selection.

    Args:
        database: The open snapshot.
        filters: Which meetings are meant.

    Returns:
        ``meetings``, ``undated``, ``placeless`` (in person, no place told), ``reviewed`` (by a person), ``first`` and
        ``last`` (dates as stored), ``parties``, ``people`` and ``articles``.
    """
    return database.row(
        """
        WITH chosen AS MATERIALIZED (
            SELECT meeting, first_day, mode, place, review, parties, people, documents FROM meetings m WHERE $where),
        dated AS (SELECT max(meeting) AS oldest, min(meeting) AS newest FROM chosen WHERE first_day IS NOT NULL)
        SELECT
            count(*) AS meetings,
            count(*) FILTER (first_day IS NULL) AS undated,
            count(*) FILTER (mode = 'in_person' AND place IS NULL) AS placeless,
            count(*) FILTER (review <> 'unreviewed') AS reviewed,
            (SELECT date FROM meetings WHERE meeting = (SELECT oldest FROM dated)) AS first,
            (SELECT date FROM meetings WHERE meeting = (SELECT newest FROM dated)) AS last,
            (SELECT count(DISTINCT number) FROM (SELECT unnest(parties) AS number FROM chosen)) AS parties,
            (SELECT count(DISTINCT number) FROM (SELECT unnest(people) AS number FROM chosen)) AS people,
            (SELECT count(DISTINCT number) FROM (SELECT unnest(documents) AS number FROM chosen)) AS articles
        FROM chosen""",
        condition(filters),
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
    members, things = _FACETS[name]
    sql = """
        WITH counted AS (
            SELECT number, count(*) AS n FROM (SELECT unnest(m.$members) AS number FROM meetings m WHERE $where)
            GROUP BY number)
        SELECT id, label, coalesce(n, 0)::INTEGER AS n
        FROM ($things) AS things LEFT JOIN counted USING (number)
        ORDER BY n DESC, label, id LIMIT $limit"""
    return database.ask(sql.replace("$members", members).replace("$things", things), where, limit=limit or ALL_VALUES)


# Meetings are numbered from the newest, so that the least number is the last one; undated ones have the greatest.
_COUNTED = """
    SELECT number, count(*)::INTEGER AS n, min(meeting) AS newest
    FROM (SELECT m.meeting, unnest(m.$members) AS number FROM meetings m WHERE $where) GROUP BY number"""


def parties(database: Database, filters: Filters) -> pd.DataFrame:
    """Parties of the selection: ``party_id name party_type region latitude longitude n last``, most frequent first."""
    sql = """
        SELECT party_id, name, party_type, region, party.latitude, party.longitude, n, date AS last
        FROM ($counted) JOIN party USING (number) JOIN meetings ON meetings.meeting = newest ORDER BY n DESC, name"""
    return database.ask(sql.replace("$counted", _COUNTED.replace("$members", "parties")), condition(filters))


def people(database: Database, filters: Filters, limit: int = 100) -> pd.DataFrame:
    """People of the selection: ``person_id name party_id party role n last``, most frequent first."""
    sql = """
        SELECT person_id, p.name, party_id, party.name AS party, role, n, date AS last
        FROM ($counted ORDER BY n DESC, number LIMIT $limit) JOIN person p USING (number)
        JOIN party USING (party_id) JOIN meetings ON meetings.meeting = newest ORDER BY n DESC, p.name"""
    sql = sql.replace("$counted", _COUNTED.replace("$members", "people"))
    return database.ask(sql, condition(filters), limit=limit)


def topics(database: Database, filters: Filters) -> pd.DataFrame:
    """Topics of the selection: ``id label n last``, most frequent first, without those that count nothing."""
    sql = """
        SELECT topic AS id, label, n, date AS last
        FROM ($counted) JOIN topic USING (number) JOIN meetings ON meetings.meeting = newest ORDER BY n DESC, label"""
    return database.ask(sql.replace("$counted", _COUNTED.replace("$members", "topics")), condition(filters))


def places(database: Database, filters: Filters) -> pd.DataFrame:
    """Places of the selection: ``city country country_name latitude longitude n last``, most frequent first."""
    return database.ask(
        """
        SELECT
            place.city, place.country, host.name AS country_name, place.latitude, place.longitude, n, date AS last
        FROM (
            SELECT m.place AS number, count(*)::INTEGER AS n, min(m.meeting) AS newest
            FROM meetings m WHERE $where AND m.place IS NOT NULL GROUP BY m.place
        ) JOIN place USING (number) JOIN meetings ON meetings.meeting = newest
        LEFT JOIN party AS host ON host.party_id = place.country
        ORDER BY n DESC, place.city, place.country""",
        condition(filters),
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


def sources(database: Database, filters: Filters) -> pd.DataFrame:
    """Who published the articles behind the selection: ``outlet articles``, most frequent first, ``""`` for unnamed."""
    return database.ask(
        """
        SELECT coalesce(outlet, '') AS outlet, count(*)::INTEGER AS articles
        FROM document SEMI JOIN (SELECT unnest(m.documents) AS number FROM meetings m WHERE $where) USING (number)
        GROUP BY ALL ORDER BY articles DESC, outlet""",
        condition(filters),
    )


def names(database: Database) -> dict[str, dict[str, str]]:
    """Names by id for each filter that depends on the data, as ``Filters.in_words`` and ``parse`` take them.

    No two things of a filter have one name: those of the same name have their id behind it.
    """
    sql = """
        SELECT id, if(count(*) OVER (PARTITION BY label) > 1, label || ' (' || id || ')', label) AS label
        FROM ($things) ORDER BY label"""
    frames = {name: database.ask(sql.replace("$things", _FACETS[name][1])) for name in _NAMED}
    return {name: dict(zip(frame["id"], frame["label"], strict=True)) for name, frame in frames.items()}
