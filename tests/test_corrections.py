"""The analyst has the last word: corrections are laid over every build, survive it, and lose nothing."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pandas as pd
import pytest

from pipeline import acts, corrections, errors, lexicon, schema, tables
from tests import handmade

AT = "2026-01-05T08:00:00Z"


@pytest.fixture(scope="module")
def extracted() -> tables.Tables:
    """The tables before any correction."""
    return handmade.built()


def act(deed: str, target: str, **more: object) -> acts.Act:
    """An act of one analyst."""
    told = acts.Act(deed, target, "rana", AT, **more)
    acts.check(told)
    return acts._with_id(told, abs(hash_of(told)))


def hash_of(told: acts.Act) -> int:
    """A number that tells acts apart, the same in every run."""
    return sum(ord(letter) * place for place, letter in enumerate(told.line(), 1))


def lay(frames: tables.Tables, *said: acts.Act) -> tables.Tables:
    """The corrected tables; every act must have found its target, and the tables must be sound."""
    corrected, unplaced = corrections.apply(frames, said)
    assert unplaced == []
    assert schema.check(corrected) == []
    return corrected


def meeting(frames: tables.Tables, meeting_id: str) -> dict[str, object]:
    """The stated cells of one meeting."""
    return frames.meetings[frames.meetings["meeting_id"] == meeting_id].iloc[0].dropna().to_dict()


def participants(frames: tables.Tables, meeting_id: str) -> list[tuple[str, str | None]]:
    """Party and name of each participant."""
    rows = frames.participants[frames.participants["meeting_id"] == meeting_id]
    return [
        (party, None if pd.isna(name) else name) for party, name in zip(rows["party_id"], rows["name"], strict=True)
    ]


def same(one: tables.Tables, other: tables.Tables) -> bool:
    """Whether two sets of tables are equal to the last cell."""
    return all(frame.equals(getattr(other, name)) for name, frame in one.items())


def test_without_acts_nothing_changes(extracted):
    assert corrections.apply(extracted, []) == (extracted, [])


def test_a_confirmed_meeting_says_so_and_stays_as_it_was(extracted):
    before, after = meeting(extracted, "m-call"), meeting(lay(extracted, act("confirm", "m-call")), "m-call")
    assert after == {**before, "review": "confirmed"}


def test_a_rejected_meeting_stays_visible_and_counts_for_nobody(extracted):
    corrected = lay(extracted, act("reject", "m-call"))
    assert meeting(corrected, "m-call")["review"] == "rejected"
    lavrov = corrected.people[corrected.people["name"] == "Sergey Lavrov"].iloc[0]
    assert lavrov["n_meetings"] == 0


def test_a_corrected_country_brings_its_party_and_keeps_the_original_in_evidence(extracted):
    corrected = lay(
        extracted, act("correct", "m-visit", field="country", before="SYR", after="KAZ", why="held in Astana")
    )
    assert meeting(corrected, "m-visit")["country"] == "KAZ"
    assert meeting(corrected, "m-visit")["review"] == "corrected"
    kept = corrected.evidence.query("meeting_id == 'm-visit' and rule == 'correction'")
    assert kept[["field", "value"]].to_numpy().tolist() == [["place", "SYR"]]


def test_a_party_new_to_the_build_has_the_name_and_kind_of_the_register(extracted):
    """In participants and parties alike, also when it is neither country nor organisation, nor known by its code."""
    added = [{"party_id": party_id, "name": None} for party_id in ("UZB", "abkhazia", "gcc")]
    said = [act("add", "m-call", object="participant", after=row) for row in added]
    corrected, unplaced = corrections.apply(extracted, said, register=lexicon.load())
    assert unplaced == []
    assert schema.check(corrected) == []
    expected = {
        ("UZB", "Uzbekistan", "country"),
        ("abkhazia", "Abkhazia", "territory"),
        ("gcc", lexicon.load().parties["gcc"].name, "organisation"),
    }
    seats = corrected.participants.query("meeting_id == 'm-call'")
    assert expected <= set(seats[["party_id", "party", "party_type"]].itertuples(index=False, name=None))
    assert expected <= set(corrected.parties[["party_id", "name", "party_type"]].itertuples(index=False, name=None))
    tashkent = corrected.parties.set_index("party_id").loc["UZB"]
    assert (tashkent["region"], round(tashkent["latitude"], 4)) == ("Asia", tashkent["latitude"])


def test_a_corrected_date_has_its_precision_and_its_basis(extracted):
    corrected = meeting(lay(extracted, act("correct", "m-visit", field="date", after="2021-09-03")), "m-visit")
    assert (corrected["date"], corrected["date_precision"], corrected["date_basis"]) == (
        "2021-09-03",
        "day",
        "corrected",
    )


def test_a_date_can_be_emptied(extracted):
    corrected = meeting(lay(extracted, act("correct", "m-visit", field="date", after=None)), "m-visit")
    assert "date" not in corrected
    assert (corrected["date_precision"], corrected["date_basis"]) == ("unknown", "corrected")


def test_a_corrected_name_changes_the_title_and_the_person(extracted):
    row = {"party_id": "RUS", "name": "Sergey Lavrov"}
    corrected = lay(
        extracted, act("correct", "m-call", object="participant", row=row, field="name", after="Mikhail Bogdanov")
    )
    assert "Bogdanov" in meeting(corrected, "m-call")["title"]
    assert ("RUS", "Mikhail Bogdanov") in participants(corrected, "m-call")
    assert "Mikhail Bogdanov" in set(corrected.people["name"])


def test_a_participant_is_found_under_another_spelling(extracted):
    """A later build may print the name otherwise; the correction still finds it."""
    row = {"party_id": "RUS", "name": "Sergei Lavrov"}
    corrected = lay(extracted, act("correct", "m-call", object="participant", row=row, field="level", after="official"))
    rows = corrected.participants.query("meeting_id == 'm-call' and party_id == 'RUS'")
    assert rows["level"].tolist() == ["official"]


def test_participants_and_topics_are_added_and_removed(extracted):
    added = {"party_id": "IRN", "name": "Ali Bagheri", "role": "Deputy Foreign Minister", "level": "deputy_minister"}
    corrected = lay(
        extracted,
        act("add", "m-call", object="participant", after=added),
        act("add", "m-call", object="topic", row={"topic": "energy"}),
    )
    assert ("IRN", "Ali Bagheri") in participants(corrected, "m-call")
    assert meeting(corrected, "m-call")["setting"] == "trilateral"
    assert meeting(corrected, "m-call")["n_parties"] == 3
    assert "energy" in set(corrected.meeting_topics.query("meeting_id == 'm-call'")["topic"])
    again = lay(
        corrected,
        act("remove", "m-call", object="participant", row={"party_id": "IRN", "name": "Ali Bagheri"}),
        act("remove", "m-call", object="topic", row={"topic": "energy"}),
    )
    assert participants(again, "m-call") == participants(extracted, "m-call")
    assert "Ali Bagheri" not in set(again.people["name"])


def test_merged_meetings_share_sources_and_the_old_id_redirects(extracted):
    corrected = lay(extracted, act("merge", "m-visit", after="m-call"))
    assert "m-visit" not in set(corrected.meetings["meeting_id"])
    assert dict(zip(corrected.aliases["old_id"], corrected.aliases["meeting_id"], strict=True))["m-visit"] == "m-call"
    sources = corrected.meeting_sources.query("meeting_id == 'm-call'")
    assert len(sources) == len(extracted.meeting_sources.query("meeting_id in ('m-call', 'm-visit')"))
    assert sources["is_lead"].sum() == 1


def test_acts_on_a_merged_meeting_reach_the_one_that_answers_for_it(extracted):
    corrected = lay(
        extracted, act("merge", "m-visit", after="m-call"), act("correct", "m-visit", field="mode", after="in_person")
    )
    assert meeting(corrected, "m-call")["mode"] == "in_person"


def test_a_meeting_is_split_by_its_articles(extracted):
    sources = extracted.meeting_sources.query("meeting_id == 'm-call'")["doc_id"].tolist()
    split = act("split", "m-call", after={"doc_ids": sources[:1]})
    corrected = lay(extracted, split)
    new_id = "m-" + split.act_id.removeprefix("c-")
    assert corrected.meeting_sources.query("meeting_id == @new_id")["doc_id"].tolist() == sources[:1]
    assert corrected.meeting_sources.query("meeting_id == 'm-call'")["doc_id"].tolist() == sources[1:]
    assert participants(corrected, new_id) == participants(extracted, "m-call")


def test_a_meeting_that_gives_up_the_contradicting_article_is_no_longer_flagged(extracted):
    (doc_id,) = extracted.conflicts["doc_id"]
    assert meeting(extracted, "m-call")["n_conflicts"] == 1
    corrected = lay(extracted, act("split", "m-call", after={"doc_ids": [doc_id]}))
    assert meeting(corrected, "m-call")["n_conflicts"] == 0


def test_a_meeting_is_split_by_its_guests(extracted):
    """Two counterparts met one by one were taken for a trilateral."""
    iran = act("add", "m-call", object="participant", after={"party_id": "IRN", "name": "Ali Bagheri"})
    split = act("split", "m-call", after={"party_ids": ["IRN"]})
    corrected = lay(extracted, iran, split)
    new_id = "m-" + split.act_id.removeprefix("c-")
    host = participants(corrected, "m-call")[0]
    assert {party for party, _ in participants(corrected, new_id)} == {host[0], "IRN"}
    assert "IRN" not in {party for party, _ in participants(corrected, "m-call")}


def test_a_meeting_that_extraction_missed_is_added(extracted):
    doc_id = extracted.documents["doc_id"].iloc[0]
    told = {
        "date": "2021-09-05",
        "mode": "in_person",
        "participants": [{"party_id": "SYR", "name": "Faysal Mikdad", "level": "minister"}, {"party_id": "OMN"}],
        "topics": ["energy"],
        "doc_ids": [doc_id],
    }
    corrected = lay(extracted, act("add", "m-new", after=told))
    added = meeting(corrected, "m-new")
    assert (added["date_basis"], added["status"], added["review"], added["n_sources"]) == (
        "corrected",
        "held",
        "corrected",
        1,
    )
    before = extracted.documents.set_index("doc_id")["n_meetings"][doc_id]
    assert corrected.documents.set_index("doc_id")["n_meetings"][doc_id] == before + 1


def test_undo_takes_an_act_back_and_undo_of_undo_brings_it_again(extracted):
    said = act("reject", "m-call")
    undo = act("undo", said.act_id)
    redo = act("undo", undo.act_id)
    assert same(lay(extracted, said, undo), extracted)
    assert same(lay(extracted, said, undo, redo), lay(extracted, said))


@pytest.mark.parametrize(
    ("deed", "more"),
    [
        ("confirm", {}),
        ("correct", {"field": "city", "after": "Astana"}),
        (
            "correct",
            {"object": "participant", "row": {"party_id": "RUS", "name": "X Y"}, "field": "role", "after": "envoy"},
        ),
        ("remove", {"object": "topic", "row": {"topic": "energy"}}),
        ("merge", {"after": "m-call"}),
        ("split", {"after": {"doc_ids": ["d-gone"]}}),
    ],
)
def test_an_act_without_its_target_is_reported_and_changes_nothing(extracted, deed, more):
    said = act(deed, "m-gone", **more)
    corrected, unplaced = corrections.apply(extracted, [said])
    assert same(corrected, extracted)
    assert [(item.act_id, item.target) for item in unplaced] == [(said.act_id, "m-gone")]
    assert "m-gone" in unplaced[0].reason


def test_a_missing_participant_is_reported_by_name(extracted):
    said = act("remove", "m-call", object="participant", row={"party_id": "RUS", "name": "Igor Ivanov"})
    _, unplaced = corrections.apply(extracted, [said])
    assert "Igor Ivanov" in unplaced[0].reason


def test_an_undo_of_nothing_is_reported(extracted):
    _, unplaced = corrections.apply(extracted, [act("undo", "c-none")])
    assert "c-none" in unplaced[0].reason


def test_the_same_acts_give_the_same_tables(extracted):
    said = (act("correct", "m-visit", field="country", after="KAZ"), act("merge", "m-plan", after="m-visit"))
    assert same(lay(extracted, *said), lay(extracted, *said))


def test_the_tables_given_are_not_changed(extracted):
    before = {name: frame.copy() for name, frame in extracted.items()}
    lay(extracted, act("merge", "m-visit", after="m-call"), act("correct", "m-call", field="mode", after="video"))
    assert all(frame.equals(before[name]) for name, frame in extracted.items())


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (acts.Act("correct", "m-1", "rana", AT, field="mode", after="by letter"), "in_person"),
        (acts.Act("correct", "m-1", "rana", AT, field="date", after="3 May"), "YYYY-MM-DD"),
        (acts.Act("correct", "m-1", "rana", AT, field="country", after="Kazakhstan"), "alpha-3"),
        (acts.Act("correct", "m-1", "rana", AT, field="title", after="x"), "cannot be set"),
        (acts.Act("correct", "m-1", "rana", AT, field="latitude", after=200), "number"),
        (acts.Act("correct", "m-1", "rana", AT, field="status", after=None), "cannot be empty"),
        (acts.Act("confirm", "m-1", " ", AT), "--by"),
        (acts.Act("confirm", "", "rana", AT), "what is corrected"),
        (acts.Act("merge", "m-1", "rana", AT), "with which meeting"),
        (acts.Act("add", "m-1", "rana", AT, after={"participants": [{"party_id": "SYR"}]}), "two parties"),
        (acts.Act("remove", "m-1", "rana", AT, object="participant"), "which"),
    ],
)
def test_a_malformed_act_is_refused_before_it_is_written(tmp_path, told, message):
    with pytest.raises(errors.CorrectionError, match=message):
        acts.append(tmp_path / acts.FILE, [told])
    assert not (tmp_path / acts.FILE).exists()


def test_acts_are_read_back_as_they_were_written(tmp_path):
    path = tmp_path / acts.FILE
    told = acts.Act(
        "correct", "m-1", "رنا", AT, field="venue", before=None, after="Palace\u2028of “Nations”", why="seen"
    )
    written = acts.append(path, [told, acts.Act("confirm", "m-1", "rana", AT)])
    assert acts.read(path) == (written, [])
    assert len({item.act_id for item in written}) == 2


def test_the_same_act_said_twice_has_two_ids(tmp_path):
    path = tmp_path / acts.FILE
    told = acts.Act("confirm", "m-1", "rana", AT)
    assert acts.append(path, [told])[0].act_id != acts.append(path, [told])[0].act_id


def test_a_line_that_a_crash_cut_short_is_reported_and_spoils_no_other(tmp_path):
    path = tmp_path / acts.FILE
    first = acts.append(path, [acts.Act("confirm", "m-1", "rana", AT)])
    with path.open("a", encoding="utf-8") as handle:
        handle.write('{"act_id": "c-1", "deed": "conf')
    second = acts.append(path, [acts.Act("confirm", "m-2", "omar", AT)])
    found, damaged = acts.read(path)
    assert found == first + second
    assert [item.line for item in damaged] == [2]


def _save(path: str, who: str, count: int) -> None:
    for number in range(count):
        acts.append(Path(path), [acts.Act("confirm", f"m-{number}", who, AT)])


def test_two_analysts_saving_at_once_lose_nothing(tmp_path):
    path = tmp_path / acts.FILE
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_save, args=(str(path), who, 40)) for who in ("rana", "omar", "lin")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found, damaged = acts.read(path)
    assert damaged == []
    assert sorted((item.by, item.target) for item in found) == sorted(
        (who, f"m-{number}") for who in ("rana", "omar", "lin") for number in range(40)
    )
    assert len({item.act_id for item in found}) == 120


def test_every_line_is_json_with_who_when_and_what(tmp_path):
    path = tmp_path / acts.FILE
    acts.append(
        path, [acts.Act("correct", "m-1", "rana", AT, field="country", before="LBN", after="KAZ", why="embassy")]
    )
    line = json.loads(path.read_text(encoding="utf-8"))
    assert {name: line[name] for name in ("by", "at", "target", "field", "before", "after", "why")} == {
        "by": "rana",
        "at": AT,
        "target": "m-1",
        "field": "country",
        "before": "LBN",
        "after": "KAZ",
        "why": "embassy",
    }
