"""Are two reports, of two articles, one meeting? The evidence for and against, weighed.

Contradictions come first: other people, other days, other cities, other occasions keep two reports apart whatever else
agrees. What is left is a sum of points; a date that is not known by the day asks for people named on both sides and for
texts that say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipeline import names, tellings
from pipeline.records import DateBasis, PartialDate, Participant, Report

MERGE: Final = 5.0
"""Points from which two reports are one meeting: the people of one side, the day and the place, or people and text."""

BACKGROUND_EXTRA: Final = 1.0
"""More points asked of a report that only announces or recalls: it says less of which meeting it means."""

CONTENT_WHEN_UNDATED: Final = 0.55
"""How much two texts must agree when the day does not decide; the written pairs are decided alike from .4 to .6."""

CONTENT_WHEN_CONFLICT: Final = 0.35
"""How much two texts must agree when one says phone and the other met, or their days are one apart."""

SAME_DAY: Final = 2.0
SOFT_DAYS: Final = 1.0
SAME_MONTH: Final = 0.8
"""Points of dates: days that meet, days one apart of which one is only inferred, a month that holds the day."""

NEWS_DAYS: Final = 10
"""A meeting reported as news is at most this many days older than the article: weekly recaps and slow ministries."""

_HARD_BASES: frozenset[DateBasis | None] = frozenset({"stated", "weekday", "corrected"})
_CALLS = frozenset({"phone", "video"})
_BACKGROUND = frozenset({"mentioned", "planned"})
_VAGUE_LEVELS = frozenset({"official", "other"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comparing two reports gave: one meeting or not, with how many points, or a contradiction."""

    is_same: bool
    points: float = 0.0
    contradiction: str | None = None


def compare(first: tellings.Telling, second: tellings.Telling) -> Verdict:
    """Weigh two reports of two articles.

    Args:
        first: A report.
        second: A report of another article; the order of the two does not matter.

    Returns:
        The verdict. Mikdad and Pedersen "on Wednesday" in two texts that tell the same are one meeting;
        the same two people a week later, or Assad and Pedersen on the same Wednesday, are another.
    """
    against = contradiction(first, second)
    if against:
        return Verdict(is_same=False, contradiction=against)
    dated = date_points(first, second)
    people, sides = people_points(first, second)
    place = _place_points(first.report, second.report)
    mode = _mode_points(first.report, second.report)
    occasion = 1.5 if first.report.occasion and second.report.occasion else 0.0
    points = people + max(dated, 0.0) + place + mode + occasion + 1.5 * _share(first.topics, second.topics)
    if not _is_founded(first, second, dated, sides, mode):
        return Verdict(is_same=False, points=points)
    needed = MERGE + BACKGROUND_EXTRA * _is_background(first.report, second.report)
    if points < needed + 4.0 and points > needed - 2.0:
        points += 2.0 * tellings.likeness(first, second)
    return Verdict(is_same=points >= needed, points=points)


def contradiction(first: tellings.Telling, second: tellings.Telling) -> str | None:
    """The first thing that cannot be true of one meeting, or ``None``."""
    one, two = first.report, second.report
    if one.doc_id == two.doc_id:
        return "article"
    if not _parties_agree(first.parties, second.parties):
        return "parties"
    if {one.status, two.status} == {"held", "cancelled"}:
        return "status"
    if date_points(first, second) < 0:
        return "date"
    if one.country and two.country and one.country != two.country:
        return "place"
    if one.city and two.city and names.fold(one.city) != names.fold(two.city):
        return "place"
    if one.occasion and two.occasion and not tellings.same_occasion(one.occasion, two.occasion):
        return "occasion"
    if people_points(first, second)[0] < 0:
        return "people"
    return None


def date_points(first: tellings.Telling, second: tellings.Telling) -> float:
    """Points of the dates: 3 for the same day, less where one is less precise, negative for a contradiction."""
    if first.ordinal is not None and second.ordinal is not None:
        return _day_points(first, second)
    one, two = first.report.date, second.report.date
    if one and two:
        return _month_points(one, two)
    if not _is_news_of(first, second) or not _is_news_of(second, first):
        return -1.0
    if first.weekdays and second.weekdays and not first.weekdays & second.weekdays:
        return -1.0
    return 0.0


def _day_points(first: tellings.Telling, second: tellings.Telling) -> float:
    """Points of two days or spans of days."""
    assert_days = (first.ordinal, second.ordinal, first.ordinal_end, second.ordinal_end)
    start, other_start, end, other_end = (day or 0 for day in assert_days)
    if max(start, other_start) <= min(end, other_end):
        return 3.0 if start == other_start and end == other_end else SAME_DAY
    gap = max(start, other_start) - min(end, other_end)
    soft = sum(item.report.date_basis not in _HARD_BASES for item in (first, second))
    if gap == 1:
        return SOFT_DAYS if soft else 0.5
    published = any(item.report.date_basis == "published" for item in (first, second))
    return 0.2 if gap <= 3 and published else -1.0


def _month_points(one: PartialDate, two: PartialDate) -> float:
    """Points of two dates of which one is only a month or a year."""
    if one.year != two.year or (one.month and two.month and one.month != two.month):
        return -1.0
    return SAME_MONTH if one.month and two.month else 0.3


def _is_news_of(undated: tellings.Telling, dated: tellings.Telling) -> bool:
    """Whether an undated report could, by the days of publication, be of the other's meeting."""
    if undated.report.date or undated.report.status != "held":
        return True
    told = undated.document.published
    happened = dated.ordinal
    if happened is None and not dated.report.date and dated.document.published:
        return told is None or abs(told.toordinal() - dated.document.published.toordinal()) <= NEWS_DAYS
    return told is None or happened is None or -1 <= told.toordinal() - happened <= NEWS_DAYS


def people_points(first: tellings.Telling, second: tellings.Telling) -> tuple[float, int]:
    """Points of the people, and on how many shared sides somebody named is the same.

    Returns:
        3 points a side whose people agree, 1 where only the rank does, negative for a side led by two people.
    """
    points, agreed = 0.0, 0
    for party in sorted(first.parties & second.parties):
        side = _side_points(first.people[party], second.people[party])
        if side < 0:
            return -1.0, 0
        agreed += side >= 3.0
        points += side
    return min(points, 6.0), agreed


def _side_points(ours: tuple[Participant, ...], theirs: tuple[Participant, ...]) -> float:
    """Points of one party's people."""
    named, others = [p for p in ours if p.name], [p for p in theirs if p.name]
    if named and others:
        leads = [p for p in named if p.principal] or named
        their_leads = [p for p in others if p.principal] or others
        if any(tellings.same_participant(p, q) for p in leads for q in their_leads):
            return 3.0
        met = any(tellings.same_participant(p, q) for p in named for q in others)
        return 1.5 if met and (len(named) > len(leads) or len(others) > len(their_leads)) else -1.0
    levels = {p.level for p in ours if p.principal} - _VAGUE_LEVELS
    their_levels = {p.level for p in theirs if p.principal} - _VAGUE_LEVELS
    if levels and their_levels:
        return 1.0 if levels & their_levels else -1.0
    return 0.0


def _is_founded(first: tellings.Telling, second: tellings.Telling, dated: float, sides: int, mode: float) -> bool:
    """Whether there is enough to decide on at all, however the points add up."""
    both_days = first.ordinal is not None and second.ordinal is not None
    if both_days and dated >= SAME_DAY and mode >= 0 and (sides >= 2 or _both_sides_ranked(first, second)):
        return True
    content = _content(first, second)
    if both_days and dated >= SAME_DAY:
        return content >= CONTENT_WHEN_CONFLICT and sides >= (1 if mode >= 0 else 2)
    if sides < 2 or mode < 0 or _is_background(first.report, second.report):
        return False
    if both_days:
        return content >= (CONTENT_WHEN_CONFLICT if dated >= SOFT_DAYS else CONTENT_WHEN_UNDATED)
    return content >= (CONTENT_WHEN_CONFLICT if dated >= SAME_MONTH else CONTENT_WHEN_UNDATED)


def _both_sides_ranked(first: tellings.Telling, second: tellings.Telling) -> bool:
    """Whether each party has a rank the two reports agree on."""
    return first.parties == second.parties and all(
        _side_points(first.people[party], second.people[party]) >= 1.0 for party in first.parties
    )


def _content(first: tellings.Telling, second: tellings.Telling) -> float:
    """How far two texts tell the same: their words, the topics, and what sets the sitting apart."""
    one, two = first.report, second.report
    particular = 0.1 * (one.mode == two.mode and one.mode in _CALLS)
    particular += 0.1 * bool(one.city and one.city == two.city) + 0.15 * bool(one.occasion and two.occasion)
    return tellings.likeness(first, second) + 0.3 * _share(first.topics, second.topics) + particular


def _parties_agree(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """The same parties; of three and more, one report may leave some out."""
    if ours == theirs:
        return True
    if min(len(ours), len(theirs)) < 3:
        return False
    return len(ours & theirs) >= 0.6 * len(ours | theirs)


def _mode_points(one: Report, two: Report) -> float:
    """Points of how they met; negative where phone stands against met."""
    if "unknown" in (one.mode, two.mode):
        return 0.2
    if one.mode != two.mode:
        return -1.0
    return 1.0 if one.mode in _CALLS else 0.5


def _place_points(one: Report, two: Report) -> float:
    """Points of the place; a contradiction has been found before."""
    if one.city and two.city:
        return 1.5
    return 0.5 if one.country and two.country else 0.0


def _share(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """Jaccard overlap."""
    return len(ours & theirs) / len(ours | theirs) if ours and theirs else 0.0


def _is_background(one: Report, two: Report) -> bool:
    return one.status in _BACKGROUND or two.status in _BACKGROUND
