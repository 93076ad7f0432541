"""What a desk has reviewed, written as annotated articles: the gold it can measure any later version by."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline import overlay, tables

REVIEWED = frozenset({"confirmed", "corrected", "rejected"})

Row = dict[str, Any]


def export(frames: tables.Tables, folder: Path) -> list[Path]:
    """Write every article all of whose meetings have been reviewed.

    Args:
        frames: The corrected tables.
        folder: Where the files go, one ``<name of the article>.json`` each; made when missing.

    Returns:
        The files written. An article of which one meeting is not reviewed is left out, for its gold would have holes;
        rejected meetings are not in it, as they never took place.
    """
    meetings = {row["meeting_id"]: row for row in overlay.rows(frames.meetings)}
    told: dict[str, list[Row]] = {}
    for row in overlay.rows(frames.meeting_sources):
        told.setdefault(row["doc_id"], []).append(meetings[row["meeting_id"]])
    documents = [row for row in overlay.rows(frames.documents) if told.get(row["doc_id"])]
    ready = [row for row in documents if all(meeting["review"] in REVIEWED for meeting in told[row["doc_id"]])]
    listed = {row["meeting_id"] for item in ready for row in told[item["doc_id"]]}
    people = _by_meeting(overlay.rows(frames.participants[frames.participants["meeting_id"].isin(listed)]))
    topics = _by_meeting(overlay.rows(frames.meeting_topics[frames.meeting_topics["meeting_id"].isin(listed)]))
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for document in sorted(ready, key=lambda row: str(row["path"])):
        name = Path(document["path"]).stem
        kept = [meeting for meeting in told[document["doc_id"]] if meeting["review"] != "rejected"]
        content = {
            "id": name,
            "outlet": document["outlet"],
            "url": document["url"],
            "title": document["title"],
            "published": document["published"],
            "doc_type": document["kind"],
            "notes": "exported from reviewed tables",
            "meetings": [
                _meeting(row, people.get(row["meeting_id"], []), topics.get(row["meeting_id"], [])) for row in kept
            ],
        }
        path = folder / f"{name}.json"
        path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        written.append(path)
    return written


def _by_meeting(rows: Sequence[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["meeting_id"], []).append(row)
    return grouped


def _meeting(row: Row, people: Sequence[Row], topics: Sequence[Row]) -> Row:
    return {
        "status": row["status"],
        "date": row["date"],
        "mode": row["mode"],
        "city": row["city"],
        "country": row["country"],
        "parties": list(dict.fromkeys(person["party_id"] for person in people)),
        "people": [
            {
                "name": person["name"],
                "party": person["party_id"],
                "role": person["role"],
                "principal": bool(person["principal"]),
            }
            for person in people
            if person["name"]
        ],
        "occasion": row["occasion"],
        "topics": [topic["topic"] for topic in topics],
    }
