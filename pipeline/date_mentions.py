"""Finds the expressions of dates in a sentence, as printed: no year is added here and no weekday resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from pipeline import calendars, date_patterns
from pipeline.records import PartialDate

MentionKind = Literal[
    "absolute", "day_month", "range", "weekday", "relative", "anaphoric", "day", "period", "month", "year"
]
Modifier = Literal["before", "same", "after"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One expression of a date. Grain: one expression; ``start``/``end`` span its words.

    Attributes:
        kind: ``absolute`` a full date, ``day_month`` one without year, ``range`` several days, ``weekday``,
            ``relative`` counted from the day of writing, ``anaphoric`` from the day last spoken of, ``day`` of this
            or another month, ``period`` this/last/next week, month or year, ``month``, ``year``.
        text: The words.
        modifier: ``before`` ("last Friday"), ``same`` ("this Friday"), ``after`` ("next Friday").
        year, month, day: What is printed.
        until: Last day of a range, ``(year, month, day)``.
        weekday: Monday 0 to Sunday 6.
        days: Distance in days of a relative or anaphoric day.
        unit: ``week``, ``month`` or ``year`` of a period.
        readings: Both meanings of an ambiguous numeric date, day-first one first.
    """

    kind: MentionKind
    start: int
    end: int
    text: str
    modifier: Modifier | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    until: tuple[int | None, int, int] | None = None
    weekday: int | None = None
    days: int | None = None
    unit: str | None = None
    readings: tuple[PartialDate, ...] = ()


SENTENCES = 128
"""As many of an article's sentences are remembered."""


def find(text: str, offset: int = 0) -> tuple[Mention, ...]:
    """Find every expression of a date, in the order of the text; overlapping readings keep the fuller one."""
    found = _found(text)
    return tuple(replace(mention, start=mention.start + offset, end=mention.end + offset) for mention in found)


@lru_cache(maxsize=SENTENCES)
def _found(text: str) -> tuple[Mention, ...]:
    """The mentions of a sentence, which is asked about from several sides."""
    taken: list[Mention] = []
    covered = bytearray(len(text))
    for mention in _candidates(text):
        if not any(covered[mention.start : mention.end]):
            covered[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            taken.append(mention)
    taken.sort(key=lambda mention: mention.start)
    merged = _with_weekdays(text, taken)
    return tuple(mention for mention in merged if not _is_name(text, mention))


def _with_weekdays(text: str, found: list[Mention]) -> list[Mention]:
    """Join "Thursday" with the date beside it: "Thursday (17 May)", "On Thursday, June 27", "24 May (Monday)"."""
    merged: list[Mention] = []
    for mention in found:
        last = merged[-1] if merged else None
        if last is not None and last.kind == "relative" and mention.kind == "weekday" and last.days in (-1, 0):
            if _RELATIVE_AND_WEEKDAY.fullmatch(text, last.end, mention.start):
                end = mention.end + (text[mention.end : mention.end + 1] == ")")
                merged[-1] = replace(mention, start=last.start, end=end, text=text[last.start : end])
                continue
        if last is not None and _is_weekday_of(text, last, mention):
            end = mention.end + (text[mention.end : mention.end + 1] == ")" and "(" in text[last.end : mention.start])
            merged[-1] = replace(mention, start=last.start, end=end, text=text[last.start : end], weekday=last.weekday)
            continue
        if last is not None and mention.kind == "weekday" and last.kind in _DATED and last.weekday is None:
            gap = text[last.end : mention.start]
            closes = text[mention.end : mention.end + 1]
            if (gap.strip() == "(" and closes == ")") or (gap.strip() == "," and closes in (",", ".", ")", "")):
                end = mention.end + (closes == ")" and "(" in gap)
                merged[-1] = replace(last, end=end, text=text[last.start : end], weekday=mention.weekday)
                continue
        merged.append(mention)
    return merged


def _is_weekday_of(text: str, weekday: Mention, dated: Mention) -> bool:
    """Whether a weekday stands right before a date as its own: "Thursday, 17 May"."""
    if dated.kind not in _DATED or weekday.kind != "weekday" or weekday.unit is not None:
        return False
    return date_patterns.patterns().weekday_then_date.fullmatch(text, weekday.end, dated.start) is not None


_RELATIVE_AND_WEEKDAY = re.compile(r"\s?[(,]\s?(?:on )?")
"""Between "today" and "(Tuesday)": the weekday says which day was meant, whenever the page was stamped."""

_DATED = frozenset({"absolute", "day_month", "range"})
_DIGIT = re.compile(r"\d")
_LETTERS = re.compile(r"[^\W\d_]+")


def _is_name(text: str, mention: Mention) -> bool:
    """Whether the words are a name rather than a date: "Good Friday", "the June 4, 1967 borders"."""
    patterns = date_patterns.patterns()
    if patterns.name_after.match(text, mention.end):
        return True
    return (
        mention.kind == "weekday"
        and patterns.name_before.search(text[max(0, mention.start - 20) : mention.start]) is not None
    )


def _candidates(text: str) -> Iterator[Mention]:
    """Every reading of every expression, the fullest kinds first."""
    has_figure = _DIGIT.search(text) is not None
    if has_figure:
        yield from _in_figures(text)
    if has_figure or not date_patterns.signs().isdisjoint(_LETTERS.findall(text.lower())):
        yield from _days_without_month(text)
        yield from _months_and_years(text)


def _in_figures(text: str) -> Iterator[Mention]:
    """Days of a month, alone and as ranges: no such form is without a figure."""
    patterns = date_patterns.patterns()
    for pattern in patterns.ranges:
        for match in pattern.finditer(text):
            yield from _range_mention(match)
    for match in patterns.iso.finditer(text):
        yield from _dated(match, calendars.make(int(match["y"]), int(match["m"]), int(match["d"])))
    for match in patterns.numeric.finditer(text):
        options = calendars.readings(int(match["a"]), int(match["b"]), int(match["y"]))
        if options:
            yield _mention("absolute", match, readings=options)
    for pattern in patterns.days:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            month, day = _month_number(groups["m"]), _number(groups["d"])
            if groups.get("y"):
                yield from _dated(match, calendars.make(int(groups["y"]), month, day))
            elif calendars.make(2000, month, day) is not None:
                yield _mention("day_month", match, modifier=_modifier(match), month=month, day=day)


def _days_without_month(text: str) -> Iterator[Mention]:
    """Weekdays, days counted from another one, days of this month."""
    patterns = date_patterns.patterns()
    for match in patterns.day_of_month.finditer(text):
        yield _mention("day", match, modifier=_modifier(match), day=_number(match["d"]))
    for match in patterns.weekday.finditer(text):
        yield _weekday_mention(match)
    for pattern, kind in ((patterns.relative, "relative"), (patterns.anaphoric, "anaphoric")):
        table = calendars.words()[f"{kind}_days"]
        for match in pattern.finditer(text):
            yield _mention(kind, match, days=table[match[0].lower()])  # type: ignore[arg-type]  # kind is one of the two
    for match in patterns.ago.finditer(text):
        yield from _ago(match)


def _months_and_years(text: str) -> Iterator[Mention]:
    """What is less precise than a day."""
    patterns = date_patterns.patterns()
    for match in patterns.month.finditer(text):
        yield from _month_mention(match)
    for match in patterns.period.finditer(text):
        yield _mention("period", match, modifier=_modifier(match), unit=match["unit"].lower())
    for match in patterns.year.finditer(text):
        start, end = match.span("y")
        yield Mention("year", start, end, match["y"], year=int(match["y"]))


def _mention(kind: MentionKind, match: re.Match[str], **what: object) -> Mention:
    return Mention(kind, match.start(), match.end(), match[0], **what)  # type: ignore[arg-type]  # fields by name


def _dated(match: re.Match[str], value: PartialDate | None) -> Iterator[Mention]:
    if value is not None:
        yield _mention("absolute", match, year=value.year, month=value.month, day=value.day, readings=(value,))


def _range_mention(match: re.Match[str]) -> Iterator[Mention]:
    groups = match.groupdict()
    first_month = _month_number(groups["m1"])
    last_month = _month_number(groups["m2"]) if groups.get("m2") else first_month
    first, last = _number(groups["d1"]), _number(groups["d2"])
    if first_month == last_month and last <= first:
        return
    last_year = int(groups["y2"]) if groups.get("y2") else None
    first_year = int(groups["y1"]) if groups.get("y1") else last_year
    if first_year and first_year == last_year and not groups.get("y1") and last_month < first_month:
        first_year -= 1
    if calendars.make(2000, first_month, first) and calendars.make(2000, last_month, last):
        yield _mention(
            "range", match, year=first_year, month=first_month, day=first, until=(last_year, last_month, last)
        )


def _weekday_mention(match: re.Match[str]) -> Mention:
    name = (match["w"] or match["short"]).lower().rstrip(".")
    said = (match["wmod"] or match["premod"] or ("last" if match["post"] else "")).lower()
    words = calendars.words()["modifiers"]
    modifier = next((key for key in ("before", "after", "same") if said in words[key]), None)
    return _mention(
        "weekday", match, weekday=calendars.weekdays()[name], modifier=modifier, unit="week" if match["week"] else None
    )


def _month_mention(match: re.Match[str]) -> Iterator[Mention]:
    """A month counts with a year, a modifier or a preposition before it; "May" alone may be a verb or a name."""
    modifier, start, end = _modifier(match), *match.span("all")
    if not (match["lead"] or match["y"] or match["rel"] or modifier):
        return
    unit = None
    if match["rel"]:
        modifier, unit = _YEAR_MODIFIERS[match["rel"].split()[0].lower()], "year"
    year = int(match["y"]) if match["y"] else None
    month = _month_number(match["m"])
    yield Mention("month", start, end, match["all"], modifier=modifier, year=year, month=month, unit=unit)


_YEAR_MODIFIERS: dict[str, Modifier] = {"last": "before", "this": "same", "next": "after"}


def _ago(match: re.Match[str]) -> Iterator[Mention]:
    """A day for "two days ago"; weeks, months and years ago are too vague to date anything."""
    if match["unit"].lower() != "day":
        return
    number = calendars.words()["numbers"].get(match["n"].lower())
    count = int(number if number is not None else match["n"])
    yield _mention("relative" if match["dir"].lower() == "ago" else "anaphoric", match, days=-count)


def _modifier(match: re.Match[str]) -> Modifier | None:
    groups = match.groupdict()
    keys: tuple[Modifier, ...] = ("before", "after", "same")
    for key in keys:
        if groups.get(key):
            return key
    return None


def _month_number(name: str) -> int:
    return calendars.months()[name.rstrip(".").lower()]


def _number(day: str) -> int:
    return int(re.sub(r"\D", "", day))
