"""Questions to a snapshot: the one way in which dashboard, API and downloads read the tables.

    database = query.open(Path("build"))
    filters = query.Filters(country=("KAZ",))
    query.page(database, filters)

Everything returned is small: counts, one page of rows, one meeting; nothing loads a whole table.
"""

from pipeline.query.condition import Condition, condition, terms
from pipeline.query.database import Database, open
from pipeline.query.filters import CLOSED, LISTS, MATCHES, NAMES, Filters, parse
from pipeline.query.meetings import SORTS, articles, gaps, meeting, page, related, table, timeline
from pipeline.query.overview import (
    count,
    coverage,
    dates,
    facet,
    headline,
    hidden,
    months,
    names,
    parties,
    people,
    places,
    sources,
    topics,
)
from pipeline.query.profiles import MAX_SIDES, edges, levels, party, person, span, topic, topics_by_year, years

__all__ = [
    "CLOSED",
    "LISTS",
    "MATCHES",
    "MAX_SIDES",
    "NAMES",
    "SORTS",
    "Condition",
    "Database",
    "Filters",
    "articles",
    "condition",
    "count",
    "coverage",
    "dates",
    "edges",
    "facet",
    "gaps",
    "headline",
    "hidden",
    "levels",
    "meeting",
    "months",
    "names",
    "open",
    "page",
    "parse",
    "parties",
    "party",
    "people",
    "person",
    "places",
    "related",
    "sources",
    "span",
    "table",
    "terms",
    "timeline",
    "topic",
    "topics",
    "topics_by_year",
    "years",
]
