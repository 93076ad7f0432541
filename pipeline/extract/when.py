"""When a contact was held: the day its sentence, its lead-up or the terms of who took part give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipeline import dates
from pipeline.extract.circumstances import Circumstances, Finding
from pipeline.extract.contacts import Contact
from pipeline.extract.drafts import Draft
from pipeline.extract.surroundings import Surroundings
from pipeline.extract.syntax import Tree
from pipeline.records import PartialDate

FIRST_YEAR = 2000
"""First year tried for a weekday with a day and month but no year; the register of people ends the range."""
_PRECISION = {"day": 3, "month": 2, "year": 1, "unknown": 0}


class DayFinder:
    """Finds the days of the drafts of one article."""

    def __init__(self, around: Surroundings) -> None:
        self.around, self.article, self.lexicon = around, around.article, around.lexicon
        self.words, self.norms, self.sentences, self.trees = around.words, around.norms, around.sentences, around.trees
        self.placed, self.contact_nouns, self.say = around.placed, around.contact_nouns, around.say
        self.carried = frozenset(around.lexicon.triggers["grammar"]["carried"])
        self.anchor, self.is_below = around.anchor, around.is_below
        self._range_days: tuple[date, ...] | None = None

    def find(self, draft: Draft, found: Circumstances) -> None:
        """The day the article gives the contact itself."""
        future = draft.status == "planned"
        best: tuple[int, Finding, dates.ResolvedDate | None] | None = None
        for index in draft.told:
            tree = self.trees.get(index)
            sentence = self.sentences[index]
            text = self.article.text[sentence.start : sentence.end]
            contacts = [c for c in draft.contacts if c.tree is tree]
            for mention in dates.mentions(text, sentence.start):
                weight = self._attachment(tree, mention.start, mention.end, contacts)
                if weight == 0:
                    continue
                resolved = dates.resolve(mention, self.anchor, future, within=self._visit_days())
                resolved = resolved or self._by_office(mention, draft)
                finding = Finding("", mention.start, mention.end, "date of the contact")
                if resolved is None and mention.kind not in ("weekday", "relative", "day_month"):
                    continue
                score = (
                    weight * 10
                    + (resolved is not None) * 5
                    + _PRECISION.get(resolved.value.precision if resolved else "unknown", 0)
                )
                if best is None or score > best[0]:
                    best = score, finding, resolved
            if best is not None and best[2] is not None:
                break
        if best is None:
            return
        _, finding, resolved = best
        if resolved is None:
            found.unresolved_day = True
            return
        found.when, found.when_end, found.basis = resolved.value, resolved.value_end, resolved.basis
        found.when_found = replace(finding, value=resolved.value.iso(), rule=resolved.rule)

    def weekday_after(self, draft: Draft, found: Circumstances, year: int) -> None:
        """``arrived on September 20 ... on Sunday`` in a known year: the first such weekday from the day named on."""
        named = [
            r
            for s in self.sentences
            for m in dates.mentions(self.article.text[s.start : s.end], s.start)
            if m.kind == "day_month" and (r := dates.resolve(m, date(year, m.month or 1, m.day or 1)))
        ]
        if not named or (day := named[0].value.as_date()) is None:
            return
        for index in draft.told:
            sentence = self.sentences[index]
            for mention in dates.mentions(self.article.text[sentence.start : sentence.end], sentence.start):
                if mention.kind == "weekday" and mention.weekday is not None:
                    value = day + timedelta(days=(mention.weekday - day.weekday()) % 7)
                    found.when, found.basis = PartialDate.from_date(value), "weekday"
                    found.when_found = Finding(
                        value.isoformat(), mention.start, mention.end, "weekday after the day named"
                    )
                    return

    def scene_date(self, draft: Draft, found: Circumstances, others: set[int]) -> None:
        """A day in the lead-up ("arrived on Thursday. After his arrival, X met ...")."""
        for index in self.around.scene(draft):
            if index in others:
                return
            sentence = self.sentences[index]
            text = self.article.text[sentence.start : sentence.end]
            for resolved in dates.find(text, sentence.start, anchor=self.anchor):
                if resolved.value.precision == "day" and not self._is_reported(index, resolved.start):
                    found.when, found.basis = resolved.value, "inherited"
                    found.when_found = Finding(resolved.value.iso(), resolved.start, resolved.end, "day of the lead-up")
                    return

    def _is_reported(self, index: int, position: int) -> bool:
        """Whether a day hangs on a verb of saying."""
        tree = self.trees.get(index)
        node = self.around.node_at(tree, position) if tree is not None else None
        if tree is None or node is None:
            return False
        return any(above.norm in self.say for above in tree.path_up(node.index))

    def _by_office(self, mention: dates.Mention, draft: Draft) -> dates.ResolvedDate | None:
        """``Thursday, June 27`` without a year: the one year that fits weekday and the terms of who took part."""
        if self.anchor is not None or mention.kind != "day_month" or mention.month is None or mention.day is None:
            return None
        last = max((int(t.start[:4]) for t in self.lexicon.tenures if t.start), default=FIRST_YEAR)
        years = dates.candidate_years(mention, FIRST_YEAR, last)
        for person_id in sorted({m.person.person_id for m in draft.members if m.person and m.person.person_id}):
            terms = [t for t in self.lexicon.tenures if t.person_id == person_id]
            years = tuple(
                y for y in years if any(t.start[:4] <= str(y) and (not t.end or str(y) <= t.end[:4]) for t in terms)
            )
        if len(years) != 1:
            return None
        value = PartialDate(years[0], mention.month, mention.day)
        return dates.ResolvedDate(
            value, "weekday", mention.start, mention.end, "year of the weekday in their terms of office"
        )

    def _attachment(self, tree: Tree | None, start: int, end: int, contacts: Sequence[Contact]) -> int:
        """How firmly a date hangs on a contact: 2 on its trigger or verb, 1 on its sentence, 0 on something else."""
        if tree is None or not contacts:
            return 1
        node = self.around.node_at(tree, start)
        last = self.around.node_at(tree, end - 1)
        if node is None or last is None:
            return 1
        if self._dates_saying(tree, node.index, last.index):
            return 0
        anchors = {c.trigger for c in contacts} | {c.verb for c in contacts if c.verb is not None}
        inside = set(range(node.index, last.index + 1))
        for candidate in (last, node):
            for above in tree.path_up(candidate.index):
                if above.index in inside:
                    continue
                if above.index in anchors:
                    return 2
                if above.norm in self.say:
                    return 1 if any(self.is_below(tree, a, above.index) for a in anchors) and above.dep != "ROOT" else 0
                if above.pos in ("VERB", "AUX"):
                    governs = any(self.is_below(tree, a, above.index) for a in anchors)
                    below = any(self.is_below(tree, above.index, a) for a in anchors)
                    if above.dep in ("relcl", "acl") and not governs:
                        return 2 if above.head in anchors and above.norm in self.carried else 0
                    return 1 if governs or (below and above.dep in ("conj", "xcomp", "advcl", "acl")) else 0
                is_own = above.norm in self.placed or above.norm in self.contact_nouns
                if above.pos == "NOUN" and not is_own and not above.actors:
                    if above.dep in (
                        "pobj",
                        "dobj",
                        "nsubj",
                        "nsubjpass",
                        "poss",
                        "compound",
                    ) and candidate.dep not in ("npadvmod", "appos"):
                        return 0
        return 1

    def _dates_saying(self, tree: Tree, first: int, last: int) -> bool:
        """``said on Tuesday that X had met Y``: the day between a verb of saying and what was said."""
        k = first - 1
        while k >= 0 and tree.nodes[k].norm in ("on", "last", "this", "late", "early"):
            k -= 1
        following = tree.nodes[last + 1].norm if last + 1 < len(tree.nodes) else ""
        return k >= 0 and tree.nodes[k].norm in self.say and following in ("that", "how")

    def _visit_days(self) -> tuple[date, date] | None:
        """First and last day of the visit or event the article prints as a range."""
        if self._range_days is None:
            self._range_days = ()
            for sentence in self.sentences:
                for found in dates.find(self.article.text[sentence.start : sentence.end], anchor=self.anchor):
                    first = found.value.as_date()
                    last = found.value_end.as_date() if found.value_end else None
                    if first and last and not self._range_days:
                        self._range_days = (first, last)
        return (self._range_days[0], self._range_days[1]) if self._range_days else None
