"""Meetings become rows: what a row says, and that no order of the input shows in it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import captions, roster, tables
from pipeline.records import Meeting, PartialDate, Participant, Report
from tests import handmade


@pytest.fixture(scope="module")
def built() -> tables.Tables:
    return handmade.built()


def meeting(built: tables.Tables, meeting_id: str) -> dict[str, object]:
    """The stated cells of one meeting."""
    rows = built.meetings[built.meetings["meeting_id"] == meeting_id]
    return rows.iloc[0].dropna().to_dict()


def test_meetings_are_listed_by_date_and_the_undated_last(built):
    assert built.meetings["meeting_id"].tolist() == ["m-mention", "m-call", "m-visit", "m-off", "m-plan"]


def test_a_date_is_cut_at_its_precision(built):
    assert built.meetings[["date", "date_precision"]].fillna("").to_numpy().tolist() == [
        ["2020", "year"],
        ["2021-02-17", "day"],
        ["2021-09", "month"],
        ["2021-09-03", "day"],
        ["", "unknown"],
    ]


def test_what_is_not_stated_is_missing_and_not_an_empty_text(built):
    assert meeting(built, "m-call").keys().isdisjoint({"city", "country", "latitude", "venue", "occasion", "date_end"})


def test_a_call_told_by_two_articles_is_one_row_with_two_sources(built):
    call = meeting(built, "m-call")
    assert (call["title"], call["n_parties"], call["n_sources"]) == ("Mikdad – Lavrov, phone call", 2, 2)
    assert built.meeting_sources["meeting_id"].tolist().count("m-call") == 2


def test_a_meeting_on_which_its_sources_disagree_is_flagged(built):
    """The other article dates the call otherwise; the count is that of the rows in ``conflicts``."""
    flagged = built.meetings.set_index("meeting_id")["n_conflicts"]
    assert flagged[flagged > 0].to_dict() == {"m-call": 1} == built.conflicts.groupby("meeting_id").size().to_dict()


def test_a_party_of_which_nobody_is_named_has_one_row_without_a_name(built):
    plan = built.participants[built.participants["meeting_id"] == "m-plan"]
    assert plan["party_id"].tolist() == ["un", "SYR"]
    assert plan["name"].isna().all()
    assert plan["person_id"].isna().all()


def test_a_party_is_shown_under_its_registered_name(built):
    assert set(built.participants["party"]) == {"Syria", "Russia", "Kazakhstan", "United Nations"}


def test_parties_are_those_that_occur(built):
    assert built.parties["party_id"].tolist() == ["KAZ", "RUS", "SYR", "un"]


def test_a_party_no_register_knows_keeps_the_name_it_was_met_under():
    report = Report("d", 0, "held", "unknown", (Participant("abkhazia", "Abkhazia", "territory"), handmade.MIKDAD))
    built = tables.from_meetings([], [Meeting("m", report, ())], handmade.REGISTER)
    row = built.parties.set_index("party_id").loc["abkhazia"]
    assert (row["name"], row["party_type"]) == ("Abkhazia", "territory")


def test_an_empty_article_is_a_document_without_text(built):
    empty = built.documents[built.documents["status"] == "empty"]
    assert empty["n_chars"].tolist() == [0]
    assert not built.texts["doc_id"].isin(empty["doc_id"]).any()


def test_the_same_text_in_two_files_is_one_document():
    twice = [
        *handmade.extractions(),
        replace(handmade.extractions()[0], document=handmade.document("b", handmade.PHONE)),
    ]
    built = tables.from_meetings(twice, handmade.meetings(), handmade.REGISTER)
    assert built.documents["doc_id"].is_unique
    assert "corpus/b.txt" in built.documents["path"].tolist()


def test_a_copy_names_the_article_it_repeats():
    phone, again = handmade.DOCUMENTS["phone"].doc_id, handmade.DOCUMENTS["again"].doc_id
    built = tables.from_meetings(handmade.extractions(), handmade.meetings(), handmade.REGISTER, copies={again: phone})
    assert built.documents.set_index("doc_id")["is_copy_of"].dropna().to_dict() == {again: phone}


def test_a_review_is_shown_on_its_meeting():
    built = tables.from_meetings(
        handmade.extractions(), handmade.meetings(), handmade.REGISTER, reviews={"m-call": "confirmed"}
    )
    assert built.meetings.set_index("meeting_id")["review"].value_counts().to_dict() == {
        "unreviewed": 4,
        "confirmed": 1,
    }


def test_a_topic_named_twice_is_one_row_and_as_sure_as_its_surest_words():
    call = handmade.meetings()[0]
    doubled = replace(call.report, topics=(*call.report.topics, replace(call.report.topics[0], confidence=0.95)))
    built = tables.from_meetings(handmade.extractions(), [replace(call, report=doubled)], handmade.REGISTER)
    assert built.meeting_topics.to_dict("records") == [
        {"meeting_id": "m-call", "topic": "sanctions", "confidence": 0.95}
    ]


def test_a_topic_without_evidence_of_its_own_shows_its_words(built):
    topics = built.evidence[built.evidence["field"] == "topic"]
    assert dict(zip(topics["value"], topics["text"], strict=True)) == {
        "sanctions": "sanctions",
        "economy_trade": "=trade",
        "energy": "energy",
    }


def test_people_are_counted_over_held_meetings_and_keep_every_spelling():
    call, *others = handmade.meetings()
    retold = replace(call, report=replace(call.report, participants=(handmade.MEKDAD, handmade.LAVROV)))
    built = tables.from_meetings(handmade.extractions(), [retold, *others], handmade.REGISTER)
    mikdad = built.people.set_index("person_id").loc["faysal-mikdad"]
    assert mikdad[["name", "aliases", "n_meetings", "first_seen", "last_seen"]].tolist() == [
        "Faysal Mikdad",
        "Faisal al-Mekdad",
        2,
        "2021-02-17",
        "2021-09",
    ]


def test_a_person_known_from_merging_wins_over_one_made_here():
    known = roster.PersonRow("faysal-mikdad", "Faisal Mekdad", "SYR", ("Faysal Mikdad",), n_meetings=7)
    people = tables.from_meetings([], handmade.meetings(), handmade.REGISTER, people=[known]).people
    assert people.set_index("person_id").loc["faysal-mikdad", "n_meetings"] == 7
    assert people["person_id"].tolist() == ["ertay-bolatov-kaz", "faysal-mikdad", "sergey-lavrov-rus"]


@given(st.permutations(range(5)), st.permutations(range(4)))
@settings(max_examples=25, deadline=None)
def test_no_order_of_the_input_shows_in_the_tables(meeting_order, article_order):
    meetings, extractions = handmade.meetings(), handmade.extractions()
    shuffled = tables.from_meetings(
        [extractions[index] for index in article_order],
        [meetings[index] for index in meeting_order],
        handmade.REGISTER,
    )
    for name, frame in handmade.built().items():
        pd.testing.assert_frame_equal(frame, dict(shuffled.items())[name])


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("Sergey Lavrov", "Lavrov"),
        ("Mohammed bin Salman", "bin Salman"),
        ("Faisal bin Farhan Al Saud", "Al Saud"),
        ("Ursula von der Leyen", "von der Leyen"),
        ("Robert Kennedy Jr.", "Kennedy"),
        ("Francis", "Francis"),
    ],
)
def test_a_side_is_called_by_its_surname(name, surname):
    assert captions.surname(name) == surname


def test_a_family_name_that_stands_first_is_the_surname():
    wang = Participant("CHN", "China", "country", "Wang Yi", principal=True)
    assert captions.caption(held(handmade.MIKDAD, wang), lambda party_id, name: name) == "Mikdad – Wang"


def held(*participants: Participant, **more: object) -> Report:
    return Report("d", 0, **({"status": "held", "mode": "in_person"} | more), participants=participants)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("report", "caption"),
    [
        (held(handmade.MIKDAD, handmade.BOLATOV), "Mikdad – Bolatov"),
        (
            held(replace(handmade.MIKDAD, name="Deputy First", principal=False), handmade.MIKDAD, handmade.LAVROV),
            "Mikdad – Lavrov",
        ),
        (held(handmade.MIKDAD, Participant("un", "UN", "organisation"), mode="video"), "Mikdad – UN, video call"),
        (held(handmade.MIKDAD, handmade.LAVROV, status="planned"), "Mikdad – Lavrov, planned"),
        (
            held(
                *(Participant(party, party, "country") for party in ("SYR", "ARM", "CYP", "GEO", "TUN")),
                date=PartialDate(2017),
            ),
            "SYR – ARM – CYP and 2 others",
        ),
    ],
)
def test_a_title_names_the_sides_and_how_they_met(report, caption):
    assert captions.caption(report, lambda party_id, name: name) == caption
