"""A stored article → what the annotators read: headline and body without stamps, bylines, furniture and slips.

Cleaning is repeated until it changes nothing, so cleaning twice is cleaning once.
Every character that stays can be traced to the stored article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline import calendars
from pipeline.cleaning import (
    bylines,
    datelines,
    furniture,
    paragraphs,
    repair,
    stamp_lines,
    stamps,
    tracked,
    trailing,
    wordlists,
)
from pipeline.cleaning.tracked import Tracked
from pipeline.records import Article, Document, PartialDate, ResolvedDate

PARAGRAPH_BREAK = "\n\n"

MAX_PASSES = 12
"""Real articles settle in two or three passes; the limit bounds the time hostile input can take."""

DECK_PARAGRAPHS = 3
"""Decks and captions stand above the stamp; a bare date below more paragraphs than this heads a part of the story."""

DUPLICATE_CHARS = (15, 300)
"""A line this long that stands there twice is a headline or caption printed again."""


@dataclass(slots=True)
class _Findings:
    """What the passes took out of the article, spans in the source."""

    stamps: list[stamps.Candidate] = field(default_factory=list)
    dateline: datelines.Dateline | None = None
    dateline_span: tuple[int, int] | None = None
    date_span: tuple[int, int] | None = None
    captions: set[str] = field(default_factory=set)


def clean(document: Document) -> Article:
    """Clean one article.

    Args:
        document: The article as stored.

    Returns:
        Its headline and body, one paragraph after the other with a blank line between, and what the furniture told:
        stamp and dateline. A text with nothing but furniture gives an empty ``text``.
    """
    findings = _Findings()
    article = Tracked.of(document.text)
    for _ in range(MAX_PASSES):
        before = article.text
        lines = _cleaned(article, findings)
        article = tracked.join(lines, PARAGRAPH_BREAK)
        if article.text == before:
            break
    headline_end, sections = _layout([line.text for line in lines], findings.captions)
    stamp = _stamp(findings, document.text)
    dateline = findings.dateline
    return Article(
        document=document,
        text=article.text,
        segments=article.segments(),
        headline_end=headline_end,
        sections=sections,
        stamp=stamp,
        dateline_city=dateline.city if dateline else None,
        dateline_span=findings.dateline_span,
        dateline_date=_dateline_date(document, findings, stamp, article.text),
        dateline_source=dateline.agency if dateline else None,
    )


def _cleaned(article: Tracked, findings: _Findings) -> list[Tracked]:
    """One pass: the paragraphs that stay, cleaned."""
    lines = paragraphs.split(repair.repaired(article))
    lines = lines[: trailing.start([line.text for line in lines])]
    lines = _without_stamps(lines, findings)
    lines = [line for line in trailing.without_links(lines) if not furniture.is_junk(line.text)]
    lines = [line.cut(furniture.attribution(line.text), len(line.text)).strip() for line in lines]
    lines = [_without_credit(line, findings) for line in lines]
    first, last = _body([line.text for line in lines])
    lines = lines[:first] + lines[first : last + 1] + trailing.without_headlines(_without_bylines(lines[last + 1 :]))
    lines = furniture.without_menus(lines, first)
    first, _ = _body([line.text for line in lines])
    lines = _without_datelines(lines, first, findings)
    first, _ = _body([line.text for line in lines])
    lines = _without_top_bylines(lines, first)
    return _without_duplicates([line for line in lines if line.text])


def _body(lines: Sequence[str]) -> tuple[int, int]:
    """Numbers of the first and the last paragraph of prose; past the end and before the start if there is none."""
    prose = [number for number, line in enumerate(lines) if paragraphs.is_prose(line)]
    return (prose[0], prose[-1]) if prose else (len(lines), len(lines) - 1)


def _without_stamps(lines: Sequence[Tracked], findings: _Findings) -> list[Tracked]:
    """Take the days of publication out of lines of their own and from the ends of paragraphs."""
    kept: list[Tracked] = []
    first, last = _body([line.text for line in lines])
    above = ""
    prose = 0
    for number, line in enumerate(lines):
        place = stamp_lines.Place(
            is_first=number == 0,
            is_top=number <= first,
            is_inside=prose > DECK_PARAGRAPHS and number < last,
            is_bottom=number >= last,
        )
        taken = stamp_lines.take(line, above, place)
        prose += paragraphs.is_prose(line.text)
        findings.stamps.extend(taken.candidates)
        above = line.text if len(line.text) < stamp_lines.LONGEST_LINE else ""
        if taken.rest is not None and taken.rest.text:
            kept.append(taken.rest)
    return kept


def _without_credit(line: Tracked, findings: _Findings) -> Tracked:
    """A caption without its photo credit; the caption stays, it may tell of a meeting."""
    span = bylines.credit(line.text)
    if span is None or datelines.find_line(line.text) is not None:
        return line
    rest = line.cut(0, span[0]).strip()
    if paragraphs.is_name(rest.text) and " and " not in rest.text:
        return rest.cut(0, 0)
    findings.captions.add(rest.text)
    return rest


def _without_bylines(lines: Sequence[Tracked]) -> list[Tracked]:
    """The short lines after the body without authors' names, initials and sign-offs."""
    return [
        line
        for line in lines
        if not (bylines.is_sign_off(line.text) or bylines.is_byline(line.text) or paragraphs.is_name(line.text))
    ]


def _without_top_bylines(lines: Sequence[Tracked], first: int) -> list[Tracked]:
    """The lines above the body without authors; a name that is the only line there is kept as the headline."""
    top = [line for line in lines[:first] if not (bylines.is_byline(line.text) or paragraphs.is_scrap(line.text))]
    titled = [line for line in top if not paragraphs.is_name(line.text)]
    if any(line.text.count(" ") > 1 for line in titled):
        titled = [line for line in titled if " " in line.text or paragraphs.ends_sentence(line.text)]  # "WORLD"
    body = list(lines[first:])
    end = bylines.sign_off(body[-1].text) if body else None
    if end is not None:
        body[-1] = body[-1].cut(0, end).strip()
    return (titled or top) + body


def _without_datelines(lines: Sequence[Tracked], first: int, findings: _Findings) -> list[Tracked]:
    """Cut datelines off the paragraphs they open; the first one found is the article's."""
    kept: list[Tracked] = []
    for number, line in enumerate(lines):
        is_prose = paragraphs.is_prose(line.text)
        found = datelines.find(line.text) if is_prose else None
        if found is None and number < first + 1 and not is_prose:
            found = datelines.find_line(line.text)
        if found is None or not (found.is_certain or number <= first or line.text[: found.end].isupper()):
            kept.append(line)
            continue
        if findings.dateline is None or (findings.dateline.city is None and found.city is not None):
            findings.dateline = found
            findings.dateline_span = line.span(0, len(line.cut(0, found.end).text.rstrip()))
            findings.date_span = line.span(*found.date) if found.date else None
        rest = line.cut(found.end, len(line.text)).strip()
        if rest.text:
            kept.append(rest)
    return kept


def _without_duplicates(lines: Sequence[Tracked]) -> list[Tracked]:
    """Keep one of every headline and caption that is printed again."""
    kept: list[Tracked] = []
    seen: set[str] = set()
    shortest, longest = DUPLICATE_CHARS
    for line in lines:
        folded = wordlists.fold(line.text)
        if shortest <= len(folded) <= longest:
            if folded in seen:
                continue
            seen.add(folded)
        kept.append(line)
    return kept


def _layout(lines: Sequence[str], captions: set[str]) -> tuple[int, tuple[int, ...]]:
    """End of the headline and starts of the sub-headed parts, in the cleaned text."""
    starts = []
    position = 0
    for line in lines:
        starts.append(position)
        position += len(line) + len(PARAGRAPH_BREAK)
    first, last = _body(lines)
    headline_end = 0
    if lines and first > 0 and paragraphs.is_title(lines[0]) and lines[0] not in captions:
        headline_end = len(lines[0])
    prose = [line for line in lines if paragraphs.is_prose(line)]
    if sum(map(paragraphs.ends_sentence, prose)) * 2 < len(prose):
        return headline_end, ()  # the desk leaves out full stops: a short paragraph is no sub-heading
    sections = [
        starts[number]
        for number in range(first + 1, last)
        if paragraphs.is_title(lines[number])
        and lines[number] not in captions
        and paragraphs.is_prose(lines[number - 1])
        and (paragraphs.is_prose(lines[number + 1]) or paragraphs.ends_sentence(lines[number + 1]))
    ]
    return headline_end, tuple(sections)


HEADER_DAYS = 60
"""A bare day this far from the dateline's is the page's ("Saturday, 2 November"), shown to whoever calls it up."""


def _stamp(findings: _Findings, text: str) -> ResolvedDate | None:
    """The stamp that is believed, unless the dateline shows it to be the day the page was called up."""
    stamp = stamps.choose(findings.stamps, text)
    printed = findings.dateline.month_day if findings.dateline else None
    day = stamp.value.as_date() if stamp else None
    if stamp is None or printed is None or day is None or stamp.rule != "stamp_line":
        return stamp
    near = calendars.nearest_year(*printed, day)
    near_day = near.as_date() if near else None
    return stamp if near_day is not None and abs((near_day - day).days) <= HEADER_DAYS else None


def _dateline_date(
    document: Document, findings: _Findings, stamp: ResolvedDate | None, text: str
) -> ResolvedDate | None:
    """The date in the dateline; one without a year takes it from the metadata, the stamp or the text."""
    dateline = findings.dateline
    if dateline is None or findings.date_span is None:
        return None
    value: PartialDate | None = None
    if dateline.stamp is not None:
        value = dateline.stamp.readings[0]
    elif dateline.month_day is not None:
        near = document.published or (stamp.value.as_date() if stamp else None)
        value = stamps.year_for(*dateline.month_day, near, text)
    if value is None:
        return None
    return ResolvedDate(value, "dateline", *findings.date_span, "dateline_date")
