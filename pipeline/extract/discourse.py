"""From contacts in sentences to the meetings of an article: whose side is whose, one or several, the same one again.

The rules, each about a phenomenon:

- a side that the sentence leaves out is the protagonist, the official the article follows
  ("A side meeting was likewise held with the Bulgarian minister");
- a list is as many meetings as it has parties ("met with his counterparts from A, B and C"), unless the words make it
  one (a ceremony, a trilateral, "a call with his A and B counterparts");
- people of one side together are one meeting; contacts of one side only are none;
- a second telling adds to the first: same parties, no person that contradicts, no "another".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pipeline.extract.actors import Actor, seniority
from pipeline.extract.cast import Cast, Person, make_guest
from pipeline.extract.contacts import Contact
from pipeline.extract.syntax import Tree
from pipeline.lexicon.phrases import PhraseBook, book
from pipeline.tokens import Sentence, Word


@dataclass(slots=True)
class Member:
    """One participant of a draft: a person of the cast, or an office nobody fills by name."""

    party_id: str
    actor: Actor
    person: Person | None = None
    is_principal: bool = True
    rule: str = "participant"

    @property
    def key(self) -> str:
        """What tells two members of a party apart."""
        return self.person.name if self.person else f"~{self.actor.role or self.party_id}"


@dataclass(slots=True)
class Draft:
    """A meeting in the making. ``told`` are the sentences with a trigger of it, ``about`` all that deal with it."""

    members: list[Member]
    contacts: list[Contact] = field(default_factory=list)
    told: list[int] = field(default_factory=list)
    about: list[int] = field(default_factory=list)
    host: str | None = None
    status: str = "held"
    is_conference: bool = False
    event: str | None = None
    batch: int = 0

    @property
    def parties(self) -> frozenset[str]:
        """The parties that take part."""
        return frozenset(m.party_id for m in self.members)

    def persons(self, party_id: str) -> set[str]:
        """Names of a party's named members."""
        return {m.person.name for m in self.members if m.party_id == party_id and m.person}

    def offices(self, party_id: str) -> list[Member]:
        """The unnamed members of a party."""
        return [m for m in self.members if m.party_id == party_id and m.person is None]


@dataclass(slots=True)
class Told:
    """A contact with its participants resolved and its status judged."""

    sentence: int
    contact: Contact
    members: list[tuple[Member, str]]
    status: str


class Narrator:
    """Assembles the drafts of one article."""

    def __init__(
        self,
        triggers: dict[str, Any],
        words: Sequence[Word],
        sentences: Sequence[Sentence],
        actors: Sequence[Sequence[Actor]],
        trees: dict[int, Tree],
        cast: Cast,
        abroad: Callable[[int], str | None] | None = None,
    ) -> None:
        self.abroad = abroad
        self.words, self.sentences, self.actors, self.trees, self.cast = words, sentences, actors, trees, cast
        self.home = cast.home.party_id if cast.home else None
        discourse = triggers["discourse"]
        self.separate, self.together, self.another, self.attend = (
            _book(discourse[key]) for key in ("separate", "together", "another", "attend")
        )
        self.meals = frozenset(triggers["grammar"]["meals"])
        self.speaking = frozenset(triggers["grammar"]["speaking"])
        self.home_titles = frozenset(triggers["home_titles"])
        self.by_name = {person.name: person for person in cast.persons}
        self._subjects: list[Person | None] = []
        self.protagonist: Person | None = None
        self.trees_told: set[int] = set()

    # -- who is meant --------------------------------------------------------------------------------------------

    def norms(self, index: int) -> list[str]:
        """Normalised words of a sentence."""
        sentence = self.sentences[index]
        return [word.norm for word in self.words[sentence.first : sentence.last]]

    def has(self, book: PhraseBook[bool], index: int) -> bool:
        """Whether a sentence holds a phrase of the book."""
        norms = self.norms(index)
        return any(book.match_at(norms, i, len(norms)) for i in range(len(norms)))

    def person(self, actor: Actor) -> Person | None:
        """The person a named mention belongs to."""
        return self.by_name.get(actor.canonical or "")

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

    # -- contacts to drafts --------------------------------------------------------------------------------------

    def told(self, contacts: Iterable[tuple[int, Contact, str]]) -> list[Told]:
        """Resolve the participants of all contacts.

        Args:
            contacts: Sentence index, contact, status.
        """
        result = []
        for index, contact, status in contacts:
            result.append(Told(index, contact, self._members(contact, index), status))
        self.protagonist = self._protagonist(result)
        return result

    def _members(self, contact: Contact, index: int) -> list[tuple[Member, str]]:
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

    def _protagonist(self, told: Sequence[Told]) -> Person | None:
        counts: Counter[str] = Counter()
        for item in told:
            for member, _ in item.members:
                if member.person:
                    counts[member.person.name] += 2 + (member.party_id == self.home)
        home_told = any(m.party_id == self.home for item in told for m, _ in item.members)
        for person in self.cast.persons:
            # "Ahead of the polls the Head of State found time for diplomacy": the host may be told in no contact
            is_host = not home_told and person.party_id == self.home and seniority(person.mentions[0]) >= MINISTER
            if person.name in counts or is_host:
                counts[person.name] += min(len(person.mentions), 4) + 4 * is_host
        return self.by_name[counts.most_common(1)[0][0]] if counts else None

    def drafts(self, told: Sequence[Told]) -> list[Draft]:
        """The meetings of the article in the order told."""
        result: list[Draft] = []
        self.trees_told = {item.sentence for item in told if item.members}
        opened: Told | None = None
        for number, item in enumerate(told):
            if result and self._is_attendance(item):
                continue
            split = self._of_round(opened, item, number) or self._split(item, number)
            opened = (
                item
                if self._opens_round(item)
                else (opened if opened and item.sentence <= opened.sentence + 1 else None)
            )
            for draft in split:
                same = next((d for d in result if self._is_same(d, draft, item)), None)
                if same is None:
                    result.append(draft)
                else:
                    self._absorb(same, draft)
        return result

    def _listed_after(self, item: Told) -> list[Member]:
        """``credentials were presented by six envoys. They were the ambassadors of A, X; B, Y``: who the six are."""
        nameless = any(a.is_plural and a.party_id is None for a in item.contact.actors)
        index = item.sentence + 1
        if not nameless or index >= len(self.sentences) or any(t == index for t in self.trees_told):
            return []
        norms = self.norms(index)
        starts = (
            norms[:1] in (["they"], ["these"], ["namely"], ["those"], ["the"])
            or "are" in norms[:6]
            or "were" in norms[:6]
        )
        own = {m.party_id for m, _ in item.members}
        found = [m for a in self.actors[index] if (m := self.resolve(a, index)) and m.party_id not in own]
        return found if starts and len({m.party_id for m in found}) >= 2 else []

    def _is_attendance(self, item: Told) -> bool:
        """``The meeting was attended by ...``: who was there at the meeting told before, no meeting of its own."""
        is_known = "the" in item.contact.modifiers and item.contact.kind == "noun"
        return is_known and self._attendance(item.sentence) is not None

    def _opens_round(self, item: Told) -> bool:
        """``held meetings with heads of delegations``: several meetings whose other sides are named afterwards."""
        nameless = any(a.is_plural and a.party_id is None for a in item.contact.actors)
        several = item.contact.is_plural or item.contact.kind in ("meet", "talk")
        return several and nameless and len({m.party_id for m, _ in item.members}) == 1

    def _of_round(self, opened: Told | None, item: Told, number: int) -> list[Draft]:
        """The meetings of an opened round, one for each side named in the sentences after it."""
        if opened is None or item.sentence > opened.sentence + 2 or item.sentence == opened.sentence:
            return []
        leader = opened.members[0][0]
        others = [m for m, _ in item.members if m.party_id != leader.party_id]
        if not others or len(others) != len(item.members):
            return []
        return [
            Draft(
                [leader, other],
                [opened.contact, item.contact],
                [item.sentence],
                status=item.status,
                host=leader.party_id,
                batch=number,
            )
            for other in others
        ]

    def _split(self, item: Told, number: int) -> list[Draft]:
        """One contact as the meetings it is."""
        members = item.members
        parties = list(dict.fromkeys(m.party_id for m, _ in members))
        if not parties:
            return []
        self._join_sides(members)
        parties = list(dict.fromkeys(m.party_id for m, _ in members))
        if self._is_abroad(item, members):
            parties = list(dict.fromkeys(m.party_id for m, _ in members))
        if parties == [self.home] and self._receives_guest(members):
            parties = list(dict.fromkeys(m.party_id for m, _ in members))
        if len(parties) == 1 and (listed := self._listed_after(item)):
            members = [*members, *((m, "with") for m in listed)]
            parties = list(dict.fromkeys(m.party_id for m, _ in members))
        is_one_list = len({m.actor.group for m, _ in members}) == 1 and members[0][0].actor.group >= 0
        if is_one_list and all(relation in ("subject", "by") for _, relation in members):
            # "The foreign ministers of Kenya and Uruguay met": the list is both sides
            return [
                Draft(
                    [m for m, _ in members],
                    [item.contact],
                    [item.sentence],
                    status=item.status,
                    host=self.home if self.home in parties else parties[0],
                    batch=number,
                )
            ]
        if len(parties) == 1 or is_one_list:
            # several parties of one mention ("the ministers of A and B") are all the other side
            filled = self._fill_side(item, parties[0])
            if filled is None or filled.party_id in parties:
                return []
            members = [(filled, "subject"), *members]
            parties = [filled.party_id, *parties]
        host = self._lead_side(members, parties)
        own = [m for m, _ in members if m.party_id == host]
        others = [(m, r) for m, r in members if m.party_id != host]
        groups = self._groups(others, item)
        return [
            Draft([*own, *group], [item.contact], [item.sentence], status=item.status, host=host, batch=number)
            for group in groups
        ]

    def _join_sides(self, members: Sequence[tuple[Member, str]]) -> None:
        """``X met Ghanaian Vice President Y and Minister of Finance Z``: Z without a country sits on Y's side."""
        for (first, relation), (second, other) in pairwise(members):
            person = second.person
            is_default = person is not None and person.rule.startswith("home side")
            beside = relation == other in ("with", "object", "by") and first.party_id != self.home
            gap = self._between(first.actor, second.actor)
            own_side = any(m.party_id == self.home and m is not second for m, _ in members)
            if person is not None and is_default and beside and own_side and gap <= {"and", ",", "the"}:
                make_guest(person, first.party_id)
                second.party_id = first.party_id

    def _between(self, first: Actor, second: Actor) -> set[str]:
        return {word.norm for word in self.words[first.last : second.first]}

    def _is_abroad(self, item: Told, members: Sequence[tuple[Member, str]]) -> bool:
        """``On his visit to Santiago he met the Interior Minister``: an official without a country is the host's."""
        hero = self.protagonist
        if hero is None or all(m.person is not hero for m, _ in members) or self.abroad is None:
            return False
        hosts = [m for m, _ in members if m.person and m.person is not hero and m.person.rule.startswith("home side")]
        country = self.abroad(item.sentence) if hosts else None
        if country is None or country in (self.home, hero.party_id):
            return False
        for member in hosts:
            assert member.person is not None  # noqa: S101 - filtered above
            make_guest(member.person, country)
            member.party_id = country
        return True

    def _receives_guest(self, members: Sequence[tuple[Member, str]]) -> bool:
        """``the Prime Minister was the host of Ambassador X``: whose ambassador, if no country is told.

        One who meets the home side in its own press is a foreign one, of the country most spoken of.
        """
        guests = [
            m
            for m, _ in members
            if m.person and m.person.level == "ambassador" and m.person.rule.startswith("home side")
        ]
        hosts = [m for m, _ in members if m not in guests and seniority(m.actor) >= MINISTER]
        if len(guests) != 1 or not hosts or self.cast.foreign is None or guests[0].person is None:
            return False
        make_guest(guests[0].person, self.cast.foreign)
        guests[0].party_id = self.cast.foreign
        return True

    def _fill_side(self, item: Told, party: str) -> Member | None:
        """The protagonist as the side the sentence leaves out, where it can be him."""
        hero = self.protagonist
        if hero is None or hero.party_id in (None, party) or item.contact.kind in ("join", "visit"):
            return None
        if any(a.is_plural and a.party_id is None for a in item.contact.actors):
            return None  # "X had talks there with several officials": the other side is told, if not named
        if (
            len({m.party_id for m, _ in item.members}) == 1 < len(item.members)
            and item.contact.kind != "hand"
            and all(r in ("subject", "object", "by") for _, r in item.members)
        ):
            return None
        relations = {r for _, r in item.members}
        if (
            item.contact.kind == "meet"
            and "with" not in relations
            and "by" not in relations
            and "object" not in relations
        ):
            return None
        before = [m for m in hero.mentions if m.start <= item.contact.start]
        assert hero.party_id is not None  # noqa: S101 - checked above
        return Member(hero.party_id, (before or hero.mentions)[-1 if before else 0], hero, rule="protagonist")

    def _lead_side(self, members: Sequence[tuple[Member, str]], parties: Sequence[str]) -> str:
        """The side the others are counted against: the protagonist's, else the home side, else the subject's."""
        if self.protagonist and self.protagonist.party_id in parties:
            return str(self.protagonist.party_id)
        if self.home in parties:
            return str(self.home)
        counts = Counter(m.party_id for m, r in members if r in ("subject", "by"))
        return counts.most_common(1)[0][0] if counts else parties[0]

    def _groups(self, others: Sequence[tuple[Member, str]], item: Told) -> list[list[Member]]:
        """The counterparts of each meeting a contact tells."""
        parties = list(dict.fromkeys(m.party_id for m, _ in others))
        everyone = [m for m, _ in others]
        contact = item.contact
        separate = self.has(self.separate, item.sentence)
        if len(everyone) == 1 or (self.has(self.together, item.sentence) and not separate):
            return [everyone]
        if contact.kind in ("hand", "join"):
            return [everyone]
        if (
            contact.word in self.speaking
            and len({m.actor.group for m in everyone}) == 1
            and everyone[0].actor.group >= 0
            and not separate
        ):
            return [everyone]  # "spoke with his counterparts from A, B and C": one call, all on the line
        is_one = contact.has_article or contact.word.split()[-1] in self.meals
        is_singular = contact.kind == "noun" and not contact.is_plural and is_one and "another" not in contact.modifiers
        is_pair_of_talks = (
            contact.kind == "noun" and contact.is_plural and contact.word.endswith("talks") and len(parties) == 2
        )
        if (is_singular or is_pair_of_talks) and not separate:
            return [everyone]
        if len(parties) == 1 and not separate:
            return [everyone]
        if len(parties) >= 3 or separate:
            return [[m] for m in everyone]
        return [[m for m in everyone if m.party_id == party] for party in parties]

    # -- the same one again --------------------------------------------------------------------------------------

    def _is_same(self, old: Draft, new: Draft, item: Told) -> bool:
        """Whether a draft tells a meeting that is there already."""
        if old.batch == new.batch:
            return False
        if (
            {old.status, new.status} == {"planned", "held"}
            and old.status != new.status
            and not self._shares_everyone(old, new)
        ):
            return False
        if not (new.parties <= old.parties or old.parties <= new.parties):
            return False
        is_another = "another" in item.contact.modifiers or "second" in item.contact.modifiers
        for party in new.parties & old.parties:
            mine, theirs = new.persons(party), old.persons(party)
            if mine and theirs and not mine & theirs:
                return False
            if party == old.host:
                continue
            if mine and not theirs and self._contradicts(old.offices(party), new, party):
                return False
            if theirs and not mine and self._contradicts(new.offices(party), old, party):
                return False
            if not mine and not theirs and not self._same_office(old.offices(party), new.offices(party)):
                return False
        return not (is_another and new.told[0] != old.told[0])

    def _shares_everyone(self, old: Draft, new: Draft) -> bool:
        return all(new.persons(p) == old.persons(p) for p in new.parties | old.parties)

    def _contradicts(self, offices: Sequence[Member], named: Draft, party: str) -> bool:
        """Whether an unnamed office is of another rank than the named people of the same party."""
        levels: set[str] = {m.person.level for m in named.members if m.party_id == party and m.person}
        if levels & _ENVOYS:
            levels |= _ENVOYS
        return any(
            m.actor.kind == "office" and m.actor.level not in levels | {"other"} and "other" not in levels
            for m in offices
        )

    def _same_office(self, first: Sequence[Member], second: Sequence[Member]) -> bool:
        if not first or not second:
            return True
        if any(m.actor.kind == "side" for m in (*first, *second)):
            return True
        return any(
            a.actor.level == b.actor.level and a.actor.attributes & b.actor.attributes for a in first for b in second
        )

    def _absorb(self, old: Draft, new: Draft) -> None:
        """Add a second telling to the first."""
        for member in new.members:
            same_party = [m for m in old.members if m.party_id == member.party_id]
            if any(m.key == member.key for m in same_party):
                continue
            unnamed = next((m for m in same_party if m.person is None), None)
            if unnamed is not None and member.person is not None:
                unnamed.person, unnamed.actor = member.person, member.actor
            elif member.person is not None or not same_party:
                old.members.append(member)
        old.contacts += new.contacts
        old.told += [i for i in new.told if i not in old.told]
        if old.status != new.status and "held" in (old.status, new.status):
            old.status = "held"

    # -- who else was there, and which sentences deal with what --------------------------------------------------

    def spread(self, drafts: Sequence[Draft], sections: Sequence[int]) -> None:
        """Give each sentence to the meetings it deals with; a sub-headed part (``sections``: its start) begins anew."""
        current: list[Draft] = []
        for index, sentence in enumerate(self.sentences):
            if any(self.sentences[index - 1].start < start <= sentence.start for start in sections if index):
                current = []
            here = [d for d in drafts if index in d.told]
            if here:
                current = here
                for draft in here:
                    draft.about.append(index)
                    if index == min(draft.told) and any(c.kind == "hand" for c in draft.contacts):
                        # "X was handed credentials. Presenting them were the ambassadors of ..."
                        back = [i for i in range(index) if self.sentences[i].paragraph == sentence.paragraph]
                        draft.about[-1:] = [*back, index]
                continue
            named = {p.name for a in self.actors[index] if (p := self.person(a)) and p is not self.protagonist}
            speaking = [
                d
                for d in drafts
                if d.told[0] <= index
                and any(m.person and m.person.name in named for m in d.members if m.party_id != d.host)
            ]
            # a sentence that names one of several counterparts is about that meeting only
            target = [d for d in speaking if d in current] or speaking or current
            if named and not speaking and current and self._names_stranger(index, current):
                target = current
            for draft in target:
                draft.about.append(index)

    def _names_stranger(self, index: int, current: Sequence[Draft]) -> bool:
        return all(
            m.person is None or m.person.name not in {a.canonical for a in self.actors[index]}
            for d in current
            for m in d.members
        )

    def attendees(self, drafts: Sequence[Draft]) -> None:
        """Add the people an attendance sentence names to the meeting told before it."""
        current: Draft | None = None
        for index in range(len(self.sentences)):
            here = [d for d in drafts if index in d.told]
            at = self._attendance(index)
            if here:
                current = here[-1]
                if at is None:
                    continue
            if at is None or current is None:
                continue
            party: str | None = None
            for actor in self.actors[index]:
                if actor.start < at and here:
                    continue
                if actor.kind == "side" and actor.party_id in current.parties:
                    party = actor.party_id
                    continue
                member = self._attendee(actor, current, party)
                if member is not None:
                    current.members.append(member)
                    if index not in current.about:
                        current.about.append(index)

    def _attendance(self, index: int) -> int | None:
        """Where the words of attendance begin in a sentence, ``None`` if it has none."""
        norms, first = self.norms(index), self.sentences[index].first
        for i in range(len(norms)):
            if self.attend.match_at(norms, i, len(norms)):
                return self.words[first + i].start
        return None

    def _attendee(self, actor: Actor, draft: Draft, party: str | None) -> Member | None:
        if not actor.name:
            return None
        person = self.person(actor)
        if person is None and party is None and actor.party_id is None:
            return None
        if any(m.person is not None and person is not None and m.person.name == person.name for m in draft.members):
            return None
        stated = (person.party_id if person else None) or actor.party_id
        if person and person.rule.startswith("home side") and party:
            stated = party
        is_titled = actor.kind in ("office", "honorific") and stated is None
        chosen = stated or party or (draft.host if is_titled else None)
        if chosen is None or chosen not in draft.parties:
            return None
        if person is None:
            person = Person(actor.name, [actor], chosen, role=actor.role, level=actor.level)
        return Member(chosen, actor, person, is_principal=False, rule="attendance")


MINISTER = 6
"""Seniority from which an official can be the host an article follows."""
_ENVOYS = {"envoy", "ambassador"}
"""Copy calls an ambassador "envoy" in the next sentence."""


def rank_principals(draft: Draft) -> None:
    """One named leader a side: the senior one; where several are equal the first named. Others were present."""
    for party in draft.parties:
        side = [m for m in draft.members if m.party_id == party and m.person and m.is_principal]
        if len(side) < 2:
            continue
        lead = max(side, key=lambda m: (max(seniority(m.actor), _level_rank(m)), -m.actor.start))
        for member in side:
            member.is_principal = member is lead


def _level_rank(member: Member) -> int:
    return max((seniority(m) for m in member.person.mentions), default=0) if member.person else 0


def _book(phrases: Iterable[str]) -> PhraseBook[bool]:
    return book(tuple(phrases))
