"""What one meeting's own page has beyond the meeting: how to cite it, its link, related meetings, and "wrong?"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import address, data, html, meeting_view, sidebar, words
from pipeline import query


def extras(found: Mapping[str, pd.DataFrame]) -> None:
    """Citation and link, related meetings, and the note on an error.

    Args:
        found: As ``query.meeting`` gives it.
    """
    row = found["meetings"].iloc[0]
    meeting_id = str(row["meeting_id"])
    with st.container(horizontal=True):
        with st.popover("Cite", icon=":material/format_quote:", width="content"):
            accessed = datetime.now(UTC).date().isoformat()
            st.code(citation(row, found["sources"], data.database().snapshot, accessed), language=None, wrap_lines=True)
            st.code(bibtex(row, data.database().snapshot, accessed), language="bibtex", wrap_lines=True)
        with st.popover("Copy link", icon=":material/link:", width="content"):
            st.write("This address stays, also when later builds add articles:")
            st.code(address.link("meeting", {"id": [meeting_id]}), language=None, wrap_lines=True)
        with st.popover("Something wrong?", icon=":material/flag:", width="content"):
            _wrong(row)
    related(meeting_id)


def related(meeting_id: str) -> None:
    """Meetings of the same parties, the nearest first."""
    rows = data.ask(query.related, meeting_id)
    st.header("Related meetings")
    if rows.empty:
        st.caption("No other meeting of these parties.")
        return
    keep = sidebar.current().to_query()
    html.show(
        html.links(
            (
                address.relative("meeting", {"id": [str(row["meeting_id"])], **keep}),
                str(row["title"]),
                f"{words.day(row['date'])}, {words.STATUS[row['status']].lower()}; "
                f"{words.count(int(row['shared_topics']), 'topic')} in common",
            )
            for row in rows.to_dict("records")
        )
    )


def citation(row: Mapping[str, Any] | pd.Series[Any], sources: pd.DataFrame, snapshot: str, accessed: str) -> str:
    """A citation of the meeting, with its sources.

    Args:
        row: The row of ``meetings``.
        sources: Its articles.
        snapshot: The version of the data.
        accessed: Today, ISO 8601.
    """
    articles = "; ".join(
        ", ".join(
            part
            for part in (
                meeting_view.source_name(source),
                f"“{source['title']}”" if not words.missing(source["title"]) else "",
                words.day(source["published"]) if not words.missing(source["published"]) else "",
                words.text(source["url"], ""),
            )
            if part
        )
        for source in sources.to_dict("records")
    )
    return (
        f"“{row['title']}”, {words.day(row['date'])}, meeting {row['meeting_id']}. In: Sidelines, data version"
        f" {snapshot}, accessed {accessed}. Read from: {articles}."
    )


def bibtex(row: Mapping[str, Any] | pd.Series[Any], snapshot: str, accessed: str) -> str:
    """The same for a bibliography."""
    title = str(row["title"]).replace("{", "").replace("}", "").replace("\\", "")
    return (
        f"@misc{{{row['meeting_id']},\n  title = {{{title}}},\n"
        f"  note = {{Sidelines, data version {snapshot}}},\n  urldate = {{{accessed}}}\n}}"
    )


def _wrong(row: pd.Series[Any]) -> None:
    """The way to the review of this meeting, with what is wrong named."""
    meeting_id = str(row["meeting_id"])
    st.write("What is wrong? The review opens with it, beside the words of the article.")
    named = [*meeting_view.CORRECTED.items(), ("Who took part", "participant"), ("Something else", "")]
    html.show(html.links((meeting_view.review_link(meeting_id, field), label, "") for label, field in named))
