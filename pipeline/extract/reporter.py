"""One article in, its reports out: runs the readers of mentions, contacts, discourse and circumstances in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from spacy.language import Language

from pipeline import dates, places, tokens, topics
from pipeline import lexicon as registers
from pipeline.extract import syntax
from pipeline.extract.actors import Actor, Reader
from pipeline.extract.cast import Cast, Caster, HomeFinder
from pipeline.extract.conferences import ConferenceFinder
from pipeline.extract.confidence import estimate
from pipeline.extract.contacts import Contact, ContactFinder
from pipeline.extract.discourse import Draft, Member, Narrator, rank_principals
from pipeline.extract.grammar import Grammar
from pipeline.extract.kind import KindJudge
from pipeline.extract.settle import Circumstances, Finding, Settler
from pipeline.extract.status import StatusJudge
from pipeline.lexicon import Lexicon, Occasion
from pipeline.records import (
    Article,
    Document,
    DocumentKind,
    Evidence,
    Extraction,
    PartialDate,
    Participant,
    Report,
    TopicHit,
)
from pipeline.tokens import Sentence, Word

RECENT_DAYS = 7
"""A contact of the week before is still news, however the sentence tells it."""


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
    contacts: list[tuple[int, Contact, str]] = field(default_factory=list)
    kind: DocumentKind = "other"


class Reporter:
    """Turns cleaned articles into reports. Built once, used for many articles; holds no state between them."""

    def __init__(self, lexicon: Lexicon, syntax_nlp: Language, folders: tuple[Path, ...] = ()) -> None:
        self.lexicon = lexicon
        self.topics = topics.load(folders)
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
        settler = Settler(article, self.lexicon, reading.words, sentences, reading.trees, taken)
        narrator = Narrator(
            dict(self.lexicon.triggers), reading.words, sentences, reading.actors, reading.trees, cast, settler.abroad
        )
        told = narrator.told(reading.contacts)
        conferences = ConferenceFinder(self.lexicon, reading.reader, reading.words, sentences)
        events = conferences.find(told, narrator)
        drafts = self._with_events(narrator.drafts(told), events)
        narrator.spread(drafts, article.sections)
        narrator.attendees(drafts)
        for draft in drafts:
            rank_principals(draft)
        held = [(index, contact) for index, contact, status in reading.contacts if status == "held"]
        settled = self._settle(settler, drafts, article, sentences, held)
        for draft, facts in zip(drafts, settled, strict=True):
            if draft.event:
                contact = draft.contacts[0]
                facts.occasion = draft.event
                facts.occasion_found = Finding(facts.occasion, contact.start, contact.end, "the event itself")
        hidden = [(a.start, a.end) for group in reading.actors for a in group]
        shared = self._shared(drafts, reading.actors)
        reports = tuple(
            self._report(number, article, draft, facts, sentences, hidden, shared)
            for number, (draft, facts) in enumerate(zip(drafts, settled, strict=True))
        )
        document = self._document(article, reading.kind, reports)
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
        first = [actor for sentence in sentences for actor in reader.read(sentence)]
        cast: set[str] = set()
        for actor in first:
            if actor.name and (actor.kind != "name" or self.lexicon.people.get(actor.name)):
                parts = [w for w in tokens.words(actor.name) if w.is_word and w.norm not in reader.particles]
                cast.update(w.norm for w in parts if len(w.norm) > 2)
                if parts:
                    bare = parts[-1].norm
                    cast.add(bare.removeprefix("al-"))
                    cast.add(f"al-{bare}")
        reader.cast = frozenset(cast)
        return [reader.read(sentence) for sentence in sentences]

    def _spoken_of(self, reader: Reader, sentences: Sequence[Sentence], actors: Sequence[Sequence[Actor]]) -> list[str]:
        """Countries named outside titles by name, adjective or capital, the most frequent first."""
        counts: Counter[str] = Counter()
        for sentence, group in zip(sentences, actors, strict=True):
            covered = {i for actor in group for i in range(actor.first, actor.last)}
            for i in range(sentence.first, sentence.last):
                unit = reader.party_at(i) if i not in covered else None
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
            kept = now if self.contacts.can_tell(masked.norms(words), bool(actors[i])) else later
            kept[i] = masked
        return now, later

    def _contacts(self, trees: dict[int, syntax.Tree], kind: str) -> list[tuple[int, Contact, str]]:
        found = []
        for index, tree in trees.items():
            for contact in self.contacts.find(tree):
                status, contact.status_rule = self.status.judge(contact)
                if kind in ("interview", "statement") and status == "held":
                    status = "mentioned"
                found.append((index, contact, status))
        return found

    def _settle(
        self,
        settler: Settler,
        drafts: Sequence[Draft],
        article: Article,
        sentences: Sequence[Sentence],
        contacts: Sequence[tuple[int, Contact]],
    ) -> list[Circumstances]:
        """Settle every draft; what one leaves open comes from its neighbours, the occasion or the publication day."""
        result: list[Circumstances] = []
        headline = any(s.start < article.headline_end for s in sentences)
        occasions = settler.occasions(len(sentences))
        for draft in drafts:
            facts = Circumstances()
            settler.mode(draft, facts, headline)
            settler.when(draft, facts)
            self._recent(settler, draft, facts)
            if facts.mode not in ("phone", "video"):
                settler.place(draft, facts)
            result.append(facts)
        told = [set(d.told) for d in drafts]
        for number, (draft, facts) in enumerate(zip(drafts, result, strict=True)):
            others = {i for k, own in enumerate(told) if k != number and not own & told[number] for i in own}
            if facts.when is None and not facts.unresolved_day:
                settler.scene_date(draft, facts, others)
            if facts.place is None and facts.mode not in ("phone", "video"):
                if place := settler.scene_place(draft, others):
                    facts.place, facts.place_found = place
                elif draft.status == "held" and (visit := settler.visit_place(min(draft.told))):
                    facts.place, facts.place_found = visit
                elif draft.status == "held" and (place := settler.round_place(min(draft.told), contacts)):
                    facts.place, facts.place_found = place
                elif (
                    draft.status == "held"
                    and (headed := settler.headline_place())
                    and headed[0].country in draft.parties
                ):
                    facts.place, facts.place_found = headed
            elif (
                facts.place is not None and facts.place.city is None and (visit := settler.visit_place(min(draft.told)))
            ):
                if visit[0].country == facts.place.country:
                    facts.place, facts.place_found = visit
            self._occasion(settler, draft, facts, occasions)
        self._fill_places(settler, drafts, result, article)
        self._fill_dates(settler, drafts, result)
        self._years(settler, drafts, result, occasions)
        return result

    def _recent(self, settler: Settler, draft: Draft, facts: Circumstances) -> None:
        """``The evening before, X had spoken with Y by telephone``: the pluperfect of a report, not background."""
        if draft.status != "mentioned" or draft.contacts[0].status_rule != "past perfect" or settler.anchor is None:
            return
        day = facts.when.as_date() if facts.when else None
        if day is not None and 0 <= (settler.anchor - day).days <= RECENT_DAYS:
            draft.status = "held"

    def _occasion(
        self,
        settler: Settler,
        draft: Draft,
        facts: Circumstances,
        occasions: Sequence[tuple[int, int, int, Occasion | None, bool]],
    ) -> None:
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
        printed = settler.text(first, last)
        facts.occasion = entry.name if entry and entry.number else printed
        start, end = settler.words[first].start, settler.words[last - 1].end
        facts.occasion_found = Finding(facts.occasion, start, end, "occasion")
        if entry and entry.city and facts.place is None:
            facts.place = places.city(entry.city, self.lexicon, entry.country)
            facts.place_found = Finding(entry.city, start, end, "place of the occasion")
        if entry and entry.date_start and facts.when is None and settler.anchor is None:
            value = PartialDate.from_iso(entry.date_start)
            if facts.unresolved_day:
                settler.weekday_after(draft, facts, value.year)
        if entry and entry.date_start and facts.when is None and settler.anchor is None:
            value = PartialDate.from_iso(entry.date_start)
            facts.when = PartialDate(value.year, value.month)
            facts.basis = "occasion"
            facts.when_found = Finding(facts.when.iso(), start, end, "date of the occasion")
        if facts.mode == "unknown":
            facts.mode, facts.mode_found = "in_person", Finding("in_person", start, end, "on the occasion")

    def _fill_places(
        self, settler: Settler, drafts: Sequence[Draft], settled: Sequence[Circumstances], article: Article
    ) -> None:
        dateline = places.city(article.dateline_city, self.lexicon) if article.dateline_city else None
        previous: Circumstances | None = None
        for draft, facts in zip(drafts, settled, strict=True):
            if facts.mode in ("phone", "video") or draft.status in ("mentioned", "cancelled"):
                continue
            goes_on = any(settler.is_also(i) for i in (min(draft.told), *settler.scene(draft)))
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

    def _fill_dates(self, settler: Settler, drafts: Sequence[Draft], settled: Sequence[Circumstances]) -> None:
        """Days a meeting does not state: from the meeting told before it, else the day of publication."""
        previous: Circumstances | None = None
        for draft, facts in zip(drafts, settled, strict=True):
            if draft.status != "held":
                continue
            if facts.when is None and not facts.unresolved_day:
                if previous is not None and previous.when is not None and previous.when_found:
                    facts.when, facts.basis = previous.when, "inherited"
                    facts.when_found = replace(previous.when_found, rule="day of the meeting told before")
                elif settler.anchor is not None and settler.anchor_found:
                    found = settler.anchor_found
                    facts.when = found.value
                    facts.basis = "dateline" if found.basis == "dateline" else "published"
                    facts.when_found = Finding(
                        found.value.iso(), found.start, found.end, "day of publication", in_source=True
                    )
            previous = facts if facts.when is not None else previous

    def _years(
        self,
        settler: Settler,
        drafts: Sequence[Draft],
        settled: Sequence[Circumstances],
        occasions: Sequence[tuple[int, int, int, Occasion | None, bool]],
    ) -> None:
        """An article without any date: the year of the one dated edition it names."""
        if settler.anchor is not None or any(facts.when is not None for facts in settled):
            return
        dated = [o for o in occasions if o[3] is not None and o[3].date_start and o[3].number]
        if len({o[3].occasion_id for o in dated if o[3]}) != 1:
            return
        _, first, last, entry, _ = dated[0]
        assert entry is not None  # noqa: S101 - filtered above
        for draft, facts in zip(drafts, settled, strict=True):
            if draft.status == "held":
                facts.when, facts.basis = PartialDate(int(entry.date_start[:4])), "occasion"
                start, end = settler.words[first].start, settler.words[last - 1].end
                facts.when_found = Finding(facts.when.iso(), start, end, "year of the occasion named")

    # -- records -------------------------------------------------------------------------------------------------

    def _report(
        self,
        number: int,
        article: Article,
        draft: Draft,
        facts: Circumstances,
        sentences: Sequence[Sentence],
        hidden: Sequence[tuple[int, int]],
        shared: dict[int, list[tuple[int, str]]],
    ) -> Report:
        members = sorted(draft.members, key=lambda m: (m.party_id != draft.host, not m.is_principal, m.actor.start))
        participants = tuple(self._participant(m) for m in members)
        hits = self._topics(article, draft, sentences, hidden, shared)
        evidence = list(self._evidence(article, draft, facts, members, hits))
        place = facts.place
        report = Report(
            article.document.doc_id,
            number,
            draft.status,  # type: ignore[arg-type]
            facts.mode,  # type: ignore[arg-type]
            participants,
            facts.when,
            facts.when_end,
            facts.basis,
            place.city if place else None,
            place.country if place else None,
            place.latitude if place else None,
            place.longitude if place else None,
            place.venue if place else None,
            facts.occasion,
            tuple(replace_span(article, h) for h in hits),
            tuple(evidence),
        )
        return replace(report, confidence=estimate(draft, facts, report))

    def _participant(self, member: Member) -> Participant:
        party = self.lexicon.parties.get(member.party_id)
        person = member.person
        return Participant(
            member.party_id,
            party.name if party else member.party_id,
            party.party_type if party else "group",
            person.name if person else None,
            (person.role if person and person.role else member.actor.role) or None,
            (person.level if person else member.actor.level),
            member.is_principal,
            person.person_id if person else None,
        )

    def _shared(self, drafts: Sequence[Draft], actors: Sequence[Sequence[Actor]]) -> dict[int, list[tuple[int, str]]]:
        """Sentences that name the other sides of several meetings: where each is named, in order."""
        result: dict[int, list[tuple[int, str]]] = {}
        for index, group in enumerate(actors):
            about = [d for d in drafts if index in d.about]
            others = {m.person.name for d in about for m in d.members if m.person and m.party_id != d.host}
            named = [(a.start, a.canonical) for a in group if a.canonical in others]
            if len({name for _, name in named}) > 1 and len(about) > 1 and not any(index in d.told for d in about):
                result[index] = [(start, str(name)) for start, name in named]
        return result

    def _topics(
        self,
        article: Article,
        draft: Draft,
        sentences: Sequence[Sentence],
        hidden: Sequence[tuple[int, int]],
        shared: dict[int, list[tuple[int, str]]],
    ) -> tuple[TopicHit, ...]:
        """Topics of the sentences that deal with the meeting; of a shared one, the part its other side speaks in."""
        own = {m.person.name for m in draft.members if m.person and m.party_id != draft.host}
        chosen: list[tuple[str, int]] = []
        for index in sorted(set(draft.about)):
            sentence = sentences[index]
            starts = shared.get(index, [])
            if not any(name in own for _, name in starts):
                chosen.append((article.text[sentence.start : sentence.end], sentence.start))
                continue
            cuts = [sentence.start, *(start for start, _ in starts[1:]), sentence.end]
            for (_, name), first, last in zip(starts, cuts, cuts[1:], strict=False):
                if name in own:
                    chosen.append((article.text[first:last], first))
        return topics.find(chosen, self.topics, hidden)

    def _evidence(
        self,
        article: Article,
        draft: Draft,
        facts: Circumstances,
        members: Sequence[Member],
        hits: Sequence[TopicHit],
    ) -> list[Evidence]:
        result: list[Evidence] = []
        source = article.document.text

        def add(field: str, value: str, start: int, end: int, rule: str, in_source: bool = False) -> None:
            if not in_source:
                start, end = article.to_source(start, end)
            if end > start:
                result.append(Evidence(field, value, start, end, source[start:end], rule))  # type: ignore[arg-type]

        contact = draft.contacts[0]
        for told in draft.contacts:
            add("meeting", told.word, told.start, told.end, f"{told.kind} trigger")
        add("status", draft.status, contact.start, contact.end, "verb group of the trigger")
        for name, found in (
            ("date", facts.when_found),
            ("mode", facts.mode_found),
            ("place", facts.place_found),
            ("occasion", facts.occasion_found),
        ):
            if found and found.value:
                add(name, found.value, found.start, found.end, found.rule, found.in_source)
        for member in members:
            mention = member.actor
            label = f"{member.person.name} ({member.party_id})" if member.person else member.party_id
            rule = member.rule if member.rule != "participant" else (mention.rule or "title")
            add("participant", label, mention.start, mention.end, rule)
        for hit in hits:
            add("topic", hit.topic, hit.start, hit.end, "topic phrase")
        return result

    def _document(self, article: Article, kind: DocumentKind, reports: Sequence[Report]) -> Document:
        document = article.document
        title = document.title or (article.text[: article.headline_end].strip() or None)
        published, basis = document.published, document.published_basis
        stamp = article.stamp
        if published is None and stamp is not None and stamp.value.as_date():
            published, basis = stamp.value.as_date(), "stamp"
        if published is None and article.dateline_date is not None and article.dateline_date.value.as_date():
            published, basis = article.dateline_date.value.as_date(), "stamp"
        if kind == "meeting_report" and not any(r.status == "held" for r in reports):
            kind = "other"
        return replace(document, title=title, published=published, published_basis=basis, kind=kind)


def replace_span(article: Article, hit: TopicHit) -> TopicHit:
    """A topic hit with its offsets in the stored article."""
    start, end = article.to_source(hit.start, hit.end)
    return replace(hit, start=start, end=end)
