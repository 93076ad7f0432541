"""Who travelled to whom: questions about hosts and guests that only the map asks."""

from __future__ import annotations

import pandas as pd

from pipeline import query
from pipeline.query import Database, Filters

LINKS = 300
"""Links drawn at most, the most frequent; more would be a grey felt."""


def links(database: Database, filters: Filters, limit: int = LINKS) -> pd.DataFrame:
    """Links from the host's capital to the guests' capitals.

    Args:
        database: The open snapshot.
        filters: Which meetings are meant.
        limit: Links to give at most.

    Returns:
        ``host guest host_name guest_name n last`` and ``latitude``/``longitude`` of both ends, prefixed; the host is
        the country of the place, and only where it took part itself: New York does not make the United States a host.
    """
    where = query.condition(filters)
    return database.ask(
        """
        WITH chosen AS (
            SELECT m.meeting, m.date, m.first_day, host.number AS host, unnest(m.parties) AS guest
            FROM meetings m JOIN party host ON host.party_id = m.country
            WHERE $where AND m.mode = 'in_person' AND list_contains(m.parties, host.number))
        SELECT host.party_id AS host, guest.party_id AS guest, host.name AS host_name, guest.name AS guest_name,
            host.latitude AS host_latitude, host.longitude AS host_longitude,
            guest.latitude AS guest_latitude, guest.longitude AS guest_longitude,
            count(*)::INTEGER AS n, arg_max(chosen.date, chosen.first_day) AS last
        FROM chosen JOIN party host ON host.number = chosen.host JOIN party guest ON guest.number = chosen.guest
        WHERE chosen.host <> chosen.guest
        GROUP BY ALL ORDER BY n DESC, host.party_id, guest.party_id LIMIT $limit""",
        where,
        limit=limit,
    )


def by_year(database: Database, filters: Filters) -> pd.DataFrame:
    """Meetings of each party in each year: ``year party_id name n``; undated meetings are left out."""
    where = query.condition(filters)
    return database.ask(
        """
        WITH chosen AS (
            SELECT year(m.first_day)::INTEGER AS year, unnest(m.parties) AS side
            FROM meetings m WHERE $where AND m.first_day IS NOT NULL)
        SELECT year, party.party_id, party.name, count(*)::INTEGER AS n
        FROM chosen JOIN party ON party.number = chosen.side
        GROUP BY ALL ORDER BY year, n DESC, party.party_id""",
        where,
    )


def places_by_year(database: Database, filters: Filters) -> pd.DataFrame:
    """Meetings at each place in each year: ``year city country_name latitude longitude n``."""
    where = query.condition(filters)
    return database.ask(
        """
        SELECT year(m.first_day)::INTEGER AS year, m.city, host.name AS country_name, first(m.latitude) AS latitude,
            first(m.longitude) AS longitude, count(*)::INTEGER AS n
        FROM meetings m LEFT JOIN party host ON host.party_id = m.country
        WHERE $where AND m.first_day IS NOT NULL AND m.latitude IS NOT NULL
        GROUP BY 1, m.city, m.country, host.name ORDER BY year, n DESC, m.city""",
        where,
    )
