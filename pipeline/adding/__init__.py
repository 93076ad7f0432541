"""Articles added to a build: merging, persons and tables done again for what they touch, everything else taken over.

The result is that of building all articles, to the byte. Where that is not sure, nothing is given, and the build goes
over everything. docs/decisions/0021-adding.md says why it is sure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from pipeline import bulk, merge, rows, tables, tellings
from pipeline.adding import filed, layout, persons, reprints, touched
from pipeline.adding.ground import Ground, Standing, UnusualError, read, stamp
from pipeline.records import Document, Evidence, Extraction, Meeting

Stage = Literal["people", "tables"]

__all__ = ["Added", "Ground", "Means", "Outlook", "add", "read", "stamp"]

MANY = 0.2
"""Share of new articles from which going over everything is as quick."""


class Intake(reprints.Shelf, Protocol):
    """The list of articles."""

    def recall(self, doc_id: str, path: str) -> Document | None:
        """An article as it was read."""

    def text(self, document: Document) -> str:
        """The text of an article."""

    def n_chars(self, document: Document) -> int:
        """How long it is."""


class Cache(Protocol):
    """What each article gave."""

    def outline(self, document: Document) -> Extraction | None:
        """The outline of an article as it was read."""

    def evidence(self, extraction: Extraction) -> tuple[tuple[Evidence, ...], ...]:
        """The evidence of the reports of an outline."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a build works with.

    Attributes:
        known: Ids of earlier builds, as ``merge.merge`` takes them.
        lexicon: Registers of parties and topics.
        taken: The list of articles.
        kept: The cache.
        enter: Told of each stage.
    """

    known: Mapping[str, str]
    lexicon: rows.Register
    taken: Intake
    kept: Cache
    enter: Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Added:
    """What a build with more articles publishes and keeps.

    Attributes:
        frames: All tables but the two that are made while they are written.
        large: Those two.
        meetings: The meetings that changed.
        filed: What merging knows of all reports now.
    """

    frames: tables.Tables
    large: bulk.Bulk
    meetings: tuple[Meeting, ...]
    filed: filed.Filed


@dataclass(slots=True)
class Outlook:
    """What can be found out of new articles while they are read.

    Attributes:
        ground: What the build in force offers.
        taken: The list of articles.
        shared: Whose words they share, once that was looked up.
    """

    ground: Ground
    taken: Intake
    shared: reprints.Shared | None = None

    def look(self, documents: Sequence[Document]) -> None:
        """Look up articles as they came; what reading them shows to be otherwise is looked up again by ``add``."""
        standing = self.ground.standing([document.path for document in documents])
        with suppress(UnusualError):
            self.shared = reprints.shared(standing, documents, self.taken)


def add(outlook: Outlook, extractions: Sequence[Extraction], means: Means) -> Added | None:
    """Add articles to the build in force.

    Args:
        outlook: What that build offers, and what is known of the articles.
        extractions: Outlines of the articles read now, each text once.
        means: What else is needed.

    Returns:
        ``None`` where everything has to be gone over: articles of the build were replaced, very many are new, or what
        they change reaches further than is looked.
    """
    try:
        return _add(outlook, _new(outlook.ground, extractions), means)
    except UnusualError:
        return None


def _add(outlook: Outlook, fresh: Sequence[Extraction], means: Means) -> Added:
    ground = outlook.ground
    standing = replace(ground.tables, documents=ground.standing([item.document.path for item in fresh]))
    changes = reprints.changes(standing.documents, [item.document for item in fresh], means.taken, outlook.shared)
    library = _Library(ground, means, tellings.Words(means.taken.text))
    merged = _merged(ground, standing, fresh, changes, library, means.known)
    places = ground.filed.places(ground.filed.report_ids, merged.meeting_of)
    replaced = {ground.filed.meeting_ids[place] for place in places}
    means.enter("people")
    gone = layout.has(standing.participants, "meeting_id", replaced)
    resolved = persons.resolve(standing.participants, standing.meetings, ground.filed.linked, gone, merged.meetings)
    means.enter("tables")
    frames = layout.lay_out(standing, fresh, resolved, replaced, changes, means.lexicon, means.taken.n_chars)
    links = layout.links(standing.participants, ground.filed.linked, gone, merged.meetings)
    hashes = dict(zip(standing.documents["doc_id"].tolist(), standing.documents["sha256"].tolist(), strict=True))
    stays = bulk.Standing(hashes, frozenset(ground.filed.meeting_ids) - replaced)
    outlines = [*fresh, *library.outlines.values()]
    large = bulk.from_meetings(outlines, merged.meetings, means.taken.text, means.kept.evidence, ground.evidence, stays)
    if large.taken_over is None or not stays.meetings <= large.taken_over.meetings:
        raise UnusualError("the evidence of some meetings is not known")
    before = replace(ground.filed, kept={doc_id: ground.filed.kept[doc_id] for doc_id in hashes})
    return Added(frames, large, merged.meetings, filed.renewed(before, merged, fresh, links))


def _merged(
    ground: Ground,
    standing: Standing,
    fresh: Sequence[Extraction],
    changes: Mapping[str, str | None],
    library: _Library,
    known: Mapping[str, str],
) -> merge.Merged:
    """The new reports brought together with those they touch."""
    told = [one for item in fresh for one in merge.told(item, library.words)]
    told = touched.reports(ground.filed, told, library.reports, known, standing.aliases, changes.keys())
    copies = {**reprints.originals(standing.documents), **changes}
    return merge.bring_together(told, known, {one: original for one, original in copies.items() if original})


def _new(ground: Ground, extractions: Sequence[Extraction]) -> list[Extraction]:
    """The articles that are new; those that are in the build just so are left out.

    Raises:
        UnusualError: One replaces an article of the build that gave something, or very many are new.
    """
    fresh = []
    for item in extractions:
        document = item.document
        place = ground.place_of.get(document.path)
        if place is None:
            if document.doc_id in ground.path_of:
                raise UnusualError("an article has another path now")
            fresh.append(item)
        elif ground.path_of.get(document.doc_id, document.path) != document.path:
            raise UnusualError("an article has the words of another now")
        elif ground.tables.documents["status"].iloc[place] != "ok":
            fresh.append(item)
        elif ground.filed.kept.get(document.doc_id) != item.kept:
            raise UnusualError("an article was replaced")
    if len(fresh) > MANY * len(ground.place_of):
        raise UnusualError("many articles are new")
    return fresh


@dataclass(frozen=True, slots=True)
class _Library:
    """Outlines of articles of the build in force, opened where one of their reports is asked for."""

    ground: Ground
    means: Means
    words: tellings.Words
    outlines: dict[str, Extraction] = field(default_factory=dict)
    found: dict[str, tellings.Telling] = field(default_factory=dict)

    def reports(self, places: Collection[int]) -> list[tellings.Telling]:
        """Reports by their places in what is filed."""
        return [self._told(self.ground.filed.doc_ids[one], self.ground.filed.report_ids[one]) for one in places]

    def _told(self, doc_id: str, report_id: str) -> tellings.Telling:
        if doc_id not in self.outlines:
            document = self.means.taken.recall(doc_id, self.ground.path_of[doc_id])
            outline = self.means.kept.outline(document) if document else None
            if outline is None or outline.kept != self.ground.filed.kept[doc_id]:
                raise UnusualError("what an article gave is not kept any more")
            self.outlines[doc_id] = outline
            self.found.update({one.report_id: one for one in merge.told(outline, self.words)})
        if report_id not in self.found:
            raise UnusualError("an article gives another report now")
        return self.found[report_id]
