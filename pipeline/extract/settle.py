"""When, where, how and on what occasion: the circumstances of each draft, each with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from pipeline import dates, places
from pipeline.extract.contacts import Contact
from pipeline.extract.drafts import Draft
from pipeline.extract.syntax import Node, Tree
from pipeline.lexicon import Lexicon, Occasion
from pipeline.lexicon.phrases import PhraseBook, book
from pipeline.records import Article, DateBasis, PartialDate
from pipeline.tokens import Sentence, Word

FIRST_YEAR = 2000
"""First year tried for a weekday with a day and month but no year; the register of people ends the range."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A value with the words that say it (characters of the cleaned text, or of the source where ``in_source``)."""

    value: str
    start: int
    end: int
    rule: str
    in_source: bool = False


@dataclass(slots=True)
class Circumstances:
    """What is settled about one draft."""

    mode: str = "unknown"
    mode_found: Finding | None = None
    when: PartialDate | None = None
    when_end: PartialDate | None = None
    basis: DateBasis | None = None
    when_found: Finding | None = None
    place: places.Place | None = None
    place_found: Finding | None = None
    occasion: str | None = None
    occasion_found: Finding | None = None
    unresolved_day: bool = False


class Settler:
    """Settles the circumstances of the drafts of one article."""

    def __init__(
        self,
        article: Article,
        lexicon: Lexicon,
        words: Sequence[Word],
        sentences: Sequence[Sentence],
        trees: dict[int, Tree],
        taken: Iterable[tuple[int, int]],
    ) -> None:
        self.article, self.lexicon, self.words, self.sentences, self.trees = article, lexicon, words, sentences, trees
        self.norms = [word.norm for word in words]
        self.masked = {i for first, last in taken for i in range(first, last)}
        triggers = lexicon.triggers
        self.mode_books = {mode: _book(triggers["mode"][mode]) for mode in ("phone", "video", "in_person")}
        self.placed = frozenset(triggers["grammar"]["placed"])
        self.carried = frozenset(triggers["grammar"]["carried"])
        circumstances: dict[str, Any] = triggers["circumstances"]
        self.contact_nouns = frozenset(
            noun.split()[-1] for pair in triggers["nouns"]["contact"].items() for noun in pair if noun
        )
        self.say = frozenset(circumstances["saying"])
        self.sidelines = _book(circumstances["sidelines"])
        self.visiting = _book(circumstances["visiting"])
        self.event_heads = frozenset(circumstances["event_heads"])
        anchor = dates.anchor(article)
        self.anchor_found = anchor
        self._range_days: tuple[date, ...] | None = None
        self.anchor: date | None = anchor.value.as_date() if anchor else None
        self.also = _book(triggers["discourse"]["also"])

    # -- helpers -------------------------------------------------------------------------------------------------

    def _range(self, index: int) -> range:
        return range(self.sentences[index].first, self.sentences[index].last)

    def _phrase(self, book: PhraseBook[bool], index: int) -> tuple[int, int] | None:
        last = self.sentences[index].last
        for i in self._range(index):
            if match := book.match_at(self.norms, i, last):
                return i, match[0]
        return None

    def _span(self, first: int, last: int) -> tuple[int, int]:
        return self.words[first].start, self.words[last - 1].end

    def _node_at(self, tree: Tree, position: int) -> Node | None:
        return next((n for n in tree.nodes if n.start <= position < n.end), None)

    # -- mode ----------------------------------------------------------------------------------------------------

    def mode(self, draft: Draft, found: Circumstances, headline: bool) -> None:
        """Phone and video by their words near the contact, else in person where its words need presence."""
        order = [*draft.told, *[i for i in draft.about if i not in draft.told]]
        is_talk = all(c.kind == "talk" or (c.kind == "noun" and c.is_plural) for c in draft.contacts)
        for mode in ("phone", "video"):
            for index in order if mode == "phone" and is_talk else draft.told:
                span = self._phrase(self.mode_books[mode], index)
                if span and (index in draft.told or self._is_reference(index, span)):
                    start, end = self._span(*span)
                    found.mode, found.mode_found = mode, Finding(mode, start, end, f"{mode} words")
                    return
        contact = draft.contacts[0]
        if any(c.kind in ("meet", "noun", "hand", "join") for c in draft.contacts):
            contact = next(c for c in draft.contacts if c.kind in ("meet", "noun", "hand", "join"))
            found.mode = "in_person"
            found.mode_found = Finding("in_person", contact.start, contact.end, "word of presence")
            return
        for index in order:
            if span := self._phrase(self.mode_books["in_person"], index):
                start, end = self._span(*span)
                found.mode, found.mode_found = "in_person", Finding("in_person", start, end, "words of presence")
                return

    def _is_reference(self, index: int, span: tuple[int, int]) -> bool:
        """A call in a later sentence is this one only if told as known ("in a telephone call", "the call")."""
        before = self.norms[max(self.sentences[index].first, span[0] - 4) : span[0]]
        return bool({"the", "a", "in", "during", "by"} & set(before)) and "another" not in before

    # -- dates ---------------------------------------------------------------------------------------------------

    def when(self, draft: Draft, found: Circumstances) -> None:
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
        node = self._node_at(tree, start)
        last = self._node_at(tree, end - 1)
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
                    return (
                        1 if any(self._is_below(tree, a, above.index) for a in anchors) and above.dep != "ROOT" else 0
                    )
                if above.pos in ("VERB", "AUX"):
                    governs = any(self._is_below(tree, a, above.index) for a in anchors)
                    below = any(self._is_below(tree, above.index, a) for a in anchors)
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

    def _is_below(self, tree: Tree, index: int, above: int) -> bool:
        return any(node.index == above for node in tree.path_up(index))

    # -- places --------------------------------------------------------------------------------------------------

    def place(self, draft: Draft, found: Circumstances) -> None:
        """Where the words put the contact itself: behind *in* or *at*, hanging on its trigger, verb or clause."""
        for index in draft.told:
            place = self._place_in(index, [c for c in draft.contacts if c.tree is self.trees.get(index)])
            if place and (
                found.place is None or (found.place.city is None and place[0].country == found.place.country)
            ):
                found.place, found.place_found = place
            if found.place is not None and found.place.city is not None:
                return

    def _place_in(self, index: int, contacts: Sequence[Contact]) -> tuple[places.Place, Finding] | None:
        best: tuple[int, places.Place, Finding] | None = None
        for i in self._range(index):
            if self.norms[i] not in ("in", "at", "to", "inside") or i in self.masked:
                continue
            found = self.named_place(i + 1, self.sentences[index].last)
            if found is None:
                continue
            place, first, last = found
            if self.norms[i] == "to" and not self._goes(index, i):
                continue
            if self.norms[i] == "at" and place.venue is None and place.city is None:
                continue
            if not self._hangs(index, i, contacts) or self._is_matter(index, i):
                continue
            start, end = self._span(first, last)
            weight = (place.city is not None) + (place.venue is not None)
            if best is None or weight > best[0]:
                best = weight, place, Finding(place.city or place.country, start, end, "place of the contact")
        return (best[1], best[2]) if best else None

    def _is_matter(self, index: int, i: int) -> bool:
        """``developments in Libya``: a place behind a noun that is neither the contact nor an event is its matter."""
        tree = self.trees.get(index)
        node = (
            self._node_at(tree, self.words[i - 1].start)
            if tree is not None and i > self.sentences[index].first
            else None
        )
        if node is None or node.actors or node.pos != "NOUN":
            return False
        return (
            node.norm not in self.event_heads and node.norm not in self.contact_nouns and node.norm not in self.placed
        )

    def _goes(self, index: int, i: int) -> bool:
        """Whether "to" follows a word of visiting ("on a visit to Oman")."""
        return any(
            self.norms[k] in ("visit", "trip", "travelled", "traveled", "travel", "flew", "tour")
            for k in range(max(self.sentences[index].first, i - 3), i)
        )

    def _hangs(self, index: int, i: int, contacts: Sequence[Contact]) -> bool:
        tree = self.trees.get(index)
        if tree is None:
            return True
        node = self._node_at(tree, self.words[i].start)
        if node is None:
            return False
        anchors = {c.trigger for c in contacts} | {c.verb for c in contacts if c.verb is not None}
        for above in tree.path_up(node.index):
            if above.index == node.index:
                continue
            if above.index in anchors:
                return True
            if above.pos in ("VERB", "AUX"):
                if above.norm in self.say:
                    return False
                # "meeting held in X": the clause hangs on the contact itself, not on something it dealt with
                own_clause = above.dep in ("relcl", "acl", "conj", "advcl") and above.head in anchors
                return own_clause or any(self._is_below(tree, a, above.index) for a in anchors)
            if above.pos in ("NOUN", "PROPN") and not above.actors and above.norm not in self.event_heads:
                if above.norm in self.placed:
                    continue
                return False
        return False

    def named_place(self, i: int, last: int) -> tuple[places.Place, int, int] | None:
        """The place named at word ``i``: a venue, a city or a country; leading articles skipped."""
        while i < last and self.norms[i] in (
            "the",
            "a",
            "his",
            "her",
            "nearby",
            "central",
            "capital",
            "city",
            "of",
            "resort",
            "town",
        ):
            i += 1
        if i >= last:
            return None
        for end in range(min(i + 6, last), i, -1):
            if not (self.words[end - 1].is_capital or end - i > 1):
                continue
            name = self.text(i, end)
            if self.words[i].is_capital and (place := places.city(name, self.lexicon)):
                if end - i == 1 and self.lexicon.party_forms.get(self.words[i].text) and place.city is not None:
                    forms = self.lexicon.party_forms.get(self.words[i].text)
                    if forms[0].kind in ("name", "adjective"):
                        break
                return place, i, end
        if match := self.lexicon.party_forms.match_at(self.norms, i, last):
            form = match[1][0]
            if self.words[i].is_capital:
                if match[0] < last and self.norms[match[0]] in ("city", "capital", "resort", "town"):
                    # "the Russian city of Sochi", "the Lao capital Vientiane", "the Kazakh capital"
                    return self.named_place(match[0], last) or self._capital(form.party_id, i, match[0] + 1)
                if form.kind == "adjective" and match[0] < last:
                    return None
                place_of = places.country(form.party_id, self.lexicon) if form.kind == "name" else None
                following = self.norms[match[0]] if match[0] < last else ""
                if place_of and following != "'s":
                    return place_of, i, match[0]
        return None

    def scene(self, draft: Draft) -> list[int]:
        """Sentences of the same paragraph that lead up to the first telling, nearest first."""
        first = min(draft.told)
        paragraph = self.sentences[first].paragraph
        return [i for i in range(first - 1, -1, -1) if self.sentences[i].paragraph == paragraph]

    def scene_date(self, draft: Draft, found: Circumstances, others: set[int]) -> None:
        """A day in the lead-up ("arrived on Thursday. After his arrival, X met ...")."""
        for index in self.scene(draft):
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
        node = self._node_at(tree, position) if tree is not None else None
        if tree is None or node is None:
            return False
        return any(above.norm in self.say for above in tree.path_up(node.index))

    def scene_place(self, draft: Draft, others: set[int]) -> tuple[places.Place, Finding] | None:
        """A place in the lead-up ("It was in Qatar that X began his tour. ...")."""
        for index in self.scene(draft):
            if index in others:
                return None
            first = self.sentences[index].first
            for i in self._range(index):
                if self.norms[i] not in ("in", "at") or i in self.masked or (i > first and not self._opens(index, i)):
                    continue
                if found := self.named_place(i + 1, self.sentences[index].last):
                    place, begin, end = found
                    if self.norms[i] == "at" and place.venue is None:
                        continue
                    start, stop = self._span(begin, end)
                    return place, Finding(place.city or place.country, start, stop, "place of the lead-up")
        return None

    def _opens(self, index: int, i: int) -> bool:
        """Whether a preposition hangs on the sentence's main verb."""
        tree = self.trees.get(index)
        node = self._node_at(tree, self.words[i].start) if tree is not None else None
        return node is not None and tree is not None and tree.nodes[node.head].dep == "ROOT"

    def _capital(self, party_id: str, first: int, last: int) -> tuple[places.Place, int, int] | None:
        """The capital, where only "the Greek capital" is said."""
        party = self.lexicon.parties.get(party_id)
        place = places.city(party.capital, self.lexicon, party_id) if party and party.capital else None
        is_capital = self.norms[last - 1] == "capital"
        return (place, first, last) if place and is_capital else None

    def round_place(self, told: int, contacts: Sequence[tuple[int, Contact]]) -> tuple[places.Place, Finding] | None:
        """The place of the round a contact belongs to ("had meetings today in Tallinn. ... He met the Speaker")."""
        for index in sorted({i for i, _ in contacts if i <= told}, reverse=True):
            if place := self._place_in(index, [c for i, c in contacts if i == index]):
                return place
        return None

    def abroad(self, index: int) -> str | None:
        """The country a sentence's contact took place in, as its lead-up or a visit told before shows."""
        scene = self.scene_place(Draft([], told=[index]), set())
        found = scene or self.visit_place(index)
        return found[0].country if found else None

    def headline_place(self) -> tuple[places.Place, Finding] | None:
        """A headline that begins with its place ("In Tashkent, ministers ...")."""
        if not self.article.headline_end or not self.sentences or self.norms[0] != "in":
            return None
        if found := self.named_place(1, self.sentences[0].last):
            place, first, last = found
            start, end = self._span(first, last)
            return place, Finding(place.city or place.country, start, end, "place of the headline")
        return None

    def visit_place(self, told: int) -> tuple[places.Place, Finding] | None:
        """Where an official of the article is visiting ("who is visiting New York", "during a visit to Oman").

        The nearest telling before the contact counts, else one in the two sentences after it.
        """
        for index in (*range(told, -1, -1), *range(told + 1, min(told + 3, len(self.sentences)))):
            if not (span := self._phrase(self.visiting, index)):
                continue
            found = self.named_place(span[1], self.sentences[index].last)
            if found:
                place, first, last = found
                start, end = self._span(first, last)
                return place, Finding(place.city or place.country, start, end, "place of the visit")
        return None

    # -- occasions -----------------------------------------------------------------------------------------------

    def occasions(self, last: int) -> list[tuple[int, int, int, Occasion | None, bool]]:
        """Occasions named up to a sentence: sentence, first and last word, entry, whether behind "on the sidelines"."""
        result: list[tuple[int, int, int, Occasion | None, bool]] = []
        for index in range(last):
            limit = self.sentences[index].last
            for i in self._range(index):
                if match := self.lexicon.occasions.match_at(self.norms, i, limit):
                    if self.words[match[0] - 1].is_capital or self.words[i].is_capital or match[0] - i > 2:
                        beside = self._is_beside(index, i)
                        result.append((index, i, match[0], self._edition(match[1]), beside))
            for i in self._range(index):
                if match_s := self.sidelines.match_at(self.norms, i, limit):
                    span = self._event_after(match_s[0], limit)
                    if span and not any(r[0] == index and r[1] < span[1] and span[0] < r[2] for r in result):
                        result.append((index, span[0], span[1], None, True))
        return result

    def _edition(self, listed: Sequence[Occasion]) -> Occasion:
        """Of several entries the edition that fits the day of writing."""
        if self.anchor is None or len(listed) == 1:
            return listed[0]
        iso = self.anchor.isoformat()
        dated = [o for o in listed if o.date_start]
        return min(dated, key=lambda o: _distance(o.date_start, iso), default=listed[0])

    def _is_beside(self, index: int, i: int) -> bool:
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

    def text(self, first: int, last: int) -> str:
        """The printed words of a run."""
        return re.sub(r"\s+", " ", self.article.text[self.words[first].start : self.words[last - 1].end])

    def is_also(self, index: int) -> bool:
        """Whether a sentence goes on from the one before ("also", "likewise", "in addition")."""
        return self._phrase(self.also, index) is not None


_PRECISION = {"day": 3, "month": 2, "year": 1, "unknown": 0}


def _distance(start: str, iso: str) -> int:
    """Rough distance in days of a partial ISO date from a day."""
    year, month = int(start[:4]), int(start[5:7] or 6)
    return abs((int(iso[:4]) - year) * 365 + (int(iso[5:7]) - month) * 30)


def _book(phrases: Iterable[str]) -> PhraseBook[bool]:
    return book(tuple(phrases))
