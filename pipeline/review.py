"""Which rows a person should look at first."""

from __future__ import annotations

from typing import Final

import pandas as pd

from pipeline import tables

CONFLICT: Final = 0.5
"""One contradiction between sources weighs as much as half a confidence."""

SOURCE: Final = 0.05
"""A meeting that many articles tell is read by many; ten more sources weigh as much as one contradiction."""

MOST_SOURCES: Final = 10
BACKGROUND: Final = 0.5
"""What is only mentioned matters half as much as what was held."""


def queue(frames: tables.Tables) -> pd.DataFrame:
    """Put the meetings nobody has reviewed in the order in which to review them.

    Args:
        frames: The tables in force.

    Returns:
        One row a meeting: ``meeting_id``, ``title``, ``confidence``, ``n_conflicts``, ``n_sources`` and ``urgency``,
        the most urgent first. A sure row of one source comes last, one that its sources contradict comes first.
    """
    waiting = frames.meetings[frames.meetings["review"] == "unreviewed"]
    conflicts = frames.conflicts.groupby("meeting_id").size()
    told = waiting["meeting_id"].map(conflicts).fillna(0).astype("int64")
    more = (waiting["n_sources"] - 1).clip(lower=0, upper=MOST_SOURCES)
    urgency = (1 - waiting["confidence"]) + CONFLICT * told.clip(upper=2) + SOURCE * more
    urgency = urgency.where(waiting["status"] != "mentioned", BACKGROUND * urgency)
    listed = waiting[["meeting_id", "title", "confidence", "n_sources"]].assign(
        n_conflicts=told, urgency=urgency.round(3)
    )
    return listed.sort_values(["urgency", "meeting_id"], ascending=[False, True], ignore_index=True)
