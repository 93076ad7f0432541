"""What a build in force offers to one that adds to it: its tables as they were written, and where its reports lie."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

import pandas as pd

from pipeline import bulk, dependencies, errors, files, store, unchanged
from pipeline.adding import filed
from pipeline.records import Document, Extraction


class UnusualError(Exception):
    """What is new could reach further than is looked; everything has to be compared again."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The tables that are taken over, but for the two that are not held in memory."""

    documents: pd.DataFrame
    meetings: pd.DataFrame
    participants: pd.DataFrame
    meeting_topics: pd.DataFrame
    meeting_sources: pd.DataFrame
    conflicts: pd.DataFrame
    aliases: pd.DataFrame
    people: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Ground:
    """A build in force, as it was extracted and laid out by the rules of today, without corrections.

    Attributes:
        tables: Those taken over.
        filed: What merging knew of its reports.
        evidence: Its evidence, and what that was made from.
        place_of: The row of ``documents`` of each path.
        path_of: The path of each ``doc_id``.
    """

    tables: Standing
    filed: filed.Filed
    evidence: bulk.Earlier
    place_of: dict[str, int]
    path_of: dict[str, str]

    def failed(self) -> list[str]:
        """Paths of articles whose extraction failed; it is tried again at every build."""
        documents = self.tables.documents
        return documents.loc[documents["status"] == "failed", "path"].tolist()

    def standing(self, paths: Collection[str]) -> pd.DataFrame:
        """The rows of ``documents`` of articles that were not read again under these paths."""
        documents = self.tables.documents
        read_again = [self.place_of[path] for path in paths if path in self.place_of]
        return documents.drop(index=read_again) if read_again else documents

    def same_words(self, extractions: Collection[Extraction]) -> list[Extraction]:
        """The articles of the build that have the words of others under another path; of each no more than that."""
        read_again = {item.document.path for item in extractions}
        doc_ids = {item.document.doc_id for item in extractions} & self.path_of.keys()
        return [
            Extraction(Document(doc_id, self.path_of[doc_id], "", ""))
            for doc_id in sorted(doc_ids)
            if self.path_of[doc_id] not in read_again
        ]


@lru_cache(maxsize=1)
def _rules() -> str:
    """Stands for the code that merges and lays out."""
    return dependencies.fingerprint("pipeline.adding")


def stamp(snapshot: str, fingerprint: str) -> str:
    """Stands for a build and the rules it was made by.

    Args:
        snapshot: The name of its snapshot.
        fingerprint: Stands for what its articles were extracted with.
    """
    return f"{snapshot} {fingerprint} {_rules()}"


def read(out: Path, fingerprint: str) -> Ground | None:
    """What the build in force offers.

    Args:
        out: The build folder.
        fingerprint: Stands for what articles are extracted with now.

    Returns:
        ``None`` where there is no build, or one that was made by other rules or changed by another hand.
    """
    try:
        evidence = unchanged.read(out)
        if evidence is None:
            return None
        snapshot = evidence.snapshot
        found = filed.read(out, stamp(snapshot.name, fingerprint))
        if found is None:
            return None
        said = store.manifest(snapshot)["tables"]
        names = [field.name for field in fields(Standing)]
        if any(files.seal(snapshot / f"{name}.parquet") != said[name]["parquet"] for name in names):
            return None
        tables = Standing(**{name: store.read_table(snapshot, name) for name in names})
    except (errors.SidelinesError, OSError, KeyError):
        return None
    if len(found.linked) != len(tables.participants) or len(found.kept) != len(tables.documents):
        return None
    paths, doc_ids = tables.documents["path"].tolist(), tables.documents["doc_id"].tolist()
    places = dict(zip(paths, range(len(paths)), strict=True))
    return Ground(tables, found, evidence, places, dict(zip(doc_ids, paths, strict=True)))
