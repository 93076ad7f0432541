"""Annotated articles as the records that extraction would give, so that merging is tested without extraction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import records

LEVELS = (
    ("deputy", "deputy_minister"),
    ("assistant", "deputy_minister"),
    ("prime minister", "head_of_government"),
    ("foreign minister", "minister"),
    ("minister", "minister"),
    ("president", "head_of_state"),
    ("king", "head_of_state"),
    ("ambassador", "ambassador"),
    ("envoy", "envoy"),
    ("speaker", "parliament"),
)


def extraction(gold: Mapping[str, Any], text: str) -> records.Extraction:
    """One annotated article, in the form of ``practice/GUIDELINES.md``, with its text."""
    digest = hashlib.sha256(f"{gold['id']}\n{text}".encode()).hexdigest()
    published = gold.get("published")
    document = records.Document(
        doc_id=f"d-{digest[:12]}",
        path=f"{gold['id']}.txt",
        text=text,
        sha256=digest,
        outlet=gold.get("outlet"),
        title=gold.get("title"),
        published=date.fromisoformat(published) if published else None,
        published_basis="stamp" if published else None,
        kind=gold.get("doc_type"),
    )
    reports = tuple(report(document.doc_id, ordinal, told) for ordinal, told in enumerate(gold["meetings"]))
    return records.Extraction(document, reports)


def report(doc_id: str, ordinal: int, told: Mapping[str, Any]) -> records.Report:
    """One annotated meeting."""
    value = told.get("date")
    return records.Report(
        doc_id=doc_id,
        ordinal=ordinal,
        status=told.get("status", "held"),
        mode=told.get("mode") or "unknown",
        participants=tuple(participants(told)),
        date=records.PartialDate.from_iso(value) if value else None,
        date_end=records.PartialDate.from_iso(told["date_end"]) if told.get("date_end") else None,
        date_basis=told.get("date_basis", "stated") if value else None,
        city=told.get("city"),
        country=told.get("country"),
        occasion=told.get("occasion"),
        topics=tuple(records.TopicHit(topic, 0.8, 0, 0) for topic in told.get("topics", ())),
        confidence=told.get("confidence", 0.8),
    )


def participants(told: Mapping[str, Any]) -> Iterator[records.Participant]:
    """Participants of one annotated meeting; a party without people has one row."""
    for party in told["parties"]:
        kind = "country" if party.isupper() else "organisation"
        people = [person for person in told.get("people", ()) if person["party"] == party]
        for person in people or [{}]:
            role = person.get("role")
            yield records.Participant(
                party_id=party,
                party=party,
                party_type=kind,
                name=person.get("name"),
                role=role,
                level=level(role),
                principal=person.get("principal", True),
            )


def level(role: str | None) -> records.Level:
    """A rough rank, enough to tell a minister from a president."""
    words = (role or "").lower()
    return next((found for sign, found in LEVELS if sign in words), "official" if words else "other")


def folder(gold: Path, texts: Path) -> list[records.Extraction]:
    """All annotated articles of a folder."""
    return [
        extraction(
            json.loads(file.read_text(encoding="utf-8")),
            (texts / f"{file.stem}.txt").read_text(encoding="utf-8", errors="replace"),
        )
        for file in sorted(gold.glob("*.json"))
    ]


def pair(told: Mapping[str, Any], number: int) -> tuple[records.Extraction, records.Extraction]:
    """The two articles of a line of ``pairs/meetings.jsonl``; people are written ``name|party|role|present``."""
    first, second = (_article(told[side], f"{number}-{side}") for side in ("a", "b"))
    return first, second


def _article(told: Mapping[str, Any], name: str) -> records.Extraction:
    cells = [(*cell.split("|"), "", "")[:4] for cell in told["people"]]
    people = [
        {"name": person, "party": party, "role": role or None, "principal": part != "present"}
        for person, party, role, part in cells
        if person or role
    ]
    parties = list(dict.fromkeys(party for _, party, _, _ in cells))
    meeting = {**told, "parties": parties, "people": [{**person, "name": person["name"] or None} for person in people]}
    found = extraction({"id": name, "published": told.get("published"), "meetings": [meeting]}, told["text"])
    if "weekday" not in told:
        return found
    start = told["text"].lower().index(told["weekday"].lower())
    end = start + len(told["weekday"])
    piece = records.Evidence("date", told["weekday"], start, end, told["text"][start:end], "weekday")
    return replace(found, reports=(replace(found.reports[0], evidence=(piece,)),))
