"""The parts of the page that tries an article: the text with its evidence, the meetings, the rows they would become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from pages.shared import html, words
from pages.shared.html import Mark
from pipeline import records, schema
from pipeline.records import Extraction, Report

SHOWN = 20
"""Articles shown in full; the rows below are of all."""

ROW_TABLES = ("meetings", "participants", "meeting_topics", "evidence")


def summary(extractions: Sequence[Extraction]) -> None:
    """How many meetings were found, and which articles were of no use."""
    found = [report for extraction in extractions for report in extraction.reports]
    held = sum(report.status == "held" for report in found)
    st.header(f"{words.count(held, 'meeting')} held, {words.count(len(found) - held, 'other')} named")
    bad = [extraction.document for extraction in extractions if extraction.document.status != "ok"]
    if bad:
        st.warning(
            "  \n".join(
                f"{words.plain(document.path)}: {words.plain(document.error or document.status)}" for document in bad
            )
        )


def article(extraction: Extraction, countries: Mapping[str, str], topics: Mapping[str, str]) -> None:
    """One article: its meetings beside its highlighted text.

    Args:
        extraction: What was read from it.
        countries: Names by id.
        topics: Labels by id.
    """
    document = extraction.document
    if document.status != "ok":
        return
    with st.container(border=True):
        st.markdown(f"**{words.plain(document.title or document.path)}**")
        left, right = st.columns([2, 3], gap="large")
        with left:
            if not extraction.reports:
                st.write("No meeting was found in this article.")
            for report in extraction.reports:
                html.show(html.facts(facts(report, countries, topics)))
        marks = [mark(evidence) for report in extraction.reports for evidence in report.evidence]
        with right:
            html.show(html.legend(sorted({mark.field for mark in marks})))
            html.show(html.article(document.text, marks))
        with st.expander("Rule by rule"):
            st.dataframe(explanation(extraction), hide_index=True, alt="Evidence of each meeting: words, value, rule")


def mark(evidence: records.Evidence) -> Mark:
    """A piece of evidence as a stretch to highlight."""
    return Mark(evidence.start, evidence.end, evidence.field, evidence.value, evidence.rule)


def facts(report: Report, countries: Mapping[str, str], topics: Mapping[str, str]) -> list[tuple[str, str]]:
    """A meeting as labelled lines."""
    basis = words.BASIS.get(report.date_basis or "")
    when = words.day(report.date.iso() if report.date else None)
    lines = [
        ("Who", "; ".join(_person(participant) for participant in report.participants)),
        ("Date", f"{when} ({basis})" if basis else when),
        ("Place", words.place(report.city, countries.get(report.country or "", report.country))),
        ("How", words.MODE[report.mode]),
        ("Status", words.STATUS[report.status]),
        ("Occasion", words.text(report.occasion)),
        ("Topics", ", ".join(topics.get(hit.topic, hit.topic) for hit in report.topics) or words.NOT_STATED),
        ("Confidence", words.share(report.confidence)),
    ]
    return [line for line in lines if line[1] != words.NOT_STATED]


def _person(participant: records.Participant) -> str:
    said = ", ".join(part for part in (participant.name, participant.role) if part)
    return f"{said} ({participant.party})" if said else participant.party


def explanation(extraction: Extraction) -> pd.DataFrame:
    """Every piece of evidence with its rule, meeting by meeting."""
    return pd.DataFrame(
        [
            (number, words.FIELD.get(item.field, item.field), item.value, item.text, item.rule)
            for number, report in enumerate(extraction.reports, start=1)
            for item in sorted(report.evidence, key=lambda item: (item.start, item.field))
        ],
        columns=["Meeting", "Says", "Value", "Words of the article", "Rule"],
    )


def rows(frames: object) -> None:
    """The rows of the tables that the articles would become, to look at and to take along.

    Args:
        frames: ``pipeline.tables.Tables``.
    """
    st.header("As rows")
    for tab, name in zip(st.tabs(list(ROW_TABLES)), ROW_TABLES, strict=True):
        frame: pd.DataFrame = getattr(frames, name)
        with tab:
            st.dataframe(frame, hide_index=True, alt=f"Rows of {name}", placeholder="")
            st.download_button(
                f"{name}.csv",
                data=frame.to_csv(index=False, lineterminator="\n").encode(),
                file_name=f"{name}.csv",
                mime="text/csv",
                icon=":material/download:",
                key=f"trial_{name}",
                on_click="ignore",
                help=f"{schema.TABLES[name].grain}.",
            )
