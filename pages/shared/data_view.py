"""The data page's parts: downloads, the codebook, what a build says of itself, what it cannot say, how to cite it."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from pages.shared import address, data, downloads, limits, sidebar, tables, words
from pipeline import export, query, schema
from pipeline.query import Filters

MEASURED = Path(__file__).with_name("figures.json")
ENOUGH = 10
"""Meetings in a band of confidence from which a share says something."""

STATUS = {
    "ok": "Read",
    "empty": "Empty",
    "unreadable": "Unreadable",
    "unsupported_language": "In a language that is not read",
    "too_large": "Too large for one article",
    "failed": "Failed",
}


def selection(filters: Filters) -> None:
    """Downloads of what the filters select."""
    head = data.ask(query.headline, filters)
    st.write(f"**{words.plain(filters.in_words(sidebar.names()))}**: {words.count(int(head['meetings']), 'meeting')}.")
    n_meetings = int(head["meetings"])
    st.header("Everything in one file")
    with st.grid(4, min_column_width=180):
        downloads.formats(filters, n_meetings, "data")
    st.caption("Each file says which filters, which data, when, from whom, and how to cite it.")
    st.header("One table")
    with st.grid(4, min_column_width=180):
        for name in downloads.OFFERED:
            downloads.button(filters, "csv", "data", name)
    st.header("The same by address")
    st.write("For spreadsheets and programs; the filters are those of the pages, in the same words.")
    for ending in ("csv", "json", "ics", "atom"):
        st.code(address.link(f"api/meetings.{ending}", filters.to_query()), language=None, wrap_lines=True)


def codebook() -> None:
    """Every table and column, from the schema."""
    st.download_button(
        "Codebook as Markdown",
        data=schema.codebook,
        file_name="codebook.md",
        mime="text/markdown",
        icon=":material/download:",
        on_click="ignore",
    )
    for name, table in schema.TABLES.items():
        with st.expander(f"**{name}**: {table.grain}"):
            st.dataframe(
                pd.DataFrame(
                    {
                        "Column": [column.name for column in table.columns],
                        "Meaning": [column.description for column in table.columns],
                        "Type": [column.kind for column in table.columns],
                        "Always filled": ["yes" if column.required else "" for column in table.columns],
                        "Unit": [column.unit or "" for column in table.columns],
                        "Values": [", ".join(column.values) for column in table.columns],
                    }
                ),
                hide_index=True,
                alt=f"Columns of {name}",
            )
            st.caption(f"Key: {', '.join(table.key)}.")


def build() -> None:
    """What the snapshot says of itself."""
    manifest = data.database().manifest
    st.write(f"Data version **{words.plain(data.database().snapshot)}**. The same articles give the same version.")
    told = {
        name.replace("_", " ").capitalize(): str(value)
        for name, value in manifest.items()
        if isinstance(value, str | int | float) and name != "snapshot"
    }
    if told:
        st.dataframe(
            pd.DataFrame({"What": list(told), "Value": list(told.values())}), hide_index=True, alt="Build manifest"
        )
    written: Mapping[str, Any] = manifest.get("tables", {})
    tables.plain(
        pd.DataFrame(
            {
                "Table": list(written),
                "Rows": [table["rows"] for table in written.values()],
                "SHA-256 of the CSV": [table.get("csv", {}).get("sha256", "") for table in written.values()],
            }
        ),
        alt="Tables with their rows and hashes",
    )


def cannot_say() -> None:
    """Articles that were of no use, and cells nothing fills."""
    found = data.ask(limits.holes)
    total = int(found["meetings"])
    st.write(
        "Every row comes from an article: what no article told is not here, and a country whose press was not read"
        " looks silent. Of the held meetings in this build:"
    )
    lines = [
        ("have no date", found["undated"]),
        ("are known to the month only", found["by_month"]),
        ("are known to the year only", found["by_year"]),
        ("were in person, the city is not told", found["placeless"]),
        ("name nobody", found["nameless"]),
        ("have no topic", found["topicless"]),
        ("are doubtful: confidence under 50 %", found["doubtful"]),
    ]
    tables.plain(
        pd.DataFrame(
            {
                "Held meetings that": [label for label, _ in lines],
                "Number": [int(n) for _, n in lines],
                "Share": [words.share(n / total) if total else words.NOT_STATED for _, n in lines],
            }
        ),
        alt="Held meetings that lack something",
    )
    by_status = data.ask(limits.articles_by_status)
    tables.plain(
        pd.DataFrame(
            {
                "Articles": [STATUS.get(status, status) for status in by_status["status"]],
                "Number": by_status["n"],
                "With a date of their own": by_status["dated"],
                "Reporting a meeting": by_status["with_meetings"],
            }
        ),
        alt="Articles by what became of them",
    )
    lost = data.ask(limits.unusable)
    if len(lost):
        with st.expander(f"The {words.count(len(lost), 'article')} that could not be used"):
            st.dataframe(lost, hide_index=True, alt="Articles that could not be used, and why")


def quality() -> None:
    """How good the extraction is, as measured: on articles of one's own if the build says so, else on those shipped."""
    score = data.database().manifest.get("score")
    if score:
        st.header("On this build")
        st.dataframe(
            pd.DataFrame({"Measure": list(score), "Value": [str(value) for value in score.values()]}),
            hide_index=True,
            alt="Score of the extraction on annotated articles",
        )
    told = measured()
    st.header("On the annotated articles that came with it")
    st.write(
        f"{words.count(told['articles'], 'article')} with {words.count(told['meetings'], 'meeting')}, annotated by"
        " hand; 1.00 is perfect. F1 counts both what is missed and what is too much."
    )
    st.dataframe(
        pd.DataFrame(
            {
                "Measure": [row["says"] for row in told["figures"]],
                "Sidelines": [row["sidelines"] for row in told["figures"]],
                "Two people": [row["people"] for row in told["figures"]],
            }
        ),
        column_config={name: st.column_config.NumberColumn(format="%.2f") for name in ("Sidelines", "Two people")},
        hide_index=True,
        alt="How well the extraction agrees with annotated articles",
    )
    st.caption(
        "Two people: how far two who annotated the same articles agree. The rules were made with these articles in"
        f" view, so expect less on others. `{told['command']}` measures anew, `sidelines score` on articles of yours."
    )
    st.header("How far to trust the confidence")
    st.write("Right means: held, and exactly the right parties. On these articles and the seeds:")
    st.markdown("\n".join(f"- {line}" for line in map(reliability, told["reliability"])))


@functools.cache
def measured() -> dict[str, Any]:
    """The figures of the shipped articles, as ``make figures`` wrote them."""
    told: dict[str, Any] = json.loads(MEASURED.read_text("utf-8"))
    return told


def reliability(band: Mapping[str, Any]) -> str:
    """How often rows of a band of confidence are right, in words; a share would say too much of a handful."""
    rows, right = band["rows"], band["right"]
    least, most = words.share(band["from"]), words.share(band["to"])
    of_whom = f"Confidence under {most}" if not band["from"] else f"Confidence of {least} to {most}"
    if not rows:
        return f"{of_whom}: no meeting, so nothing is known."
    told = f"{right} of {words.count(rows, 'meeting')} right"
    return f"{of_whom}: {told}." if rows >= ENOUGH else f"{of_whom}: {told}, too few to go by."


def cite(filters: Filters) -> None:
    """How to cite the whole, or what the filters select."""
    told = data.ask(export.about, filters, datetime.now(UTC).date(), address.link("", {}))
    st.code(told.citation(), language=None, wrap_lines=True)
    st.code(told.bibtex(), language="bibtex", wrap_lines=True)
    st.write("Name the outlets too: the rows are their reporting, `documents.csv` lists every article.")
