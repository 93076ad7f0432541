"""What the latest builds changed, on the page: counts, the meetings of each kind, and the feed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import streamlit as st

from pages.shared import address, changes_words, data, html, sidebar, words
from pipeline import diff, fate, news, query, store
from pipeline.export import comma
from pipeline.query import Database, Filters

MOST_BUILDS = 4
"""Builds that are compared, each with the one before; a folder keeps five."""

SHOWN = 50
"""Meetings of one kind that are listed; the download has them all."""

SHOW: dict[str, str] = {"all": "All"} | {str(kind): label for kind, label in changes_words.KIND.items()}


def editions() -> list[news.Edition]:
    """What the kept builds changed, newest first."""
    kept = news.snapshots(data.build_folder())[: MOST_BUILDS + 1]
    return [
        _edition(new, old, datetime.fromtimestamp(new.stat().st_mtime, UTC)) for new, old in itertools.pairwise(kept)
    ]


@st.cache_data(max_entries=4 * MOST_BUILDS, show_spinner="Comparing the latest builds …")
def _edition(new: Path, old: Path, at: datetime) -> news.Edition:
    """One comparison, made once: snapshots never change, and reading the tables of a large archive takes seconds."""
    changes = diff.compare(store.read_tables(old), store.read_tables(new), store.manifest(old), store.manifest(new))
    return news.Edition(new.name, old.name, at, tuple(changes))


def chosen(database: Database, filters: Filters) -> set[str]:
    """Ids of all meetings the filters leave, and of those they would leave had nobody rejected them: that is news."""
    where = query.condition(filters, without="" if filters.review else "review")
    found = database.ask("SELECT m.meeting_id FROM meetings m WHERE $where", where)
    return set(found["meeting_id"].tolist())


def selected(listed: Iterable[news.Edition], filters: Filters) -> list[news.Edition]:
    """The changes to meetings that the filters leave; all of them where nothing is filtered.

    Meetings that were withdrawn are no longer there to be filtered, so they are always among them.
    """
    if filters == Filters():
        return list(listed)
    ids = data.ask(chosen, filters)
    return [
        replace(
            edition,
            changes=tuple(
                change
                for change in edition.changes
                if change.kind == "withdrawn" or (change.after if change.kind == "merged" else change.meeting_id) in ids
            ),
        )
        for edition in listed
    ]


def names(listed: Iterable[news.Edition]) -> dict[str, str]:
    """Names of the parties, topics and articles that occur."""
    known = data.ask(query.names)
    doc_ids = {
        text
        for edition in listed
        for change in edition.changes
        if change.field == "source"
        for text in (change.before, change.after)
        if text
    }
    return known["country"] | known["org"] | known["topic"] | data.ask(articles, tuple(sorted(doc_ids)))


def articles(database: Database, doc_ids: tuple[str, ...]) -> dict[str, str]:
    """Titles, else outlets or files, of articles by ``doc_id``."""
    found = database.ask(
        "SELECT doc_id, coalesce(title, outlet, path) AS called FROM documents WHERE doc_id = ANY($doc_ids)",
        doc_ids=list(doc_ids),
    )
    return dict(zip(found["doc_id"], found["called"], strict=True))


def downloads(listed: list[news.Edition], called: Mapping[str, str]) -> None:
    """The feed and the table."""
    served = urljoin(st.context.url or "", ".")
    with st.container(horizontal=True):
        st.download_button(
            "Feed (Atom)",
            data=lambda: news.atom(listed, served),
            file_name="sidelines-changes.atom",
            mime="application/atom+xml",
            icon=":material/rss_feed:",
            key="changes_atom",
            on_click="ignore",
            help="For feed readers: one entry a change, with a link to the meeting.",
        )
        st.download_button(
            "All changes (CSV)",
            data=lambda: comma.neutralised(changes_words.table(listed, called)).to_csv(index=False).encode(),
            file_name="sidelines-changes.csv",
            mime="text/csv",
            icon=":material/download:",
            key="changes_csv",
            on_click="ignore",
        )


def edition(one: news.Edition, kind: str, called: Mapping[str, str], newest: bool) -> None:
    """One build: when, how much, and the meetings."""
    with st.container(border=True, key=f"changes_{one.snapshot}_{one.previous}"):
        when = f"{words.day(one.at.date().isoformat())}, {one.at.strftime('%H:%M')} UTC"
        st.header(f"{when}{', in force now' if newest else ''}")
        st.caption(f"{changes_words.counts(one.changes)}. Data version {one.snapshot}, compared with {one.previous}.")
        for each, label in changes_words.KIND.items():
            if kind in ("all", each):
                _listed(one, each, label, called)


def _listed(one: news.Edition, kind: diff.Kind, label: str, called: Mapping[str, str]) -> None:
    lines = changes_words.lines(one.changes, kind, called)
    if not lines:
        return
    st.subheader(f"{label} ({words.number(len(lines))})")
    html.show(
        html.links(
            (address.relative("meeting", {"id": [line.meeting_id]}), line.title, line.note) for line in lines[:SHOWN]
        )
    )
    if len(lines) > SHOWN:
        st.caption(f"The first {SHOWN} are listed; the download has all {words.number(len(lines))}.")


def answered(asked: str, row: Mapping[str, Any]) -> None:
    """Say under the title of a meeting when an old link led here, or when a person rejected it.

    Args:
        asked: The id in the address.
        row: The row of ``meetings`` that answers for it.
    """
    if asked != row["meeting_id"]:
        st.info(
            f"This link named meeting {words.plain(asked)}, which turned out to be the same meeting as this one.",
            icon=":material/merge:",
        )
    if row["review"] == "rejected":
        st.warning("A reviewer rejected this row: there was no such meeting.", icon=":material/block:")


def withdrawn(asked: str) -> bool:
    """Draw what became of a meeting that later builds no longer find.

    Args:
        asked: The id in the address.

    Returns:
        Whether there ever was such a meeting; nothing is drawn of one that never was.
    """
    found = fate.of(data.build_folder(), asked) if asked else None
    if found is None or found.became != "withdrawn":
        return False
    st.title("This meeting was withdrawn")
    st.write(
        f"There was a meeting {words.plain(asked)}. A later build no longer finds it: its articles are gone,"
        " or are read otherwise now."
    )
    if found.row is not None:
        row = found.row
        country = sidebar.names()["country"].get(str(row["country"]), row["country"])
        st.write("What it said last:")
        lines = [
            ("Meeting", str(row["title"])),
            ("Date", words.period(row["date"], row["date_end"])),
            ("Place", words.place(row["city"], country)),
            ("How", words.MODE[row["mode"]]),
            ("Status", words.STATUS[row["status"]]),
            ("Data", f"version {found.snapshot}"),
        ]
        html.show(html.facts(lines))
    st.page_link("pages/changes.py", label="What's new", icon=":material/update:")
    st.page_link("pages/meetings.py", label="All meetings", icon=":material/table_rows:")
    return True
