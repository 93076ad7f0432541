"""One article in, its reports out: runs the readers of mentions, contacts, discourse and circumstances in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language

from pipeline import dates, tokens, topics
from pipeline import lexicon as registers
from pipeline.extract import syntax
from pipeline.extract.actors import Actor
from pipeline.extract.assembly import Assembler
from pipeline.extract.cast import Cast, Caster
from pipeline.extract.circumstances import Finding
from pipeline.extract.conferences import ConferenceFinder
from pipeline.extract.contacts import Contact
from pipeline.extract.discourse import Narrator
from pipeline.extract.drafts import Draft, rank_principals
from pipeline.extract.grammar import Grammar
from pipeline.extract.home import HomeFinder
from pipeline.extract.kind import KindJudge
from pipeline.extract.mentions import Reader
from pipeline.extract.referents import Referents
from pipeline.extract.settle import Settler
from pipeline.extract.status import StatusJudge
from pipeline.extract.surroundings import Surroundings
from pipeline.extract.triggers import ContactFinder
from pipeline.lexicon import Lexicon
from pipeline.records import (
    Article,
    DocumentKind,
    Extraction,
)
from pipeline.tokens import Sentence, Word


@dataclass(slots=True)
class Reading:
    """What is known of one article so far; each stage of :class:`Reporter` fills its part."""

    article: Article
    words: list[Word]
    sentences: list[Sentence]
    reader: Reader
    actors: list[list[Actor]]
    cast: Cast
    trees: dict[int, syntax.Tree] = field(default_factory=dict)
    contacts: list[tuple[int, Contact]] = field(default_factory=list)
    kind: DocumentKind = "other"


class Reporter:
    """Turns cleaned articles into reports. Built once, used for many articles; holds no state between them."""

    def __init__(self, lexicon: Lexicon, syntax_nlp: Language, folders: tuple[Path, ...] = ()) -> None:
        self.lexicon = lexicon
        self.assembler = Assembler(lexicon, topics.load(folders))
        self.grammar = Grammar(syntax_nlp)
        self.contacts = ContactFinder(dict(lexicon.triggers))
        self.status = StatusJudge(dict(lexicon.triggers))
        self.kinds = KindJudge(dict(lexicon.triggers))
        self.caster = Caster(lexicon)
        self.home = HomeFinder(lexicon, registers.outlets(folders))

    def extract(self, article: Article) -> Extraction:
        """All meetings one article tells: :meth:`mentions`, :meth:`contact`, :meth:`meetings` in one go.

        Args:
            article: A cleaned article.

        Returns:
            The reports in the order told, evidence offsets in the stored text, and the document with what
            reading it added (title, publication day, kind).
        """
        return self.meetings(self.contact(self.mentions(article)))

    def mentions(self, article: Article) -> Reading:
        """Words, sentences, the officials they name, who is who and whose press this is."""
        words = tokens.words(article.text)
        sentences = tokens.sentences(article.text, words, self.lexicon.abbreviations)
        reader = Reader(words, self.lexicon)
        actors = self._actors(reader, sentences)
        day = dates.anchor(article)
        everyone = [actor for group in actors for actor in group]
        spoken_of = self._spoken_of(reader, sentences, actors)
        home = self.home.find(
            article.dateline_source,
            article.document.outlet,
            article.dateline_city,
            everyone,
            self._register(actors),
            spoken_of,
        )
        cast = self.caster.cast(everyone, home, day.value.as_date() if day else None, spoken_of)
        known = {person.name for person in cast.persons}
        actors = [[a for a in group if a.kind != "name" or a.canonical in known] for group in actors]
        return Reading(article, words, sentences, reader, actors, cast)

    def contact(self, reading: Reading) -> Reading:
        """Parse the sentences that can matter and find the contacts in them."""
        return self.contact_all([reading])[0]

    def contact_all(self, readings: Sequence[Reading]) -> Sequence[Reading]:
        """:meth:`contact` for several articles, whose sentences are parsed together."""
        chosen = [self._masked(r.words, r.sentences, r.actors) for r in readings]
        masked = [(m, r.words) for r, (now, _) in zip(readings, chosen, strict=True) for m in now.values()]
        parsed = iter(syntax.parse(self.grammar, masked))
        for reading, (now, later) in zip(readings, chosen, strict=True):
            reading.trees = syntax.Trees(self.grammar, reading.words, later)
            reading.trees.update(zip(now, parsed, strict=False))
            reading.kind = self.kinds.judge(reading.article, reading.words, reading.sentences)
            reading.contacts = self._contacts(reading.trees, reading.kind)
        return readings

    def meetings(self, reading: Reading) -> Extraction:
        """Contacts to meetings, with their circumstances, topics and evidence."""
        article, sentences, cast = reading.article, reading.sentences, reading.cast
        taken = [(a.first, a.last) for group in reading.actors for a in group]
        around = Surroundings(article, self.lexicon, reading.words, sentences, reading.trees, taken)
        settler = Settler(around)
        triggers, abroad = dict(self.lexicon.triggers), settler.places.abroad
        referents = Referents(triggers, reading.words, sentences, reading.actors, reading.trees, cast)
        narrator = Narrator(triggers, referents, abroad)
        told = narrator.told(reading.contacts)
        conferences = ConferenceFinder(self.lexicon, reading.reader, reading.words, sentences)
        events = conferences.find(told, narrator)
        drafts = self._with_events(narrator.drafts(told), events)
        narrator.spread(drafts, article.sections)
        narrator.attendance.attendees(drafts)
        for draft in drafts:
            rank_principals(draft)
        held = [(index, contact) for index, contact in reading.contacts if contact.status == "held"]
        settled = settler.settle(drafts, held)
        for draft, facts in zip(drafts, settled, strict=True):
            if draft.event:
                contact = draft.contacts[0]
                facts.occasion = draft.event
                facts.occasion_found = Finding(facts.occasion, contact.start, contact.end, "the event itself")
        hidden = [(a.start, a.end) for group in reading.actors for a in group]
        shared = self.assembler.shared(drafts, reading.actors)
        reports = tuple(
            self.assembler.report(number, article, draft, facts, sentences, hidden, shared)
            for number, (draft, facts) in enumerate(zip(drafts, settled, strict=True))
        )
        document = self.assembler.document(article, reading.kind, reports)
        return Extraction(document, reports, cast.home.party_id if cast.home else None)

    def _with_events(self, drafts: list[Draft], events: Sequence[Draft]) -> list[Draft]:
        """Conferences among the meetings, in the order told; a draft of the same sentence is the conference.

        A meeting of exactly the conference's parties is the conference, told from close by.
        """
        result = list(drafts)
        for event in events:
            same = next((d for d in result if d.parties == event.parties and d.status == "held"), None)
            if same is not None:
                same.event = event.event
                continue
            for draft in [d for d in result if d.told == event.told and d.contacts[0] is event.contacts[0]]:
                result.remove(draft)
            result = [d for d in result if not self._is_part(d, event)]
            place = next((k for k, d in enumerate(result) if d.told[0] > event.told[0]), len(result))
            result.insert(place, event)
        return result

    def _is_part(self, draft: Draft, event: Draft) -> bool:
        """``Delegations of A and B take part in the meeting``: told of the conference, no meeting of its own."""
        words = {c.word.split()[-1] for c in event.contacts}
        definite = all(c.word.split()[-1] in words and "the" in c.modifiers for c in draft.contacts)
        return definite and draft.parties <= event.parties

    # -- steps ---------------------------------------------------------------------------------------------------

    def _actors(self, reader: Reader, sentences: Sequence[Sentence]) -> list[list[Actor]]:
        """All mentions, read twice: the second time surnames named in full anywhere are known."""
        first = [reader.read(sentence) for sentence in sentences]
        cast: set[str] = set()
        for actor in (actor for group in first for actor in group):
            if actor.name and (actor.kind != "name" or self.lexicon.people.get(actor.name)):
                parts = [w for w in tokens.words(actor.name) if w.is_word and w.norm not in reader.names.particles]
                cast.update(w.norm for w in parts if len(w.norm) > 2)
                if parts:
                    bare = parts[-1].norm
                    cast.add(bare.removeprefix("al-"))
                    cast.add(f"al-{bare}")
        reader.names.cast = frozenset(cast)
        return [reader.read_again(sentence, group) for sentence, group in zip(sentences, first, strict=True)]

    def _spoken_of(self, reader: Reader, sentences: Sequence[Sentence], actors: Sequence[Sequence[Actor]]) -> list[str]:
        """Countries named outside titles by name, adjective or capital, the most frequent first."""
        counts: Counter[str] = Counter()
        for sentence, group in zip(sentences, actors, strict=True):
            covered = {i for actor in group for i in range(actor.first, actor.last)}
            for i in range(sentence.first, sentence.last):
                unit = reader.units.party_at(i) if i not in covered else None
                if unit is not None and self._is_country(unit.parties[0].party_id):
                    counts[unit.parties[0].party_id] += 1
        return [party for party, _ in counts.most_common()]

    def _is_country(self, party_id: str) -> bool:
        party = self.lexicon.parties.get(party_id)
        return party is not None and party.party_type == "country"

    def _register(self, actors: Sequence[Sequence[Actor]]) -> dict[str, str]:
        result = {}
        for group in actors:
            for actor in group:
                if actor.name and (found := self.lexicon.people.get(actor.name)):
                    if len({t.party_id for t in found}) == 1:
                        result[actor.name] = found[0].party_id
        return result

    def _masked(
        self, words: Sequence[Word], sentences: Sequence[Sentence], actors: Sequence[Sequence[Actor]]
    ) -> tuple[dict[int, syntax.Masked], dict[int, syntax.Masked]]:
        """Sentences to parse now, for they can tell a contact, and those to parse only if a tree is asked for."""
        norms = [[w.norm for w in words[s.first : s.last]] for s in sentences]
        chosen = [i for i, own in enumerate(norms) if self.contacts.may_tell(own)]
        # the sentence that leads up to a contact sets its scene ("It was in Qatar on Sunday that ...")
        lead_ups = {i - 1 for i in chosen if i and sentences[i - 1].paragraph == sentences[i].paragraph}
        now: dict[int, syntax.Masked] = {}
        later: dict[int, syntax.Masked] = {}
        for i in sorted(lead_ups.union(chosen)):
            masked = syntax.mask(sentences[i], actors[i], words)
            officials = [len(behind) for _, _, behind in masked.origins]
            kept = now if self.contacts.can_tell(masked.norms(words), officials) else later
            kept[i] = masked
        return now, later

    def _contacts(self, trees: dict[int, syntax.Tree], kind: str) -> list[tuple[int, Contact]]:
        found = []
        for index, tree in trees.items():
            for contact in self.contacts.find(tree):
                contact.status, contact.status_rule = self.status.judge(contact)
                if kind in ("interview", "statement") and contact.status == "held":
                    contact.status, contact.status_rule = "mentioned", f"told in passing ({kind})"
                found.append((index, contact))
        return found
