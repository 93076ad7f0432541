"""Datelines: "BRUSSELS, December 23. /TASS/.", "Damascus (ST) – ", "From Ada Obi, Abuja" and their kin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline import calendars
from pipeline.cleaning import origins, stamps, wordlists

LONGEST = 140
"""Characters at the start of a paragraph in which a dateline is looked for."""

LONGEST_LINE = 70
"""A dateline on a line of its own is short."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline says. ``end`` is where the story begins after it; ``date`` spans its date in the paragraph.

    ``is_certain``: it has an agency or a date, so no sentence or headline could look like it.
    """

    end: int
    city: str | None
    agency: str | None
    date: tuple[int, int] | None = None
    month_day: tuple[int, int] | None = None
    stamp: stamps.Stamp | None = None
    is_certain: bool = True


_SMALL = r"(?:of|the|de|la|el|al|da|do|dos|des|du|es|and|di|am|les|los|las|a|i)"
_PLACE = re.compile(rf"(?P<city>{origins.NAME}(?:[ -](?:{_SMALL}[ -])?{origins.NAME}){{0,3}})")
_DASH = r"(?:[.\s?]*(?:--+|[–—―−])\s*|[.?]?\s*-\s+|\s+-\s*)"
_SEPARATOR = re.compile(rf"{_DASH}|\s*:\s*(?:--?\s*)?|\.\s+|\s+")
_STRONG_SEPARATOR = re.compile(rf"{_DASH}|:\s+")
_BRACKET = re.compile(r"[(\[](?P<inside>[^()\[\]\n]{1,80})[)\]]|/(?P<slashed>[^/\n]{1,40})/")
_OUTLET = re.compile(rf",\s*(?P<name>(?:The )?{origins.NAME}(?: {origins.NAME}){{0,3}})(?=\s*:\s|\s+[–—-]\s)")
"""An outlet that is in no list, behind a day: "Baku, June 25, 2024, The Europe Today: "."""
_NESTED = re.compile(r"\((?P<agency>[^()\n]{2,40})\([^()\n]{1,40}\)\)\s*")
"""An agency with its short form: "(MENAFN- Kuwait News Agency (KUNA)) "."""
_BYLINE = re.compile(
    rf"(?:From|By|BY|by)\s+(?P<name>{origins.NAME}(?:\s+{origins.NAME}){{0,4}})"
    rf"(?:,| in| IN)\s*(?P<city>{origins.NAME}(?:\s{origins.NAME}){{0,2}})\.?$"
)


def find(paragraph: str) -> Dateline | None:
    """Find a dateline at the start of a paragraph of prose.

    It takes "Tehran, IRNA – Iran's minister …" and "KUWAIT: His Highness …"; it refuses "Kazakhstan: President meets …"
    (a headline) and "Meanwhile – …".
    """
    return _place_first(paragraph[:LONGEST]) or _agency_first(paragraph[:LONGEST])


def find_line(line: str) -> Dateline | None:
    """A dateline that is the whole line: "Abu Dhabi (WAM)", "Shafaq News – New York", "From Ada Obi, Abuja"."""
    if len(line) > LONGEST_LINE:
        return None
    nested = _NESTED.match(line)
    if nested is not None and origins.is_agency(nested["agency"]):
        return Dateline(nested.end(), None, nested["agency"].strip(" -"))
    byline = _BYLINE.match(line)
    if byline:
        return Dateline(len(line), origins.tidy(byline["city"]), None)
    agency, dash, city = (part.strip() for part in _partition(line))
    if origins.is_city(line) and line[:1].isupper() and not (line.isupper() and len(line) < 5):
        return Dateline(len(line), origins.tidy(line), None)
    if dash and origins.is_agency(agency) and city and (origins.is_city(city) or city.isupper()):
        return Dateline(len(line), origins.tidy(city), agency)
    found = _place_first(line + " X")
    if found is not None and found.end >= len(line):
        return found
    return None


def _partition(line: str) -> tuple[str, str, str]:
    match = re.search(_DASH, line)
    return (line[: match.start()], match[0], line[match.end() :]) if match else (line, "", "")


def _place_first(text: str) -> Dateline | None:
    """City, then any of region, date and agency in any order, then a separator."""
    place = _PLACE.match(text)
    if place is None:
        return None
    city, position = _cut_place(place["city"]), 0
    if city is None:
        return None
    position = len(city)
    agency: str | None = None
    spanned: tuple[int, int] | None = None
    month_day: tuple[int, int] | None = None
    stamp: stamps.Stamp | None = None
    has_bracket = has_region = False
    while True:
        gap = re.match(r"[\s,./|·•*-]*", text[position:])
        start = position + (gap.end() if gap else 0)
        bracket = _BRACKET.match(text, start - 1 if text[start - 1 : start] == "/" else start)
        if bracket is not None and not has_bracket and _is_agency_bracket(bracket):
            inside = bracket["inside"] or bracket["slashed"]
            if inside == "".join(word[0] for word in city.split()):
                return None  # "External Affairs Minister (EAM) ..."
            agency, has_bracket = origins.agency_in(inside) or agency, True
            dated = _date_at(inside)
            if dated is not None and spanned is None:
                offset = bracket.start("inside") if bracket["inside"] else bracket.start("slashed")
                spanned, month_day, stamp = _shifted(dated, offset)
            position = bracket.end()
            continue
        dated = _date_at(text[start:], at_start=True)
        if dated is not None and spanned is None and start > position:
            spanned, month_day, stamp = _shifted(dated, start)
            position = spanned[1]
            continue
        named = origins.known_agency_at(text, start) if agency is None and start > position else None
        if named is not None:
            agency, position = named, start + len(named)
            continue
        region = _region_at(text, position) if not has_region and spanned is None and agency is None else None
        if region is not None:
            has_region, position = True, region
            continue
        break
    outlet = _OUTLET.match(text, position) if spanned is not None and agency is None else None
    if outlet is not None:
        agency, position = outlet["name"], outlet.end("name")
    is_certain = agency is not None or spanned is not None or has_bracket
    end = _story_start(text, position, city, is_certain=is_certain, has_region=has_region)
    if end is None:
        return None
    return Dateline(end, origins.tidy(city), agency, spanned, month_day, stamp, is_certain)


def _cut_place(name: str) -> str | None:
    """The city in a run of capitalised words; "Damascus SANA" is a city and an agency."""
    name = name.rstrip(".-'’")
    parts = name.split(" ")
    for number, part in enumerate(parts[1:], 1):
        bare = part.rstrip(".,-")
        if bare in wordlists.words().agencies_printed or bare.casefold() in calendars.months():
            parts = parts[:number]
            break
        if parts[number - 1].endswith(".") and len(parts[number - 1]) > 4:
            parts = parts[:number]  # "Lima. Andina": a full stop, not an abbreviation as in "St. George"
            break
    name = " ".join(parts).rstrip(".,-")
    folded = parts[0].casefold().strip(".,")
    words = wordlists.words()
    if folded in words.not_cities or name in words.agencies_printed or len(name) < 3:
        return None
    return name


def _story_start(text: str, position: int, city: str, *, is_certain: bool, has_region: bool) -> int | None:
    """Where the story begins after the dateline, or ``None`` where nothing separates the two.

    With an agency or a date any separator will do; a city alone needs a dash or a colon after it and must be a known
    city, or be printed in capitals.
    """
    separator = _SEPARATOR.match(text, position)
    begins = re.compile(r"[.\s/)*?]*(?:--+|[–—―−:-])?[\s.:/–—-]*(?=[\w“\"‘'«(\[])")
    if is_certain:
        match = begins.match(text, position)
        if match is None or match.end() == position:
            return None
        rest = text[match.end() : match.end() + 1]
        strong = _STRONG_SEPARATOR.match(text, position) or re.match(r"[./)]|\s*[-–—:]", text[position:])
        return match.end() if strong or rest.isupper() or not rest.isalpha() else None
    if separator is None or not _STRONG_SEPARATOR.match(text, position):
        return None
    if not (city.isupper() or origins.is_city(city)):
        return None
    match = begins.match(text, position)
    if match is None:
        return None
    is_colon = separator[0].strip().startswith(":")
    if is_colon and not city.isupper() and text[match.end() : match.end() + 1].islower():
        return None
    return match.end()


def _agency_first(text: str) -> Dateline | None:
    """A dateline of an agency, with or without a city: "NNA – On Friday …", "(Reuters) - …"."""
    nested = _NESTED.match(text)
    if nested is not None and origins.is_agency(nested["agency"]):
        inner = find(text[nested.end() :])
        if inner is None:
            return Dateline(nested.end(), None, nested["agency"].strip(" -"))
        moved = _moved(inner, nested.end())
        return Dateline(nested.end() + inner.end, inner.city, inner.agency, *moved)
    bracket = _BRACKET.match(text)
    if bracket is not None and _is_agency_bracket(bracket):
        separator = _STRONG_SEPARATOR.match(text, bracket.end())
        inside = bracket["inside"] or bracket["slashed"]
        if separator is not None and origins.agency_in(inside) is not None:
            return Dateline(separator.end(), None, origins.agency_in(inside))
        return None
    named = origins.known_agency_at(text, 0)
    if named is None:
        return None
    separator = re.compile(rf"{_DASH}|\s?/\s*|:\s+").match(text, len(named))
    if separator is None:
        return None
    rest = text[separator.end() :]
    placed = _place_first(rest)
    if placed is not None:
        moved = _moved(placed, separator.end())
        return Dateline(separator.end() + placed.end, placed.city, named, *moved, placed.is_certain)
    return Dateline(separator.end(), None, named)


def _moved(found: Dateline, by: int) -> tuple[tuple[int, int] | None, tuple[int, int] | None, stamps.Stamp | None]:
    spanned = (found.date[0] + by, found.date[1] + by) if found.date else None
    return spanned, found.month_day, found.stamp


_Dated = tuple[tuple[int, int], tuple[int, int] | None, stamps.Stamp | None]


def _shifted(dated: _Dated, by: int) -> _Dated:
    (start, end), month_day, stamp = dated
    return (start + by, end + by), month_day, stamp


@cache
def _yearless() -> re.Pattern[str]:
    months = calendars.alternation(calendars.months())
    weekdays = calendars.alternation(calendars.weekdays())
    day = r"(?P<{0}>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b"
    return re.compile(
        rf"(?:(?:{weekdays})\.?,?\s+)?(?:(?P<m1>{months})\b\.?\s*{day.format('d1')}|{day.format('d2')}\s*(?P<m2>{months})\b\.?)"
        rf"(?!\s*[-–]\s*\d)",
        re.IGNORECASE,
    )


def _date_at(text: str, *, at_start: bool = False) -> _Dated | None:
    """A date in a dateline, with or without its year."""
    for stamp in stamps.find(text[:60]):
        before = text[: stamp.start].strip(" ,.").casefold()
        if not at_start or not before or before in calendars.weekdays():
            return (stamp.start, stamp.end), None, stamp
    match = _yearless().match(text) if at_start else _yearless().search(text[:60])
    if match is None:
        return None
    month = calendars.months()[(match["m1"] or match["m2"]).lower()]
    return match.span(), (month, int(match["d1"] or match["d2"])), None


def _is_agency_bracket(bracket: re.Match[str]) -> bool:
    inside = (bracket["inside"] or bracket["slashed"]).strip()
    return origins.agency_in(inside) is not None or _date_at(inside, at_start=True) is not None


def _region_at(text: str, position: int) -> int | None:
    """End of ", Uzbekistan" or ", DC" after a city."""
    match = re.compile(rf",\s*({origins.NAME}(?:[ -]{origins.NAME}){{0,2}})").match(text, position)
    if match is None:
        return None
    region = match[1].rstrip(".-")
    end = match.start(1) + len(region)
    if any(part.casefold() in calendars.months() for part in region.split()):
        return None
    follows = text[end : end + 3]
    return end if re.match(r"\s?[-–—(,:.]|\s?/", follows) else None
