"""Articles tried on the page, added to the build: which of them, under what name, and what came of it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import address, html, review_desk, words
from pipeline import errors, lexicon, overlay, store
from pipeline.records import Document

FOLDER = "added"
"""In the build folder: the articles themselves, so that a build from scratch can read them too."""

NAME_LENGTH = 60
LINKED = 10
"""Meetings linked to by name; the Meetings page has all."""

Build = Callable[[Sequence[Path], Callable[[Any], None]], Any]
"""Adds files to the build in force, told of its progress; gives ``pipeline.run.BuildResult``."""

_adding = threading.Lock()
"""One at a time: two would each go on from the same snapshot, and the later would lose what the earlier added."""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding articles.

    Attributes:
        articles: How many are new in the build.
        meetings: Title by id, of the meetings that the new articles report.
        left_out: Names of articles that were not added, each with the reason.
    """

    articles: int
    meetings: dict[str, str]
    left_out: tuple[tuple[str, str], ...]


def add(documents: Iterable[Document], out: Path, build: Build, progress: Callable[[Any], None]) -> Added:
    """Write articles into the build folder and add them to its tables.

    Args:
        documents: The articles as tried; what cannot be read or is there already is left out.
        out: The build folder.
        build: Adds files to the build in force.
        progress: Called after each article.

    Returns:
        What is new, and what was left out.

    Raises:
        SidelinesError: The build has a lexicon of its own, or cannot be written; then nothing is added.
    """
    with _adding:
        _require_shipped_lexicon(out)
        known = set(store.read_table(out, "documents")["doc_id"])
        left_out: list[tuple[str, str]] = []
        files: dict[Path, Document] = {}
        for document in documents:
            if document.status != "ok":
                left_out.append((document.path, document.error or document.status))
            elif document.doc_id in known:
                left_out.append((document.path, "is in the store already."))
            else:
                files[out / FOLDER / file_name(document)] = document
                known.add(document.doc_id)
        if not files:
            return Added(0, {}, tuple(left_out))
        try:
            for file, document in files.items():
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(document.text, encoding="utf-8", newline="")
            result = build(tuple(files), progress)
        except BaseException:
            for file in files:
                file.unlink(missing_ok=True)
            raise
        names = {str(file): document.path for file, document in files.items()}
        failed = [(names[path], reason) for path, reason in result.problems if path in names]
        return Added(
            len(files) - len(failed),
            _meetings(out, {str(file) for file in files}),
            (*left_out, *failed),
        )


def file_name(document: Document) -> str:
    """A name that is safe, tells where the article came from, and is never that of another article."""
    stem = re.sub(r"[^\w-]+", "-", Path(document.path).stem).strip("-_")[:NAME_LENGTH]
    return f"{stem or 'article'}-{document.doc_id[-8:]}.txt"


def _require_shipped_lexicon(out: Path) -> None:
    made_with = store.manifest(out).get("lexicon")
    if made_with and made_with != lexicon.load(()).fingerprint:
        raise errors.StoreError(
            "this build was made with another lexicon than the one that came with this version; add the article with"
            " `sidelines build --add`, naming that lexicon."
        )


def _meetings(out: Path, paths: set[str]) -> dict[str, str]:
    documents, sources = store.read_table(out, "documents"), store.read_table(out, "meeting_sources")
    fresh = documents.loc[documents["path"].isin(paths), "doc_id"]
    ids = set(sources.loc[sources["doc_id"].isin(fresh), "meeting_id"])
    meetings: pd.DataFrame = store.read_table(out, "meetings")
    return {
        str(row["meeting_id"]): str(row["title"] or row["meeting_id"])
        for row in overlay.rows(meetings[meetings["meeting_id"].isin(ids)])
    }


def draw(documents: Sequence[Document], out: Path, build: Build) -> None:
    """The button, the progress of what it does, and what came of it.

    Args:
        documents: The articles tried.
        out: The build folder.
        build: Adds files to the build in force.
    """
    if review_desk.is_read_only():
        st.caption("Saving is switched off here: nothing can be added to the store.")
        return
    usable = sum(document.status == "ok" for document in documents)
    if st.button(
        "Add to the store",
        icon=":material/library_add:",
        key="keep",
        disabled=not usable,
        help=f"{words.count(usable, 'article')} can be added. Everybody who opens this dashboard sees them then.",
    ):
        bar = st.progress(0.0, "Adding …")
        try:
            added = add(documents, out, build, lambda now: _show(bar, now))
        except (errors.SidelinesError, OSError) as error:
            st.error(f"Nothing was added: {words.plain(error)}")
            return
        finally:
            bar.empty()
        st.session_state["kept"] = added
        st.rerun()  # the frame around the page counts what is new


def _show(bar: Any, now: Any) -> None:
    share = now.done / now.total if now.total else 0.0
    bar.progress(share, f"{now.done} of {words.count(now.total or now.done, 'article')}, known ones included")


def said(added: Added) -> None:
    """What came of adding, in words, with a link to each new meeting."""
    if added.articles:
        st.success(f"Added: {words.count(added.articles, 'article')}, {words.count(len(added.meetings), 'meeting')}.")
    if added.left_out:
        st.warning("  \n".join(f"{words.plain(name)}: {words.plain(reason)}" for name, reason in added.left_out))
    if added.meetings:
        shown = list(added.meetings.items())[:LINKED]
        html.show(html.links([(address.relative("meeting", {"id": [key]}), title, "") for key, title in shown]))
