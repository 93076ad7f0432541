"""One meeting on a page: what is known, who took part, and the articles with the evidence highlighted."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
import streamlit as st

from pages.shared import address, data, html, sidebar, tables, words
from pages.shared.html import Mark
from pipeline import query

CORRECTED = {
    "Date": "date",
    "Place": "country",
    "How": "mode",
    "Status": "status",
    "Occasion": "occasion",
    "Topics": "topic",
}
"""Facts that can be called wrong, and the field the review opens with."""


def opened(rows: pd.DataFrame, key: str, height: int | Literal["auto"] = "auto") -> None:
    """The table of meetings; a click on a row lays that meeting over the page.

    Args:
        rows: One page of meetings, as :func:`pipeline.query.page` gives it.
        key: Of the table. The element's own key changes when the meeting is closed, so that the same row can be
            opened again, and with the rows, because a grid that gets other rows swallows the first click on them.
        height: In pixels, or ``auto``.
    """
    closed = st.session_state.setdefault(f"{key}_closed", 0)
    shown = zlib.crc32("".join(rows["meeting_id"]).encode())
    clicked = tables.meetings(rows, key=f"{key}_{closed}_{shown:x}", height=height)
    if clicked:
        dialog(clicked, str(rows.set_index("meeting_id")["title"][clicked]), key)


def dialog(meeting_id: str, title: str, key: str) -> None:
    """Lay a meeting over the page.

    Args:
        meeting_id: Which one.
        title: Its title.
        key: Of the element that was clicked; ``<key>_closed`` in the session counts how often it was closed again.
    """
    st.dialog(words.plain(title), width="large", on_dismiss=lambda: _close(key))(_opened)(meeting_id)


def _close(key: str) -> None:
    st.session_state[f"{key}_closed"] += 1


def _opened(meeting_id: str) -> None:
    show(meeting_id, heading=False)
    own_page = address.relative("meeting", {"id": [meeting_id], **sidebar.current().to_query()})
    html.show(
        html.links([(own_page, "Open on a page of its own", "with a link that stays, citation, related meetings")])
    )


def show(meeting_id: str, heading: bool = True) -> bool:
    """Draw a meeting.

    Args:
        meeting_id: Which one.
        heading: Whether its title is drawn too; a page of its own has it already.

    Returns:
        Whether there is such a meeting.
    """
    found = data.ask(query.meeting, meeting_id)
    if found is None:
        return False
    row = found["meetings"].iloc[0]
    if heading:
        st.header(words.plain(row["title"]))
    html.show(html.sides(sides(found["participants"])))
    if len(found["conflicts"]):
        st.warning("The sources disagree: " + words.plain(disagreement(found["conflicts"])))
    known, read = st.columns([2, 3], gap="large")
    with known:
        html.show(html.facts(facts(row, found["topics"]), wrong(meeting_id)))
    with read:
        articles(found["sources"], found["evidence"], key=meeting_id)
    return True


def wrong(meeting_id: str) -> dict[str, str]:
    """Where "wrong?" leads, by the label of the fact: the review of this meeting, with the field named."""
    return {label: review_link(meeting_id, field) for label, field in CORRECTED.items()}


def review_link(meeting_id: str, field: str = "") -> str:
    """Address of the review of a meeting."""
    return address.relative("review", {"meeting": [meeting_id]} | ({"field": [field]} if field else {}))


def facts(row: pd.Series[Any], topics: pd.DataFrame) -> list[tuple[str, str]]:
    """What is known of a meeting, as labelled lines; empty cells are left out, except those one would ask for."""
    when = words.period(row["date"], row["date_end"])
    basis = words.BASIS.get(row["date_basis"]) if not words.missing(row["date_basis"]) else None
    where = words.place(row["city"], row["country_name"])
    if not words.missing(row["venue"]):
        where = f"{row['venue']}, {where}" if where != words.NOT_STATED else str(row["venue"])
    lines = [
        ("Date", f"{when} ({basis})" if basis else when),
        ("Place", where),
        ("How", words.MODE[row["mode"]]),
        ("Setting", words.SETTING[row["setting"]]),
        ("Status", words.STATUS[row["status"]]),
        ("Occasion", words.text(row["occasion"])),
        ("Topics", ", ".join(topics["label"]) or words.NOT_STATED),
        ("Articles", words.number(row["n_sources"])),
        ("Confidence", words.share(row["confidence"])),
        ("Review", words.REVIEW[row["review"]]),
    ]
    return [(label, value) for label, value in lines if value != words.NOT_STATED or label in ("Place", "Topics")]


def sides(participants: pd.DataFrame) -> list[tuple[str, list[tuple[str, str]]]]:
    """Parties in the order told, each with its people and their roles."""
    found: dict[str, list[tuple[str, str]]] = {}
    for person in participants.to_dict("records"):
        people = found.setdefault(str(person["party"]), [])
        if not words.missing(person["name"]):
            people.append((str(person["name"]), words.text(person["role"], "")))
    return [(party, people or [("Nobody named", "")]) for party, people in found.items()]


def disagreement(conflicts: pd.DataFrame) -> str:
    """Contradicting values in a sentence."""
    return words.listed(f"{row['field']} “{row['value']}”" for row in conflicts.to_dict("records"))


def articles(sources: pd.DataFrame, evidence: pd.DataFrame, key: str) -> None:
    """The articles behind a meeting with their evidence highlighted, a tab each.

    Args:
        sources: Its articles, with ``text``.
        evidence: Its evidence.
        key: What tells this place from others that show the same articles.
    """
    names = [source_name(row) for row in sources.to_dict("records")]
    tabs = st.tabs(names) if len(names) > 1 else [st.container()]
    for tab, name, source in zip(tabs, names, sources.to_dict("records"), strict=True):
        with tab:
            marks = evidence[evidence["doc_id"] == source["doc_id"]]
            title = words.text(source["title"], name)
            st.markdown(f"**{words.plain(title)}**")
            told = [name] if title != name else []
            if not words.missing(source["published"]):
                told.append(f"published {words.day(source['published'])}")
            if told:
                st.caption(words.plain(", ".join(told)))
            html.show(html.legend(list(marks["field"].unique())))
            html.show(html.article(words.text(source["text"], ""), marks_of(marks)))
            with st.expander(f"Evidence, {words.count(len(marks), 'piece')}", key=f"evidence_{key}_{source['doc_id']}"):
                st.dataframe(
                    evidence_table(marks), hide_index=True, alt="Evidence: field, value, words of the article, rule"
                )


def source_name(source: Mapping[Any, Any]) -> str:
    """Outlet of an article, or its file's name."""
    return words.text(source["outlet"], str(source["path"]).rsplit("/", 1)[-1])


def marks_of(evidence: pd.DataFrame) -> list[Mark]:
    """Rows of ``evidence`` as stretches to highlight."""
    return [
        Mark(int(row["start"]), int(row["end"]), str(row["field"]), str(row["value"]), str(row["rule"]))
        for row in evidence.to_dict("records")
    ]


def evidence_table(evidence: pd.DataFrame) -> pd.DataFrame:
    """Evidence in words."""
    return pd.DataFrame(
        {
            "Says": [words.FIELD.get(field, field) for field in evidence["field"]],
            "Value": evidence["value"],
            "Words of the article": evidence["text"],
            "Rule": evidence["rule"],
        }
    )
