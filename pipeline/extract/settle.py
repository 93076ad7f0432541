"""Settles each draft: what its own words say, then what its neighbours, the occasion or the publication day add."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline import places
from pipeline.extract.circumstances import Circumstances, Finding
from pipeline.extract.contacts import Contact
from pipeline.extract.drafts import Draft
from pipeline.extract.how import ModeFinder
from pipeline.extract.occasions import Named, OccasionFinder
from pipeline.extract.surroundings import Surroundings
from pipeline.extract.when import DayFinder
from pipeline.extract.where import PlaceFinder
from pipeline.records import PartialDate

RECENT_DAYS = 7
"""A contact of the week before is still news, however the sentence tells it."""
OLD_DAYS = 60
"""A contact of longer ago is background; what the annotated articles tell as news is never older than two weeks."""


class Settler:
    """Settles the circumstances of the drafts of one article."""

    def __init__(self, around: Surroundings) -> None:
        self.around, self.article, self.lexicon = around, around.article, around.lexicon
        self.words, self.sentences = around.words, around.sentences
        self.modes, self.days, self.places = ModeFinder(around), DayFinder(around), PlaceFinder(around)
        self.events = OccasionFinder(around)

    def settle(self, drafts: Sequence[Draft], contacts: Sequence[tuple[int, Contact]]) -> list[Circumstances]:
        """Settle every draft; what one leaves open comes from its neighbours, the occasion or the publication day.

        Args:
            drafts: The meetings of the article in the order told.
            contacts: The contacts told as held, each with its sentence.
        """
        result: list[Circumstances] = []
        occasions = self.events.find(len(self.sentences))
        for draft in drafts:
            facts = Circumstances()
            self.modes.find(draft, facts)
            self.days.find(draft, facts)
            self._recent(draft, facts)
            if facts.mode not in ("phone", "video"):
                self.places.find(draft, facts)
            result.append(facts)
        self._old(drafts, result)
        told = [set(d.told) for d in drafts]
        for number, (draft, facts) in enumerate(zip(drafts, result, strict=True)):
            others = {i for k, own in enumerate(told) if k != number and not own & told[number] for i in own}
            if facts.when is None and not facts.unresolved_day:
                self.days.scene_date(draft, facts, others)
            self._place(draft, facts, others, contacts)
            self._occasion(draft, facts, occasions)
        self._fill_places(drafts, result)
        self._fill_dates(drafts, result)
        self._years(drafts, result, occasions)
        return result

    def _place(
        self, draft: Draft, facts: Circumstances, others: set[int], contacts: Sequence[tuple[int, Contact]]
    ) -> None:
        """A place the draft's own words leave open: from its lead-up, a visit, its round of contacts, the headline.

        A country alone gives way to a city of it that is being visited.
        """
        if facts.place is None and facts.mode not in ("phone", "video"):
            is_held, told = draft.status == "held", min(draft.told)
            place = self.places.scene_place(draft, others)
            place = place or (self.places.visit_place(told) if is_held else None)
            place = place or (self.places.round_place(told, contacts) if is_held else None)
            headed = self.places.headline_place() if is_held and place is None else None
            place = place or (headed if headed and headed[0].country in draft.parties else None)
            if place:
                facts.place, facts.place_found = place
        elif facts.place is not None and facts.place.city is None:
            visit = self.places.visit_place(min(draft.told))
            if visit and visit[0].country == facts.place.country:
                facts.place, facts.place_found = visit

    def _recent(self, draft: Draft, facts: Circumstances) -> None:
        """``The evening before, X had spoken with Y by telephone``: the pluperfect of a report, not background."""
        if draft.status != "mentioned" or draft.contacts[0].status_rule != "past perfect" or self.around.anchor is None:
            return
        day = facts.when.as_date() if facts.when else None
        if day is not None and 0 <= (self.around.anchor - day).days <= RECENT_DAYS:
            draft.status = draft.contacts[0].status = "held"
            draft.contacts[0].status_rule = "past perfect of the last days"

    def _old(self, drafts: Sequence[Draft], settled: Sequence[Circumstances]) -> None:
        """``The 7th Summit was held in October``, in February: background, where the day of writing is sure.

        It is when the dateline tells it or something of its time is told; the day of a page may be that of a crawl.
        """
        ages = [self._age(facts) for facts in settled]
        is_sure = self.article.dateline_date is not None or any(age is not None and age <= OLD_DAYS for age in ages)
        for draft, age in zip(drafts, ages, strict=True):
            if is_sure and draft.status == "held" and age is not None and age > OLD_DAYS:
                draft.status = draft.contacts[0].status = "mentioned"
                draft.contacts[0].status_rule = "long before the article"

    def _age(self, facts: Circumstances) -> int | None:
        """Days from the latest day a meeting can have been on to the day of writing, where both are told."""
        anchor, when = self.around.anchor, facts.when
        return (anchor - date(when.year, when.month or 12, when.day or 28)).days if anchor and when else None

    def _occasion(self, draft: Draft, facts: Circumstances, occasions: Sequence[Named]) -> None:
        """The larger event: named beside the contact, or told of the whole round and fitting its place."""
        if facts.mode in ("phone", "video") and not draft.is_conference:
            return
        chosen = None
        for index, first, last, entry, beside in occasions:
            here = index in draft.told
            fits = entry is not None and facts.place is not None and entry.city == facts.place.city
            fits = fits or (draft.is_conference and here and entry is not None)
            before = index <= min(draft.told)
            if (
                (here and beside)
                or (
                    beside
                    and before
                    and draft.status == "held"
                    and (facts.place is None or entry is None or entry.city in (None, facts.place.city))
                )
                or fits
            ):
                rank = (here, beside, entry is not None and bool(entry.date_start))
                if chosen is None or rank > chosen[0]:
                    chosen = (rank, first, last, entry)
        if chosen is None:
            return
        _, first, last, entry = chosen
        printed = self.around.text(first, last)
        facts.occasion = entry.name if entry and entry.number else printed
        start, end = self.words[first].start, self.words[last - 1].end
        facts.occasion_found = Finding(facts.occasion, start, end, "occasion")
        if entry and entry.city and facts.place is None:
            facts.place = places.city(entry.city, self.lexicon, entry.country)
            facts.place_found = Finding(entry.city, start, end, "place of the occasion")
        if entry and entry.date_start and facts.when is None and self.around.anchor is None:
            value = PartialDate.from_iso(entry.date_start)
            if facts.unresolved_day:
                self.days.weekday_after(draft, facts, value.year)
        if entry and entry.date_start and facts.when is None and self.around.anchor is None:
            value = PartialDate.from_iso(entry.date_start)
            facts.when = PartialDate(value.year, value.month)
            facts.basis = "occasion"
            facts.when_found = Finding(facts.when.iso(), start, end, "date of the occasion")
        if facts.mode == "unknown":
            facts.mode, facts.mode_found = "in_person", Finding("in_person", start, end, "on the occasion")

    def _fill_places(self, drafts: Sequence[Draft], settled: Sequence[Circumstances]) -> None:
        """Places a meeting does not state: from the meeting told before it, else the dateline."""
        article = self.article
        dateline = places.city(article.dateline_city, self.lexicon) if article.dateline_city else None
        previous: Circumstances | None = None
        for draft, facts in zip(drafts, settled, strict=True):
            if facts.mode in ("phone", "video") or draft.status in ("mentioned", "cancelled"):
                continue
            goes_on = any(self.around.is_also(i) for i in (min(draft.told), *self.around.scene(draft)))
            if facts.place is None and previous is not None and goes_on:
                facts.place, facts.place_found = previous.place, previous.place_found
            near = dateline is not None and (dateline.country in draft.parties)
            if (
                dateline
                and near
                and draft.status == "held"
                and (facts.place is None or (facts.place.city is None and facts.place.country == dateline.country))
            ):
                if facts.mode == "in_person" or facts.mode == "unknown":
                    span = article.dateline_span or (0, 0)
                    facts.place, facts.place_found = (
                        dateline,
                        Finding(dateline.city or "", *span, "dateline", in_source=True),
                    )
            if (
                facts.place is not None
                and facts.mode == "unknown"
                and facts.place_found
                and facts.place_found.rule != "dateline"
            ):
                facts.mode, facts.mode_found = "in_person", replace(facts.place_found, value="in_person")
            previous = facts

    def _fill_dates(self, drafts: Sequence[Draft], settled: Sequence[Circumstances]) -> None:
        """Days a meeting does not state: from the meeting told before it, else the day of publication."""
        previous: Circumstances | None = None
        for draft, facts in zip(drafts, settled, strict=True):
            if draft.status != "held":
                continue
            if facts.when is None and not facts.unresolved_day:
                if previous is not None and previous.when is not None and previous.when_found:
                    facts.when, facts.basis = previous.when, "inherited"
                    facts.when_found = replace(previous.when_found, rule="day of the meeting told before")
                elif self.around.anchor is not None and self.around.anchor_found:
                    found = self.around.anchor_found
                    facts.when = found.value
                    facts.basis = "dateline" if found.basis == "dateline" else "published"
                    facts.when_found = Finding(
                        found.value.iso(), found.start, found.end, "day of publication", in_source=True
                    )
            previous = facts if facts.when is not None else previous

    def _years(
        self,
        drafts: Sequence[Draft],
        settled: Sequence[Circumstances],
        occasions: Sequence[Named],
    ) -> None:
        """An article without any date: the year of the one dated edition it names."""
        if self.around.anchor is not None or any(facts.when is not None for facts in settled):
            return
        dated = [o for o in occasions if o[3] is not None and o[3].date_start and o[3].number]
        if len({o[3].occasion_id for o in dated if o[3]}) != 1:
            return
        _, first, last, entry, _ = dated[0]
        assert entry is not None  # noqa: S101 - filtered above
        for draft, facts in zip(drafts, settled, strict=True):
            if draft.status == "held":
                facts.when, facts.basis = PartialDate(int(entry.date_start[:4])), "occasion"
                start, end = self.words[first].start, self.words[last - 1].end
                facts.when_found = Finding(facts.when.iso(), start, end, "year of the occasion named")
