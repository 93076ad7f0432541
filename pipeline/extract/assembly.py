"""From a settled draft to the records of a report: participants, topics, evidence, and the document it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline import topics
from pipeline.extract.actors import Actor
from pipeline.extract.circumstances import Circumstances
from pipeline.extract.confidence import estimate
from pipeline.extract.drafts import Draft, Member
from pipeline.lexicon import Lexicon
from pipeline.lexicon.topic_book import TopicBook
from pipeline.records import Article, Document, DocumentKind, Evidence, Participant, Report, TopicHit
from pipeline.tokens import Sentence


class Assembler:
    """Assembles the records of reports. Built once, used for many articles."""

    def __init__(self, lexicon: Lexicon, vocabulary: TopicBook) -> None:
        self.lexicon, self.topics = lexicon, vocabulary

    def report(
        self,
        number: int,
        article: Article,
        draft: Draft,
        facts: Circumstances,
        sentences: Sequence[Sentence],
        hidden: Sequence[tuple[int, int]],
        shared: dict[int, list[tuple[int, str]]],
    ) -> Report:
        """A draft with its circumstances as a report."""
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

    def shared(self, drafts: Sequence[Draft], actors: Sequence[Sequence[Actor]]) -> dict[int, list[tuple[int, str]]]:
        """Sentences that name the other sides of several meetings: where each is named, in order."""
        result: dict[int, list[tuple[int, str]]] = {}
        for index, group in enumerate(actors):
            about = [d for d in drafts if index in d.about]
            others = {m.person.name for d in about for m in d.members if m.person and m.party_id != d.host}
            named = [(a.start, a.canonical) for a in group if a.canonical in others]
            if len({name for _, name in named}) > 1 and len(about) > 1 and not any(index in d.told for d in about):
                result[index] = [(start, str(name)) for start, name in named]
        return result

    def document(self, article: Article, kind: DocumentKind, reports: Sequence[Report]) -> Document:
        """The document with what reading it added: title, publication day, kind."""
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

    def _participant(self, member: Member) -> Participant:
        """A member as a participant of the report."""
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
        """The words of the article behind every value of a report."""
        result: list[Evidence] = []
        source = article.document.text

        def add(field: str, value: str, start: int, end: int, rule: str, in_source: bool = False) -> None:
            if not in_source:
                start, end = article.to_source(start, end)
            if end > start:
                result.append(Evidence(field, value, start, end, source[start:end], rule))  # type: ignore[arg-type]

        for told in draft.contacts:
            add("meeting", told.word, told.start, told.end, f"{told.kind} trigger")
        telling = next((told for told in draft.contacts if told.status == draft.status), draft.contacts[0])
        add("status", draft.status, telling.start, telling.end, telling.status_rule)
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


def replace_span(article: Article, hit: TopicHit) -> TopicHit:
    """A topic hit with its offsets in the stored article."""
    start, end = article.to_source(hit.start, hit.end)
    return replace(hit, start=start, end=end)
