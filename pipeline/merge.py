"""Reports of all articles → meetings: the same meeting told by many articles is one, with an id that stays."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from pipeline import blocks, fusing, matching, tellings
from pipeline import copies as reprints
from pipeline.records import Document, Extraction, Meeting, Report

ID_DIGITS: Final = 14
"""Hexadecimal digits of a meeting's id: among a million meetings two share one with a chance of one in 100,000."""

MARGIN: Final = 0.5
"""Points by which the better of two candidates that exclude each other must lead; below it nobody could tell."""

MANY_REPORTS: Final = 40
"""How many reports of one block, or members of one group, anything is compared with.

A summit has thousands of reports; what agrees with none of forty of them is compared with the next forty.
"""

MANY_RIVALS: Final = 8
"""How many of its best partners a report is joined along; each of those is joined along its own."""

STATUS_ORDER: Final = {"held": 0, "planned": 1, "cancelled": 2, "mentioned": 3}


@dataclass(frozen=True, slots=True)
class Merged:
    """Meetings, and how their reports hang together.

    Attributes:
        meetings: The meetings, sorted by id.
        told: Their reports, sorted by id.
        meeting_of: The meeting of each report, by the id of the report.
        circles: For each of ``told`` the place of the first report it agrees with, directly or through others; it may
            be of another meeting, for some that agree are kept apart by a third.
    """

    meetings: tuple[Meeting, ...]
    told: tuple[tellings.Telling, ...]
    meeting_of: Mapping[str, str]
    circles: tuple[int, ...]


def merge(
    extractions: Sequence[Extraction],
    known: Mapping[str, str] | None = None,
    copies: Mapping[str, str] | None = None,
    text: Callable[[Document], str] = reprints.IN_HAND.text,
) -> tuple[Meeting, ...]:
    """Bring the reports of one meeting together.

    Args:
        extractions: What each article gave; articles of the same text count once, the order does not matter.
        known: Ids of earlier builds, every id to the one that answers for it, the older first (``meeting_ids``).
        copies: Reprints by ``doc_id``; found from the texts when not given.
        text: Gives the text of an article, if the articles do not carry theirs.

    Returns:
        The meetings, sorted by id. Two reports of one article are never one meeting.
        An id is made from the report that founded the meeting, so that more articles never change it;
        ``Meeting.aliases`` holds the ids of the other reports, which answer for links of earlier builds.
    """
    return merged(extractions, known or {}, copies, text).meetings


def merged(
    extractions: Sequence[Extraction],
    known: Mapping[str, str],
    copies: Mapping[str, str] | None,
    text: Callable[[Document], str],
) -> Merged:
    """The same as ``merge``, with how the reports hang together."""
    unique = {
        item.document.doc_id: item for item in sorted(extractions, key=lambda item: item.document.path, reverse=True)
    }
    if copies is None:
        copies = reprints.copies(item.document for item in unique.values())
    words = tellings.Words(text)
    return bring_together([one for item in unique.values() for one in told(item, words)], known, copies)


def told(extraction: Extraction, words: tellings.Words) -> list[tellings.Telling]:
    """The reports of one article, as they are compared.

    Args:
        extraction: What the article gave.
        words: Those of all articles.
    """
    return [
        tellings.Telling(report_id, report, extraction.document, words)
        for report_id, report in report_ids(extraction.reports).items()
    ]


def bring_together(reports: Iterable[tellings.Telling], known: Mapping[str, str], copies: Mapping[str, str]) -> Merged:
    """Bring the reports of one meeting together.

    Args:
        reports: The reports of all articles, in any order, or those of some that agree with none of the others.
        known: Ids of earlier builds, as ``merge`` takes them.
        copies: Reprints by ``doc_id``.
    """
    in_order = sorted(reports, key=lambda telling: telling.report_id)
    agreeing = partners(in_order)
    named = list(_named(_groups(in_order, _edges(in_order, agreeing)), known, copies))
    return Merged(
        meetings=tuple(sorted((meeting for meeting, _ in named), key=lambda meeting: meeting.meeting_id)),
        told=tuple(in_order),
        meeting_of={telling.report_id: meeting.meeting_id for meeting, group in named for telling in group},
        circles=_circles(len(in_order), agreeing),
    )


def _circles(count: int, agreeing: Mapping[int, Iterable[int]]) -> tuple[int, ...]:
    """For each report the first of all that it agrees with, directly or through others."""
    first = list(range(count))
    for start in range(count):
        waiting = [start] if first[start] == start else []
        while waiting:
            for other in agreeing.get(waiting.pop(), ()):
                if first[other] > start:
                    first[other] = start
                    waiting.append(other)
    return tuple(first)


def report_ids(reports: Iterable[Report]) -> dict[str, Report]:
    """Ids of the reports of one article, from the article and the parties.

    Dates, names and topics are not part of an id, so that a better rule for them leaves it alone.
    Several reports on the same parties are counted, held ones first, as told.

    Args:
        reports: All reports of one article.

    Returns:
        The reports by id, in the order they are counted.
    """
    counted: Counter[tuple[str, ...]] = Counter()
    found = {}
    for report in sorted(reports, key=lambda report: (STATUS_ORDER[report.status], report.ordinal)):
        counted[report.parties] += 1
        text = "\n".join((report.doc_id, *report.parties, str(counted[report.parties])))
        found["m-" + hashlib.sha256(text.encode()).hexdigest()[:ID_DIGITS]] = report
    return found


def meeting_ids(meetings: Iterable[Meeting], known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Every id that ever was to the meeting that answers for it, for the next build's ``known``.

    Args:
        meetings: The meetings of this build.
        known: What the build before had, older first.

    Returns:
        Ids in the order they came up; one whose meeting is gone keeps its last answer.
    """
    answers = dict(known or {})
    for meeting in sorted(meetings, key=lambda meeting: meeting.meeting_id):
        for old_id in (meeting.meeting_id, *meeting.aliases):
            answers[old_id] = meeting.meeting_id
    return answers


def _edges(
    told: Sequence[tellings.Telling], agreeing: Mapping[int, Mapping[int, float]]
) -> list[tuple[float, int, int]]:
    """Pairs that are one meeting, with their points; pairs that nobody could decide are left out."""
    best = {
        one: sorted(others.items(), key=lambda item: (-item[1], item[0]))[:MANY_RIVALS]
        for one, others in agreeing.items()
    }
    pairs = {(min(one, other), max(one, other)): points for one, others in best.items() for other, points in others}
    return [
        (points, first, second)
        for (first, second), points in pairs.items()
        if not _has_rival(told, best[first], second, points) and not _has_rival(told, best[second], first, points)
    ]


def _has_rival(
    told: Sequence[tellings.Telling], rivals: Sequence[tuple[int, float]], other: int, points: float
) -> bool:
    """Whether another report, which cannot be of the same meeting, fits as well."""
    return any(
        rival_points > points - MARGIN
        and rival != other
        and matching.contradiction(told[rival], told[other]) is not None
        for rival, rival_points in rivals
    )


def partners(told: Sequence[tellings.Telling]) -> dict[int, dict[int, float]]:
    """Each report with all that are of the same meeting as far as the two alone tell, and the points.

    Args:
        told: Reports, sorted by id.

    Returns:
        Places in ``told``; which of the reports of a block are compared depends on the others in it where these are
        more than ``MANY_REPORTS``.
    """
    found: dict[int, dict[int, float]] = defaultdict(dict)
    compared: set[tuple[int, int]] = set()

    def agree(one: int, other: int) -> bool:
        pair = (one, other) if one < other else (other, one)
        if one != other and pair not in compared:
            compared.add(pair)
            verdict = matching.compare(told[one], told[other])
            if verdict.is_same:
                found[one][other] = found[other][one] = verdict.points
        return other in found[one] if one in found else False

    for members, visitors in blocks.blocks(told):
        waiting = members
        while waiting:
            heads, rest = waiting[:MANY_REPORTS], waiting[MANY_REPORTS:]
            for one, other in itertools.chain(itertools.combinations(heads, 2), itertools.product(heads, visitors)):
                agree(one, other)
            # Compared with every head, not up to the first that agrees, so that rivals among them show.
            waiting = [one for one in rest if sum(agree(one, head) for head in heads) == 0]
    return found


def _groups(told: Sequence[tellings.Telling], edges: Sequence[tuple[float, int, int]]) -> list[list[tellings.Telling]]:
    """Join along the surest pairs first; two groups join only when no member of one contradicts one of the other."""
    member_of = {index: [index] for index in range(len(told))}
    for _, first, second in sorted(edges, key=lambda edge: (-edge[0], edge[1], edge[2])):
        ours, theirs = member_of[first], member_of[second]
        if ours is theirs:
            continue
        if len(ours) < len(theirs):
            ours, theirs = theirs, ours
        some, others = ours[:MANY_REPORTS], theirs[:MANY_REPORTS]
        if any(matching.contradiction(told[one], told[two]) for one in some for two in others):
            continue
        ours.extend(theirs)
        for index in theirs:
            member_of[index] = ours
    unique = {id(members): members for members in member_of.values()}
    return [[told[index] for index in members] for members in unique.values()]


def _named(
    groups: Iterable[Sequence[tellings.Telling]], known: Mapping[str, str], copies: Mapping[str, str]
) -> Iterator[tuple[Meeting, Sequence[tellings.Telling]]]:
    """Give every group its id: the oldest it was known by, else that of the report published first."""
    ordered = sorted(
        (sorted(group, key=lambda telling: _founding_order(telling, copies)) for group in groups),
        key=lambda group: _founding_order(group[0], copies),
    )
    owner = {telling.report_id: index for index, group in enumerate(ordered) for telling in group}
    age = {known_id: position for position, known_id in enumerate(known)}
    answered: dict[str, list[str]] = defaultdict(list)
    for old_id, answer in known.items():
        answered[answer].append(old_id)
    taken: set[str] = set()
    for index, group in enumerate(ordered):
        own = [telling.report_id for telling in group]
        inherited = {known[report_id] for report_id in own if report_id in known} - taken
        # An id stays with the group that holds the report it was made from; a report split off gets its own again.
        mine = sorted(
            (old for old in inherited if owner.get(old, index) == index), key=lambda old: (age.get(old, 0), old)
        )
        meeting_id = mine[0] if mine else own[0]
        redirected = {*own, *mine, *(old_id for answer in mine for old_id in answered[answer])} - taken - {meeting_id}
        aliases = tuple(sorted(old_id for old_id in redirected if owner.get(old_id, index) == index))
        taken.update((meeting_id, *aliases))
        yield replace(fusing.fuse(meeting_id, group, copies), aliases=aliases), group


def _founding_order(telling: tellings.Telling, copies: Mapping[str, str]) -> tuple[bool, date, str]:
    return telling.document.doc_id in copies, telling.document.published or date.max, telling.report_id
