"""A whole build: corrections and ids over it, articles added to it, and what stopping or repeating does to it."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

import pipeline
from pipeline import acts, errors, publish, run, schema, store
from tests.test_incremental import normal

AT = "2026-01-05T12:00:00Z"


@pytest.fixture(scope="module")
def texts(root: Path) -> Path:
    """The practice articles."""
    return root / "tests" / "practice" / "texts"


@pytest.fixture(scope="module")
def halves(texts: Path) -> tuple[list[Path], list[Path]]:
    """Articles in two halves: of three pairs that report one meeting each, one article is in either."""
    return (
        [texts / f"{name}.txt" for name in ("syr-009", "wld-003", "eur-001")],
        [texts / f"{name}.txt" for name in ("syr-010", "wld-012", "eur-002")],
    )


@pytest.fixture(scope="module")
def at_once(halves: tuple[list[Path], list[Path]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both halves built together."""
    out = tmp_path_factory.mktemp("at-once")
    pipeline.build([*halves[0], *halves[1]], out)
    return out


def test_adding_gives_the_tables_of_building_at_once(halves, at_once: Path, tmp_path: Path):
    """build(A) then build(B, add) is build(A∪B) in every table, though the sources of A are gone by then."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for path in halves[0]:
        shutil.copy(path, corpus)
    first = pipeline.build([corpus], tmp_path / "added")
    shutil.rmtree(corpus)
    result = pipeline.build(halves[1], tmp_path / "added", add=True)
    assert result.cached == first.counts["documents"] == len(halves[0])
    later, whole = normal(pipeline.read_tables(tmp_path / "added")), normal(pipeline.read_tables(at_once))
    for name in whole:
        assert without_folders(later[name]) == without_folders(whole[name]), name
    assert schema.check(pipeline.read_tables(tmp_path / "added")) == []


def without_folders(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Rows with the names of files alone, for the two builds read them in different places."""
    return sorted(tuple(cell.rpartition("/")[2] if cell.endswith(".txt") else cell for cell in row) for row in rows)


def test_adding_to_nothing_is_building(halves, at_once: Path, tmp_path: Path):
    pipeline.build([*halves[0], *halves[1]], tmp_path, add=True)
    assert store.snapshot_path(tmp_path).name == store.snapshot_path(at_once).name


def test_articles_are_kept_without_the_cache(halves, tmp_path: Path):
    """The tables alone give the articles back; they are only extracted again."""
    pipeline.build(halves[0], tmp_path)
    before = pipeline.read_tables(tmp_path)
    shutil.rmtree(tmp_path / "cache")
    result = pipeline.build(halves[1], tmp_path, add=True)
    after = pipeline.read_tables(tmp_path)
    assert result.cached == 0
    kept = after.documents[after.documents["doc_id"].isin(before.documents["doc_id"])]
    columns = ["doc_id", "title", "published", "published_basis", "sha256", "status"]
    assert kept[columns].values.tolist() == before.documents[columns].values.tolist()
    assert set(before.texts["text"]) < set(after.texts["text"])


def test_a_file_that_is_read_again_replaces_what_it_was(tmp_path: Path):
    article = tmp_path / "one.txt"
    article.write_text(
        "Foreign Minister Lavrov received the ambassador of Kazakhstan in Moscow on 3 May 2021.\n", "utf-8"
    )
    pipeline.build([article], tmp_path / "build")
    article.write_text("Foreign Minister Lavrov received the ambassador of Armenia in Moscow on 3 May 2021.\n", "utf-8")
    pipeline.build([article], tmp_path / "build", add=True)
    tables = pipeline.read_tables(tmp_path / "build")
    assert len(tables.documents) == 1
    assert "KAZ" not in set(tables.participants["party_id"])


def test_workers_do_not_show_in_the_tables(halves, at_once: Path, tmp_path: Path):
    """The snapshot's name is a hash of its content."""
    result = pipeline.build([*halves[1], *halves[0]], tmp_path, workers=2)
    assert result.snapshot.name == store.snapshot_path(at_once).name


def test_the_same_words_twice_are_one_row_and_are_named(texts: Path, tmp_path: Path):
    """The first path stays, also when the two come in the other order."""
    for name in ("b.txt", "a.txt"):
        shutil.copy(texts / "syr-009.txt", tmp_path / name)
    result = pipeline.build([tmp_path / "b.txt", tmp_path / "a.txt"], tmp_path / "build")
    assert result.repeated == ((str(tmp_path / "b.txt"), str(tmp_path / "a.txt")),)
    assert pipeline.read_tables(tmp_path / "build").documents["path"].tolist() == [str(tmp_path / "a.txt")]


def test_an_interrupted_build_leaves_the_old_one_and_goes_on_where_it_was(halves, tmp_path: Path):
    pipeline.build(halves[0], tmp_path)
    before = store.snapshot_path(tmp_path)

    def stop(state: run.Progress) -> None:
        if state.done == len(halves[0]) + 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pipeline.build([*halves[0], *halves[1]], tmp_path, progress=stop)
    assert store.snapshot_path(tmp_path) == before
    assert store.check(tmp_path) == []
    result = pipeline.build([*halves[0], *halves[1]], tmp_path)
    assert result.cached >= len(halves[0]) + 1


def test_a_bad_article_is_a_row_and_a_problem(halves, tmp_path: Path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\x00\x01\x02\xff" * 500)
    result = pipeline.build([bad, *halves[0]], tmp_path / "build")
    assert [path for path, _ in result.problems] == [str(bad)]
    assert result.counts["documents"] == len(halves[0]) + 1
    assert result.counts["meetings"] > 0


def test_metadata_win_over_a_stamp_and_the_basis_says_which_it_was(tmp_path: Path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    story = "The foreign minister of Peru received the ambassador of Japan in Lima and discussed {} with him.\n"
    for name, stamp, topic in (("both", "22.12.2021", "trade"), ("stamp", "22.12.2021", "ports"), ("none", "", "fish")):
        (corpus / f"{name}.txt").write_text(f"{stamp}\n\n{story.format(topic)}", "utf-8")
    (corpus / "both.meta.json").write_text('{"published": "2021-12-20"}', "utf-8")
    pipeline.build([corpus], tmp_path / "build")
    documents = pipeline.read_tables(tmp_path / "build").documents.fillna("").itertuples()
    assert {Path(row.path).stem: (row.published, row.published_basis) for row in documents} == {
        "both": ("2021-12-20", "metadata"),
        "stamp": ("2021-12-22", "stamp"),
        "none": ("", ""),
    }


def test_columns_are_named_by_the_user(texts: Path, tmp_path: Path):
    table = tmp_path / "archive.csv"
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["story", "issue", "comment"])
        writer.writerow([(texts / "syr-009.txt").read_text("utf-8"), "2021-03-04", "not the text"])
    pipeline.build([table], tmp_path / "build", columns={"text": "story", "published": "issue"})
    (row,) = pipeline.read_tables(tmp_path / "build").documents.to_dict("records")
    assert (row["published"], row["published_basis"]) == ("2021-03-04", "metadata")


def test_a_field_that_does_not_exist_is_refused_before_anything_is_built(texts: Path, tmp_path: Path):
    with pytest.raises(errors.SourceError, match="headline"):
        pipeline.build([texts], tmp_path / "build", columns={"headline": "story"})
    assert not (tmp_path / "build").exists()


def test_corrections_lie_over_the_next_build_and_lost_ones_are_reported(halves, tmp_path: Path):
    """A city that no meeting of the build was in gets its coordinates from the gazetteer."""
    pipeline.build(halves[0], tmp_path)
    target = pipeline.read_tables(tmp_path).meetings["meeting_id"].iloc[0]
    said = [
        acts.Act("correct", target, by="rana", at=AT, field="country", after="MNG"),
        acts.Act("correct", target, by="rana", at=AT, field="city", after="Ulaanbaatar"),
        acts.Act("confirm", "m-00000000000000", by="rana", at=AT),
    ]
    publish.correct(tmp_path, said)
    result = pipeline.build([*halves[0], *halves[1]], tmp_path)
    assert [item.target for item in result.unplaced] == ["m-00000000000000"]
    meetings = pipeline.read_tables(tmp_path).meetings.set_index("meeting_id")
    row = meetings.loc[target]
    assert (row["city"], row["country"], row["review"]) == ("Ulaanbaatar", "MNG", "corrected")
    assert (round(row["latitude"]), round(row["longitude"])) == (48, 107)


def test_every_id_ever_given_is_written_down(halves, tmp_path: Path):
    pipeline.build(halves[0], tmp_path)
    before = set(pipeline.read_tables(tmp_path).meetings["meeting_id"])
    pipeline.build(halves[1], tmp_path)
    listed = (tmp_path / "ids.csv").read_text("utf-8")
    assert all(meeting_id in listed for meeting_id in before)
