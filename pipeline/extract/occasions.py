"""On what occasion: the listed and unlisted events an article names, and whether beside them something happened."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.surroundings import Surroundings
from pipeline.lexicon import Occasion
from pipeline.lexicon.phrases import book

Named = tuple[int, int, int, Occasion | None, bool]
"""An occasion as it is named: sentence, first and last word, entry, whether behind "on the sidelines"."""


class OccasionFinder:
    """Finds the occasions one article names."""

    def __init__(self, around: Surroundings) -> None:
        self.around, self.article, self.lexicon = around, around.article, around.lexicon
        self.words, self.norms, self.sentences, self.trees = around.words, around.norms, around.sentences, around.trees
        self.event_heads = around.event_heads
        self.sidelines = book(tuple(around.lexicon.triggers["circumstances"]["sidelines"]))

    def find(self, last: int) -> list[Named]:
        """Occasions named up to a sentence: sentence, first and last word, entry, whether behind "on the sidelines"."""
        result: list[Named] = []
        for index in range(last):
            limit = self.sentences[index].last
            first = self.sentences[index].first
            for i, end, entries in self.lexicon.occasions.matches(self.norms, first, limit):
                if self.words[end - 1].is_capital or self.words[i].is_capital or end - i > 2:
                    result.append((index, i, end, self._edition(entries), self._is_beside(index, i)))
            for _, end, _ in self.sidelines.matches(self.norms, first, limit):
                span = self._event_after(end, limit)
                if span and not any(r[0] == index and r[1] < span[1] and span[0] < r[2] for r in result):
                    result.append((index, span[0], span[1], None, True))
        return result

    def _edition(self, listed: Sequence[Occasion]) -> Occasion:
        """Of several entries the edition that fits the day of writing."""
        if self.around.anchor is None or len(listed) == 1:
            return listed[0]
        iso = self.around.anchor.isoformat()
        dated = [o for o in listed if o.date_start]
        return min(dated, key=lambda o: _distance(o.date_start, iso), default=listed[0])

    def _is_beside(self, index: int, i: int) -> bool:
        """Whether words like "on the sidelines of" stand before an occasion."""
        first = self.sentences[index].first
        for k in range(max(first, i - 8), i):
            match = self.sidelines.match_at(self.norms, k, i)
            if match and i - match[0] <= 4:
                return True
        return False

    def _event_after(self, i: int, limit: int) -> tuple[int, int] | None:
        """An event by its head noun: "the Aqaba energy forum", "a ministerial meeting of the Lake Chad states"."""
        while i < limit and self.norms[i] in ("the", "a", "an", "this", "his", "her", "its"):
            i += 1
        for end in range(i, min(i + 12, limit)):
            if self.norms[end] in (",", ".", ";", "(") or self.norms[end] in ("held", "which", "that", "where"):
                return None
            if self.norms[end] in self.event_heads:
                stop = end + 1
                k = stop
                while k < limit and (
                    self.words[k].is_capital or self.norms[k] in ("of", "the", "on", "and", "for", "'s")
                ):
                    k += 1
                    if self.words[k - 1].is_capital:
                        stop = k
                # "the meeting", "this yearly meeting" name no event; a name or a number does
                is_named = any(self.words[k].is_capital or self.words[k].text[:1].isdigit() for k in range(i, stop))
                return (i, stop) if is_named else None
        return None


def _distance(start: str, iso: str) -> int:
    """Rough distance in days of a partial ISO date from a day."""
    year, month = int(start[:4]), int(start[5:7] or 6)
    return abs((int(iso[:4]) - year) * 365 + (int(iso[5:7]) - month) * 30)
