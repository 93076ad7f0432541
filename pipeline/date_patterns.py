"""The regular expressions of printed dates, compiled from ``lexicon/calendar.toml`` when first needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline import calendars


@dataclass(frozen=True, slots=True)
class Patterns:
    """One expression a form; the groups are named after the fields of a mention."""

    ranges: tuple[re.Pattern[str], ...]
    days: tuple[re.Pattern[str], ...]
    iso: re.Pattern[str]
    numeric: re.Pattern[str]
    day_of_month: re.Pattern[str]
    month: re.Pattern[str]
    year: re.Pattern[str]
    weekday: re.Pattern[str]
    relative: re.Pattern[str]
    anaphoric: re.Pattern[str]
    ago: re.Pattern[str]
    period: re.Pattern[str]
    weekday_then_date: re.Pattern[str]
    name_before: re.Pattern[str]
    name_after: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """All expressions, compiled from the word lists when first needed."""
    words = calendars.words()
    month = rf"(?:{calendars.printed_months()})\b\.?"
    day = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
    year = r"(?:19|20)\d\d\b"
    dash = r"\s*(?:-|–|—|‑|/|&|\bto\b|\band\b|\btill\b|\buntil\b|\bthrough\b)\s*"
    to = r"\s*(?:-|–|—|‑|\bto\b|\btill\b|\buntil\b|\bthrough\b)\s*"
    before, after, same = (calendars.alternation(words["modifiers"][key]) for key in ("before", "after", "same"))
    modifier = rf"(?:(?P<before>{before})|(?P<after>{after})|(?P<same>{same}))"
    full_days = calendars.alternation([names[0] for names in words["english"]["weekdays"].values()])
    short_days = calendars.alternation(
        [name.capitalize() for names in words["english"]["weekdays"].values() for name in names[1:]]
    )
    start = r"(?<![\w.,:/$€£%-])(?<![$€£] )"
    return Patterns(
        ranges=(
            re.compile(
                rf"{start}(?P<m1>{month})\s*(?P<d1>{day})(?:,?\s+(?P<y1>{year}))?{to}(?P<m2>{month})\s*(?P<d2>{day})\b(?:,?\s*(?P<y2>{year}))?"
            ),
            re.compile(
                rf"{start}(?P<d1>{day})\s+(?:of\s+)?(?P<m1>{month})(?:,?\s+(?P<y1>{year}))?{to}(?P<d2>{day})\s+(?:of\s+)?(?P<m2>{month})(?:,?\s*(?P<y2>{year}))?"
            ),
            re.compile(
                rf"{start}(?P<m1>{month})\s*(?P<d1>{day}){dash}(?P<d2>{day})\b(?!\s*(?:{month}))(?:,?\s*(?P<y2>{year}))?"
            ),
            re.compile(
                rf"{start}(?P<d1>{day}){dash}(?:the\s+)?(?P<d2>{day})\s+(?:of\s+)?(?P<m1>{month})(?:,?\s*(?:of\s+)?(?P<y2>{year}))?"
            ),
        ),
        days=(
            re.compile(rf"{start}(?P<d>{day})\s*(?:of\s+)?(?P<m>{month}),?\s*(?:of\s+)?(?P<y>{year})"),
            re.compile(rf"{start}(?P<m>{month})\s*(?P<d>{day}),?\s*(?:of\s+)?(?P<y>{year})"),
            re.compile(rf"{start}(?P<d>{day})\s+(?:of\s+)?(?:{modifier}\s+)?(?P<m>{month})"),
            re.compile(rf"{start}(?:{modifier}\s+)?(?P<m>{month})\s+(?:the\s+)?(?P<d>{day})\b(?![:%]|[.,]\d)"),
        ),
        iso=re.compile(
            rf"{start}(?P<y>{year})(?P<sep>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<d>0?[1-9]|[12]\d|3[01])\b"
        ),
        numeric=re.compile(rf"{start}(?P<a>\d\d?)(?P<sep>[./-])(?P<b>\d\d?)(?P=sep)(?P<y>{year})"),
        day_of_month=re.compile(
            rf"\b(?:the\s+)?(?P<d>{day})\s+of\s+(?:the\s+)?(?:{modifier}|(?P<instant>same))\s+month\b", re.IGNORECASE
        ),
        month=re.compile(
            rf"(?:\b(?P<lead>{calendars.alternation(words['month_leads']['words'])})[\s-]+)?"
            rf"(?P<all>(?:\b{modifier}\s+)?\b(?P<m>{month})"
            rf"(?:,?\s+(?:of\s+)?(?:(?P<y>{year})|(?P<rel>(?:last|this|next)\s+year\b)))?)"
        ),
        year=re.compile(
            rf"\b(?:in|since|during|from|by|until|of|the\s+year|end\s+of|early|late|mid)\s+(?:the\s+year\s+)?(?P<y>{year})(?![\w%]|\s*[-–/]\s*\d|['’])",
            re.IGNORECASE,
        ),
        weekday=re.compile(
            rf"(?:\b(?P<premod>{before}|{after}|{same})\s+)?\b(?:(?P<w>(?i:{full_days}))|(?P<short>{short_days})\b\.?(?=,?\s*\(?\s*(?:the\s+)?(?:{day}|{month})\b))\b"
            rf"(?P<week>,?\s+(?:of\s+)?(?P<wmod>last|this|next)\s+week)?(?P<post>\s+last\b)?",
        ),
        relative=re.compile(rf"\b(?:{calendars.alternation(words['relative_days'])})\b", re.IGNORECASE),
        anaphoric=re.compile(
            rf"\b(?:{calendars.alternation(words['anaphoric_days'])})\b(?!\s+(?:of|that|when))", re.IGNORECASE
        ),
        ago=re.compile(
            rf"\b(?P<n>{calendars.alternation(words['numbers'])}|\d\d?)\s+(?P<unit>day|week|month|year)s?\s+(?P<dir>ago|earlier)\b",
            re.IGNORECASE,
        ),
        period=re.compile(rf"\b{modifier}\s+(?P<unit>week|month|year)\b(?!-|\s+old)", re.IGNORECASE),
        weekday_then_date=re.compile(r"(?:'s|’s)?[\s,]*(?:\(\s*)?(?:on\s+)?(?:the\s+)?"),
        name_before=re.compile(rf"\b(?:{calendars.alternation(words['not_dates']['before'])})\s+$", re.IGNORECASE),
        name_after=re.compile(
            rf"(?:['’]s)?,?\s+(?:{calendars.alternation(words['not_dates']['after'])})\b", re.IGNORECASE
        ),
    )


@cache
def signs() -> frozenset[str]:
    """Words of which every date without a figure has one: weekdays, months, "ago", the end of "later that day"."""
    words = calendars.words()
    phrases = (*words["relative_days"], *words["anaphoric_days"])
    units = ("ago", "earlier", "week", "month", "year")
    return frozenset((*calendars.weekdays(), *calendars.months(), *units, *(phrase.split()[-1] for phrase in phrases)))
