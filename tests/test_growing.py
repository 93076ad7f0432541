"""What a build keeps on disk while it runs, and what the next one takes over: never another table for it."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import pipeline
from pipeline import (
    acts,
    bulk,
    cache,
    copies,
    dependencies,
    errors,
    intake,
    merge,
    publish,
    records,
    schema,
    search,
    store,
    unchanged,
)
from tests import handmade

MEETING = "Nepali Foreign Minister Hari Thapa met Norwegian Foreign Minister Nils Haugen in Oslo on {day} June 2019."
AGAIN = "In Oslo, Norwegian Foreign Minister Nils Haugen and Nepali Foreign Minister Hari Thapa held talks on {day} June 2019."
TRADE = " They discussed trade and investment, and the fight against terrorism."
ACT = partial(acts.Act, by="rana", at="2026-01-05T12:00:00Z")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same eight articles built at once, and in two steps."""
    top = tmp_path_factory.mktemp("growing")
    first, second = top / "first", top / "second"
    for folder, days in ((first, (3, 4, 5, 6)), (second, (7, 8))):
        folder.mkdir()
        for day in days:
            (folder / f"{day}.txt").write_text(MEETING.format(day=day) + TRADE, "utf-8")
    (second / "3-again.txt").write_text(AGAIN.format(day=3) + TRADE, "utf-8")
    (second / "empty.txt").write_text(" ", "utf-8")
    pipeline.build([first, second], top / "at-once")
    pipeline.build([first], top / "in-two")
    pipeline.build([second], top / "in-two", add=True)
    return top / "at-once", top / "in-two"


def files(out: Path) -> dict[str, bytes]:
    """The tables and the index of the build in force."""
    return {path.name: path.read_bytes() for path in (out / "current").iterdir() if path.name != "manifest.json"}


def test_adding_gives_the_bytes_of_building_at_once(folders: tuple[Path, Path]):
    at_once, in_two = folders
    assert files(in_two) == files(at_once)
    assert store.check(in_two) == []


def test_evidence_of_meetings_told_as_before_is_taken_over(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch):
    """Taken from the table itself: that of every meeting, where nothing is new."""
    _, out = folders
    before = files(out)
    earlier = unchanged.read(out)
    assert earlier is not None
    assert set(earlier.digests) == set(store.read_table(out, "meetings")["meeting_id"])
    taken_over = []
    made = bulk.from_meetings
    monkeypatch.setattr(
        bulk, "from_meetings", lambda *given: taken_over.append(made(*given).taken_over) or made(*given)
    )
    pipeline.build([out.parent / "second"], out, add=True)
    assert [one.meetings for one in taken_over] == [frozenset(earlier.digests)]
    assert files(out) == before


@pytest.mark.parametrize("table", ["documents", "texts", "evidence"])
def test_a_table_that_was_tampered_with_is_not_taken_over(folders: tuple[Path, Path], table: str):
    _, out = folders
    file = out / "current" / f"{table}.parquet"
    whole = file.read_bytes()
    file.write_bytes(whole + b" ")
    try:
        assert unchanged.read(out) is None
    finally:
        file.write_bytes(whole)


def test_what_other_code_wrote_is_not_taken_over(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch):
    of = dependencies.fingerprint
    _, out = folders
    assert (known := unchanged.read(out)) is not None
    assert known.has_index
    monkeypatch.setattr(dependencies, "fingerprint", lambda name: of(name) + "!" * (name == "pipeline.search"))
    assert (known := unchanged.read(out)) is not None
    assert not known.has_index
    monkeypatch.setattr(dependencies, "fingerprint", lambda name: of(name) + "!" * (name == "pipeline.bulk"))
    assert unchanged.read(out) is None


@pytest.fixture
def grown(folders: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """A build of the first four articles, and a folder of one more."""
    shutil.copytree(folders[0].parent / "first", tmp_path / "first")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "9.txt").write_text(MEETING.format(day=9) + TRADE + " Thapa left for Zürich.", "utf-8")
    pipeline.build([tmp_path / "first"], tmp_path / "build")
    return tmp_path / "build", tmp_path / "more"


def from_scratch(top: Path, *sources: Path) -> dict[str, bytes]:
    """What a build of these sources gives in an empty folder."""
    pipeline.build(sources, top / "from-scratch")
    return files(top / "from-scratch")


def test_texts_and_words_of_known_articles_are_taken_over(grown: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch):
    """Of the texts kept in the folder only the new one is asked for when tables are written."""
    out, more = grown
    asked = []
    made = bulk.from_meetings

    def listening(outlines, meetings, text, *rest):
        return made(outlines, meetings, lambda document: asked.append(document.path) or text(document), *rest)

    monkeypatch.setattr(bulk, "from_meetings", listening)
    indexed = []
    write = search.write
    monkeypatch.setattr(search, "write", lambda *given: indexed.append(given[-1]) or write(*given))
    pipeline.build([more], out, add=True)
    assert {Path(path).name for path in asked} == {"9.txt"}
    assert [(len(earlier.numbered), set(earlier.gone)) for earlier in indexed] == [(4, set())]
    assert files(out) == from_scratch(out.parent, out.parent / "first", more)


def test_a_word_index_that_is_lost_or_damaged_is_made_from_the_texts(grown: tuple[Path, Path]):
    out, more = grown
    expected = from_scratch(out.parent, out.parent / "first", more)
    for spoil in (lambda file: file.write_bytes(b"PAR1 nonsense"), lambda file: file.unlink()):
        pipeline.build([out.parent / "first"], out)
        spoil(out / "current" / search.FILE)
        assert (known := unchanged.read(out)) is not None
        assert not known.has_index
        pipeline.build([more], out, add=True)
        assert files(out) == expected


def test_articles_that_went_or_were_spaced_otherwise_are_not_taken_over(grown: tuple[Path, Path]):
    """Spacing does not change an article's id, but every place in its text."""
    out, _ = grown
    first = out.parent / "first"
    (first / "3.txt").write_text(MEETING.format(day=3).replace(" met ", "  met\n") + TRADE, "utf-8")
    (first / "4.txt").unlink()
    before = store.read_table(out, "documents")
    pipeline.build([first], out)
    assert files(out) == from_scratch(out.parent, first)
    after = store.read_table(out, "documents")
    assert set(after["doc_id"]) < set(before["doc_id"])
    assert len(set(after["sha256"]) - set(before["sha256"])) == 1


def test_a_build_that_is_mostly_new_takes_nothing_over(grown: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch):
    out, more = grown
    for day in range(10, 16):
        (more / f"{day}.txt").write_text(MEETING.format(day=day) + TRADE, "utf-8")
    taken_over = []
    made = bulk.from_meetings
    monkeypatch.setattr(
        bulk, "from_meetings", lambda *given: taken_over.append(made(*given).taken_over) or made(*given)
    )
    pipeline.build([more], out, add=True)
    assert taken_over == [None]
    assert files(out) == from_scratch(out.parent, out.parent / "first", more)


def test_corrected_evidence_is_not_taken_over(folders: tuple[Path, Path], tmp_path: Path):
    """Taking a correction back must give what was extracted, also when articles were added in between."""
    first = folders[0].parent / "first"
    out = tmp_path / "build"
    pipeline.build([first], out)
    extracted = files(out)
    meeting_id = str(store.read_table(out, "meetings")["meeting_id"].iloc[0])
    said, _ = publish.correct(out, [ACT("correct", meeting_id, field="city", before="Oslo", after="Bergen")])
    corrected = files(out)
    assert corrected["evidence.csv"] != extracted["evidence.csv"]
    pipeline.build([first], out)
    assert files(out)["evidence.csv"] == corrected["evidence.csv"]
    earlier = unchanged.read(out)
    assert earlier is not None
    assert (earlier.snapshot / "evidence.csv").read_bytes() == extracted["evidence.csv"]
    publish.correct(out, [ACT("undo", said[0].act_id)])
    pipeline.build([first], out)
    assert files(out) == extracted


def test_a_list_of_articles_that_was_deleted_is_made_again_from_the_tables(folders: tuple[Path, Path], tmp_path: Path):
    top = folders[0].parent
    out = tmp_path / "build"
    pipeline.build([top / "first"], out)
    (out / intake.FILE).unlink()
    pipeline.build([top / "second"], out, add=True)
    assert files(out) == files(folders[0])


def test_an_article_of_the_build_in_force_is_not_read(folders: tuple[Path, Path], tmp_path: Path):
    """A text that is not asked for does not matter: with another one in the list, the table of texts alone differs."""
    out = tmp_path / "build"
    top = folders[0].parent
    pipeline.build([top / "first"], out)
    asked = []
    with intake.open_intake(out) as taken:
        documents = list(intake.in_force(out, taken))
        assert [document.text for document in documents] == [""] * 4
        assert [taken.n_chars(document) for document in documents] == [len(MEETING.format(day=3) + TRADE)] * 4
        taken.connection.set_trace_callback(asked.append)
        with cache.open_cache(out, "another fingerprint") as kept:
            assert [kept.outline(document) for document in documents] == [None] * 4
        assert not any("texts" in query for query in asked)


def test_a_build_without_a_new_article_does_not_load_spacy(grown: tuple[Path, Path], root: Path):
    """It is half of what starting takes."""
    out, _ = grown
    script = "import sys, pipeline; print(pipeline.build([sys.argv[1]], sys.argv[2]).cached, 'spacy' in sys.modules)"
    command = [sys.executable, "-c", script, out.parent / "first", out]
    assert subprocess.run(command, capture_output=True, text=True, check=True, cwd=root).stdout == "4 False\n"


def test_outlines_lack_text_and_evidence_and_the_cache_has_both(tmp_path: Path):
    phone = handmade.extractions()[0]
    with cache.open_cache(tmp_path, "v1") as kept:
        outline = kept.put(phone.document, phone)
        assert outline.document.text == ""
        assert {piece.field for report in outline for piece in report.evidence} <= {"date"}
        assert kept.evidence(outline) == tuple(report.evidence for report in phone)
        assert kept.outline(phone.document) == outline


def test_what_was_compared_before_is_not_compared_again(tmp_path: Path):
    """Sketches and verdicts are believed as long as the rules are the same."""
    words = " ".join(f"word{number}" for number in range(80))
    documents = [records.Document(f"d{number}", f"{number}.txt", f"{words} {number}", f"{number}") for number in (1, 2)]
    with intake.open_intake(tmp_path) as taken:
        for document in documents:
            taken.note(document)
        assert copies.copies(documents, taken) == {"d2": "d1"} == copies.copies(documents)
        taken.connection.execute("UPDATE compared SET is_reprint = 0")
        assert copies.copies(documents, taken) == {}
        taken.connection.execute("UPDATE compared SET code = 'other rules'")
        assert copies.copies(documents, taken) == {"d2": "d1"}


def test_a_batch_that_breaks_the_schema_is_refused():
    built = handmade.built()
    text = dict(zip(built.texts["doc_id"], built.texts["text"], strict=True)).get
    problems = schema.checker("evidence", built, text)
    assert problems(built.evidence) == []
    shifted = built.evidence.assign(start=built.evidence["start"] + 1)
    assert any("the article has" in problem for problem in problems(shifted))
    orphaned = built.evidence.assign(meeting_id="m-nowhere").astype({"meeting_id": "str"})
    assert any("m-nowhere" in problem for problem in problems(orphaned))


def test_nothing_is_published_when_a_batch_breaks_the_schema(tmp_path: Path):
    built = handmade.built()
    before = store.write(built, tmp_path)
    orphaned = built.evidence.assign(meeting_id="m-nowhere").astype({"meeting_id": "str"})
    text = dict(zip(built.texts["doc_id"], built.texts["text"], strict=True)).get
    large = bulk.Bulk(lambda: iter([built.texts]), lambda: iter([orphaned]), text, {})
    with pytest.raises(errors.SchemaError, match="m-nowhere"):
        store.write(built, tmp_path, {"version": "2"}, large=large)
    assert store.snapshot_path(tmp_path) == before


def test_the_files_do_not_depend_on_where_batches_are_cut(tmp_path: Path):
    built = handmade.built()
    text = dict(zip(built.texts["doc_id"], built.texts["text"], strict=True)).get

    def rows(frame):
        return lambda: iter([frame.iloc[[row]] for row in range(len(frame))])

    large = bulk.Bulk(rows(built.texts), rows(built.evidence), text, {})
    whole = store.write(built, tmp_path / "whole")
    pieces = store.write(built, tmp_path / "pieces", large=large)
    assert files(tmp_path / "pieces") == files(tmp_path / "whole")
    assert whole.name == pieces.name


def test_an_old_cache_is_dropped(tmp_path: Path):
    """Entries of another form are of no use; the articles are extracted afresh."""
    (tmp_path / "cache").mkdir()
    with sqlite3.connect(tmp_path / cache.FILE) as connection:
        connection.execute("CREATE TABLE entries (key TEXT PRIMARY KEY, fingerprint TEXT, extraction BLOB)")
    with cache.open_cache(tmp_path, "v1") as kept:
        assert kept.outline(handmade.DOCUMENTS["phone"]) is None


def test_few_articles_added_to_many_are_merged_without_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Read, extracted and written as a user would have it; all files are those of building at once."""
    first, second = tmp_path / "first", tmp_path / "second"
    for folder, days in ((first, range(1, 13)), (second, (13,))):
        folder.mkdir()
        for day in days:
            (folder / f"{day}.txt").write_text(MEETING.format(day=day) + TRADE, "utf-8")
    (second / "3-again.txt").write_text(AGAIN.format(day=3) + TRADE, "utf-8")
    pipeline.build([first, second], tmp_path / "at-once")
    pipeline.build([first], tmp_path / "in-two")
    with monkeypatch.context() as patched:
        patched.setattr(merge, "merged", lambda *given: pytest.fail("everything was merged"))
        result = pipeline.build([second], tmp_path / "in-two", add=True)
    assert files(tmp_path / "in-two") == files(tmp_path / "at-once")
    assert (result.cached, result.counts["meetings"]) == (12, 13)
    assert store.check(tmp_path / "in-two") == []
