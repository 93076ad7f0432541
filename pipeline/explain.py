"""What one article says, and by which rule: the tool to debug with, for us and for users."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from pipeline import annotate, config, read
from pipeline.records import Evidence, Extraction, Report

STYLES = {
    "participant": "bold cyan",
    "meeting": "bold magenta",
    "date": "bold yellow",
    "place": "bold green",
    "mode": "blue",
    "occasion": "bold blue",
    "topic": "dim underline",
    "status": "magenta",
}
"""Colours of the evidence fields; one not listed is plain."""


def explain(path: Path, *, as_json: bool = False, settings: config.Config | None = None) -> str:
    """Explain one article.

    Args:
        path: A file with an article.
        as_json: JSON for programs instead of coloured text for people.
        settings: Settings; the shipped ones if left out.

    Returns:
        The explanation.

    Raises:
        SourceError: The file does not exist.
    """
    settings = settings or config.Config()
    nlp = annotate.load_nlp(settings)
    extractions = [
        annotate.extract(nlp, document) if document.status == "ok" else Extraction(document)
        for document in read.read([path], settings)
    ]
    if as_json:
        return json.dumps([as_data(item) for item in extractions], indent=2, ensure_ascii=False)
    return "\n".join(as_text(item) for item in extractions)


def as_data(extraction: Extraction) -> dict[str, Any]:
    """An extraction as plain data: what JSON and the dashboard show."""
    document = extraction.document
    return {
        "doc_id": document.doc_id,
        "path": document.path,
        "status": document.status,
        "error": document.error,
        "kind": document.kind,
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "published_basis": document.published_basis,
        "home_party": extraction.home_party,
        "meetings": [_report_data(report) for report in extraction.reports],
    }


def _report_data(report: Report) -> dict[str, Any]:
    return {
        "status": report.status,
        "date": report.date.iso() if report.date else None,
        "date_precision": report.date.precision if report.date else "unknown",
        "date_basis": report.date_basis,
        "mode": report.mode,
        "setting": report.setting,
        "city": report.city,
        "country": report.country,
        "venue": report.venue,
        "occasion": report.occasion,
        "confidence": report.confidence,
        "participants": [
            {
                "party_id": p.party_id,
                "name": p.name,
                "role": p.role,
                "level": p.level,
                "principal": p.principal,
                "person_id": p.person_id,
            }
            for p in report.participants
        ],
        "topics": [hit.topic for hit in report.topics],
        "evidence": [
            {"field": e.field, "value": e.value, "start": e.start, "end": e.end, "text": e.text, "rule": e.rule}
            for e in report.evidence
        ],
    }


def as_text(extraction: Extraction) -> str:
    """An extraction for the terminal: the article with its evidence coloured, then a block a meeting."""
    document = extraction.document
    console = Console(file=io.StringIO(), force_terminal=True, width=110, color_system="standard")
    heading = f"{document.path} · {document.kind or document.status}"
    if document.published:
        heading += f" · published {document.published} ({document.published_basis})"
    console.print(Text(heading, style="bold"))
    if document.error:
        console.print(Text(document.error, style="red"))
    console.print(highlighted(document.text, (e for r in extraction.reports for e in r.evidence)))
    for number, report in enumerate(extraction.reports, 1):
        _print_report(console, number, report)
    if not extraction.reports and document.status == "ok":
        console.print(Text("No contact between two parties found.", style="italic"))
    output = console.file
    assert isinstance(output, io.StringIO)  # noqa: S101 - made above
    return output.getvalue()


def highlighted(text: str, evidence: Iterable[Evidence]) -> Text:
    """The stored text with every piece of evidence in its colour; shorter spans are drawn last, so they show."""
    drawn = Text(text)
    for piece in sorted(evidence, key=lambda e: e.start - e.end):
        drawn.stylize(STYLES.get(piece.field, ""), piece.start, piece.end)
    return drawn


def _print_report(console: Console, number: int, report: Report) -> None:
    parties = " – ".join(report.parties)
    when = report.date.iso() if report.date else "no date"
    where = ", ".join(part for part in (report.venue, report.city, report.country) if part) or "no place"
    console.print()
    console.print(Text(f"{number}. {parties} · {report.status} · {report.mode} · {when} · {where}", style="bold"))
    if report.occasion:
        console.print(f"   occasion: {report.occasion}", markup=False)
    for piece in report.evidence:
        words = " ".join(piece.text.split())
        line = Text(f"   {piece.field:<12}{piece.value}  ")
        line.append(f"“{words}”", style=STYLES.get(piece.field, ""))
        line.append(f"  [{piece.rule}]", style="dim")
        console.print(line)
    console.print(Text(f"   confidence  {report.confidence:.2f}", style="dim"))
