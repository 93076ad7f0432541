"""The tables after articles were added: rows of what changed put at their places among those that stay."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline import rows, tables
from pipeline.adding import filed
from pipeline.adding.filed import Bits
from pipeline.adding.ground import Standing
from pipeline.adding.persons import Told
from pipeline.records import Document, Extraction, Meeting

KEYS = {
    "documents": ("path", "doc_id"),
    "meetings": ("date", "meeting_id"),
    "participants": ("meeting_id",),
    "meeting_topics": ("meeting_id",),
    "meeting_sources": ("meeting_id",),
    "conflicts": ("meeting_id",),
    "aliases": ("old_id",),
    "people": ("person_id",),
}
"""The columns whose order tells where a row stands among those of other articles, meetings and persons."""

BY_MEETING = ("meetings", "participants", "meeting_topics", "meeting_sources", "conflicts", "aliases")
"""The tables whose rows go with their meeting."""


def lay_out(
    standing: Standing,
    articles: Sequence[Extraction],
    told: Told,
    replaced: Collection[str],
    reprints: Mapping[str, str | None],
    lexicon: rows.Register,
    n_chars: Callable[[Document], int],
) -> tables.Tables:
    """Put new rows among old ones.

    Args:
        standing: The tables as they were, without the rows of articles that were read again.
        articles: What the new articles gave.
        told: The meetings that changed, and what is new of persons.
        replaced: Meetings whose rows go, with those of the former ids that led to them.
        reprints: Articles with another original than before, or with none any more.
        lexicon: Registers of parties and topics.
        n_chars: Length of an article.

    Returns:
        What ``tables.from_meetings`` would give of all articles; ``texts`` and ``evidence`` are left to ``bulk``.
    """
    made = tables.from_meetings(articles, told.meetings, lexicon, people=told.rows, n_chars=n_chars)
    gone = {name: has(getattr(standing, name), "meeting_id", replaced) for name in BY_MEETING}
    participants = standing.participants
    if told.ids:
        ids = participants["person_id"].astype(object)
        ids.iloc[list(told.ids)] = list(told.ids.values())
        participants = participants.assign(person_id=ids.astype(participants["person_id"].dtype))
    kept = {name: getattr(standing, name)[~gone[name]] for name in BY_MEETING}
    kept["participants"] = participants[~gone["participants"]]
    kept["people"] = standing.people[~has(standing.people, "person_id", told.gone)]
    kept["documents"] = standing.documents
    found = {name: _placed(name, kept[name], getattr(made, name)) for name in KEYS}
    sources = (standing.meeting_sources[gone["meeting_sources"]], made.meeting_sources)
    concerned = {doc_id for some in sources for doc_id in some["doc_id"].tolist()}
    found["documents"] = _counted(found["documents"], found["meeting_sources"], reprints, concerned)
    return tables.Tables(
        **found,
        texts=made.texts,
        evidence=made.evidence,
        parties=tables.frame("parties", _parties(found, lexicon)),
        topics=tables.topics(lexicon),
    )


def has(frame: pd.DataFrame, column: str, wanted: Collection[str]) -> Bits:
    """Which rows have one of some values."""
    found: Bits = frame[column].isin(list(wanted)).to_numpy(dtype=np.bool_)
    return found


def _placed(name: str, kept: pd.DataFrame, made: pd.DataFrame) -> pd.DataFrame:
    """New rows among those that stay, which are in order."""
    keys = _keys(name, kept)
    places = np.array([bisect.bisect_left(keys, key) for key in _keys(name, made)], dtype=np.float64)
    order = np.argsort(np.concatenate((np.arange(len(keys)), places - 0.5)), kind="stable")
    return pd.concat([kept, made], ignore_index=True).take(order).reset_index(drop=True)


def links(standing: pd.DataFrame, linked: Bits, gone: Bits, merged: Sequence[Meeting]) -> Bits:
    """Which participants are linked, as the table is now.

    Args:
        standing: The table as it was.
        linked: Which of its rows are.
        gone: Which of its rows go.
        merged: The meetings that changed, before persons are told.
    """
    kept = standing[["meeting_id"]][~gone].assign(is_linked=linked[~gone])
    seats = sorted((one.meeting_id, seat) for one in merged for seat in range(len(one.report.participants)))
    made = pd.DataFrame({"meeting_id": [one for one, _ in seats], "is_linked": filed.linked(merged)})
    found: Bits = _placed("participants", kept, made)["is_linked"].to_numpy(dtype=np.bool_)
    return found


def _keys(name: str, frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """What the rows are ordered by; the undated come last."""
    return list(zip(*(frame[column].fillna("~").tolist() for column in KEYS[name]), strict=True))


def _counted(
    documents: pd.DataFrame, sources: pd.DataFrame, reprints: Mapping[str, str | None], concerned: set[str]
) -> pd.DataFrame:
    """The documents with the number of meetings they report, and what they repeat, as it is now."""
    counts = sources["doc_id"][has(sources, "doc_id", concerned)].value_counts().to_dict()
    doc_ids = documents["doc_id"].tolist()
    numbers = documents["n_meetings"].to_numpy(copy=True)
    originals = documents["is_copy_of"].astype(object)
    for place, doc_id in enumerate(doc_ids):
        if doc_id in concerned:
            numbers[place] = counts.get(doc_id, 0)
        if doc_id in reprints:
            originals.iloc[place] = reprints[doc_id]
    return documents.assign(n_meetings=numbers, is_copy_of=originals.astype(documents["is_copy_of"].dtype))


def _parties(found: Mapping[str, pd.DataFrame], lexicon: rows.Register) -> Iterable[rows.Row]:
    """The parties that occur in these tables."""
    named = (
        ("participants", "party_id"),
        ("meetings", "country"),
        ("people", "party_id"),
        ("documents", "home_party"),
    )
    occurring = {party_id for name, column in named for party_id in found[name][column].dropna().unique().tolist()}
    seats = found["participants"]
    others = seats[has(seats, "party_id", occurring - lexicon.parties.keys())]
    order = dict(zip(found["meetings"]["meeting_id"].tolist(), range(len(found["meetings"])), strict=True))
    others = others.assign(turn=others["meeting_id"].map(order)).sort_values(["turn", "position"])
    columns = (others[name].tolist() for name in ("party_id", "party", "party_type"))
    met = {party_id: (name, party_type) for party_id, name, party_type in zip(*columns, strict=True)}
    return rows.parties(occurring, met, lexicon)
