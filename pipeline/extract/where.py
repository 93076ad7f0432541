"""Where a contact was held: the place its words, its lead-up, a visit or the headline give it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import places
from pipeline.extract.circumstances import Circumstances, Finding
from pipeline.extract.contacts import Contact
from pipeline.extract.drafts import Draft
from pipeline.extract.surroundings import Surroundings
from pipeline.lexicon.phrases import book


class PlaceFinder:
    """Finds the places of the drafts of one article."""

    def __init__(self, around: Surroundings) -> None:
        self.around, self.article, self.lexicon = around, around.article, around.lexicon
        self.words, self.norms, self.sentences, self.trees = around.words, around.norms, around.sentences, around.trees
        self.masked, self.say, self.event_heads = around.masked, around.say, around.event_heads
        self.placed, self.contact_nouns = around.placed, around.contact_nouns
        self.visiting = book(tuple(around.lexicon.triggers["circumstances"]["visiting"]))

    def find(self, draft: Draft, found: Circumstances) -> None:
        """Where the words put the contact itself: behind *in* or *at*, hanging on its trigger, verb or clause."""
        for index in draft.told:
            place = self._place_in(index, [c for c in draft.contacts if c.tree is self.trees.get(index)])
            if place and (
                found.place is None or (found.place.city is None and place[0].country == found.place.country)
            ):
                found.place, found.place_found = place
            if found.place is not None and found.place.city is not None:
                return

    def scene_place(self, draft: Draft, others: set[int]) -> tuple[places.Place, Finding] | None:
        """A place in the lead-up ("It was in Qatar that X began his tour. ...")."""
        for index in self.around.scene(draft):
            if index in others:
                return None
            first = self.sentences[index].first
            for i in self.around.range_of(index):
                if self.norms[i] not in ("in", "at") or i in self.masked or (i > first and not self._opens(index, i)):
                    continue
                if found := self.named_place(i + 1, self.sentences[index].last):
                    place, begin, end = found
                    if self.norms[i] == "at" and place.venue is None:
                        continue
                    start, stop = self.around.span(begin, end)
                    return place, Finding(place.city or place.country, start, stop, "place of the lead-up")
        return None

    def round_place(self, told: int, contacts: Sequence[tuple[int, Contact]]) -> tuple[places.Place, Finding] | None:
        """The place of the round a contact belongs to ("had meetings today in Tallinn. ... He met the Speaker")."""
        for index in sorted({i for i, _ in contacts if i <= told}, reverse=True):
            if place := self._place_in(index, [c for i, c in contacts if i == index]):
                return place
        return None

    def visit_place(self, told: int) -> tuple[places.Place, Finding] | None:
        """Where an official of the article is visiting ("who is visiting New York", "during a visit to Oman").

        The nearest telling before the contact counts, else one in the two sentences after it.
        """
        for index in (*range(told, -1, -1), *range(told + 1, min(told + 3, len(self.sentences)))):
            if not (span := self.around.phrase(self.visiting, index)):
                continue
            found = self.named_place(span[1], self.sentences[index].last)
            if found:
                place, first, last = found
                start, end = self.around.span(first, last)
                return place, Finding(place.city or place.country, start, end, "place of the visit")
        return None

    def headline_place(self) -> tuple[places.Place, Finding] | None:
        """A headline that begins with its place ("In Tashkent, ministers ...")."""
        if not self.article.headline_end or not self.sentences or self.norms[0] != "in":
            return None
        if found := self.named_place(1, self.sentences[0].last):
            place, first, last = found
            start, end = self.around.span(first, last)
            return place, Finding(place.city or place.country, start, end, "place of the headline")
        return None

    def abroad(self, index: int) -> str | None:
        """The country a sentence's contact took place in, as its lead-up or a visit told before shows."""
        scene = self.scene_place(Draft([], told=[index]), set())
        found = scene or self.visit_place(index)
        return found[0].country if found else None

    def _place_in(self, index: int, contacts: Sequence[Contact]) -> tuple[places.Place, Finding] | None:
        """The fullest place a sentence gives its contacts."""
        best: tuple[int, places.Place, Finding] | None = None
        for i in self.around.range_of(index):
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
            start, end = self.around.span(first, last)
            weight = (place.city is not None) + (place.venue is not None)
            if best is None or weight > best[0]:
                best = weight, place, Finding(place.city or place.country, start, end, "place of the contact")
        return (best[1], best[2]) if best else None

    def _is_matter(self, index: int, i: int) -> bool:
        """``developments in Libya``: a place behind a noun that is neither the contact nor an event is its matter."""
        tree = self.trees.get(index)
        node = (
            self.around.node_at(tree, self.words[i - 1].start)
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
        """Whether a preposition hangs on one of the contacts, on its verb or on a clause of it."""
        tree = self.trees.get(index)
        if tree is None:
            return True
        node = self.around.node_at(tree, self.words[i].start)
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
                return own_clause or any(self.around.is_below(tree, a, above.index) for a in anchors)
            if above.pos in ("NOUN", "PROPN") and not above.actors and above.norm not in self.event_heads:
                if above.norm in self.placed:
                    continue
                return False
        return False

    def _opens(self, index: int, i: int) -> bool:
        """Whether a preposition hangs on the sentence's main verb."""
        tree = self.trees.get(index)
        node = self.around.node_at(tree, self.words[i].start) if tree is not None else None
        return node is not None and tree is not None and tree.nodes[node.head].dep == "ROOT"

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
            name = self.around.text(i, end)
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

    def _capital(self, party_id: str, first: int, last: int) -> tuple[places.Place, int, int] | None:
        """The capital, where only "the Greek capital" is said."""
        party = self.lexicon.parties.get(party_id)
        place = places.city(party.capital, self.lexicon, party_id) if party and party.capital else None
        is_capital = self.norms[last - 1] == "capital"
        return (place, first, last) if place and is_capital else None
