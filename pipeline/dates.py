"""Words → dates: resolves every expression of a date against a day of writing.

A mention is what the words say ("Friday", "March 22nd"); resolving it adds what they leave out (which Friday, which
year) from the anchor, the day the article is written for. Without an anchor only what is fully printed has a date.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from pipeline import calendars, date_mentions
from pipeline.date_mentions import Mention as Mention  # what callers of `mentions` name in their annotations
from pipeline.date_mentions import Modifier
from pipeline.records import Article, PartialDate
from pipeline.records import ResolvedDate as ResolvedDate


def find(
    text: str, offset: int = 0, *, anchor: date | None, sentence_is_future: bool = False, previous: date | None = None
) -> tuple[ResolvedDate, ...]:
    """Find and resolve the dates of a sentence.

    Args:
        text: One sentence.
        offset: Where it starts; added to every span.
        anchor: The day the article is written for, if known.
        sentence_is_future: Whether it looks ahead ("will meet on Tuesday").
        previous: The day last spoken of, for "the following day".

    Returns:
        The dates in the order of the text. "met on Friday" without an anchor gives none.
    """
    resolved = (resolve(mention, anchor, sentence_is_future, previous=previous) for mention in mentions(text, offset))
    return tuple(found for found in resolved if found is not None)


def anchor(article: Article) -> ResolvedDate | None:
    """The day an article is written for: the dateline's date, else the source's metadata, else the printed stamp."""
    if article.dateline_date is not None and article.dateline_date.value.precision == "day":
        return article.dateline_date
    if article.document.published is not None:
        return ResolvedDate(PartialDate.from_date(article.document.published), "published", 0, 0, "metadata")
    return article.stamp


def mentions(text: str, offset: int = 0) -> tuple[Mention, ...]:
    """Every expression of a date in a sentence, as printed; ``offset`` is added to the spans."""
    return date_mentions.find(text, offset)


def resolve(
    mention: Mention,
    anchor: date | None,
    future: bool = False,
    *,
    previous: date | None = None,
    within: tuple[date, date] | None = None,
) -> ResolvedDate | None:
    """Give a mention its date, or ``None`` where the text does not settle it.

    Weekdays: the latest such day on or before the anchor, that day included (a report dated Wednesday that says "on
    Wednesday" means that day); "last" is strictly before; "next", "coming" and sentences about the future are the first
    one after.

    Args:
        mention: What ``mentions`` found.
        anchor: The day the article is written for, if known.
        future: Whether the sentence looks ahead.
        previous: The day last spoken of, for anaphoric mentions.
        within: First and last day of an event; a weekday that falls in it once is that day, whatever the anchor.
    """
    future = (future or mention.modifier == "after") and mention.modifier != "before"
    match mention.kind:
        case "absolute":
            return _stated(mention, _best_reading(mention, anchor), "date")
        case "day_month":
            return _day_month(mention, anchor, future)
        case "range":
            return _range(mention, anchor, future)
        case "weekday":
            return _weekday(mention, anchor, future, within)
        case "relative" if anchor is not None and mention.days is not None:
            return _stated(mention, PartialDate.from_date(anchor + timedelta(days=mention.days)), "relative_day")
        case "anaphoric" if previous is not None and mention.days is not None:
            return _stated(mention, PartialDate.from_date(previous + timedelta(days=mention.days)), "anaphoric_day")
        case "day" if anchor is not None and mention.day is not None:
            month = calendars.shift_month(anchor.year, anchor.month, _step(mention.modifier))
            return _stated(mention, calendars.make(month.year, month.month, mention.day), "day_of_month")
        case "period" if anchor is not None:
            return _stated(mention, _period(mention, anchor), f"{mention.unit}_of_writing")
        case "month":
            return _stated(mention, _month(mention, anchor, future), "month")
        case "year" if mention.year is not None:
            return _stated(mention, calendars.make(mention.year), "year")
        case _:
            return None


def candidate_years(mention: Mention, first: int, last: int) -> tuple[int, ...]:
    """Years in which the printed weekday, day and month agree; empty unless all three are printed.

    >>> candidate_years(mentions("on Thursday, June 27")[0], 2015, 2025)
    (2019, 2024)
    """
    if mention.weekday is None or mention.month is None or mention.day is None:
        return ()
    made = (calendars.make(year, mention.month, mention.day) for year in range(first, last + 1))
    days = (found.as_date() for found in made if found is not None)
    return tuple(day.year for day in days if day is not None and day.weekday() == mention.weekday)


def _step(modifier: Modifier | None) -> int:
    return {"before": -1, "after": 1}.get(modifier or "same", 0)


def _stated(mention: Mention, value: PartialDate | None, rule: str) -> ResolvedDate | None:
    return ResolvedDate(value, "stated", mention.start, mention.end, rule) if value is not None else None


def _best_reading(mention: Mention, anchor: date | None) -> PartialDate | None:
    """Of 03/04/2021's two readings the one whose weekday is printed, or that lies nearer to the anchor."""
    options = [(reading, day) for reading in mention.readings if (day := reading.as_date()) is not None]
    if mention.weekday is not None:
        options = [option for option in options if option[1].weekday() == mention.weekday] or options
    if not options:
        return None
    if anchor is None:
        return options[0][0]
    return min(options, key=lambda option: abs((option[1] - anchor).days))[0]


def _day_month(mention: Mention, anchor: date | None, future: bool) -> ResolvedDate | None:
    if anchor is None or mention.month is None or mention.day is None:
        return None
    if mention.modifier == "before":
        made = (calendars.make(anchor.year - back, mention.month, mention.day) for back in (0, 1))
        past = [found for found in made if found is not None and (day := found.as_date()) and day < anchor]
        return _stated(mention, past[0] if past else None, "day_month")
    value = calendars.nearest_year(mention.month, mention.day, anchor, future=future, weekday=mention.weekday)
    return _stated(mention, value, "day_month")


def _range(mention: Mention, anchor: date | None, future: bool) -> ResolvedDate | None:
    if mention.until is None or mention.month is None or mention.day is None:
        return None
    first = replace(mention, kind="day_month")
    found = (
        _stated(mention, calendars.make(mention.year, mention.month, mention.day), "range") if mention.year else None
    )
    if mention.year is None:
        found = _day_month(first, anchor, future)
    if found is None:
        return None
    year, month, day = mention.until
    turn = 1 if month < mention.month else 0
    last = calendars.make(year or found.value.year + turn, month, day)
    return replace(found, rule="range", value_end=last)


def _weekday(
    mention: Mention, anchor: date | None, future: bool, within: tuple[date, date] | None
) -> ResolvedDate | None:
    if mention.weekday is None:
        return None
    if within is not None:
        span = [within[0] + timedelta(days=step) for step in range(min(31, (within[1] - within[0]).days + 1))]
        inside = [day for day in span if day.weekday() == mention.weekday]
        if len(inside) == 1:
            return ResolvedDate(
                PartialDate.from_date(inside[0]), "weekday", mention.start, mention.end, "weekday_within"
            )
    if anchor is None:
        return None
    if mention.unit == "week":
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=_step(mention.modifier))
        day, rule = monday + timedelta(days=mention.weekday), "weekday_of_week"
    elif mention.modifier == "before":
        day, rule = calendars.weekday_before(anchor, mention.weekday, strictly=True), "weekday_last"
    elif future:
        day, rule = calendars.weekday_after(anchor, mention.weekday), "weekday_next"
    else:
        day, rule = calendars.weekday_before(anchor, mention.weekday), "weekday"
    return ResolvedDate(PartialDate.from_date(day), "weekday", mention.start, mention.end, rule)


def _period(mention: Mention, anchor: date) -> PartialDate:
    """This, last or next week (as its month), month, year."""
    step = _step(mention.modifier)
    if mention.unit == "year":
        return PartialDate(anchor.year + step)
    if mention.unit == "month":
        return calendars.shift_month(anchor.year, anchor.month, step)
    day = anchor + timedelta(weeks=step)
    return PartialDate(day.year, day.month)


def _month(mention: Mention, anchor: date | None, future: bool) -> PartialDate | None:
    if mention.month is None:
        return None
    if mention.year is not None:
        return calendars.make(mention.year, mention.month)
    if anchor is None:
        return None
    if mention.unit == "year":
        return PartialDate(anchor.year + _step(mention.modifier), mention.month)
    if mention.modifier == "before":
        year = anchor.year - (mention.month >= anchor.month)
    elif future:
        year = anchor.year + (mention.month < anchor.month)
    else:
        year = anchor.year - (mention.month > anchor.month and mention.modifier != "same")
    return PartialDate(year, mention.month)
