"""Corrections reach the tables in force at once and survive every later build; scripts correct by the command line."""

from __future__ import annotations

import multiprocessing
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import __main__ as cli
from pipeline import acts, desk, errors, gold_score, publish, store
from tests import handmade

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder, made once: writing one durably takes a second on a busy disk."""
    folder = tmp_path_factory.mktemp("fresh") / "build"
    publish.publish(handmade.built(), folder, {"sidelines": "0.1.0"})
    return folder


@pytest.fixture
def build(fresh: Path, tmp_path: Path) -> Path:
    """A build folder nobody has corrected yet."""
    return Path(shutil.copytree(fresh, tmp_path / "build", symlinks=True))


def correct(build: Path, *words: str, by: str | None = "rana", why: str | None = None) -> list[str]:
    """What ``sidelines correct`` prints."""
    return desk.command(build, words, by, why, now=lambda: NOON)


def country(build: Path, meeting_id: str) -> str:
    """The country of a meeting in the tables in force."""
    meetings = store.read_tables(build).meetings
    return str(meetings.set_index("meeting_id")["country"][meeting_id])


def test_a_correction_is_in_force_at_once(build):
    assert country(build, "m-visit") == "SYR"
    correct(build, "set", "m-visit", "country", "KAZ", why="held in Astana")
    assert country(build, "m-visit") == "KAZ"


def test_a_city_corrected_by_a_script_has_its_coordinates(build):
    """Nobody met in Tashkent before, so they come from the gazetteer and not from another meeting."""
    asked = ["correct", "set", "m-visit"]
    assert cli.main([*asked, "country", "UZB", "--by", "rana", "--build", str(build)]) == 0
    assert cli.main([*asked, "city", "Tashkent", "--by", "rana", "--build", str(build)]) == 0
    visit = store.read_tables(build).meetings.set_index("meeting_id").loc["m-visit"]
    assert (round(visit["latitude"]), round(visit["longitude"])) == (41, 69)


def test_a_correction_survives_the_next_build(build):
    correct(build, "set", "m-visit", "country", "KAZ")
    publish.publish(handmade.built(), build, {"sidelines": "0.2.0"})
    assert country(build, "m-visit") == "KAZ"


def test_undo_brings_the_extracted_tables_back_to_the_byte(build):
    before = store.manifest(build)["tables"]
    (line,) = correct(build, "set", "m-visit", "country", "KAZ")
    correct(build, "undo", line.split()[0])
    assert store.manifest(build)["tables"] == before


def test_corrections_never_push_a_build_out(build):
    """Each of the last builds stays as it was corrected last, and so do the last steps of correcting."""
    kept = []
    for number in range(1, 4):
        for word in [f"{number} {step}" for step in range(store.KEEP_SNAPSHOTS)]:
            correct(build, "set", "m-visit", "venue", word)
        kept.append(store.snapshot_path(build).name)
        publish.publish(handmade.built(), build, {"sidelines": f"0.{number + 1}.0"})
    left = {path.name for path in (build / "snapshots").iterdir()}
    assert {*kept, store.snapshot_path(build).name} <= left
    assert len(left) == len(kept) + 1 + store.KEEP_SNAPSHOTS


def test_the_manifest_says_how_many_corrections_are_laid_over(build):
    assert "corrections" not in store.manifest(build)
    correct(build, "confirm", "m-call")
    manifest = store.manifest(build)
    assert manifest["corrections"]["lines"] == 1
    assert manifest["sidelines"] == "0.1.0"


def test_the_line_says_who_when_what_was_there_what_it_becomes_and_why(build):
    correct(build, "set", "m-visit", "country", "KAZ", why="held in Astana")
    (act,), _ = acts.read(build / acts.FILE)
    assert (act.by, act.at, act.before, act.after, act.why) == (
        "rana",
        "2026-01-05T12:00:00Z",
        "SYR",
        "KAZ",
        "held in Astana",
    )


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("confirm", "m-call"), "confirm m-call"),
        (("reject", "m-call"), "reject m-call"),
        (("set", "m-call", "mode", "video"), "correct m-call mode: phone → video"),
        (("set", "m-visit", "city", ""), "→ empty"),
        (("merge", "m-visit", "m-call"), "merge m-visit m-call"),
        (("set-participant", "m-call", "RUS", "Sergey Lavrov", "principal", "false"), "principal: True → False"),
        (
            ("add-participant", "m-call", "IRN", "Ali Bagheri", "Deputy Foreign Minister", "deputy_minister"),
            "Ali Bagheri",
        ),
        (("remove-participant", "m-call", "RUS", "Sergey Lavrov"), "RUS Sergey Lavrov"),
        (("add-topic", "m-call", "energy"), "add topic m-call energy"),
        (("add-meeting", '{"date": "2021-09-05", "participants": [{"party_id": "SYR"}, {"party_id": "OMN"}]}'), "OMN"),
    ],
)
def test_every_deed_has_its_words(build, words, shown):
    lines = correct(build, *words)
    assert len(lines) == 1
    assert shown in lines[0]


def test_a_meeting_is_split_by_article_or_by_party(build):
    doc_id = store.read_tables(build).meeting_sources.query("meeting_id == 'm-call'")["doc_id"].tolist()[0]
    before = len(store.read_tables(build).meetings)
    correct(build, "split", "m-call", doc_id)
    assert len(store.read_tables(build).meetings) == before + 1


def test_an_act_that_finds_nothing_is_printed_every_time(build):
    assert any("there is no meeting m-gone" in line for line in correct(build, "confirm", "m-gone"))
    assert any("there is no meeting m-gone" in line for line in correct(build, "confirm", "m-call"))


def test_the_list_marks_what_was_taken_back(build):
    (line,) = correct(build, "confirm", "m-call")
    correct(build, "undo", line.split()[0])
    first, second = correct(build, "list", by=None)
    assert first.endswith("(taken back)")
    assert "undo" in second


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "correct what"),
        (("improve",), "correct what"),
        (("set", "m-call"), "words are needed"),
        (("add-meeting", "x"), "JSON"),
    ],
)
def test_words_that_are_not_understood_are_explained(build, words, message):
    with pytest.raises(errors.CorrectionError, match=message):
        correct(build, *words)


def test_reviewed_articles_are_exported_as_gold_and_score_one(build, tmp_path):
    for meeting_id in store.read_tables(build).meetings["meeting_id"]:
        acts.append(build / acts.FILE, [acts.Act("confirm", meeting_id, "rana", "2026-01-05T12:00:00Z")])
    publish.refresh(build)
    (line,) = correct(build, "export-gold", str(tmp_path / "gold"), by=None)
    assert line.startswith(f"{len(list((tmp_path / 'gold').glob('*.json')))} articles")
    assert set(gold_score.score(store.read_tables(build), tmp_path / "gold").figures.values()) == {1.0}


def test_nothing_is_corrected_without_a_name(build):
    with pytest.raises(errors.CorrectionError, match="--by"):
        correct(build, "confirm", "m-call", by=None)
    assert acts.read(build / acts.FILE) == ([], [])


def test_without_a_build_nothing_is_written(tmp_path):
    with pytest.raises(errors.StoreError):
        correct(tmp_path / "none", "confirm", "m-call")


def _confirm(build: str, meeting_id: str) -> None:
    desk.command(Path(build), ("confirm", meeting_id), "rana", now=lambda: NOON)


def test_two_analysts_saving_at_once_both_see_their_act_in_force(build):
    context = multiprocessing.get_context("spawn")
    ids = ("m-call", "m-visit", "m-plan")
    workers = [context.Process(target=_confirm, args=(str(build), meeting_id)) for meeting_id in ids]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    reviews = store.read_tables(build).meetings.set_index("meeting_id")["review"]
    assert [reviews[meeting_id] for meeting_id in ids] == ["confirmed"] * 3
