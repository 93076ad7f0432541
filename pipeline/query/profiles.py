"""Who meets whom: the network of a selection, and what a profile of a party, person or topic is made of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from pipeline.query import overview
from pipeline.query.condition import condition
from pipeline.query.database import Database
from pipeline.query.filters import Filters

MAX_SIDES = 12
"""Meetings of more parties are left out of the network: a summit of 50 would tie 1,225 pairs at once."""


def edges(database: Database, filters: Filters, limit: int = 500, max_parties: int = MAX_SIDES) -> pd.DataFrame:
    """Pairs of parties that met.

    Args:
        database: The open snapshot.
        filters: Which meetings are meant.
        limit: Pairs to give at most, the most frequent.
        max_parties: Meetings of more parties than this are left out.

    Returns:
        ``source target source_name target_name n last``, one row an unordered pair, most frequent first.
    """
    where = condition(filters)
    return database.ask(
        """
        WITH chosen AS (
            SELECT meeting, parties, unnest(parties) AS one
            FROM meetings m WHERE $where AND m.n_parties BETWEEN 2 AND $max_parties),
        pairs AS (
            SELECT one, other, count(*)::INTEGER AS n, min(meeting) AS newest
            FROM (SELECT meeting, one, unnest(parties) AS other FROM chosen) WHERE one < other
            GROUP BY ALL ORDER BY n DESC, one, other LIMIT $limit)
        SELECT
            x.party_id AS source, y.party_id AS target, x.name AS source_name, y.name AS target_name, n, date AS last
        FROM pairs JOIN party x ON x.number = one JOIN party y ON y.number = other
        JOIN meetings ON meetings.meeting = newest ORDER BY n DESC, source, target""",
        where,
        limit=limit,
        max_parties=max_parties,
    )


def span(database: Database, filters: Filters) -> dict[str, Any]:
    """The first, the last and the latest planned meeting of a selection, each ``meeting_id title date`` or ``None``.

    The status of ``filters`` is put aside: first and last are of held meetings.

    Returns:
        ``first``, ``last`` and ``planned``.
    """
    held, planned = replace(filters, status=("held",)), replace(filters, status=("planned",))
    return {
        "first": _edge(database, held, "first_day, meeting DESC"),
        "last": _edge(database, held, "first_day DESC, meeting"),
        "planned": _edge(database, planned, "first_day DESC, meeting"),
    }


def _edge(database: Database, filters: Filters, order: str) -> dict[str, Any] | None:
    sql = """
        SELECT meeting_id, title, date FROM meetings WHERE meeting IN (
            SELECT m.meeting FROM meetings m WHERE $where AND m.first_day IS NOT NULL ORDER BY $order LIMIT 1)"""
    return database.row(sql.replace("$order", order), condition(filters)) or None


def years(database: Database, filters: Filters) -> pd.DataFrame:
    """Meetings a year by mode: ``year mode n``."""
    where = condition(filters)
    return database.ask(
        """
        SELECT year(m.first_day)::INTEGER AS year, m.mode::VARCHAR AS mode, count(*)::INTEGER AS n
        FROM meetings m WHERE $where AND m.first_day IS NOT NULL GROUP BY ALL ORDER BY year, mode""",
        where,
    )


def topics_by_year(database: Database, filters: Filters) -> pd.DataFrame:
    """What the selection was about, year by year: ``year topic label n``."""
    where = condition(filters)
    return database.ask(
        """
        WITH counted AS (
            SELECT year, number, count(*)::INTEGER AS n FROM (
                SELECT year(m.first_day)::INTEGER AS year, unnest(m.topics) AS number
                FROM meetings m WHERE $where AND m.first_day IS NOT NULL
            ) GROUP BY ALL)
        SELECT year, topic, label, n FROM counted JOIN topic USING (number) ORDER BY year, n DESC, topic""",
        where,
    )


def levels(database: Database, filters: Filters) -> pd.DataFrame:
    """Ranks that took part: ``id label n``, most frequent first."""
    found = overview.facet(database, replace(filters, level=()), "level")
    return found[found["n"] > 0].reset_index(drop=True)


def person(database: Database, person_id: str) -> dict[str, Any] | None:
    """The row of ``people`` with the name of the party, or ``None``."""
    row = database.row(
        "SELECT person.* EXCLUDE (number), party.name AS party FROM person JOIN party USING (party_id)"
        " WHERE person_id = $id",
        id=person_id,
    )
    return row or None


def party(database: Database, party_id: str) -> dict[str, Any] | None:
    """The row of ``parties``, or ``None``."""
    return database.row("SELECT * EXCLUDE (number) FROM party WHERE party_id = $id", id=party_id) or None


def topic(database: Database, topic_id: str) -> dict[str, Any] | None:
    """The row of ``topics``, or ``None``."""
    return database.row("SELECT * EXCLUDE (number) FROM topic WHERE topic = $id", id=topic_id) or None
