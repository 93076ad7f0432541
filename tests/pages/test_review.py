"""The Review page: the queue, one meeting's form, what is saved, and what is said where saving is off."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import review_acts, review_history, review_words
from pipeline import acts, errors, store
from tests.pages import gold_build

SIGN = review_acts.Signature("rana", "2026-01-05T12:00:00Z", "see the note")


@pytest.fixture
def build(seeds_build: Path, tmp_path: Path) -> Path:
    """A build of its own for a test that corrects it."""
    shutil.copytree(seeds_build, tmp_path / "build", symlinks=True)
    return tmp_path / "build"


def meetings(build: Path) -> list[dict[str, str]]:
    """The table in force."""
    with (build / "current" / "meetings.csv").open(newline="") as handle:
        return list(csv.DictReader(handle))


def named(build: Path, words: str) -> dict[str, str]:
    """The meeting with some words in its title."""
    return next(row for row in meetings(build) if words in row["title"])


def field(app: AppTest, kind: str, name: str):
    """A widget of the form; its key says how often the form was saved."""
    return next(one for one in app.get(kind) if re.fullmatch(rf"review_\d+_{name}", str(one.key)))


def opened(dashboard, build: Path, meeting_id: str, name: str = "rana", **more: str) -> AppTest:
    """The review of a meeting, by somebody with a name."""
    app = dashboard(build, "review", meeting=meeting_id, **more)
    assert not app.exception
    if name:
        app.text_input(key="review_by").set_value(name).run()
    return app


def press(app: AppTest, name: str) -> AppTest:
    """Press a button of the form."""
    field(app, "button", name).click().run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    """What came of the last button."""
    kinds = ("success", "error", "warning", "info")
    return "\n".join(one.value.replace("\\", "") for kind in kinds for one in app.get(kind))


def test_the_queue_lists_what_nobody_has_reviewed(dashboard, build):
    app = dashboard(build, "review")
    assert not app.exception
    assert len(app.dataframe[0].value) == 13
    assert any("**13 meetings** to review, 0 reviewed" in one.value for one in app.markdown)


def test_the_queue_starts_with_the_meeting_its_sources_contradict(dashboard, tmp_path):
    frames = gold_build.tables_of((gold_build.PRACTICE / "seeds_gold", gold_build.ROOT / "seeds"))
    phone = frames["meetings"].loc[frames["meetings"]["mode"] == "phone"].iloc[0]
    source = frames["meeting_sources"].set_index("meeting_id").loc[phone["meeting_id"], "doc_id"]
    row = {"meeting_id": phone["meeting_id"], "field": "mode", "value": "in_person", "doc_id": source}
    frames["conflicts"].loc[0] = [row.get(name) for name in frames["conflicts"].columns]
    gold_build.write_tables(tmp_path / "build", frames)
    app = dashboard(tmp_path / "build", "review")
    first = app.dataframe[0].value.iloc[0]
    assert first["Meeting"] == phone["title"]
    assert first["Why now"].startswith("sources disagree")
    app.button(key="review_start").click().run()
    assert app.query_params["meeting"] == phone["meeting_id"]
    assert "The sources disagree" in said(app)


def test_the_filters_cut_the_queue(dashboard, build):
    app = dashboard(build, "review", country="KAZ")
    assert len(app.dataframe[0].value) == 3


def test_an_empty_queue_says_so(dashboard, build):
    app = dashboard(build, "review", q="no article says this")
    assert not app.exception
    assert [header.value for header in app.header] == ["Nothing waits for review"]


def test_before_any_build_the_page_says_what_to_do(dashboard, tmp_path):
    app = dashboard(tmp_path, "review", meeting="m-1")
    assert not app.exception
    assert app.title[0].value == "No meetings yet"


def test_a_meeting_that_is_not_there_is_not_an_error(dashboard, build):
    app = dashboard(build, "review", meeting="m-nothing")
    assert not app.exception
    assert app.title[0].value == "This meeting is not here"


def test_a_correction_is_in_force_at_once_and_says_who_and_why(dashboard, build):
    row = named(build, "Tilberdi")
    app = opened(dashboard, build, row["meeting_id"])
    app.text_input(key="review_why").set_value("held in the embassy").run()
    field(app, "text_input", "city").set_value("Astana")
    field(app, "selectbox", "country").set_value("KAZ")
    field(app, "text_input", "date").set_value("22 Sep 2021")
    press(app, "save")
    assert "Saved. Date: Sep 2021 → 22 Sep 2021; Country: United States → Kazakhstan; City: New York → Astana." in said(
        app
    )
    after = named(build, "Tilberdi")
    assert (after["city"], after["country"], after["date"]) == ("Astana", "KAZ", "2021-09-22")
    assert (after["date_precision"], after["date_basis"], after["review"]) == ("day", "corrected", "corrected")
    assert round(float(after["latitude"])) == 51
    written, damaged = acts.read(build / acts.FILE)
    assert damaged == []
    assert {(one.by, one.why) for one in written} == {("rana", "held in the embassy")}
    assert {one.field: one.before for one in written} == {"country": "USA", "city": "New York", "date": "2021-09"}


def test_nothing_is_saved_without_a_name(dashboard, build):
    app = opened(dashboard, build, named(build, "Tilberdi")["meeting_id"], name="")
    field(app, "text_input", "city").set_value("Astana")
    press(app, "save")
    assert "Type your name first" in said(app)
    assert not (build / acts.FILE).exists()
    assert field(app, "text_input", "city").value == "Astana", "what was typed stays in the form"


def test_a_date_that_is_none_is_refused_in_one_sentence(dashboard, build):
    app = opened(dashboard, build, named(build, "Tilberdi")["meeting_id"])
    field(app, "text_input", "date").set_value("31 Feb 2021")
    press(app, "save")
    assert "'2021-02-31' is not a date as YYYY, YYYY-MM or YYYY-MM-DD." in said(app)
    assert not (build / acts.FILE).exists()


def test_an_untouched_form_saves_nothing(dashboard, build):
    app = opened(dashboard, build, named(build, "Tilberdi")["meeting_id"])
    press(app, "save")
    assert "Nothing was changed" in said(app)
    assert not (build / acts.FILE).exists()


@pytest.mark.parametrize(("button", "review"), [("confirm", "confirmed"), ("reject", "rejected")])
def test_a_judgement_is_saved_and_leads_to_the_next_meeting(dashboard, build, button, review):
    first = named(build, "Tilberdi")["meeting_id"]
    app = press(opened(dashboard, build, first), button)
    assert named(build, "Tilberdi")["review"] == review
    assert app.query_params.get("meeting") != first


def test_a_participant_is_corrected_added_and_removed(dashboard, build):
    meeting_id = named(build, "Tilberdi")["meeting_id"]
    app = opened(dashboard, build, meeting_id)
    field(app, "selectbox", "seat_1_party_id").set_value("UZB")
    press(app, "seat_1_save")
    assert "Party of " in said(app)
    field(app, "selectbox", "new_party_id").set_value("un")
    field(app, "text_input", "new_name").set_value("Geir Pedersen")
    press(app, "new_save")
    seats = store.read_tables(build).participants
    assert seats.loc[seats["meeting_id"] == meeting_id, "party_id"].tolist() == ["SYR", "UZB", "un"]
    press(app, "seat_2_gone")
    seats = store.read_tables(build).participants
    assert seats.loc[seats["meeting_id"] == meeting_id, "party_id"].tolist() == ["SYR", "UZB"]


def test_topics_are_added_and_removed_with_the_form(dashboard, build):
    meeting_id = named(build, "phone")["meeting_id"]
    app = opened(dashboard, build, meeting_id)
    topics = field(app, "multiselect", "topics")
    gone = topics.value[0]
    topics.unselect(gone).select("health")
    press(app, "save")
    found = store.read_tables(build).meeting_topics
    found = set(found.loc[found["meeting_id"] == meeting_id, "topic"])
    assert "health" in found
    assert gone not in found


def test_a_meeting_merged_into_another_leads_there(dashboard, build):
    one, other = (row["meeting_id"] for row in meetings(build) if "Lavrov" in row["title"])
    app = opened(dashboard, build, one)
    field(app, "text_input", "other").set_value(f"http://localhost/meeting?id={other}")
    press(app, "merge_save")
    assert one not in {row["meeting_id"] for row in meetings(build)}
    old = dashboard(build, "meeting", id=one)
    assert not old.exception
    assert "turned out to be the same meeting as this one" in said(old)


def test_a_meeting_that_was_missed_is_added_from_the_same_article(dashboard, build):
    app = opened(dashboard, build, named(build, "Jumali")["meeting_id"])
    widgets = {
        str(one.key).partition("_missed_")[2]: one for kind in ("selectbox", "text_input") for one in app.get(kind)
    }
    widgets["date"].set_value("2021-02")
    widgets["0_party_id"].set_value("SYR")
    widgets["1_party_id"].set_value("UZB")
    widgets["1_name"].set_value("Somebody New")
    press(app, "missed_save")
    added = next(row for row in meetings(build) if row["date"] == "2021-02")
    assert added["n_sources"] == "1"
    assert added["review"] == "corrected"


def test_an_act_is_taken_back_and_brought_again_on_the_page(dashboard, build):
    meeting_id = named(build, "Tilberdi")["meeting_id"]
    app = opened(dashboard, build, meeting_id)
    field(app, "text_input", "city").set_value("Astana")
    press(app, "save")
    undo = next(one for one in app.button if str(one.key).startswith("review_undo_"))
    assert undo.label == "Undo"
    undo.click().run()
    assert named(build, "Tilberdi")["city"] == "New York"
    redo = next(one for one in app.button if str(one.key).startswith("review_undo_"))
    assert redo.label == "Redo"
    redo.click().run()
    assert named(build, "Tilberdi")["city"] == "Astana"


def test_what_was_done_is_listed_with_who_and_why(dashboard, build):
    app = opened(dashboard, build, named(build, "Tilberdi")["meeting_id"])
    app.text_input(key="review_why").set_value("sure of it").run()
    press(app, "confirm")
    listed = dashboard(build, "review", show="done")
    assert not listed.exception
    assert "Confirmed" in [one.value for one in listed.markdown]
    assert any(one.value.startswith("rana, ") and "sure of it" in one.value for one in listed.caption)


def test_two_analysts_with_the_same_form_open_lose_nothing(dashboard, build):
    """The second form still shows the old city; saving its country must not bring the old city back."""
    meeting_id = named(build, "Tilberdi")["meeting_id"]
    rana, omar = (opened(dashboard, build, meeting_id, name) for name in ("rana", "omar"))
    field(rana, "text_input", "city").set_value("Astana")
    press(rana, "save")
    omar.text_input(key="review_why").set_value("it says so").run()
    assert "Somebody else saved this meanwhile: City: Astana" in said(omar)
    field(omar, "selectbox", "country").set_value("KAZ")
    press(omar, "save")
    after = named(build, "Tilberdi")
    assert (after["city"], after["country"]) == ("Astana", "KAZ")
    written, _ = acts.read(build / acts.FILE)
    assert [(one.by, one.field) for one in written] == [("rana", "city"), ("omar", "country")]


def test_where_saving_is_off_the_form_gives_a_note_instead(dashboard, build, monkeypatch):
    monkeypatch.setenv("SIDELINES_READ_ONLY", "1")
    meeting_id = named(build, "Tilberdi")["meeting_id"]
    app = opened(dashboard, build, meeting_id)
    assert "Corrections are switched off" in said(app)
    field(app, "text_input", "city").set_value("Astana")
    press(app, "save")
    assert not (build / acts.FILE).exists()
    note = app.code[0].value
    assert "City: New York → Astana" in note
    assert f"sidelines correct set {meeting_id} city Astana --by rana" in note


def test_a_field_called_wrong_in_a_link_is_named(dashboard, build):
    app = opened(dashboard, build, named(build, "Tilberdi")["meeting_id"], field="country")
    assert "A reader pointed at: **Country**." in said(app)


def test_only_what_differs_from_what_was_shown_becomes_an_act():
    shown = {"city": "Damascus", "country": None}
    made = review_acts.meeting(SIGN, "m-1", shown, {"city": "Damascus", "country": "SYR"}, ["economy"], ["energy"])
    assert [(one.deed, one.object, one.field, dict(one.row)) for one in made] == [
        ("correct", "meeting", "country", {}),
        ("remove", "topic", None, {"topic": "economy"}),
        ("add", "topic", None, {"topic": "energy"}),
    ]


def test_acts_on_one_participant_name_it_as_the_act_before_left_it():
    shown = {"party_id": "SYR", "name": "A", "role": None, "level": "other", "principal": True}
    made = review_acts.seat(SIGN, "m-1", shown, {**shown, "party_id": "LBN", "name": "B", "role": "envoy"})
    assert [one.row for one in made] == [
        {"party_id": "SYR", "name": "A"},
        {"party_id": "LBN", "name": "A"},
        {"party_id": "LBN", "name": "B"},
    ]


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("17 Feb 2021", "2021-02-17"),
        ("February 2021", "2021-02"),
        ("2021-2-7", "2021-02-07"),
        (" 2021 ", "2021"),
        ("", None),
        ("last week", "last week"),
    ],
)
def test_a_date_may_be_typed_as_the_page_shows_it(typed, date):
    assert review_acts.date(typed) == date


def test_a_missed_meeting_of_one_party_is_refused():
    with pytest.raises(errors.CorrectionError, match="second"):
        review_acts.new_meeting(SIGN, {}, [{"party_id": "SYR"}, {"party_id": None}])


def test_the_commands_of_a_note_are_quoted_for_a_shell():
    act = review_acts.said(SIGN, "correct", "m-1", field="venue", before=None, after="Hotel $HOME; rm -r 'x'")
    words = shlex.split(review_words.command(act))
    assert words == [
        *("sidelines", "correct", "set", "m-1", "venue", "Hotel $HOME; rm -r 'x'"),
        *("--by", "rana", "--why", "see the note"),
    ]


def test_an_undo_that_was_undone_leaves_the_act_in_force():
    first = acts.Act("confirm", "m-1", "rana", SIGN.at, act_id="c-1")
    undo = acts.Act("undo", "c-1", "rana", SIGN.at, act_id="c-2")
    again = acts.Act("undo", "c-2", "rana", SIGN.at, act_id="c-3")
    states = [review_history.entries(lines)[0] for lines in ([first], [first, undo], [first, undo, again])]
    assert [(entry.state, entry.turns) for entry in states] == [
        ("in force", "c-1"),
        ("taken back", "c-2"),
        ("in force", "c-1"),
    ]
