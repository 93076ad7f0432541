"""A build folder: whole at every moment, the same for the same content, clear about what is wrong with it."""

from __future__ import annotations

import csv
import fcntl
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from pipeline import cache, errors, schema, store, tables
from tests import handmade


@pytest.fixture(scope="module")
def built() -> tables.Tables:
    return handmade.built()


@pytest.fixture
def build(tmp_path: Path, built: tables.Tables) -> Path:
    store.write(built, tmp_path / "build", {"version": "1", "created": "2026-01-05"})
    return tmp_path / "build"


def with_outlet(built: tables.Tables, outlet: str) -> tables.Tables:
    """The tables with another content."""
    return replace(
        built, documents=built.documents.assign(outlet=pd.Series(outlet, built.documents.index, dtype="str"))
    )


def test_what_was_written_is_read_back_the_same(build, built):
    for name, frame in store.read_tables(build).items():
        pd.testing.assert_frame_equal(frame, dict(built.items())[name])


def test_empty_tables_are_a_build_too(tmp_path):
    store.write(tables.Tables.empty(), tmp_path)
    assert store.check(tmp_path) == []
    assert (tmp_path / "current" / "topics.csv").read_text() == "topic,label,description,plover_context\n"


def test_a_csv_file_says_what_the_contract_says(build):
    with (build / "current" / "participants.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == schema.TABLES["participants"].names
    assert rows[1]["principal"] == "true"
    assert rows[1]["role"] == ""


def test_texts_survive_csv_with_quotes_and_line_breaks(build, built):
    with (build / "current" / "texts.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["doc_id"]: row["text"] for row in csv.DictReader(file)}
    assert rows == dict(zip(built.texts["doc_id"], built.texts["text"], strict=True))


@pytest.mark.parametrize(
    "odd", ["a\x00b", "a\r\nb", "\ufeffa", "مرحبا", "👋🏽", '""', "'; DROP TABLE x", "\u2028", " a "]
)
def test_odd_characters_survive_both_formats(tmp_path, built, odd):
    store.write(with_outlet(built, odd), tmp_path)
    assert set(store.read_tables(tmp_path).documents["outlet"]) == {odd}
    with (tmp_path / "current" / "documents.csv").open(newline="", encoding="utf-8") as file:
        assert {row["outlet"] for row in csv.DictReader(file)} == {odd}


def test_the_same_content_has_the_same_id_and_the_same_bytes(tmp_path, built):
    first = store.write(built, tmp_path / "a", {"version": "1", "created": "2026-01-05"})
    second = store.write(built, tmp_path / "b", {"version": "1", "created": "2026-02-06"})
    assert first.name == second.name
    for file in sorted(path.name for path in first.iterdir() if path.name != "manifest.json"):
        assert (first / file).read_bytes() == (second / file).read_bytes(), file


def test_other_content_or_other_settings_have_another_id(build, built):
    first = store.snapshot_path(build)
    assert store.write(with_outlet(built, "Other"), build, {"version": "1"}) != first
    assert store.write(built, build, {"version": "2"}) != first


def test_the_manifest_counts_and_hashes_every_file(build, built):
    manifest = store.manifest(build)
    assert manifest["snapshot"] == store.snapshot_path(build).name
    assert (manifest["version"], manifest["created"]) == ("1", "2026-01-05")
    assert {name: table["rows"] for name, table in manifest["tables"].items()} == {
        name: len(frame) for name, frame in built.items()
    }


def test_building_the_same_again_changes_no_file(build, built):
    before = {path: path.stat().st_mtime_ns for path in (build / "current").iterdir()}
    store.write(built, build, {"version": "1", "created": "2026-02-06"})
    assert {path: path.stat().st_mtime_ns for path in (build / "current").iterdir()} == before


def test_a_build_folder_can_be_moved(build, built):
    moved = build.rename(build.parent / "elsewhere")
    assert store.check(moved) == []


def test_a_build_its_current_and_a_snapshot_all_name_the_snapshot(build):
    snapshot = store.snapshot_path(build)
    assert store.snapshot_path(build / "current") == store.snapshot_path(snapshot) == snapshot


def test_a_reader_keeps_the_snapshot_it_opened(build, built):
    opened = store.snapshot_path(build)
    store.write(with_outlet(built, "Other"), build)
    assert set(store.read_tables(opened).documents["outlet"].dropna()) == {"SANA", "TASS"}
    assert set(store.read_tables(build).documents["outlet"]) == {"Other"}


def test_old_snapshots_are_pruned_and_the_current_one_never(build, built):
    for number in range(6):
        store.write(with_outlet(built, f"Outlet {number}"), build, keep=3)
    store.write(built, build, {"version": "1", "created": "2026-01-05"}, keep=1)
    kept = [path.name for path in (build / "snapshots").iterdir()]
    assert kept == [store.snapshot_path(build).name]


def test_going_back_to_an_older_content_makes_it_the_newest(build, built):
    first = store.snapshot_path(build)
    other = store.write(with_outlet(built, "Other"), build)
    assert store.write(built, build, {"version": "1"}) == first
    third = store.write(with_outlet(built, "Third"), build, keep=2)
    assert set((build / "snapshots").iterdir()) == {first.resolve(), third.resolve()}
    assert other not in (first, third)


def test_tables_that_break_the_schema_are_not_published(build, built):
    before = store.snapshot_path(build)
    broken = replace(
        built, meetings=built.meetings.assign(status=pd.Series("maybe", built.meetings.index, dtype="str"))
    )
    with pytest.raises(errors.SchemaError, match=r"nothing was written to .* meetings.status: 'maybe' is not one of"):
        store.write(broken, build)
    assert store.snapshot_path(build) == before


def test_no_build_is_one_clear_sentence(tmp_path):
    with pytest.raises(errors.StoreError, match=r"does not exist; make one with: sidelines build SOURCE --out"):
        store.read_tables(tmp_path / "nothing")
    with pytest.raises(errors.StoreError, match="is not a build; make one with"):
        store.check(tmp_path)


def test_a_changed_a_missing_and_a_cut_file_are_reported(build):
    snapshot = store.snapshot_path(build)
    with (snapshot / "meetings.csv").open("a") as file:
        file.write("m-forged\n")
    (snapshot / "topics.csv").unlink()
    problems = "\n".join(store.check(build))
    assert "meetings.csv: size or hash is not the manifest's" in problems
    assert "topics.csv: the file is missing" in problems


def test_a_missing_and_a_damaged_parquet_file_are_reported(build):
    snapshot = store.snapshot_path(build)
    (snapshot / "topics.parquet").write_bytes(b"PAR1 nonsense")
    with pytest.raises(errors.StoreError, match=r"topics.parquet cannot be read .* build again"):
        store.read_tables(build)
    (snapshot / "topics.parquet").unlink()
    assert store.check(build) == ["topics: topics.parquet is missing"]


def test_a_damaged_manifest_is_one_clear_sentence(build):
    file = store.snapshot_path(build) / "manifest.json"
    file.write_text("{")
    with pytest.raises(errors.StoreError, match=r"manifest.json cannot be read .* build again"):
        store.manifest(build)
    file.write_text(json.dumps(["not", "ours"]))
    with pytest.raises(errors.StoreError, match="is not the manifest of a build"):
        store.manifest(build)


def test_building_again_repairs_a_damaged_snapshot(build, built):
    (store.snapshot_path(build) / "meetings.csv").write_text("nonsense")
    store.write(built, build, {"version": "1", "created": "2026-01-05"})
    assert store.check(build) == []


def test_two_builds_do_not_write_at_once(tmp_path):
    tmp_path.joinpath(".lock").touch()
    with tmp_path.joinpath(".lock").open("w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(errors.StoreError, match="another build is writing"), store.lock(tmp_path, seconds=0.1):
            pass
    with store.lock(tmp_path, seconds=0.1):
        pass


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(tmp_path, built):
    (tmp_path / "build").write_text("a file, not a folder")
    with pytest.raises(errors.StoreError, match=r"cannot be written .* name another folder with --out"):
        store.write(built, tmp_path / "build")


# The cache of extractions


def test_an_extraction_comes_back_from_the_cache_as_it_went_in(tmp_path):
    with cache.open_cache(tmp_path, "v1") as opened:
        for extraction in handmade.extractions():
            opened.put(extraction.document, extraction)
    with cache.open_cache(tmp_path, "v1") as opened:
        assert [opened.get(one.document) for one in handmade.extractions()] == handmade.extractions()


def test_an_article_that_moved_is_found_under_its_new_path(tmp_path):
    extraction = handmade.extractions()[0]
    moved = replace(extraction.document, path="archive/2021/phone.txt")
    with cache.open_cache(tmp_path, "v1") as opened:
        opened.put(extraction.document, extraction)
        assert opened.get(moved) == replace(extraction, document=moved)


def test_another_fingerprint_text_or_metadata_is_a_miss(tmp_path):
    extraction = handmade.extractions()[0]
    with cache.open_cache(tmp_path, "v1") as opened:
        opened.put(extraction.document, extraction)
        assert opened.get(replace(extraction.document, published=None)) is None
        assert opened.get(handmade.extractions()[1].document) is None
    with cache.open_cache(tmp_path, "v2") as opened:
        assert opened.get(extraction.document) is None
        assert opened.forget_others() == 1
    with cache.open_cache(tmp_path, "v1") as opened:
        assert opened.get(extraction.document) is None


@pytest.mark.parametrize("entry", [b"", b"{", b'{"document": {"doc_id": 7}}', b"[]", b"\x80\x04N."])
def test_a_damaged_entry_is_a_miss(tmp_path, entry):
    document = handmade.DOCUMENTS["phone"]
    with cache.open_cache(tmp_path, "v1") as opened:
        opened.put(document, handmade.extractions()[0])
    with sqlite3.connect(tmp_path / cache.FILE) as connection:
        connection.execute("UPDATE extractions SET extraction = ?", (entry,))
    with cache.open_cache(tmp_path, "v1") as opened:
        assert opened.get(document) is None


def test_what_was_extracted_before_an_error_is_kept(tmp_path):
    extraction = handmade.extractions()[0]

    def interrupted_build() -> None:
        with cache.open_cache(tmp_path, "v1") as opened:
            opened.put(extraction.document, extraction)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted_build()
    with cache.open_cache(tmp_path, "v1") as opened:
        assert opened.get(extraction.document) == extraction


def test_a_file_that_is_no_cache_is_one_clear_sentence(tmp_path):
    file = tmp_path / cache.FILE
    file.parent.mkdir()
    file.write_text("not a database, and long enough to be taken for one" * 20)
    with (
        pytest.raises(errors.StoreError, match=r"cannot be used .* delete .* and build again"),
        cache.open_cache(tmp_path, "v1"),
    ):
        pass
