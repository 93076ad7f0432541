"""What every download says of itself: which meetings, from which data, when, from whom, how to cite, what to mind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from pipeline import query

PUBLISHER = "Sidelines"
TITLE = "Diplomatic meetings from news text"

SHOWN_SOURCES = 20
"""Outlets named in a README; the data itself names all."""

_LATEX = re.compile(r"([\\{}&%$#_~^])")


@dataclass(frozen=True, slots=True)
class About:
    """The statement that goes into every file.

    Attributes:
        filters: The filters in words.
        link: The view these meetings come from.
        accessed: The day the file was made, passed in by whoever makes it.
        snapshot: Id of the snapshot, a hash of its content.
        version: Version of the program that built it.
        meetings: How many meetings are meant.
        sources: Articles by outlet, the most frequent first; "" for articles that name none.
        caveats: What the file cannot say, a sentence each.
        rows: Rows of each table in the file.
    """

    filters: str
    link: str
    accessed: date
    snapshot: str
    version: str
    meetings: int
    sources: tuple[tuple[str, int], ...]
    caveats: tuple[str, ...]
    rows: tuple[tuple[str, int], ...] = ()

    def counting(self, rows: Mapping[str, int]) -> About:
        """The same statement, with the rows of each table."""
        return replace(self, rows=tuple(rows.items()))

    def minding(self, *caveats: str) -> About:
        """The same statement, with more caveats."""
        return replace(self, caveats=(*self.caveats, *caveats))

    def citation(self) -> str:
        """How to cite, as a sentence of a bibliography."""
        return (
            f"{PUBLISHER} ({self.accessed.year}). {TITLE}. {self.filters}; n = {self.meetings}. "
            f"Version {self.version}, data {self.snapshot}. Retrieved {self.accessed.isoformat()} from {self.link}."
        )

    def bibtex(self) -> str:
        """How to cite, for BibTeX."""
        fields = {
            "author": f"{{{PUBLISHER}}}",
            "title": f"{{{TITLE}}}",
            "year": str(self.accessed.year),
            "version": self.version,
            "howpublished": f"\\url{{{self.link}}}",
            "note": f"{_latex(self.filters)}; n = {self.meetings}; data {self.snapshot}; "
            f"retrieved {self.accessed.isoformat()}",
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        return f"@misc{{sidelines-{self.snapshot},\n{lines}\n}}\n"

    def lines(self) -> list[tuple[str, str]]:
        """Label and value of everything, for a sheet or a description."""
        sources = [f"{outlet or 'outlet not named'} ({count})" for outlet, count in self.sources]
        if len(sources) > SHOWN_SOURCES:
            sources = [*sources[:SHOWN_SOURCES], f"and {len(sources) - SHOWN_SOURCES} more"]
        return [
            ("Content", TITLE),
            ("Filters", self.filters),
            ("Meetings", str(self.meetings)),
            *((f"Rows of {name}", str(count)) for name, count in self.rows),
            ("View", self.link),
            ("Retrieved", self.accessed.isoformat()),
            ("Data version", self.snapshot),
            ("Program version", self.version),
            ("Sources (articles)", ", ".join(sources) or "none"),
            ("Cite as", self.citation()),
            *(("Mind", caveat) for caveat in self.caveats),
        ]

    def text(self) -> str:
        """Everything in Markdown, for a README."""
        facts = "\n".join(f"- {label}: {value}" for label, value in self.lines())
        return f"# {TITLE}\n\n{facts}\n\n```bibtex\n{self.bibtex()}```\n"

    def as_dict(self) -> dict[str, Any]:
        """Everything as plain values, for JSON."""
        return {
            "title": TITLE,
            "filters": self.filters,
            "link": self.link,
            "accessed": self.accessed.isoformat(),
            "data_version": self.snapshot,
            "program_version": self.version,
            "meetings": self.meetings,
            "rows": dict(self.rows),
            "sources": [{"outlet": outlet or None, "articles": count} for outlet, count in self.sources],
            "citation": self.citation(),
            "bibtex": self.bibtex(),
            "caveats": list(self.caveats),
        }


def _latex(text: str) -> str:
    return _LATEX.sub(r"\\\1", text)


def about(database: query.Database, filters: query.Filters, accessed: date, base: str = "") -> About:
    """State what a selection is.

    Args:
        database: The open snapshot.
        filters: Which meetings are meant.
        accessed: Today, as the reader's clock has it.
        base: Address of the page the link leads to; without one the link is the parameters alone.

    Returns:
        The statement.
    """
    head = query.headline(database, filters)
    parameters = urlencode(filters.to_query(), doseq=True)
    return About(
        filters=filters.in_words(query.names(database)),
        link=f"{base}?{parameters}" if parameters else base or "?",
        accessed=accessed,
        snapshot=database.snapshot,
        version=str(database.manifest.get("sidelines", "unknown")),
        meetings=head["meetings"],
        sources=tuple(query.sources(database, filters).itertuples(index=False, name=None)),
        caveats=_caveats(database, filters, head),
    )


def _caveats(database: query.Database, filters: query.Filters, head: Mapping[str, Any]) -> tuple[str, ...]:
    """What a reader of these rows has to know."""
    hidden = query.hidden(database, filters)
    found = [
        "The rows were extracted from articles by a program; see confidence, evidence and review. "
        f"{head['reviewed']} of {head['meetings']} were looked at by a person.",
        "A meeting that no article in the sources reports is not here; few meetings can mean few articles.",
    ]
    counted = {
        "{} no date.": head["undated"],
        "{} no date and thus no place in the range of dates.": hidden.get("undated", 0),
        "{} no place, although the sides met in person.": head["placeless"],
    }
    for sentence, count in counted.items():
        if count:
            found.append(sentence.format("1 meeting has" if count == 1 else f"{count} meetings have"))
    return tuple(found)
