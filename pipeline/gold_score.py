"""How well built tables agree with annotated articles: the figures a desk measures the tool by, on its own articles.

Scored are held meetings.
A built meeting is paired with at most one annotated meeting of the same article; the pairing,
the spellings that count as one and the figures are those of the annotation guidelines, number for number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline import gold as annotated
from pipeline import tables

FIGURES: Final = (
    "precision", "recall", "meetings", "exact", "date", "mode", "place", "occasion", "principals", "people",
    "topics", "row",
)  # fmt: skip
"""The shares, in the order they are printed."""

HALF: Final = 0.5
"""Jaccard overlap of the party sets from which two meetings can be one."""

_WIDTHS = {"day": 10, "month": 7, "year": 4}
_PAIRED = ("exact", "date", "mode", "place", "occasion")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts and figures of one comparison. ``notes`` say article by article what is wrong."""

    documents: int
    missing_documents: tuple[str, ...]
    gold: int
    built: int
    figures: Mapping[str, float]
    notes: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """The score as the command line prints it."""
        counted: dict[str, object] = {
            "documents": self.documents,
            "missing_documents": list(self.missing_documents),
            "gold": self.gold,
            "built": self.built,
        }
        return [f"{name:18} {value}" for name, value in {**counted, **self.figures}.items()]


def score(frames: tables.Tables, gold: Path) -> Score:
    """Compare tables with a folder of annotated articles.

    Args:
        frames: The tables of a build.
        gold: A folder of ``<name>.json`` in the form of the annotation guidelines; the article was ``<name>.<suffix>``.

    Returns:
        The score.

    Raises:
        SourceError: The folder holds no annotated article, or one that cannot be read.
    """
    present, by_document = annotated.built(frames)
    folder = annotated.read(gold)
    counts: Counter[str] = Counter()
    notes: list[str] = []
    for name, told in folder.items():
        wanted = [meeting for meeting in told if meeting.status == "held"]
        found = [meeting for meeting in by_document.get(name, ()) if meeting.status == "held"]
        pairs = pair(found, wanted)
        counts.update(gold=len(wanted), built=len(found), hit=len(pairs))
        counts.update(_counts(pairs))
        notes += [f"{name}: {note}" for note in _notes(found, wanted, pairs)]
    return Score(
        documents=len(folder),
        missing_documents=tuple(sorted(set(folder) - present)),
        gold=counts["gold"],
        built=counts["built"],
        figures=_figures(counts),
        notes=tuple(notes),
    )


def pair(
    found: Sequence[annotated.Scored], wanted: Sequence[annotated.Scored]
) -> list[tuple[annotated.Scored, annotated.Scored]]:
    """Built meetings with the annotated meetings they mean, the most alike first, each used once."""
    ranked = sorted(((similarity(b, g), i, j) for i, b in enumerate(found) for j, g in enumerate(wanted)), reverse=True)
    used: set[int] = set()
    met: set[int] = set()
    pairs = []
    for alike, i, j in ranked:
        if alike > 0 and i not in used and j not in met:
            used.add(i)
            met.add(j)
            pairs.append((found[i], wanted[j]))
    return pairs


def similarity(one: annotated.Scored, other: annotated.Scored) -> float:
    """How alike two meetings are; 0 when they cannot be one."""
    jaccard = len(one.parties & other.parties) / max(1, len(one.parties | other.parties))
    if jaccard < HALF:
        return 0.0
    shared = annotated.overlap(one.people, other.people)
    if one.people and other.people and not shared:
        return 0.0
    agreeing = 0.1 * (one.date == other.date) + 0.05 * (one.mode == other.mode)
    return jaccard + 0.5 * shared / max(1, len(other.people)) + agreeing


def _counts(pairs: Sequence[tuple[annotated.Scored, annotated.Scored]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for one, gold in pairs:
        checks = _checks(one, gold)
        counts.update({name: int(right) for name, right in checks.items()})
        counts["row"] += all(checks[name] for name in ("exact", "date", "mode", "place"))
        for name in ("principals", "people"):
            ours, theirs = getattr(one, name), getattr(gold, name)
            hits = annotated.overlap(ours, theirs)
            counts.update({f"{name}_hit": hits, f"{name}_built": len(ours), f"{name}_gold": len(theirs)})
        counts.update(
            topics_hit=len(one.topics & gold.topics), topics_built=len(one.topics), topics_gold=len(gold.topics)
        )
    return counts


def _checks(one: annotated.Scored, gold: annotated.Scored) -> dict[str, bool]:
    return {
        "exact": one.parties == gold.parties,
        "date": _is_date_right(one, gold),
        "mode": one.mode == gold.mode,
        "place": _is_place_right(one, gold),
        "occasion": _is_occasion_right(one, gold),
    }


def _is_date_right(one: annotated.Scored, gold: annotated.Scored) -> bool:
    """Equal at the precision of the annotation; where that has none, an inference that is declared is right too."""
    if gold.date is None:
        return one.date is None or one.basis in {"inherited", "published"}
    if one.date is None:
        return False
    return one.date[: _WIDTHS.get(one.precision, 10)][: len(gold.date)] == gold.date


def _is_place_right(one: annotated.Scored, gold: annotated.Scored) -> bool:
    if gold.country is None:
        return one.country is None
    return one.country == gold.country and (not gold.city or annotated.fold(one.city) == annotated.fold(gold.city))


def _is_occasion_right(one: annotated.Scored, gold: annotated.Scored) -> bool:
    if not gold.occasion or not one.occasion:
        return not gold.occasion and not one.occasion
    empty = annotated.words("score_stop")
    return bool(
        (set(annotated.fold(one.occasion).split()) - empty) & (set(annotated.fold(gold.occasion).split()) - empty)
    )


def _figures(counts: Counter[str]) -> dict[str, float]:
    """All figures, rounded to four digits."""
    hit = counts["hit"] or 1
    figures = dict.fromkeys(FIGURES, 0.0)
    figures["precision"], figures["recall"], figures["meetings"] = f1(counts["hit"], counts["built"], counts["gold"])
    for name in _PAIRED:
        figures[name] = counts[name] / hit
    figures["exact"] = f1(counts["exact"], counts["built"], counts["gold"])[2]
    for name in ("principals", "people", "topics"):
        figures[name] = f1(counts[f"{name}_hit"], counts[f"{name}_built"], counts[f"{name}_gold"])[2]
    figures["row"] = counts["row"] / (counts["gold"] or 1)
    return {name: round(value, 4) for name, value in figures.items()}


def f1(hit: int, ours: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""
    precision, recall = hit / ours if ours else 0.0, hit / gold if gold else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _notes(
    found: Sequence[annotated.Scored],
    wanted: Sequence[annotated.Scored],
    pairs: Sequence[tuple[annotated.Scored, annotated.Scored]],
) -> Iterable[str]:
    """What is missed, extra or wrong in one article."""
    for gold in wanted:
        if not any(gold is paired for _, paired in pairs):
            yield f"MISSED {sorted(gold.parties)} {[surname for surname, _ in gold.principals]}"
    for one in found:
        if not any(one is paired for paired, _ in pairs):
            yield f"EXTRA  {sorted(one.parties)} {[surname for surname, _ in one.principals]}"
    for one, gold in pairs:
        wrong = [name for name, right in _checks(one, gold).items() if not right]
        shown = [f"{name} {_shown(one, name)} not {_shown(gold, name)}" for name in wrong]
        shown += [f"topics +{topic}" for topic in sorted(one.topics - gold.topics)]
        shown += [f"topics -{topic}" for topic in sorted(gold.topics - one.topics)]
        if shown:
            yield f"WRONG  {sorted(gold.parties)} {'; '.join(shown)}"


def _shown(meeting: annotated.Scored, check: str) -> object:
    if check == "place":
        return f"{meeting.city}, {meeting.country}"
    return sorted(meeting.parties) if check == "exact" else getattr(meeting, check)
