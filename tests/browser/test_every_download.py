"""Every download, clicked under a filter, saved, opened as its readers would, and compared with the query behind it."""

from __future__ import annotations

import json
import re
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import frictionless
import icalendar
import networkx as nx
import openpyxl
import pandas as pd
import pytest
from playwright.sync_api import expect

from pages.shared import downloads
from pipeline import export, query, schema
from pipeline.export import comma
from tests.browser.conftest import Server, Visit, visiting

ADDRESS = "data?country=KAZ&status=any"
KAZAKHSTAN = query.Filters(country=("KAZ",), status=())
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Shelf:
    """The Data page, open under a filter, and the snapshot it shows."""

    visit: Visit
    database: query.Database

    @property
    def link(self) -> str:
        """Where the view of every file is."""
        return f"{self.visit.address}/{ADDRESS}"

    def meetings(self) -> pd.DataFrame:
        """The meetings with their parties and topics, as the pages list them."""
        return query.page(self.database, KAZAKHSTAN, limit=1000)

    def table(self, name: str) -> pd.DataFrame:
        """The rows a table of the selection has, with formulas made harmless as in every file for a spreadsheet."""
        return comma.neutralised(query.table(self.database, KAZAKHSTAN, name))


@pytest.fixture(scope="module")
def shelf(chromium: Any, server: Server, seeds_build: Path) -> Iterator[Shelf]:
    """One page for all downloads."""
    with visiting(chromium) as visit:
        reader = visit(server)
        reader.open(f"/{ADDRESS}")
        yield Shelf(reader, query.open(seeds_build))


def saved(page: Any, label: str, folder: Path) -> Path:
    """Click the button, keep the file under the name it comes with."""
    button = page.get_by_role("button", name=re.compile(rf"(^|\s){re.escape(label)}$"))
    with page.expect_download() as download:
        button.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def read_csv(path: Path, name: str) -> pd.DataFrame:
    """A table as an analyst reads it: the types of the codebook, nothing but an empty cell taken for missing."""
    types = {column.name: column.dtype for column in schema.TABLES[name].columns}
    return pd.read_csv(path, dtype=types, keep_default_na=False, na_values=[""])


def assert_states(said: str, shelf: Shelf, day: str) -> None:
    """Filters in words, view, number of rows, data version, day, citation."""
    for fact in (
        "All meetings; country: Kazakhstan",
        shelf.link,
        f"n = {len(shelf.meetings())}",
        shelf.database.snapshot,
        day,
        "Sidelines (",
        f"Retrieved {day} from {shelf.link}",
    ):
        assert fact in said


def rows_of_a_zip(path: Path, shelf: Shelf) -> str:
    report = frictionless.validate(str(path))
    assert report.valid, report.to_summary()
    with zipfile.ZipFile(path) as archive:
        for name in export.TABLES:
            with archive.open(f"{name}.csv") as table:
                pd.testing.assert_frame_equal(read_csv(table, name), shelf.table(name))
        assert shelf.database.snapshot in archive.read("citation.bib").decode()
        return archive.read("README.md").decode()


def rows_of_a_workbook(path: Path, shelf: Shelf) -> str:
    workbook = openpyxl.load_workbook(path)
    for name in export.TABLES:
        header, *rows = workbook[name].iter_rows(values_only=True)
        found = [[_iso(cell) for cell in row] for row in rows if any(cell is not None for cell in row)]
        frame = query.table(shelf.database, KAZAKHSTAN, name)
        assert list(header) == list(frame.columns)
        assert found == frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    return "\n".join(str(cell) for row in workbook["about"].iter_rows(values_only=True) for cell in row)


def _iso(cell: object) -> object:
    return cell.date().isoformat() if isinstance(cell, datetime) else cell


def rows_of_json(path: Path, shelf: Shelf) -> str:
    told = json.loads(path.read_text("utf-8"))
    meetings = shelf.meetings()
    assert [row["meeting_id"] for row in told["meetings"]] == meetings["meeting_id"].tolist()
    assert [row["parties"] for row in told["meetings"]] == [list(parties) for parties in meetings["parties"]]
    assert [row["date"] or "" for row in told["meetings"]] == meetings["date"].fillna("").tolist()
    return "\n".join(str(value) for value in told["about"].values())


def rows_of_geojson(path: Path, shelf: Shelf) -> str:
    told = json.loads(path.read_text("utf-8"))
    placed = shelf.meetings().dropna(subset=["latitude", "longitude"])
    assert {
        feature["id"]: tuple(feature["geometry"]["coordinates"]) for feature in told["features"]
    } == placed.set_index("meeting_id")[["longitude", "latitude"]].apply(tuple, axis=1).to_dict()
    assert told["about"]["without_coordinates"] == len(shelf.meetings()) - len(placed)
    return "\n".join(str(value) for value in told["about"].values())


def rows_of_a_calendar(path: Path, shelf: Shelf) -> str:
    calendar = icalendar.Calendar.from_ical(path.read_bytes())
    known = shelf.meetings().query("date_precision == 'day'")
    events = {str(event["UID"]): event for event in calendar.events}
    assert set(events) == {f"{meeting_id}@sidelines" for meeting_id in known["meeting_id"]}
    for row in known.to_dict("records"):
        event = events[f"{row['meeting_id']}@sidelines"]
        assert (str(event["SUMMARY"]), event.start.isoformat()) == (row["title"], row["date"])
    # Properties that begin with X- come back as they stand in the file, where commas, semicolons and lines are escaped.
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], str(calendar["X-WR-CALDESC"]))


def rows_of_a_graph(path: Path, shelf: Shelf) -> str:
    graph = nx.read_graphml(path)
    edges = query.edges(shelf.database, KAZAKHSTAN, 1000)
    assert {frozenset(pair): weight for *pair, weight in graph.edges(data="weight")} == {
        frozenset((row["source"], row["target"])): row["n"] for row in edges.to_dict("records")
    }
    parties = query.parties(shelf.database, KAZAKHSTAN)
    assert dict(graph.nodes(data="name")) == dict(zip(parties["party_id"], parties["name"], strict=True))
    return str(graph.graph["about"])


def rows_of_a_feed(path: Path, shelf: Shelf) -> str:
    feed = ET.parse(path).getroot()  # noqa: S314 - our own feed
    meetings = shelf.meetings()
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [
        f"urn:sidelines:meeting:{meeting_id}" for meeting_id in meetings["meeting_id"]
    ]
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == meetings["title"].tolist()
    assert all(feed.findtext(f"{ATOM}{needed}") for needed in ("id", "title", "updated"))
    assert all(entry.findtext(f"{ATOM}updated") for entry in entries)
    return str(feed.findtext(f"{ATOM}subtitle"))


def rows_of_the_statement(path: Path, shelf: Shelf) -> str:
    told = path.read_text("utf-8")
    for name in export.TABLES:
        assert f"- Rows of {name}: {len(shelf.table(name))}\n" in told
    assert "@misc{" in told
    return told


FORMATS: dict[str, Callable[[Path, Shelf], str]] = {
    "zip": rows_of_a_zip,
    "xlsx": rows_of_a_workbook,
    "json": rows_of_json,
    "geojson": rows_of_geojson,
    "ics": rows_of_a_calendar,
    "graphml": rows_of_a_graph,
    "atom": rows_of_a_feed,
    "about": rows_of_the_statement,
}
"""Each format by what opens it, compares its rows, and gives back what it says of itself."""


def test_no_format_and_no_table_is_left_out():
    assert {*FORMATS, "csv"} == set(export.FORMATS)
    assert set(downloads.OFFERED) == set(export.TABLES)


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_holds_what_the_page_shows_and_says_what_it_is(shelf, tmp_path, form):
    days = {datetime.now(UTC).date().isoformat()}
    path = saved(shelf.visit.page, downloads.FORMAT_WORDS[form], tmp_path)
    days |= {datetime.now(UTC).date().isoformat()}
    assert path.name == export.file_name(shelf.database, form)
    said = FORMATS[form](path, shelf)
    assert_states(said, shelf, next(day for day in sorted(days) if day in said))


@pytest.mark.parametrize("table", downloads.OFFERED)
def test_a_table_of_its_own_holds_the_rows_of_the_selection(shelf, tmp_path, table):
    """Plain CSV has no room for a statement; it comes as "What this is"."""
    path = saved(shelf.visit.page, f"{table}.csv", tmp_path)
    assert path.name == f"sidelines-{table}-{shelf.database.snapshot[:8]}.csv"
    pd.testing.assert_frame_equal(read_csv(path, table), shelf.table(table))


def test_the_link_in_a_file_leads_back_to_the_same_rows(shelf, tmp_path, visit, server):
    told = saved(shelf.visit.page, "What this is", tmp_path).read_text("utf-8")
    (link,) = re.findall(r"^- View: (.*)$", told, re.MULTILINE)
    page = visit(server).open(link.removeprefix(server.address))
    held = f"All meetings; country: Kazakhstan: {len(shelf.meetings())} meetings."
    expect(page.get_by_text(held)).to_be_visible()


def test_the_codebook_is_that_of_the_schema(shelf, tmp_path):
    shelf.visit.page.get_by_role("tab", name="Codebook").click()
    path = saved(shelf.visit.page, "Codebook as Markdown", tmp_path)
    shelf.visit.page.get_by_role("tab", name="Download").click()
    assert path.read_text("utf-8") == schema.codebook()


def test_the_meetings_page_offers_the_same_files(shelf, tmp_path, visit, server):
    """The button of the page, and all the others behind it."""
    page = visit(server).open(f"/{ADDRESS}".replace("data", "meetings"))
    count = len(shelf.meetings())
    path = saved(page, f"Meetings as CSV ({count})", tmp_path)
    pd.testing.assert_frame_equal(read_csv(path, "meetings"), shelf.table("meetings"))
    page.get_by_role("button", name="Other formats").click()
    for form in FORMATS:
        page.get_by_role("button", name=re.compile(rf"(^|\s){downloads.FORMAT_WORDS[form]}$")).wait_for()
    path = saved(page, "participants.csv", tmp_path)
    pd.testing.assert_frame_equal(read_csv(path, "participants"), shelf.table("participants"))


@pytest.mark.parametrize("form", ["csv", "json", "ics", "atom"])
def test_the_address_that_the_page_names_gives_the_same_rows(shelf, tmp_path, form):
    address = shelf.visit.page.get_by_text(f"{shelf.visit.address}/api/meetings.{form}?").inner_text()
    with urllib.request.urlopen(address, timeout=20) as answer:
        path = tmp_path / f"answer.{form}"
        path.write_bytes(answer.read())
    if form == "csv":
        pd.testing.assert_frame_equal(read_csv(path, "meetings"), shelf.table("meetings"))
    else:
        assert "All meetings; country: Kazakhstan" in FORMATS[form](path, shelf)
