"""A selection for other programs: calendars, maps, graph tools, feed readers, scripts."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import networkx as nx
import numpy as np
import pandas as pd

from pipeline.export.about import PUBLISHER, TITLE, About

CALENDAR_STATUS = {"held": "CONFIRMED", "mentioned": "CONFIRMED", "planned": "TENTATIVE", "cancelled": "CANCELLED"}

FEED_ENTRIES = 100
"""Entries of a feed; readers keep what they have seen."""

ATOM = "http://www.w3.org/2005/Atom"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain values, ``None`` where nothing is stated."""
    return [{str(name): _stated(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _stated(value: Any) -> Any:
    """A cell as Python has it: lists as lists, ``None`` for not stated."""
    if isinstance(value, np.ndarray):
        return [str(entry) for entry in value]
    return None if pd.isna(value) else value


def as_json(meetings: pd.DataFrame, about: About) -> bytes:
    """Meetings with parties and topics, under a statement of what they are."""
    return _json({"about": about.as_dict(), "meetings": plain(meetings)})


def geojson(meetings: pd.DataFrame, about: About) -> bytes:
    """Meetings that have a place, as points; the others are counted in ``about``."""
    rows = plain(meetings)
    features = [
        {
            "type": "Feature",
            "id": row["meeting_id"],
            "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
            "properties": {name: value for name, value in row.items() if name not in ("latitude", "longitude")},
        }
        for row in rows
        if row["latitude"] is not None and row["longitude"] is not None
    ]
    said = about.as_dict() | {"without_coordinates": len(rows) - len(features)}
    return _json({"type": "FeatureCollection", "about": said, "features": features})


def _json(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def calendar(meetings: pd.DataFrame, about: About) -> bytes:
    """Meetings of which the day is known, as events of whole days; the description counts the others."""
    rows = plain(meetings)
    dated = [row for row in rows if row["date_precision"] == "day"]
    written = icalendar.Calendar()
    written.add("prodid", f"-//{PUBLISHER}//{TITLE}//EN")
    written.add("version", "2.0")
    written.add("x-wr-calname", icalendar.vText(about.filters))
    notes = [*(f"{label}: {value}" for label, value in about.lines())]
    notes.append(f"Left out, because the day is not known: {len(rows) - len(dated)}")
    written.add("x-wr-caldesc", icalendar.vText("\n".join(notes)))
    for row in dated:
        written.add_component(_event(row, about))
    return bytes(written.to_ical())


def _event(row: dict[str, Any], about: About) -> icalendar.Event:
    first = date.fromisoformat(row["date"])
    last = (
        date.fromisoformat(row["date_end"]) if row["date_end"] and len(row["date_end"]) == len(row["date"]) else first
    )
    event = icalendar.Event()
    event.add("uid", f"{row['meeting_id']}@sidelines")
    event.add("dtstamp", datetime.combine(about.accessed, time(), UTC))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("summary", row["title"])
    event.add("status", CALENDAR_STATUS[row["status"]])
    event.add("transp", "TRANSPARENT")
    if row["topics"]:
        event.add("categories", row["topics"])
    if place := _place(row):
        event.add("location", place)
    event.add("description", _description(row))
    return event


def _place(row: dict[str, Any]) -> str:
    return ", ".join(part for part in (row["venue"], row["city"], row["country_name"]) if part)


def _description(row: dict[str, Any]) -> str:
    """One meeting in a few lines."""
    facts = {
        "Parties": ", ".join(row["parties"]),
        "Topics": ", ".join(row["topics"]),
        "Occasion": row["occasion"],
        "Date": f"{row['date'] or 'not stated'} ({row['date_basis'] or 'no basis'})",
        "Articles": row["n_sources"],
        "Confidence": row["confidence"],
    }
    return "\n".join(f"{label}: {value}" for label, value in facts.items() if value)


def graphml(parties: pd.DataFrame, edges: pd.DataFrame, about: About) -> bytes:
    """Who met whom: parties as nodes, pairs that met as edges weighted by meetings, for Gephi and the like."""
    graph = nx.Graph(
        name=about.filters, about=_xml_text("\n".join(f"{label}: {value}" for label, value in about.lines()))
    )
    for row in plain(parties):
        graph.add_node(
            row["party_id"], **_attributes(row, ("name", "party_type", "region", "latitude", "longitude", "n"))
        )
    for row in plain(edges):
        graph.add_edge(row["source"], row["target"], weight=row["n"], **_attributes(row, ("last",)))
    target = io.BytesIO()
    nx.write_graphml_xml(graph, target, encoding="utf-8", prettyprint=True)
    return target.getvalue()


def _attributes(row: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """Stated attributes; GraphML has no word for "not stated"."""
    found = {name: row[name] for name in names if row[name] is not None}
    return {name: _xml_text(value) if isinstance(value, str) else value for name, value in found.items()}


def atom(meetings: pd.DataFrame, about: About) -> bytes:
    """The newest meetings as an Atom feed."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", f"urn:sidelines:view:{about.link}")
    _add(feed, "title", f"{TITLE}: {about.filters}")
    _add(feed, "subtitle", "\n".join(f"{label}: {value}" for label, value in about.lines()))
    _add(feed, "updated", f"{about.accessed.isoformat()}T00:00:00Z")
    _add(_add(feed, "author"), "name", PUBLISHER)
    _add(feed, "link", rel="alternate", href=about.link)
    for row in plain(meetings.head(FEED_ENTRIES)):
        entry = _add(feed, "entry")
        _add(entry, "id", f"urn:sidelines:meeting:{row['meeting_id']}")
        _add(entry, "title", row["title"])
        # Of a meeting's changes only the latest article about it has a date.
        _add(entry, "updated", f"{row['reported'] or about.accessed.isoformat()}T00:00:00Z")
        _add(entry, "summary", _description(row))
        for topic in row["topics"]:
            _add(entry, "category", term=topic)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}", {key: _xml_text(value) for key, value in attributes.items()})
    child.text = _xml_text(text) or None
    return child


def _xml_text(text: str) -> str:
    """The text without characters that no XML document may hold."""
    return _NOT_XML.sub("", text)
