"""The score a desk measures the tool by: the same figures, number for number, as the project's own yardstick."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import acts, corrections, errors, gold_export, gold_score, merge, tables
from tests import annotated, handmade

MEASURED = 63
GOLDEN_COUNTS = (126, 119, 113, 6)
GOLDEN_FIGURES = {
    "precision": 0.8407,
    "recall": 0.7983,
    "meetings": 0.819,
    "exact": 0.819,
    "date": 0.8105,
    "mode": 0.7474,
    "place": 0.7579,
    "occasion": 0.7789,
    "principals": 1.0,
    "people": 1.0,
    "topics": 0.7241,
    "row": 0.4118,
}

YARDSTICK = Path(__file__).resolve().parents[2] / "shared" / "score" / "score.py"
PAIRS = Path(__file__).parent / "pairs" / "meetings.jsonl"
AT = "2026-01-05T08:00:00Z"


def gold_of(told: dict[str, object], name: str) -> dict[str, object]:
    """A line of the written pairs as an annotated article."""
    cells = [(*cell.split("|"), "", "")[:4] for cell in told["people"]]
    people = [
        {"name": person, "party": party, "role": role, "principal": part != "present"}
        for person, party, role, part in cells
        if person
    ]
    meeting = {
        "status": told.get("status", "held"),
        "date": told["date"],
        "mode": told["mode"],
        "city": told.get("city"),
        "country": told.get("country"),
        "parties": sorted({party for _, party, _, _ in cells}),
        "people": people,
        "occasion": told.get("occasion"),
        "topics": told["topics"],
    }
    return {"id": name, "meetings": [meeting]}


def spoiled(told: dict[str, object], draw: random.Random) -> dict[str, object]:
    """The same report as a careless extraction would give it."""
    changes = {
        "date": [told["date"], "2020-01-01", None],
        "mode": [told["mode"], "unknown"],
        "city": [told.get("city"), None, "Geneva"],
        "occasion": [told.get("occasion"), "UN General Assembly"],
        "topics": [told["topics"], ["energy"], []],
        "people": [told["people"], [*told["people"][:1], "|ATA|"], [cell.replace("a", "e") for cell in told["people"]]],
        "date_basis": ["stated", "inherited", "published"],
    }
    return {**told, **{name: draw.choice(values) for name, values in changes.items() if draw.random() < 0.5}}


def corpus(folder: Path, seed: int) -> tuple[tables.Tables, Path]:
    """Tables with errors, and the gold they are measured by."""
    draw = random.Random(seed)
    gold = folder / "gold"
    gold.mkdir(parents=True)
    extractions = []
    for number, line in enumerate(PAIRS.read_text(encoding="utf-8").splitlines()[:MEASURED]):
        told = json.loads(line)
        for side, extraction in zip(
            "ab", annotated.pair({s: spoiled(told[s], draw) for s in "ab"}, number), strict=True
        ):
            name = f"{number}-{side}"
            (gold / f"{name}.json").write_text(json.dumps(gold_of(told[side], name)), encoding="utf-8")
            if draw.random() < 0.95:
                extractions.append(extraction)
    # Each article by itself, so that these figures do not move with the merging of reports.
    meetings = [meeting for extraction in extractions for meeting in merge.merge([extraction])]
    return tables.from_meetings(extractions, meetings, handmade.REGISTER), gold


@pytest.mark.skipif(not YARDSTICK.exists(), reason="the yardstick is not part of the repository")
@pytest.mark.parametrize("seed", range(3))
def test_the_figures_equal_the_yardstick(tmp_path, seed):
    frames, gold = corpus(tmp_path, seed)
    built = tmp_path / "built"
    built.mkdir()
    for name, frame in frames.items():
        frame.to_csv(built / f"{name}.csv", index=False)
    command = [sys.executable, str(YARDSTICK), str(built), str(gold), "--json"]
    expected = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    found = gold_score.score(frames, gold)
    assert {
        "documents": found.documents,
        "missing_documents": list(found.missing_documents),
        "gold": found.gold,
        "built": found.built,
        **found.figures,
    } == expected


def test_the_figures_of_a_fixed_corpus(tmp_path):
    """Golden numbers, so that the score is held also where the yardstick is not at hand."""
    found = gold_score.score(*corpus(tmp_path, 0))
    assert (found.documents, found.gold, found.built, len(found.missing_documents)) == GOLDEN_COUNTS
    assert dict(found.figures) == GOLDEN_FIGURES


def test_a_perfect_build_scores_one(tmp_path):
    frames = handmade.built()
    said = [
        acts.Act("confirm", meeting_id, "rana", AT, act_id=meeting_id) for meeting_id in frames.meetings["meeting_id"]
    ]
    reviewed, _ = corrections.apply(frames, said)
    gold_export.export(reviewed, tmp_path)
    assert set(gold_score.score(reviewed, tmp_path).figures.values()) == {1.0}


def test_only_articles_reviewed_in_full_become_gold(tmp_path):
    frames = handmade.built()
    assert gold_export.export(frames, tmp_path) == []
    said = [acts.Act("confirm", "m-call", "rana", AT, act_id="c-1")]
    reviewed, _ = corrections.apply(frames, said)
    others = set(reviewed.meeting_sources.query("meeting_id != 'm-call'")["doc_id"])
    sources = set(reviewed.meeting_sources.query("meeting_id == 'm-call'")["doc_id"]) - others
    assert len(gold_export.export(reviewed, tmp_path)) == len(sources)


def test_a_rejected_meeting_is_not_in_the_gold(tmp_path):
    frames = handmade.built()
    said = [
        acts.Act("reject", meeting_id, "rana", AT, act_id=meeting_id) for meeting_id in frames.meetings["meeting_id"]
    ]
    reviewed, _ = corrections.apply(frames, said)
    assert {len(json.loads(path.read_text())["meetings"]) for path in gold_export.export(reviewed, tmp_path)} == {0}


def test_what_is_wrong_is_said_article_by_article(tmp_path):
    frames, gold = corpus(tmp_path, 0)
    kinds = {note.split(": ")[1].split()[0] for note in gold_score.score(frames, gold).notes}
    assert kinds == {"MISSED", "EXTRA", "WRONG"}


def test_the_figures_print_as_one_line_each(tmp_path):
    lines = gold_score.score(*corpus(tmp_path, 0)).lines()
    assert lines[0] == f"{'documents':18} 126"
    assert len(lines) == 4 + len(gold_score.FIGURES)


def test_a_folder_without_gold_is_refused(tmp_path):
    with pytest.raises(errors.SourceError, match="--gold"):
        gold_score.score(handmade.built(), tmp_path)


def test_a_file_that_is_no_gold_is_named(tmp_path):
    (tmp_path / "x.json").write_text('{"meetings": [{}]}')
    with pytest.raises(errors.SourceError, match=r"x\.json"):
        gold_score.score(handmade.built(), tmp_path)
