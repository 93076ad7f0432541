"""Words and numerals of the calendar: month and weekday names, numeric dates and what they can mean.

Read by ``pipeline.dates`` for sentences and by ``pipeline.cleaning`` for publication stamps; knows neither.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from pipeline.records import PartialDate

SLIP_DAYS = 7
"""A day and month this near to the day of writing are of its year, even if the weekday printed with them is not."""

FITTING_DAYS = 550
"""A year that only the weekday speaks for is not looked for further away than this."""

FIRST_YEAR, LAST_YEAR = 1900, 2099
"""Numbers outside are no years: "resolution 2254", "in 1648"."""


@cache
def words() -> dict[str, Any]:
    """The calendar's word lists, as in ``lexicon/calendar.toml``."""
    return tomllib.loads((resources.files("pipeline") / "lexicon" / "calendar.toml").read_text(encoding="utf-8"))


@cache
def months(*, foreign: bool = False) -> dict[str, int]:
    """Month number by lower-case name, English ones only unless ``foreign``."""
    tables = [words()["english"]["months"]] + ([words()["foreign"]["months"]] if foreign else [])
    return {name: int(number) for table in tables for number, names in table.items() for name in names}


@cache
def weekdays() -> dict[str, int]:
    """Weekday number (Monday 0) by lower-case English name."""
    table = words()["english"]["weekdays"]
    return {name: int(number) for number, names in table.items() for name in names}


def alternation(names: list[str] | dict[str, int]) -> str:
    """A regular expression of literal names, longest first so that "sept" does not hide "september"."""
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


@cache
def printed_months() -> str:
    """English month names as printed, capitalised or in capitals: "may" and "march" in lower case are verbs."""
    return alternation([form for name in months() for form in (name.capitalize(), name.upper())])


def make(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    """A partial date, or ``None`` where the calendar has no such day.

    >>> make(2021, 2, 29) is None
    True
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return PartialDate(year, month, day)


def readings(first: int, second: int, year: int) -> tuple[PartialDate, ...]:
    """What ``first/second/year`` can mean, day-first reading first; one reading where the other is no date.

    >>> [reading.iso() for reading in readings(9, 27, 2017)]
    ['2017-09-27']
    """
    found = [make(year, second, first), make(year, first, second)]
    return tuple(dict.fromkeys(reading for reading in found if reading is not None))


def nearest_year(
    month: int, day: int, near: date, *, future: bool = False, weekday: int | None = None
) -> PartialDate | None:
    """Give a day and month the year that fits a day of writing.

    News looks back: a day ahead counts as three times as far, unless the sentence is about the future.
    A weekday printed with it rules out the years in which it does not agree; if none agrees, or the day is that of
    writing but for a few days, the weekday is a slip.

    Args:
        month: Month of the year.
        day: Day of the month.
        near: The day of writing.
        future: Whether the sentence looks ahead.
        weekday: Monday 0 to Sunday 6, if printed.
    """
    days = []
    for year in range(near.year - 4, near.year + 5):
        made = make(year, month, day)
        actual = made.as_date() if made else None
        if actual is not None:
            days.append(actual)
    agreeing = [found for found in days if found.weekday() == weekday] if weekday is not None else []

    def cost(found: date) -> tuple[int, date]:
        ahead = (found - near).days
        return (abs(ahead) * (3 if (ahead > 0) != future and ahead else 1), found)

    best = min(days, key=cost, default=None)
    fitting = min(agreeing, key=cost, default=None)
    if best is not None and fitting is not None and abs((best - near).days) > SLIP_DAYS:
        best = fitting if abs((fitting - near).days) <= FITTING_DAYS else best
    return PartialDate.from_date(best) if best else None


def weekday_before(near: date, weekday: int, *, strictly: bool = False) -> date:
    """The latest such weekday on or before a day; ``strictly``: before it."""
    back = (near.weekday() - weekday) % 7
    return near - timedelta(days=back or (7 if strictly else 0))


def weekday_after(near: date, weekday: int) -> date:
    """The first such weekday after a day."""
    return near + timedelta(days=(weekday - near.weekday() - 1) % 7 + 1)


def shift_month(year: int, month: int, by: int) -> PartialDate:
    """The month that many months away."""
    index = year * 12 + month - 1 + by
    return PartialDate(index // 12, index % 12 + 1)
