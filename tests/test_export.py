"""Every download is opened by a program other than ours and compared with the query that made it."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import frictionless
import icalendar
import networkx as nx
import openpyxl
import pandas as pd
import pytest

from pipeline import errors, export, query, schema, store, tables
from pipeline.export import comma
from tests import handmade
from tests.benchmarks import generate

TODAY = date(2026, 1, 5)
BASE = "http://localhost:8501/meetings"
EVERY = query.Filters(status=())
KAZAKHSTAN = query.Filters(country=("KAZ",), status=())
NOTHING = query.Filters(country=("ATL",))


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> query.Database:
    build = tmp_path_factory.mktemp("build")
    store.write(handmade.built(), build, {"sidelines": "0.1.0"})
    return query.open(build)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> query.Database:
    """The same corpus with texts that attack the programs that open a file."""
    built = handmade.built()
    attack = '=HYPERLINK("http://evil.example","x")\x0b\r\nEND:VCALENDAR <script>&]]>'
    meetings = built.meetings.assign(title=attack, venue="-1+1", occasion="@SUM(A1)")
    build = tmp_path_factory.mktemp("hostile")
    store.write(replace(built, meetings=meetings.astype({"title": "str", "venue": "str", "occasion": "str"})), build)
    return query.open(build)


def made(database: query.Database, form: str, filters: query.Filters = EVERY, **more: str) -> bytes:
    return export.make(database, filters, form, accessed=TODAY, base=BASE, **more)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@pytest.mark.parametrize("name", export.TABLES)
def test_a_csv_has_the_columns_of_the_contract_and_the_rows_of_the_selection(database, name):
    found = rows(made(database, "csv", KAZAKHSTAN, table=name))
    expected = query.table(database, KAZAKHSTAN, name)
    assert len(found) == len(expected)
    if found:
        assert tuple(found[0]) == schema.TABLES[name].names
    for column in schema.TABLES[name].columns:
        given = [row[column.name] for row in found]
        if column.kind == "text":
            assert given == comma.neutralised(expected)[column.name].fillna("").tolist()
        elif column.kind == "boolean":
            assert given == [str(value).lower() for value in expected[column.name]]
        else:
            assert [float(value or "nan") for value in given] == pytest.approx(
                expected[column.name].tolist(), nan_ok=True
            )


def test_a_csv_of_an_empty_selection_is_a_header(database):
    assert made(database, "csv", NOTHING).decode() == ",".join(schema.TABLES["meetings"].names) + "\n"


def test_no_text_of_a_csv_is_a_formula(hostile):
    for name in export.TABLES:
        for row in rows(made(hostile, "csv", table=name)):
            texts = [row[column.name] for column in schema.TABLES[name].columns if column.kind == "text"]
            assert not [text for text in texts if text.startswith(comma.FORMULA_STARTS)]
    assert rows(made(hostile, "csv"))[0]["title"].startswith("'=HYPERLINK")


def test_a_negative_number_is_no_formula():
    frame = pd.DataFrame({"latitude": [-12.5]})
    assert comma.neutralised(frame)["latitude"].tolist() == [-12.5]


@pytest.mark.parametrize("filters", [EVERY, KAZAKHSTAN, NOTHING])
def test_the_zip_is_a_valid_data_package(database, tmp_path, filters):
    path = tmp_path / "package.zip"
    path.write_bytes(made(database, "zip", filters))
    report = frictionless.validate(str(path))
    assert report.valid, report.to_summary()
    assert len(report.tasks) == len(export.TABLES)


def test_the_validation_of_the_zip_is_no_formality(database, tmp_path):
    """A forged row, a broken reference and a changed byte are all found."""
    with zipfile.ZipFile(io.BytesIO(made(database, "zip"))) as archive:
        archive.extractall(tmp_path)
    participants = tmp_path / "participants.csv"
    participants.write_text(participants.read_text().replace("m-call,SYR", "m-gone,SYR").replace("true", "vrai", 1))
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    found = {error.type for task in report.tasks for error in task.errors}
    assert found >= {"hash-count", "type-error", "foreign-key"}


def test_the_zip_of_generated_meetings_is_a_valid_data_package(tmp_path):
    store.write(generate.generate(200), tmp_path / "build")
    path = tmp_path / "package.zip"
    path.write_bytes(made(query.open(tmp_path / "build"), "zip", query.Filters(country=("SYR",), mode=("phone",))))
    report = frictionless.validate(str(path))
    assert report.valid, report.to_summary()


def test_the_zip_says_what_it_is(database):
    with zipfile.ZipFile(io.BytesIO(made(database, "zip", KAZAKHSTAN))) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(files) == {
        "README.md",
        "datapackage.json",
        "codebook.md",
        "citation.bib",
        *(f"{name}.csv" for name in export.TABLES),
    }
    for said in (
        "- Filters: All meetings; country: Kazakhstan",
        f"- View: {BASE}?country=KAZ&status=any",
        "- Meetings: 3",
        "- Rows of participants: 7",
        "- Retrieved: 2026-01-05",
        f"- Data version: {database.snapshot}",
        "- Sources (articles): SANA (1)",
        "no spreadsheet takes it for a formula",
    ):
        assert said in files["README.md"]
    package = json.loads(files["datapackage.json"])
    assert package["about"]["citation"].startswith("Sidelines (2026). Diplomatic meetings from news text.")
    assert "texts" not in [resource["name"] for resource in package["resources"]]
    assert "## texts" not in files["codebook.md"]


def test_the_same_selection_gives_the_same_bytes(database):
    for form in export.FORMATS:
        if form != "xlsx":  # a workbook carries the time it was made
            assert made(database, form) == made(database, form), form


def test_a_workbook_has_a_sheet_a_table_with_typed_cells(database):
    book = openpyxl.load_workbook(io.BytesIO(made(database, "xlsx")))
    assert book.sheetnames == ["about", *export.TABLES, "columns"]
    assert dict(book["about"].iter_rows(min_row=2, values_only=True))["Filters"] == "All meetings"
    sheet = [dict(zip(schema.TABLES["meetings"].names, row, strict=True)) for row in _body(book, "meetings")]
    dates = {
        row["meeting_id"]: row["date"].date() if isinstance(row["date"], datetime) else row["date"] for row in sheet
    }
    assert dates == {
        "m-off": date(2021, 9, 3),
        "m-visit": "2021-09",
        "m-call": date(2021, 2, 17),
        "m-mention": "2020",
        "m-plan": None,
    }
    assert {type(row["n_parties"]) for row in sheet} <= {int, float}
    assert [row["principal"] for row in _dicts(book, "participants")] == [True] * 11


def _body(book: openpyxl.Workbook, name: str) -> list[tuple[object, ...]]:
    return list(book[name].iter_rows(min_row=2, values_only=True))


def _dicts(book: openpyxl.Workbook, name: str) -> list[dict[str, object]]:
    return [dict(zip(schema.TABLES[name].names, row, strict=True)) for row in _body(book, name)]


def test_a_workbook_of_an_empty_selection_keeps_its_headers(database):
    book = openpyxl.load_workbook(io.BytesIO(made(database, "xlsx", NOTHING)))
    assert next(book["meetings"].iter_rows(values_only=True)) == schema.TABLES["meetings"].names


def test_no_cell_of_a_workbook_is_a_formula(hostile):
    book = openpyxl.load_workbook(io.BytesIO(made(hostile, "xlsx")))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)


def test_a_calendar_holds_the_meetings_of_which_the_day_is_known(database):
    calendar = icalendar.Calendar.from_ical(made(database, "ics"))
    events = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert set(events) == {"m-call@sidelines", "m-off@sidelines"}
    off = events["m-off@sidelines"]
    assert (off.decoded("dtstart"), off.decoded("dtend")) == (date(2021, 9, 3), date(2021, 9, 5))
    assert (str(off["status"]), str(off["summary"])) == ("CANCELLED", "Mikdad – Bolatov, video call, cancelled")
    assert "the day is not known: 3" in str(calendar["x-wr-caldesc"])
    assert BASE in str(calendar["x-wr-caldesc"])


def test_a_title_cannot_end_the_calendar(hostile):
    calendar = icalendar.Calendar.from_ical(made(hostile, "ics"))
    assert len(calendar.walk("VEVENT")) == 2


def test_geojson_has_a_point_for_each_meeting_with_a_place(database):
    found = json.loads(made(database, "geojson"))
    assert {feature["id"]: feature["geometry"]["coordinates"] for feature in found["features"]} == {
        "m-visit": [36.2913, 33.5102],
        "m-plan": [36.2913, 33.5102],
    }
    assert found["about"]["without_coordinates"] == 3
    assert found["features"][0]["properties"]["parties"] == ["Kazakhstan", "Syria"]


def test_json_has_every_meeting_and_nulls_for_what_is_not_stated(database):
    found = json.loads(made(database, "json"))
    assert [row["meeting_id"] for row in found["meetings"]] == query.page(database, EVERY)["meeting_id"].tolist()
    assert found["meetings"][-1]["date"] is None
    assert found["about"]["meetings"] == 5


def test_graphml_has_who_met_whom(database):
    graph = nx.parse_graphml(made(database, "graphml").decode())
    assert graph.edges["KAZ", "SYR"]["weight"] == 3
    assert graph.nodes["un"]["name"] == "United Nations"
    assert sorted(graph.nodes) == ["KAZ", "RUS", "SYR", "un"]
    assert BASE in graph.graph["about"]


def parsed(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - our own file


def test_a_feed_is_well_formed_whatever_a_title_holds(database, hostile):
    atom = {"a": "http://www.w3.org/2005/Atom"}
    feed = parsed(made(database, "atom"))
    entries = feed.findall("a:entry", atom)
    assert [entry.findtext("a:id", namespaces=atom) for entry in entries[:2]] == [
        "urn:sidelines:meeting:m-off",
        "urn:sidelines:meeting:m-visit",
    ]
    assert entries[2].findtext("a:updated", namespaces=atom) == "2021-02-17T00:00:00Z"
    assert BASE in feed.findtext("a:subtitle", namespaces=atom)
    assert "<script>" in parsed(made(hostile, "atom")).find("a:entry", atom).findtext("a:title", namespaces=atom)


def test_the_statement_tells_what_the_rows_cannot_say(database):
    said = made(database, "about", replace(EVERY, since=date(2021, 1, 1))).decode()
    assert "1 meeting has no date and thus no place in the range of dates." in said
    assert "0 of 3 were looked at by a person" in said
    assert "1 meeting has no date." in made(database, "about").decode()


def test_the_citation_names_selection_version_and_day(database):
    about = export.about(database, KAZAKHSTAN, TODAY, BASE)
    assert about.citation() == (
        "Sidelines (2026). Diplomatic meetings from news text. All meetings; country: Kazakhstan; n = 3. "
        f"Version 0.1.0, data {database.snapshot}. Retrieved 2026-01-05 from {BASE}?country=KAZ&status=any."
    )
    assert about.bibtex().startswith(f"@misc{{sidelines-{database.snapshot},")


def test_bibtex_escapes_what_latex_would_read(database):
    about = export.about(database, replace(EVERY, q="50 % & more_"), TODAY, BASE)
    assert r"50 \% \& more\_" in about.bibtex()


@pytest.mark.parametrize("form", export.FORMATS)
def test_every_format_can_be_made_of_an_empty_selection_and_of_an_empty_build(database, tmp_path, form):
    assert made(database, form, NOTHING)
    store.write(tables.Tables.empty(), tmp_path)
    assert made(query.open(tmp_path), form)


def test_a_file_is_named_after_its_content_and_data(database):
    assert export.file_name(database, "csv", "people") == f"sidelines-people-{database.snapshot[:8]}.csv"
    assert export.file_name(database, "ics") == f"sidelines-meetings-{database.snapshot[:8]}.ics"


def test_what_cannot_be_made_is_one_clear_sentence(database, tmp_path: Path):
    with pytest.raises(errors.ExportError, match="docx is no format; choose one of csv, zip"):
        made(database, "docx")
    with pytest.raises(errors.ExportError, match="texts is no table that can be downloaded"):
        made(database, "csv", table="texts")


def test_a_table_that_is_too_long_for_a_sheet_is_one_clear_sentence(database, monkeypatch):
    from pipeline.export import workbook

    monkeypatch.setattr(workbook, "MAX_SHEET_ROWS", 2)
    with pytest.raises(errors.ExportError, match="a sheet takes 2; filter more or take the ZIP"):
        made(database, "xlsx")
