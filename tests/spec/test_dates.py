"""Dates in sentences: what is found, and which day it is when the article was written on a known day."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import date_patterns, dates
from pipeline.records import Article, Document, PartialDate, ResolvedDate

WEDNESDAY = date(2021, 2, 17)


def day(sentence: str, anchor: date | None = WEDNESDAY, *, future: bool = False) -> str | None:
    """The first date of a sentence, ISO; a range as ``first/last``."""
    found = dates.find(sentence, anchor=anchor, sentence_is_future=future)
    if not found:
        return None
    last = found[0].value_end
    return found[0].value.iso() + (f"/{last.iso()}" if last else "")


def test_a_weekday_is_the_latest_one_before_the_day_of_writing():
    assert day("The minister received the envoy of Peru on Friday.") == "2021-02-12"


def test_the_day_of_writing_itself_counts():
    assert day("The two held talks on Wednesday.") == "2021-02-17"


def test_last_wednesday_written_on_a_wednesday_is_a_week_ago():
    assert day("They met last Wednesday in Lomé.") == "2021-02-10"


def test_in_a_sentence_about_the_future_a_weekday_is_the_first_one_after():
    assert day("The delegation will arrive on Tuesday.", future=True) == "2021-02-23"


def test_next_points_ahead_whatever_the_verb():
    assert day("Talks next Wednesday were agreed.") == "2021-02-24"


def test_last_points_back_even_in_a_sentence_about_the_future():
    assert day("The panel formed last Monday will report.", future=True) == "2021-02-15"


def test_a_weekday_without_a_day_of_writing_has_no_date():
    assert day("He met the ambassador on Thursday.", None) is None


def test_such_a_weekday_is_still_mentioned():
    (mention,) = dates.mentions("He met the ambassador on Thursday.")
    assert (mention.kind, mention.weekday, mention.text) == ("weekday", 3, "Thursday")


def test_wednesday_last_week_is_in_the_week_before():
    assert day("It was signed on Wednesday last week.") == "2021-02-10"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("today", "2021-02-17"),
        ("earlier today", "2021-02-17"),
        ("this morning", "2021-02-17"),
        ("at noon yesterday", "2021-02-16"),
        ("last night", "2021-02-16"),
        ("the day before yesterday", "2021-02-15"),
        ("two days ago", "2021-02-15"),
        ("tomorrow", "2021-02-18"),
        ("the day after tomorrow", "2021-02-19"),
    ],
)
def test_words_that_count_from_the_day_of_writing(words: str, expected: str):
    assert day(f"The king received the prime minister of Fiji {words}.") == expected


@pytest.mark.parametrize(
    "printed",
    [
        "24 September 2020",
        "24th of September, 2020",
        "September 24, 2020",
        "Sept. 24th, 2020",
        "Thursday, 24 September 2020",
        "Thursday (24 September 2020)",
        "September 24, 2020 (Thursday)",
        "SEPTEMBER 24, 2020",
        "2020-09-24",
        "2020/09/24",
        "24/09/2020",
        "24.09.2020",
    ],
)
def test_a_full_date_needs_no_day_of_writing(printed: str):
    assert day(f"The talks in Accra took place on {printed} and were brief.", None) == "2020-09-24"


def test_today_with_its_weekday_is_that_weekday_even_if_the_stamp_is_a_day_late():
    assert day("He was received today (Tuesday) in Rabat.") == "2021-02-16"
    assert day("He was received yesterday, Monday, in Rabat.") == "2021-02-15"


def test_a_day_and_month_take_the_year_of_writing():
    assert day("On March 22nd he met his Malian counterpart.", date(2021, 3, 23)) == "2021-03-22"


def test_a_december_day_in_a_january_report_is_of_the_year_before():
    assert day("They spoke on 28 December.", date(2024, 1, 2)) == "2023-12-28"


def test_a_january_day_in_a_december_announcement_is_of_the_year_after():
    assert day("The summit will open on 15 January.", date(2023, 12, 20), future=True) == "2024-01-15"


def test_a_printed_weekday_settles_the_year():
    assert day("Thursday (17 May) saw the credentials presented.", date(2019, 4, 2)) == "2018-05-17"


def test_beside_the_day_of_writing_a_weekday_that_does_not_fit_is_a_slip():
    assert day("On Monday, 18 May, they met.", date(2021, 5, 20)) == "2021-05-18"


def test_a_day_and_month_without_any_year_have_no_date():
    assert day("On Thursday, June 27, the minister received the chairman.", None) is None


def test_weekday_day_and_month_leave_few_years():
    (mention,) = dates.mentions("On Thursday, June 27, the minister received the chairman.")
    assert dates.candidate_years(mention, 2015, 2025) == (2019, 2024)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("February 14-16", "2021-02-14/2021-02-16"),
        ("16-17 February", "2021-02-16/2021-02-17"),
        ("April 15 to 17, 2024", "2024-04-15/2024-04-17"),
        ("15 and 16 April 2024", "2024-04-15/2024-04-16"),
        ("30 September to 2 October 2019", "2019-09-30/2019-10-02"),
        ("December 30 - January 2, 2024", "2023-12-30/2024-01-02"),
        ("Feb. 28–Mar. 2, 2023", "2023-02-28/2023-03-02"),
    ],
)
def test_a_range_has_its_first_and_last_day(printed: str, expected: str):
    assert day(f"The round was held on {printed} in Geneva.") == expected


def test_last_before_a_range_points_back():
    assert day("Oslo hosted it on last February 16 and 17.", date(2021, 7, 7)) == "2021-02-16/2021-02-17"


def test_a_weekday_inside_an_event_is_the_day_of_the_event():
    (mention,) = dates.mentions("On Tuesday the two ministers met again.")
    found = dates.resolve(mention, None, within=(date(2024, 4, 15), date(2024, 4, 17)))
    assert found is not None
    assert found.value.iso() == "2024-04-16"


def test_the_25th_of_this_month():
    assert day("The raid on the 25th of this month was condemned.", date(2023, 12, 30)) == "2023-12-25"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("in September", "2020-09"),
        ("in February", "2021-02"),
        ("last February", "2020-02"),
        ("in December 2019", "2019-12"),
        ("in November last year", "2020-11"),
        ("in mid-January", "2021-01"),
        ("earlier this month", "2021-02"),
        ("last month", "2021-01"),
        ("at last month's round", "2021-01"),
        ("earlier this week", "2021-02"),
        ("in 2018", "2018"),
        ("last year", "2020"),
    ],
)
def test_months_and_years_keep_their_precision(words: str, expected: str):
    assert day(f"The joint committee met {words} in Rabat.") == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Prime Minister May met the chancellor.",
        "He may meet the envoy.",
        "They march for peace.",
        "Resolution 2254 remains the basis.",
        "The 2030 Agenda and the 2063 vision were discussed.",
        "They recalled the June 4, 1967 borders.",
        "The Good Friday Agreement was praised.",
        "Members of the 14 February Movement attended.",
        "Trade reached $12.5 million, up 20-30 per cent.",
        "The Sunday Times interviewed the minister.",
    ],
)
def test_what_looks_like_a_date_and_is_none(sentence: str):
    assert day(sentence) is None


def test_a_numeric_date_of_two_readings_takes_the_nearer_one():
    assert day("The accord of 03/04/2021 stands.", date(2021, 3, 5)) == "2021-03-04"
    assert day("The accord of 03/04/2021 stands.", date(2021, 4, 6)) == "2021-04-03"


def test_the_following_day_counts_from_the_day_last_spoken_of():
    found = dates.find("The following day he saw the emir.", anchor=None, previous=date(2022, 5, 31))
    assert [one.value.iso() for one in found] == ["2022-06-01"]


def test_two_dates_of_a_sentence_come_in_its_order():
    found = dates.find("On Monday he flew to Suva, where he stays until 20 February.", anchor=WEDNESDAY)
    assert [one.value.iso() for one in found] == ["2021-02-15", "2021-02-20"]


def test_spans_count_from_the_offset_given():
    (found,) = dates.find("met on Friday", 100, anchor=WEDNESDAY)
    assert (found.start, found.end) == (107, 113)


def test_basis_says_whether_a_weekday_was_counted_or_a_date_stated():
    found = dates.find("On Monday they agreed to meet on 1 March 2021.", anchor=WEDNESDAY)
    assert [one.basis for one in found] == ["weekday", "stated"]


def article(
    *, published: date | None = None, stamp: ResolvedDate | None = None, dateline: ResolvedDate | None = None
) -> Article:
    document = Document(doc_id="d1", path="a.txt", text="", sha256="", published=published)
    return Article(document=document, text="", segments=(), stamp=stamp, dateline_date=dateline)


STAMP = ResolvedDate(PartialDate(2021, 2, 17), "published", 0, 10, "stamp_line")
DATELINE = ResolvedDate(PartialDate(2021, 2, 16), "dateline", 0, 10, "dateline_date")


def test_the_dateline_is_the_storys_own_day():
    found = dates.anchor(article(published=date(2021, 2, 18), stamp=STAMP, dateline=DATELINE))
    assert found == DATELINE


def test_metadata_wins_over_a_stamp():
    found = dates.anchor(article(published=date(2021, 2, 18), stamp=STAMP))
    assert found is not None
    assert found.value.iso() == "2021-02-18"


def test_without_both_the_stamp_is_the_day_of_writing():
    assert dates.anchor(article(stamp=STAMP)) == STAMP


def test_an_article_without_any_day_has_no_anchor():
    assert dates.anchor(article()) is None


@given(st.text(max_size=200), st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.booleans())
def test_any_text_gives_dates_within_it(text: str, anchor: date, future: bool):
    for found in dates.find(text, anchor=anchor, sentence_is_future=future):
        assert 0 <= found.start < found.end <= len(text)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.sampled_from(["Monday", "Thursday", "Sunday"]))
def test_a_weekday_is_never_more_than_six_days_back(anchor: date, name: str):
    (found,) = dates.find(f"They met on {name}.", anchor=anchor)
    resolved = found.value.as_date()
    assert resolved is not None
    assert 0 <= (anchor - resolved).days <= 6
    assert resolved.strftime("%A") == name


def test_sentences_passed_over_for_their_words_hold_no_date(root: Path) -> None:
    """Without figure, weekday, month and the like none of the expressions finds anything."""
    forms = date_patterns.patterns()
    every = (forms.day_of_month, forms.month, forms.year, forms.weekday, forms.relative, forms.anaphoric, forms.ago)
    texts = [path.read_text("utf-8") for path in sorted((root / "tests/practice/texts").glob("*.txt"))]
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.\n]) ", text)]
    bare = [one for one in sentences if not re.search(r"\d", one)]
    passed_over = [one for one in bare if date_patterns.signs().isdisjoint(re.findall(r"[a-z]+", one.lower()))]
    assert 30 < len(passed_over) < len(bare)
    for sentence in passed_over:
        assert not any(form.search(sentence) for form in (*every, forms.period)), sentence
