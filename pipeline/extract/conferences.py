"""Conferences: a larger event that is itself the news, with the parties the article tells to have taken part.

``X took part in the ninth meeting of the Lake states``, ``The third round of the talks opened on Monday``:
the event is a meeting of its own once at least two parties are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.extract.actors import Actor
from pipeline.extract.contacts import Contact
from pipeline.extract.discourse import Narrator
from pipeline.extract.drafts import Draft, Member, Told
from pipeline.extract.mentions import Reader
from pipeline.lexicon import Lexicon
from pipeline.lexicon.phrases import PhraseBook, book
from pipeline.tokens import Sentence, Word


class ConferenceFinder:
    """Finds the conferences of one article."""

    def __init__(self, lexicon: Lexicon, reader: Reader, words: Sequence[Word], sentences: Sequence[Sentence]) -> None:
        self.lexicon, self.reader, self.words, self.sentences = lexicon, reader, words, sentences
        self.norms = [word.norm for word in words]
        triggers: dict[str, Any] = dict(lexicon.triggers)
        conference = triggers["conference"]
        self.leads_away = frozenset(triggers["grammar"]["leads_away"])
        self.events = frozenset(conference["events"])
        self.opens = book(tuple(conference["opens"]))
        self.joins = book(tuple(conference["joins"]))
        self.join_verbs = frozenset(triggers["verbs"]["join"]) | frozenset(conference["join_verbs"])
        self.bodies = frozenset(conference["bodies"])

    def find(self, told: Sequence[Told], narrator: Narrator) -> list[Draft]:
        """The conferences told as news; ``Draft.event`` holds the name.

        Args:
            told: The contacts of the article.
            narrator: Knows who is who.
        """
        for item in told:
            if item.status != "held" or not self._is_event(item):
                continue
            name = self._name(item.contact)
            if name is None:
                continue
            members = self._members(item, narrator)
            if len({m.party_id for m in members}) < 2:
                continue
            again = [
                t for t in told if self._is_event(t) and t.contact.word == item.contact.word and t.status == "held"
            ]
            contacts = list({id(t.contact): t.contact for t in again}.values())
            sentences = list(dict.fromkeys(t.sentence for t in again))
            return [Draft(members, contacts, sentences, host=members[0].party_id, is_conference=True, event=name)]
        return []

    def _is_event(self, item: Told) -> bool:
        """A contact noun that is an event, and a sentence that says it was joined or that it opened."""
        contact = item.contact
        if contact.word.split()[-1] not in self.events or contact.kind not in ("noun", "join"):
            return False
        nodes = contact.tree.nodes
        is_joined = contact.verb is not None and nodes[contact.verb].norm in self.join_verbs
        is_subject = nodes[contact.trigger].dep in ("nsubj", "nsubjpass")
        if not is_joined and not is_subject and contact.kind != "join":
            return False  # "attended the summit, and held meetings with ...": the meetings are no event
        return self._has(self.joins, item.sentence) or self._has(self.opens, item.sentence)

    def _has(self, book: PhraseBook[bool], index: int) -> bool:
        sentence = self.sentences[index]
        return book.is_in(self.norms, sentence.first, sentence.last)

    def _name(self, contact: Contact) -> str | None:
        """The event's words, if they name one: a number, a name, or a word like "ministerial" or "special"."""
        nodes = contact.tree.nodes
        inside = contact.tree.subtree(contact.trigger)
        first = last = contact.trigger
        while (
            first - 1 in inside and nodes[first - 1].pos not in ("DET", "PUNCT", "VERB") and not nodes[first - 1].actors
        ):
            first -= 1
        while (
            last + 1 in inside
            and nodes[last + 1].pos not in ("VERB", "AUX", "PUNCT")
            and nodes[last + 1].tag not in ("WDT", "WP")
        ):
            last += 1
        run = [w for w in self.words if nodes[first].start <= w.start and w.end <= nodes[last].end]
        while run and run[-1].norm in {"of", "on", "in", "the", "for", "and", "at"}:
            run.pop()
        opening = nodes[0].start
        named = any((w.is_capital and w.start > opening) or w.text[:1].isdigit() for w in run) or bool(
            {"ministerial", "special", "extraordinary", "annual", "international"} & {w.norm for w in run}
        )
        if not run or not named:
            return None
        return " ".join(w.text for w in run)

    def _members(self, item: Told, narrator: Narrator) -> list[Member]:
        members: list[Member] = []
        for index, _sentence in enumerate(self.sentences):
            near = index == item.sentence or (self._has(self.joins, index) and index <= item.sentence + 6)
            if not near:
                continue
            # beside the event its own sentence may tell other contacts; whoever hangs on the event takes part
            own = [m for m, _ in item.members]
            for member in own if index == item.sentence and own else self._participants(index, narrator):
                same = [m for m in members if m.party_id == member.party_id]
                if any(m.person is not None and member.person is not None and m.person is member.person for m in same):
                    continue
                if member.person is None and same:
                    continue
                unnamed = next((m for m in same if m.person is None), None)
                if unnamed is not None and member.person is not None:
                    members.remove(unnamed)
                members.append(member)
        return members

    def _participants(self, index: int, narrator: Narrator) -> Iterable[Member]:
        """Officials, delegations and states a sentence tells to take part, in the order of the text."""
        sentence = self.sentences[index]
        by_first: dict[int, list[Actor]] = {}
        for actor in narrator.actors[index]:
            by_first.setdefault(actor.first, []).append(actor)
        party: str | None = None
        self.reader.units.limit = sentence.last
        i = sentence.first
        while i < sentence.last:
            if i in by_first:
                for actor in by_first[i]:
                    member = self._member(actor, party, index, narrator)
                    if member is not None:
                        party = member.party_id
                        yield member
                i = max(a.last for a in by_first[i])
                continue
            unit = self.reader.units.party_at(i)
            if unit is None:
                i += 1
                continue
            form = unit.parties[0]
            following = self.norms[unit.last] if unit.last < sentence.last else ""
            before = self.norms[i - 1] if i > sentence.first else ""
            before = self.norms[i - 2] if before == "the" and i - 1 > sentence.first else before
            is_body = following in self.bodies
            # "meeting on Syria", "capital of Kazakhstan", "the Russian city": named, but no participant
            is_free = (
                before not in self.leads_away
                and before not in {"of", "'s"}
                and form.kind == "name"
                and following != "'s"
            )
            if is_body or is_free:
                party = form.party_id
                yield Member(party, _as_actor(unit.first, unit.last, self.words, party), None, rule="takes part")
            i = unit.last

    def _member(self, actor: Actor, party: str | None, index: int, narrator: Narrator) -> Member | None:
        """A mention as participant; one whose own words tell no party belongs to the party named last."""
        person = narrator.referents.person(actor) if actor.name else None
        if actor.is_plural and actor.group < 0:
            return None
        stated = actor.party_id
        if person is not None and person.rule.startswith("home side") and party is not None:
            stated = person.party_id = party
            person.rule = "party named before"
        if stated is None and person is None:
            return None
        party_id = (person.party_id if person else None) or stated or party
        return Member(party_id, actor, person, rule="takes part") if party_id else None


def _as_actor(first: int, last: int, words: Sequence[Word], party_id: str) -> Actor:
    return Actor(
        first, last, words[first].start, words[last - 1].end, kind="party", party_id=party_id, rule="takes part"
    )
