"""Who is meant: the person or side an unnamed office, a pronoun or a short name stands for in its sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.extract.actors import Actor
from pipeline.extract.cast import Cast, Person
from pipeline.extract.contacts import Contact
from pipeline.extract.drafts import Member
from pipeline.extract.syntax import Tree
from pipeline.lexicon.phrases import PhraseBook
from pipeline.tokens import Sentence, Word


class Referents:
    """Resolves the mentions of one article; ``protagonist`` is the official it follows, once that is known."""

    def __init__(
        self,
        triggers: dict[str, Any],
        words: Sequence[Word],
        sentences: Sequence[Sentence],
        actors: Sequence[Sequence[Actor]],
        trees: dict[int, Tree],
        cast: Cast,
    ) -> None:
        self.words, self.sentences, self.actors, self.trees, self.cast = words, sentences, actors, trees, cast
        self.home = cast.home.party_id if cast.home else None
        self.home_titles = frozenset(triggers["home_titles"])
        self.by_name = {person.name: person for person in cast.persons}
        self.protagonist: Person | None = None
        self._subjects: list[Person | None] = []

    def norms(self, index: int) -> list[str]:
        """Normalised words of a sentence."""
        sentence = self.sentences[index]
        return [word.norm for word in self.words[sentence.first : sentence.last]]

    def has(self, book: PhraseBook[bool], index: int) -> bool:
        """Whether a sentence holds a phrase of the book."""
        norms = self.norms(index)
        return book.is_in(norms, 0, len(norms))

    def person(self, actor: Actor) -> Person | None:
        """The person a named mention belongs to."""
        return self.by_name.get(actor.canonical or "")

    def resolve(self, actor: Actor, index: int, taken: Iterable[str] = ()) -> Member | None:
        """Whom a mention stands for, with the party; ``None`` where the article does not tell."""
        if actor.name:
            person = self.person(actor)
            party = (person.party_id if person else None) or actor.party_id
            return Member(party, actor, person) if party and person else None
        if actor.party_id:
            person = self._by_office(actor, index)
            return Member(actor.party_id, actor, person)
        if actor.is_plural:
            return None
        if "guest" in actor.attributes:
            # "the high guest": who of the other side was named last
            visitors = [p for p in self.cast.persons if p.party_id not in (None, self.home) and p.start < actor.start]
            return Member(str(visitors[-1].party_id), actor, visitors[-1], rule="guest") if visitors else None
        if actor.kind == "side" and not actor.is_possessive and self.home:
            return Member(self.home, actor, None, rule="home side")
        is_press = self.cast.home is not None and self.cast.home.rule == "recurrent title"
        if is_press and self.home and actor.attributes & self.home_titles:
            own = [p for p in self.cast.persons if p.party_id == self.home]
            return Member(self.home, actor, own[0] if len(own) == 1 else None, rule="home side")
        if actor.kind == "office":
            person = self._by_office(actor, index, taken)
            if person and person.party_id:
                return Member(person.party_id, actor, person)
            if self.home and actor.level in ("head_of_state", "head_of_government", "minister"):
                return Member(self.home, actor, None, rule="home side")
        return None

    def _by_office(self, actor: Actor, index: int, taken: Iterable[str] = ()) -> Person | None:
        """The one person an unnamed office means ("the minister", "the Omani official"), if only one can be."""
        here = self.sentences[index].end
        fitting = [p for p in self.cast.persons if not actor.party_id or p.party_id == actor.party_id]
        # "the Secretary-General" without a body is somebody named before; "the Minister" may be named later
        is_open = actor.party_id is None and actor.level in ("official", "envoy", "other")
        if actor.kind != "side":
            fitting = [p for p in fitting if p.level == actor.level]
        elif actor.is_plural:
            return None
        if actor.group >= 0:
            return None
        before = [p for p in fitting if p.start <= here and p.name not in set(taken)]
        if len(before) == 1:
            return before[0]
        if not actor.party_id and before:
            home = [p for p in before if p.party_id == self.home]
            return home[0] if len(home) == 1 else None
        return fitting[0] if len(fitting) == 1 and not before and not is_open else None

    def pronoun(self, contact: Contact, position: int, index: int) -> Person | None:
        """Whom "he" means: the main subject of its sentence if named after it, else of the sentence before."""
        present = {person.name for a in contact.actors if a.name and (person := self.person(a))}
        subject = self._main_subject(index)
        candidates = [subject] if subject and subject.name not in present else []
        earlier = [a for a in self.actors[index] if a.end <= position and a.name]
        candidates = [p for a in earlier if (p := self.person(a)) and p.name not in present][:1] + candidates
        while len(self._subjects) < index:
            self._subjects.append(self._subject(len(self._subjects)))
        for back in range(index - 1, -1, -1):
            if (subject := self._subjects[back]) is not None:
                candidates.append(subject)
        return next((p for p in candidates if p.name not in present and p.party_id), None)

    def _subject(self, index: int) -> Person | None:
        """The person a sentence is about: subject of its main clause, else the first one named.

        A sentence that says "he" before any name goes on about whom the sentence before is about.
        """
        if person := self._main_subject(index):
            return person
        named = next(((a, p) for a in self.actors[index] if (p := self.person(a))), None)
        sentence = self.sentences[index]
        pronoun = next((w for w in self.words[sentence.first : sentence.last] if w.norm in ("he", "she")), None)
        if pronoun is not None and (named is None or pronoun.start < named[0].start) and self._subjects:
            return self._subjects[-1]
        return named[1] if named else None

    def _main_subject(self, index: int) -> Person | None:
        """The named subject of a sentence's main verb."""
        tree = self.trees.get(index) if any(self.person(actor) for actor in self.actors[index]) else None
        for node in tree.nodes if tree is not None else ():
            if (
                node.actors
                and node.dep in ("nsubj", "nsubjpass")
                and tree is not None
                and tree.nodes[node.head].dep == "ROOT"
            ):
                if person := self.person(node.actors[0]):
                    return person
        return None

    def members(self, contact: Contact, index: int) -> list[tuple[Member, str]]:
        """The participants of a contact: named ones first, then "he", then unnamed offices among who is left."""
        members: list[tuple[Member, str]] = []

        def add(member: Member | None, relation: str) -> None:
            if member and all(m.key != member.key or m.party_id != member.party_id for m, _ in members):
                members.append((member, relation))

        for actor, relation in contact.members:
            if actor.name:
                add(self.resolve(actor, index), relation)
        for position, relation in contact.pronouns:
            person = self.pronoun(contact, position, index)
            if person and person.party_id and all(m.person is not person for m, _ in members):
                before = [m for m in person.mentions if m.start <= position]
                mention = before[-1] if before else person.mentions[0]
                add(Member(person.party_id, mention, person, rule="pronoun"), relation)
        for actor, relation in contact.members:
            if not actor.name:
                taken = [m.person.name for m, _ in members if m.person]
                add(self.resolve(actor, index, taken), relation)
        return members
