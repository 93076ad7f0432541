"""Every page in every state of the data: the seeds, one meeting, none, nothing selected, a hundred thousand."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from pipeline import store
from tests.pages import gold_build
from tests.pages.conftest import said

LARGEST_TABLE = 500
"""Rows a page may send; the Meetings page has fifty, lists of parties a few hundred."""

LARGE_SECONDS = 180
"""What's new compares two builds of a hundred thousand meetings, once."""

SEEDS = {
    "overview": ["13 meetings of 11 parties", "Whom Syria met, and where", "All 13. Click a row"],
    "meetings": ["13 meetings of 11 parties", "2 meetings planned, cancelled or only mentioned: not shown."],
    "meeting": ["Mikdad – Lavrov, phone call", "17 Feb 2021", "Foreign Minister", "sl-mark", "Lavrov"],
    "map": ["Whom Syria met, and where", "Kazakhstan | Country | 3 | 2021-09 | as a shape", "United Nations | Organis"],
    "timeline": ["5 meetings without a date: not drawn.", "3 years | 2017-09-22 | 2021-02-17"],
    "network": ["Syria | 10 | 13 | 1.0 | 1", "Kazakhstan | Syria | 3 | 2021-09"],
    "data": ["**Held meetings**: 13 meetings.", "have no date | 5 | 38"],
    "countries": ["Meetings: 13", "First: 21 Sep 2017", "New York, United States | 11 | 2021-09"],
    "people": ["Meetings: 9", "Last: 22 Sep 2017", "António Guterres | United Nations | 1 | 2017-09-22"],
    "topics": ["Meetings: 12", "Topics of 2021 against 2017: new: Culture and education"],
    "review": ["**13 meetings** to review, 0 reviewed."],
    "changes": ["This is the first build"],
    "try": ["Nothing is stored unless you add it."],
}
CALL = {
    "overview": ["1 meeting of 2 parties, 17 Feb 2021, from 1 article.", "Last 12 months: 1", "The only one. Click a"],
    "meetings": ["1 meeting of 2 parties, 17 Feb 2021", "1 meeting. Click a row"],
    "meeting": ["Mikdad – Lavrov, phone call", "No other meeting of these parties."],
    "map": ["Who met, and where", "Russia | Country | 1 | 2021-02-17 | as a shape"],
    "timeline": [
        "Who met when",
        "There is no gap to list: it takes two meetings whose day is known, with days between them.",
    ],
    "network": ["Russia | Syria | 1 | 2021-02-17"],
    "data": ["**Held meetings**: 1 meeting.", "have no date | 0 | 0"],
    "countries": ["Meetings: 1", "First: 17 Feb 2021", "No place is told.", "are of one year; nothing to compare"],
    "people": ["Meetings: 1", "No place is told."],
    "topics": ["Meetings: 1", "No place is told."],
    "review": ["**1 meeting** to review, 0 reviewed."],
    "changes": ["This is the first build"],
    "try": ["Nothing is stored unless you add it."],
}
"""Of a phone call: a date and no place."""

UNDATED = {
    "overview": [
        "1 meeting of 2 parties, none of them dated",
        "Latest: No date",
        "1 meeting without a date: not drawn.",
    ],
    "meetings": ["No date | Al-Mikdad – Jumali, Damascus"],
    "meeting": ["Al\\-Mikdad – Jumali, Damascus", "No date"],
    "map": ["Damascus, Syria | 1 | No date"],
    "timeline": ["None of these meetings has a date and such a lane.", "Of none of these meetings the day is known."],
    "network": ["Kazakhstan | Syria | 1 | No date"],
    "data": ["have no date | 1 | 100"],
    "countries": ["First: none", "No meeting with a date and a topic; nothing to compare."],
    "people": ["First: none", "No meeting with a date and a topic; nothing to compare."],
    "topics": ["First: none", "No meeting with a date and a topic; nothing to compare."],
    "review": ["**1 meeting** to review, 0 reviewed."],
}
"""Of a visit to Damascus on a day that nobody tells."""

NONE = dict.fromkeys(
    ("overview", "meetings", "map", "timeline", "network", "countries", "people", "topics"),
    ("No meeting was found", "None of the articles that were read tells of a meeting that was held."),
) | {
    "meeting": ["This meeting is not here"],
    "data": ["**Held meetings**: 0 meetings.", "Read | 5"],
    "review": ["Nothing waits for review", "No meeting to show."],
    "changes": ["This is the first build"],
    "try": ["Nothing is stored unless you add it."],
}
EMPTY = dict.fromkeys(
    ("overview", "meetings", "map", "timeline", "network", "countries", "people", "topics"),
    ("No meeting fits these filters",),
) | {
    "data": ["text: “no article says this”**: 0 meetings."],
    "review": ["Nothing waits for review"],
    "changes": ["This is the first build"],
}
MANY = {
    "overview": [
        "80\u202f106 meetings of 169 parties",
        "The newest 25 of 80\u202f106.",
        "The first 10 of 168 counterpart",
    ],
    "meetings": ["80\u202f106 meetings of 169 parties", "19\u202f894 meetings planned, cancelled or only mentioned"],
    "meeting": ["Related meetings", " in common", "Made-up article"],
    "map": ["Whom Country SYR met, and where", "6\u202f058 meetings in person without a place."],
    "timeline": ["The 15 most frequent of", "The newest 500 meetings.", "3\u202f141 meetings without a date"],
    "network": ["Who meets whom", "Country SYR | "],
    "data": ["**Held meetings**: 80\u202f106 meetings.", "Excel: up to 20\u202f000 meetings; the ZIP has them all."],
    "countries": ["Meetings: 72\u202f088", "Next planned: 26 Dec 2025"],
    "people": ["Meetings: 61\u202f292"],
    "topics": ["Meetings: 6\u202f523"],
    "review": [
        "**77\u202f667 meetings** to review, 2\u202f439 reviewed.",
        "The first 500 are listed; the rest moves up.",
    ],
    "changes": ["1 meeting changed.", "City: Elsewhere → City of"],
    "try": ["1 meeting held, 0 others named", "Erlan Jumali"],
}


def plain(text: str) -> str:
    """What a reader sees of it: Markdown's own signs stand for themselves."""
    return re.sub(r"\\(?=[^\w\s])", "", text)


def assert_says(app, sentences: Sequence[str]) -> None:
    assert not app.exception
    told = plain(said(app))
    assert [sentence for sentence in sentences if plain(sentence) not in told] == []


def first_meeting(build) -> str:
    """A held meeting of the build that has a day."""
    meetings = store.read_table(build, "meetings")
    held = meetings[(meetings["status"] == "held") & (meetings["date_precision"] == "day")]
    return str(held.sort_values("date")["meeting_id"].iloc[-1])


@pytest.fixture(scope="session")
def cut(seeds_frames, tmp_path_factory):
    """The seeds with only those meetings that fit a condition, each such build written once."""
    written = {}

    def written_once(name, chosen):
        if name not in written:
            written[name] = tmp_path_factory.mktemp(name) / "build"
            meetings = seeds_frames["meetings"]
            ids = meetings.loc[chosen(meetings), "meeting_id"].tolist()
            gold_build.write_tables(written[name], gold_build.only(seeds_frames, ids[:1]))
        return written[name]

    return written_once


@pytest.mark.parametrize("page", SEEDS)
def test_a_page_with_data(dashboard, seeds_build, page):
    assert_says(dashboard(seeds_build, page, id=first_meeting(seeds_build)), SEEDS[page])


@pytest.mark.parametrize("page", CALL)
def test_a_page_of_one_meeting_that_has_no_place(dashboard, cut, page):
    build = cut("call", lambda meetings: meetings["mode"] == "phone")
    assert_says(dashboard(build, page, id=first_meeting(build)), CALL[page])


@pytest.mark.parametrize("page", UNDATED)
def test_a_page_of_one_meeting_that_has_no_date(dashboard, cut, page):
    build = cut("undated", lambda meetings: meetings["date"].isna() & (meetings["city"] == "Damascus"))
    app = dashboard(build, page, id=store.read_table(build, "meetings")["meeting_id"].iloc[0])
    assert_says(app, UNDATED[page])


@pytest.mark.parametrize("page", NONE)
def test_a_page_where_the_articles_tell_of_no_meeting(dashboard, cut, page):
    """Nothing is filtered, so nothing is said of filters."""
    app = dashboard(cut("none", lambda meetings: meetings["meeting_id"] == ""), page)
    assert_says(app, NONE[page])
    assert "filters" not in said(app).replace("Each file says which filters", "").replace("the filters are those", "")


@pytest.mark.parametrize("page", EMPTY)
def test_a_page_with_nothing_selected(dashboard, seeds_build, page):
    assert_says(dashboard(seeds_build, page, q="no article says this"), EMPTY[page])


@pytest.mark.parametrize("page", MANY)
def test_a_page_over_many_meetings_says_how_many_and_sends_few(dashboard, large_build, page):
    app = dashboard(large_build, page, seconds=LARGE_SECONDS, id=first_meeting(large_build))
    if page == "try":
        next(button for button in app.button if button.label == "Read it").click().run()
    assert_says(app, MANY[page])
    assert all(len(table.value) <= LARGEST_TABLE for table in app.dataframe)


def test_the_last_page_of_the_list_can_be_reached(dashboard, large_build):
    app = dashboard(large_build, "meetings", seconds=LARGE_SECONDS)
    app.session_state["rows_page"] = 10_000
    app.run()
    assert not app.exception
    assert 0 < len(app.dataframe[0].value) <= 50
