"""Presets of the range of dates, counted from the latest meeting of the data and not from today."""

from __future__ import annotations

from datetime import date, timedelta

PRESETS = {
    "all": "All dates",
    "month": "Last 30 days",
    "quarter": "Last 90 days",
    "year": "Last 12 months",
    "five": "Last 5 years",
    "own": "Own range",
}
_DAYS = {"month": 30, "quarter": 90, "year": 365, "five": 5 * 365}


def bounds(preset: str, latest: date | None) -> tuple[date | None, date | None]:
    """First and last day of a preset.

    Args:
        preset: One of ``PRESETS``.
        latest: The day of the latest meeting there is.
    """
    if preset not in _DAYS or latest is None:
        return None, None
    return latest - timedelta(days=_DAYS[preset] - 1), latest


def named(since: date | None, until: date | None, latest: date | None) -> str:
    """The preset that a range is, ``own`` when it is none."""
    return next((name for name in PRESETS if name != "own" and bounds(name, latest) == (since, until)), "own")


def latest_day(text: str | None) -> date | None:
    """The last day of a date cut at its precision: ``2021-09`` is 30 September 2021."""
    if not text:
        return None
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day)
    month = month or 12
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
