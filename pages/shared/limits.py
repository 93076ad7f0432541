"""What the data cannot say: articles that could not be used, and cells that nothing fills."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipeline.query import Database


def articles_by_status(database: Database) -> pd.DataFrame:
    """Articles by what became of them: ``status n dated with_meetings``."""
    return database.ask(
        """
        SELECT status, count(*)::INTEGER AS n, count(published)::INTEGER AS dated,
            count(*) FILTER (n_meetings > 0)::INTEGER AS with_meetings
        FROM documents GROUP BY status ORDER BY n DESC, status"""
    )


def unusable(database: Database, limit: int = 200) -> pd.DataFrame:
    """Articles that could not be used, and why: ``path status error``."""
    return database.ask(
        "SELECT path, status, error FROM documents WHERE status <> 'ok' ORDER BY path LIMIT $limit", limit=limit
    )


def holes(database: Database) -> dict[str, Any]:
    """How many held meetings lack what: ``meetings undated by_month by_year placeless topicless nameless doubtful``."""
    return database.row(
        """
        SELECT count(*) AS meetings,
            count(*) FILTER (date_precision = 'unknown') AS undated,
            count(*) FILTER (date_precision = 'month') AS by_month,
            count(*) FILTER (date_precision = 'year') AS by_year,
            count(*) FILTER (mode = 'in_person' AND city IS NULL) AS placeless,
            count(*) FILTER (len(topics) = 0) AS topicless,
            count(*) FILTER (len(people) = 0) AS nameless,
            count(*) FILTER (confidence < 0.5) AS doubtful
        FROM meetings WHERE status = 'held' AND review <> 'rejected'"""
    )
