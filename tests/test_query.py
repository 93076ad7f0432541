"""Questions to a snapshot: what a filter lets through, what is counted, and what a link says."""

from __future__ import annotations

import threading
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import errors, query, schema, store, tables
from tests import handmade
from tests.benchmarks import generate

EVERY = query.Filters(status=())


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> query.Database:
    """The corpus written by hand."""
    build = tmp_path_factory.mktemp("build")
    store.write(handmade.built(), build)
    return query.open(build)


@pytest.fixture(scope="module")
def made_up() -> tables.Tables:
    """Three hundred generated meetings."""
    return generate.generate(300)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, made_up: tables.Tables) -> query.Database:
    """Three hundred generated meetings, opened."""
    build = tmp_path_factory.mktemp("large")
    store.write(made_up, build)
    return query.open(build)


def ids(database: query.Database, filters: query.Filters) -> list[str]:
    return query.page(database, filters)["meeting_id"].tolist()


# What a filter lets through


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (query.Filters(), ["m-visit", "m-call"]),
        (EVERY, ["m-off", "m-visit", "m-call", "m-mention", "m-plan"]),
        (query.Filters(status=("planned",)), ["m-plan"]),
        (replace(EVERY, country=("KAZ",)), ["m-off", "m-visit", "m-mention"]),
        (replace(EVERY, country=("KAZ", "RUS")), ["m-off", "m-visit", "m-call", "m-mention"]),
        (replace(EVERY, country=("KAZ", "RUS"), match="all"), ["m-mention"]),
        (replace(EVERY, country=("SYR", "RUS"), match="all"), ["m-call", "m-mention"]),
        (replace(EVERY, country=("SYR", "RUS"), match="dyad"), ["m-call"]),
        (replace(EVERY, country=("SYR",), org=("un",), match="dyad"), ["m-plan"]),
        (replace(EVERY, org=("un",)), ["m-plan"]),
        (replace(EVERY, country=("ATL",)), []),
        (replace(EVERY, person=("sergey-lavrov-rus",)), ["m-call", "m-mention"]),
        (replace(EVERY, topic=("energy", "sanctions")), ["m-visit", "m-call"]),
        (replace(EVERY, mode=("video", "phone")), ["m-off", "m-call"]),
        (replace(EVERY, setting=("trilateral",)), ["m-mention"]),
        (replace(EVERY, level=("ambassador",)), ["m-off", "m-visit", "m-mention"]),
        (replace(EVERY, outlet=("TASS",)), ["m-call"]),
        (replace(EVERY, review=("confirmed",)), []),
        (replace(EVERY, confidence=60), ["m-visit", "m-call", "m-plan"]),
        (replace(EVERY, country=("SYR",), topic=("energy",), mode=("in_person",)), ["m-visit"]),
    ],
)
def test_a_filter_lets_through_what_it_says(database, filters, expected):
    assert ids(database, filters) == expected
    assert query.count(database, filters) == len(expected)


@pytest.mark.parametrize(
    ("since", "until", "undated", "expected"),
    [
        (date(2021, 2, 17), date(2021, 2, 17), False, ["m-call"]),
        (date(2021, 9, 30), None, False, ["m-visit"]),  # known to the month only: it may have been on that day
        (date(2021, 10, 1), None, False, []),
        (date(2021, 9, 4), date(2021, 9, 4), False, ["m-off", "m-visit"]),  # the second day of two
        (None, date(2020, 1, 1), False, ["m-mention"]),  # known to the year only
        (None, date(2020, 1, 1), True, ["m-mention", "m-plan"]),
    ],
)
def test_a_range_of_dates_meets_the_days_a_meeting_may_lie_in(database, since, until, undated, expected):
    assert ids(database, replace(EVERY, since=since, until=until, undated=undated)) == expected


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("lavrov", ["m-call", "m-mention"]),
        ("LÁVROV", ["m-call", "m-mention"]),
        ("antalya", ["m-off"]),
        ("kazakhstan", ["m-off", "m-visit", "m-mention", "m-plan"]),  # the article of the plan names it
        ("damascus", ["m-off", "m-visit", "m-mention", "m-plan"]),
        ("telephone", ["m-call"]),
        ("tele", ["m-call"]),  # longer words are found
        ("tel", []),  # by four letters on
        ("lavrov sanctions", ["m-call"]),
        ('"telephone call"', ["m-call"]),
        ('"call telephone"', []),
        ("al-mekdad", ["m-call"]),
        ('"', ["m-off", "m-visit", "m-call", "m-mention", "m-plan"]),
        ("100%_'; DROP TABLE meetings; --", []),
    ],
)
def test_free_text_is_looked_for_in_titles_names_places_and_articles(database, q, expected):
    assert ids(database, replace(EVERY, q=q)) == expected


def test_words_in_quotes_belong_together():
    assert query.terms('lavrov "chemical  weapons" \'x\' "open') == ["lavrov", "chemical  weapons", "'x'", "open"]


CHOICES = st.fixed_dictionaries(
    {
        "country": st.lists(st.sampled_from(["SYR", "KAZ", "RUS"]), max_size=2, unique=True).map(tuple),
        "match": st.sampled_from(query.MATCHES),
        "topic": st.lists(st.sampled_from(["topic_00", "topic_01", "topic_02"]), max_size=2, unique=True).map(tuple),
        "mode": st.lists(st.sampled_from(["phone", "in_person"]), max_size=2, unique=True).map(tuple),
        "status": st.sampled_from([("held",), (), ("planned", "held")]),
        "level": st.lists(st.sampled_from(["minister", "other"]), max_size=1).map(tuple),
        "outlet": st.lists(st.sampled_from(["Outlet 1", "Outlet 2", "Outlet 3"]), max_size=3, unique=True).map(tuple),
        "since": st.one_of(st.none(), st.dates(date(2005, 1, 1), date(2026, 1, 1))),
        "until": st.one_of(st.none(), st.dates(date(2005, 1, 1), date(2026, 1, 1))),
        "undated": st.booleans(),
        "confidence": st.sampled_from([0, 50, 90]),
    }
)


@given(CHOICES)
@settings(max_examples=60, deadline=None)
def test_filters_choose_the_same_meetings_as_the_plain_tables(large, made_up, choices):
    """The layout for questions and the tables of the contract tell the same."""
    filters = query.Filters(**choices)
    assert set(query.table(large, filters, "meetings")["meeting_id"]) == _by_hand(made_up, filters)


def _by_hand(built: tables.Tables, filters: query.Filters) -> set[str]:
    """What the filters mean, said again in pandas."""
    meetings = built.meetings.set_index("meeting_id")
    kept = pd.Series(True, index=meetings.index)
    parties = built.participants.groupby("meeting_id")["party_id"].agg(set).reindex(meetings.index)
    if filters.country:
        wanted = set(filters.country)
        tests = {
            "any": lambda one: bool(one & wanted),
            "all": lambda one: wanted <= one,
            "dyad": lambda one: one == wanted,
        }
        kept &= parties.map(tests[filters.match]).astype(bool)
    memberships = (
        ("topic", built.meeting_topics, "topic"),
        ("level", built.participants, "level"),
        ("outlet", built.meeting_sources.merge(built.documents, on="doc_id", validate="m:1"), "outlet"),
    )
    for name, frame, column in memberships:
        if getattr(filters, name):
            kept &= meetings.index.isin(frame.loc[frame[column].isin(getattr(filters, name)), "meeting_id"])
    for name in ("mode", "status"):
        if getattr(filters, name):
            kept &= meetings[name].isin(getattr(filters, name))
    kept &= meetings["confidence"] >= filters.confidence / 100
    if filters.since or filters.until:
        text = meetings["date"].fillna("")
        first = text.str.cat(["-01-01"[len(day) - 10 :] if 4 <= len(day) < 10 else "" for day in text])
        last = [_last_day(day) for day in text]
        within = text != ""
        if filters.since:
            within &= pd.Series(last, index=text.index) >= filters.since.isoformat()
        if filters.until:
            within &= first <= filters.until.isoformat()
        kept &= within | ((text == "") & filters.undated)
    return set(meetings.index[kept])


def _last_day(day: str) -> str:
    if len(day) == 4:
        return f"{day}-12-31"
    return str((pd.Period(day, "M").end_time).date()) if len(day) == 7 else day


def test_a_rejected_meeting_is_left_out_everywhere_unless_asked_for(tmp_path):
    built = handmade.built()
    built.meetings.loc[built.meetings["meeting_id"] == "m-visit", "review"] = "rejected"
    store.write(built, tmp_path)
    database = query.open(tmp_path)
    asked = query.Filters(review=("rejected",))
    assert ids(database, query.Filters()) == ["m-call"]
    assert "m-visit" not in ids(database, EVERY)
    assert ids(database, asked) == ["m-visit"]
    assert query.headline(database, query.Filters())["meetings"] == 1
    assert query.places(database, query.Filters()).empty
    assert query.places(database, asked)["city"].tolist() == ["Damascus"]
    assert query.table(database, query.Filters(), "meetings")["meeting_id"].tolist() == ["m-call"]
    assert set(query.table(database, query.Filters(), "participants")["meeting_id"]) == {"m-call"}
    assert "m-visit" not in query.related(database, "m-off")["meeting_id"].tolist()
    offered = query.facet(database, query.Filters(), "review").set_index("id")["n"]
    assert (offered["rejected"], offered["unreviewed"]) == (1, 1)


# What is counted


def test_headline_figures(database):
    assert query.headline(database, EVERY) == {
        "meetings": 5,
        "undated": 1,
        "placeless": 0,
        "reviewed": 0,
        "first": "2020",
        "last": "2021-09-03",
        "parties": 4,
        "people": 3,
        "articles": 3,
    }
    nothing = query.headline(database, query.Filters(country=("ATL",)))
    assert (nothing["meetings"], nothing["first"], nothing["parties"]) == (0, None, 0)


def test_what_filters_hide_is_counted(database):
    assert query.hidden(database, replace(EVERY, since=date(2021, 1, 1))) == {"undated": 1}
    assert query.hidden(database, replace(EVERY, since=date(2021, 1, 1), undated=True)) == {}
    assert query.hidden(database, query.Filters()) == {"other_status": 3}


def test_a_facet_counts_under_the_other_filters_and_not_under_its_own(database):
    filters = query.Filters(country=("KAZ",), status=())
    countries = query.facet(database, filters, "country")
    assert dict(zip(countries["id"], countries["n"], strict=True)) == {"SYR": 5 - 1 + 1, "KAZ": 3, "RUS": 2}
    topics = query.facet(database, filters, "topic")
    assert dict(zip(topics["id"], topics["n"], strict=True)) == {"economy_trade": 1, "energy": 1, "sanctions": 0}
    statuses = query.facet(database, query.Filters(), "status")
    assert dict(zip(statuses["id"], statuses["n"], strict=True)) == {
        "held": 2,
        "planned": 1,
        "mentioned": 1,
        "cancelled": 1,
    }


@pytest.mark.parametrize("name", query.LISTS)
def test_choosing_a_value_of_a_facet_gives_as_many_meetings_as_it_said(large, name):
    filters = query.Filters(mode=("in_person",)) if name != "mode" else query.Filters()
    for row in query.facet(large, filters, name, limit=4).to_dict("records"):
        assert query.count(large, replace(filters, **{name: (row["id"],)})) == row["n"], row


def test_a_facet_can_be_cut_to_the_most_frequent(large):
    people = query.facet(large, query.Filters(), "person", limit=3)
    assert len(people) == 3
    assert people["n"].is_monotonic_decreasing


def test_parties_people_topics_and_places_are_counted_with_their_latest_date(database):
    parties = query.parties(database, EVERY).set_index("party_id")
    assert parties.loc["RUS", ["name", "n", "last"]].tolist() == ["Russia", 2, "2021-02-17"]
    assert pd.isna(parties.loc["un", "last"])
    people = query.people(database, EVERY, limit=1)
    assert people[["person_id", "party", "n"]].to_numpy().tolist() == [["faysal-mikdad", "Syria", 4]]
    assert query.topics(database, EVERY)["id"].tolist() == ["economy_trade", "energy", "sanctions"]
    places = query.places(database, EVERY)
    assert places[["city", "country_name", "n", "last"]].to_numpy().tolist() == [["Damascus", "Syria", 2, "2021-09"]]


def test_time_is_counted_as_precisely_as_it_is_known(database):
    dates = query.dates(database, EVERY)
    assert dates["date"].fillna("").tolist() == ["2020", "2021-02-17", "2021-09", "2021-09-03", ""]
    months = query.months(database, EVERY)
    assert months["month"].dt.strftime("%Y-%m").tolist() == ["2021-02", "2021-09"]
    assert months["n"].tolist() == [1, 2]
    years = query.years(database, EVERY)
    assert years.groupby("year")["n"].sum().to_dict() == {2020: 1, 2021: 3}


def test_coverage_counts_articles_read_each_month(database):
    assert query.coverage(database)["articles"].tolist() == [2]
    assert query.coverage(database, query.Filters(outlet=("TASS",)))["articles"].tolist() == [1]


def test_gaps_between_meetings_are_found(database):
    gaps = query.gaps(database, EVERY)
    assert gaps["days"].tolist() == [198]
    assert gaps["after"].dt.strftime("%Y-%m-%d").tolist() == ["2021-02-17"]


def test_the_network_joins_who_met(database):
    edges = query.edges(database, EVERY)
    assert edges[["source", "target", "n"]].to_numpy().tolist() == [
        ["KAZ", "SYR", 3],
        ["RUS", "SYR", 2],
        ["KAZ", "RUS", 1],
        ["SYR", "un", 1],
    ]
    assert query.edges(database, EVERY, max_parties=2)["n"].tolist() == [2, 1, 1]


def test_first_last_and_planned(database):
    span = query.span(database, query.Filters(country=("SYR",)))
    assert span["first"]["meeting_id"] == "m-call"
    assert span["last"]["meeting_id"] == "m-visit"
    assert span["planned"] is None


def test_a_profile_starts_from_one_row(database):
    assert query.person(database, "faysal-mikdad")["party"] == "Syria"
    assert query.party(database, "un")["name"] == "United Nations"
    assert query.topic(database, "energy")["label"] == "Energy"
    assert query.person(database, "nobody") is query.party(database, "x") is query.topic(database, "x") is None
    assert query.levels(database, EVERY)["id"].tolist() == ["minister", "ambassador", "other"]
    assert query.topics_by_year(database, EVERY)["year"].unique().tolist() == [2021]


# Meetings themselves


def test_a_page_has_the_names_a_list_shows(database):
    row = query.page(database, EVERY, limit=1, offset=1).iloc[0]
    assert row["meeting_id"] == "m-visit"
    assert list(row["parties"]) == ["Kazakhstan", "Syria"]
    assert list(row["topics"]) == ["Economy and trade", "Energy"]
    assert row["country_name"] == "Syria"


@pytest.mark.parametrize("sort", query.SORTS)
def test_pages_follow_one_another_without_gap_or_repeat(large, sort):
    paged = [row for offset in range(0, 300, 70) for row in query.page(large, EVERY, sort, offset, 70)["meeting_id"]]
    assert sorted(paged) == sorted(query.table(large, EVERY, "meetings")["meeting_id"])


def test_one_meeting_comes_with_everything_about_it(database):
    found = query.meeting(database, "m-call")
    assert found["meetings"]["title"].tolist() == ["Mikdad – Lavrov, phone call"]
    assert found["participants"]["name"].tolist() == ["Faysal Mikdad", "Sergey Lavrov"]
    assert found["topics"]["label"].tolist() == ["Sanctions"]
    assert found["sources"]["outlet"].tolist() == ["SANA", "TASS"]
    assert found["sources"]["text"].tolist() == [handmade.PHONE, handmade.PHONE_AGAIN]
    assert found["conflicts"]["value"].tolist() == ["2021-02-16"]
    for row in found["evidence"].to_dict("records"):
        text = found["sources"].set_index("doc_id").loc[row["doc_id"], "text"]
        assert text[row["start"] : row["end"]] == row["text"]


def test_a_former_id_leads_to_the_meeting_it_was_merged_into(database):
    assert query.meeting(database, "m-call-of-tass")["meetings"]["meeting_id"].tolist() == ["m-call"]
    assert query.meeting(database, "m-never") is None


def test_related_meetings_share_parties(database):
    assert query.related(database, "m-call")["meeting_id"].tolist() == ["m-mention"]
    assert query.related(database, "m-visit")["meeting_id"].tolist() == ["m-off", "m-mention"]
    assert query.related(database, "m-never").empty


@pytest.mark.parametrize("lane", ["country", "org", "person", "topic"])
def test_a_timeline_has_a_row_a_meeting_and_lane(database, lane):
    rows = query.timeline(database, EVERY, lane)
    assert not rows.duplicated(["lane", "meeting_id"]).any()
    visit = rows[rows["meeting_id"] == "m-visit"]
    if lane in ("country", "topic"):
        assert set(visit["first_day"].dt.strftime("%Y-%m-%d")) == {"2021-09-01"}
        assert set(visit["last_day"].dt.strftime("%Y-%m-%d")) == {"2021-09-30"}
        assert len(visit) == 2


@pytest.mark.parametrize("name", schema.TABLES)
def test_an_unfiltered_table_is_the_table(large, made_up, name):
    """Of parties, people and articles, those that take part in a meeting."""
    key = list(schema.TABLES[name].key)
    given = query.table(large, EVERY, name).sort_values(key, ignore_index=True)
    stored = dict(made_up.items())[name].sort_values(key, ignore_index=True)
    if name in ("parties", "people", "documents", "texts"):
        stored = stored[stored[key[0]].isin(given[key[0]])].reset_index(drop=True)
    pd.testing.assert_frame_equal(given, stored)
    assert len(given) or name in ("aliases", "conflicts")


@pytest.mark.parametrize(
    "filters", [query.Filters(country=("KAZ",)), query.Filters(country=("ATL",)), query.Filters(q="kazakh")]
)
def test_the_tables_of_a_selection_fit_the_schema(database, filters):
    """Every reference of a download leads to a row of the same download."""
    assert schema.check({name: query.table(database, filters, name) for name in schema.TABLES}) == []


# A link


def test_the_fields_are_the_parameters_and_the_defaults_are_left_out():
    assert tuple(field.name for field in fields(query.Filters)) == query.NAMES
    assert query.Filters().to_query() == {}
    assert EVERY.to_query() == {"status": ["any"]}


FILTERS = st.builds(
    query.Filters,
    country=st.lists(st.sampled_from(["SYR", "KAZ", "RUS"]), max_size=3, unique=True).map(tuple),
    match=st.sampled_from(query.MATCHES),
    person=st.lists(st.text("abc-&=é", min_size=1), max_size=2, unique=True).map(tuple),
    since=st.one_of(st.none(), st.dates()),
    until=st.one_of(st.none(), st.dates()),
    undated=st.booleans(),
    mode=st.lists(st.sampled_from(query.CLOSED["mode"]), max_size=2, unique=True).map(tuple),
    status=st.lists(st.sampled_from(query.CLOSED["status"]), max_size=3, unique=True).map(tuple),
    confidence=st.integers(0, 100),
    q=st.text().map(str.strip),
)


@given(FILTERS)
def test_a_link_says_the_filters_and_nothing_is_lost(filters):
    assert query.parse(filters.to_query()) == (filters, [])


@pytest.mark.parametrize(
    ("address", "filters"),
    [
        ({"country": ["KAZ", "KAZ", ""]}, query.Filters(country=("KAZ",))),
        ({"from": ["2020"], "to": ["2021-02"]}, query.Filters(since=date(2020, 1, 1), until=date(2021, 2, 28))),
        ({"until": ["2020"]}, query.Filters(until=date(2020, 12, 31))),
        ({"country_mode": ["all"]}, query.Filters(match="all")),
        ({"undated": ["true"]}, query.Filters(undated=True)),
        ({"status": ["held", "any"]}, query.Filters(status=())),
        ({"id": ["m-call"], "utm": ["x"]}, query.Filters()),
    ],
)
def test_a_link_is_read_kindly(address, filters):
    assert query.parse(address) == (filters, [])


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ({"mode": ["fax"]}, "mode=fax is not known here"),
        ({"status": ["maybe"]}, "status=maybe is not known here"),
        ({"match": ["none"]}, "match=none is not known here"),
        ({"since": ["yesterday"]}, "since=yesterday is not known here"),
        ({"since": ["2020-13-01"]}, "since=2020-13-01 is not known here"),
        ({"confidence": ["101"]}, "confidence=101 is not known here"),
        ({"undated": ["perhaps"]}, "undated=perhaps is not known here"),
        ({"country": ["ATL"]}, "country=ATL is not known here"),
    ],
)
def test_what_a_link_says_in_vain_is_told(address, problem):
    assert query.parse(address, {"country": {"KAZ"}}) == (query.Filters(), [problem])


def test_filters_are_said_in_words(database):
    filters = query.Filters(
        country=("KAZ", "SYR"), match="dyad", since=date(2020, 1, 1), mode=("in_person",), confidence=50, q="trade"
    )
    assert filters.in_words(query.names(database)) == (
        "Held meetings; country: Kazakhstan or Syria; mode: in person; these took part and nobody else; "
        "since 2020-01-01; undated ones left out; confidence at least 50 %; text: “trade”"
    )
    assert EVERY.in_words() == "All meetings"


def test_namesakes_have_their_ids_behind_their_names(tmp_path):
    """Under one name the second could not be chosen in a list, nor compared with the first."""
    built = handmade.built()
    alike = built.people["person_id"].isin(built.people["person_id"].head(2))
    store.write(
        replace(built, people=built.people.assign(name=built.people["name"].mask(alike, "Ali Hassan"))), tmp_path
    )
    people = query.names(query.open(tmp_path))["person"]
    assert [people[one] for one in built.people["person_id"].head(2)] == [
        f"Ali Hassan ({one})" for one in built.people["person_id"].head(2)
    ]
    assert people[built.people["person_id"].iloc[2]] == built.people["name"].iloc[2]


# The open snapshot


def test_no_build_is_one_clear_sentence(tmp_path):
    with pytest.raises(errors.StoreError, match="make one with: sidelines build"):
        query.open(tmp_path)


def test_a_damaged_table_is_one_clear_sentence(tmp_path):
    snapshot = store.write(handmade.built(), tmp_path)
    (snapshot / "meetings.parquet").write_bytes(b"nonsense")
    with pytest.raises(errors.StoreError, match=r"cannot be read .* build again"):
        query.open(tmp_path)


def test_an_empty_build_answers_every_question(tmp_path):
    store.write(tables.Tables.empty(), tmp_path)
    empty = query.open(tmp_path)
    assert query.headline(empty, EVERY)["meetings"] == 0
    for ask in (query.page, query.parties, query.people, query.topics, query.places, query.dates, query.months):
        assert ask(empty, EVERY).empty
    for ask in (query.timeline, query.gaps, query.edges, query.years, query.topics_by_year):
        assert ask(empty, replace(EVERY, q="anything")).empty
    assert query.names(empty)["country"] == {}


def test_a_build_without_a_word_index_is_searched_all_the_same(tmp_path):
    snapshot = store.write(handmade.built(), tmp_path)
    (snapshot / "search.parquet").unlink()
    assert ids(query.open(tmp_path), replace(EVERY, q="telephone")) == ["m-call"]


def test_a_folder_with_a_quote_in_its_name_is_opened(tmp_path):
    build = tmp_path / "l'archive"
    store.write(handmade.built(), build)
    assert query.count(query.open(build), EVERY) == 5


def test_many_threads_ask_at_once(large):
    """Each question has a cursor of its own, so sessions do not see one another."""
    expected = query.headline(large, query.Filters())
    wrong: list[object] = []

    def ask() -> None:
        wrong.extend(found for _ in range(10) if (found := query.headline(large, query.Filters())) != expected)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_an_open_snapshot_outlives_a_new_build(tmp_path: Path):
    store.write(handmade.built(), tmp_path)
    opened = query.open(tmp_path)
    store.write(tables.Tables.empty(), tmp_path, keep=1)
    assert query.count(opened, EVERY) == 5
    assert query.open(tmp_path).snapshot != opened.snapshot
