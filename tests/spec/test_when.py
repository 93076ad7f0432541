"""When: the day of the contact itself, with its basis; days of something else are not it.

The reading of each way of writing a date is in ``test_dates.py``.
"""

from __future__ import annotations

import pytest

WEDNESDAY = "2022-05-11"


def story(day: str) -> str:
    return f"Ghanaian Foreign Minister Kofi Badu met {day} with Norwegian Foreign Minister Nils Haugen in Accra."


@pytest.mark.parametrize(
    ("day", "date", "basis"),
    [
        ("on 3 May 2022", "2022-05-03", "stated"),
        ("on May 3", "2022-05-03", "stated"),
        ("on Monday", "2022-05-09", "weekday"),
        ("on Wednesday", "2022-05-11", "weekday"),
        ("on Thursday", "2022-05-05", "weekday"),
        ("last Wednesday", "2022-05-04", "weekday"),
    ],
)
def test_a_day_beside_the_contact_dates_it(extract, day: str, date: str, basis: str):
    extract(story(day), published=WEDNESDAY).gives(f"""
        date   | basis   | precision
        {date} | {basis} | day
    """)


def test_a_weekday_without_any_date_in_the_article_stays_open(extract):
    extract(story("on Monday")).gives("""
        parties | date | basis
        GHA NOR | -    | -
    """)


def test_a_weekday_with_will_is_the_first_one_after(extract):
    extract(
        "Ghanaian Foreign Minister Kofi Badu will meet Norwegian Foreign Minister Nils Haugen in Accra on Monday.",
        published=WEDNESDAY,
    ).gives("""
        status  | date       | basis
        planned | 2022-05-16 | weekday
    """)


def test_a_stamp_resolves_the_weekday(extract):
    extract("""
        Ghanaian FM meets Norwegian counterpart

        11.05.2022

        Ghanaian Foreign Minister Kofi Badu met on Tuesday with Norwegian Foreign Minister Nils Haugen in Accra.
    """).gives("""
        date       | basis
        2022-05-10 | weekday
    """)


def test_a_dateline_resolves_the_weekday(extract):
    extract("""
        ACCRA, May 11, 2022 (Herald) - Ghanaian Foreign Minister Kofi Badu met on Tuesday with Norwegian Foreign
        Minister Nils Haugen.
    """).gives("""
        date       | basis
        2022-05-10 | weekday
    """)


def test_the_day_of_a_statement_is_not_the_day_of_the_meeting(extract):
    extract(
        "The ministry said on Tuesday that Ghanaian Foreign Minister Kofi Badu had met Norwegian Foreign Minister "
        "Nils Haugen on 3 May in Accra.",
        published=WEDNESDAY,
    ).gives("""
        date       | basis
        2022-05-03 | stated
    """)


@pytest.mark.parametrize(
    "aside",
    [
        "They spoke about the earthquake of 6 February 2021.",
        "They referred to the law of 12 March 2020 on foreign investment.",
        "Haugen first visited Ghana on 4 July 2018.",
        "They called for the implementation of the resolution adopted on 18 December 2015.",
    ],
)
def test_the_date_of_something_else_is_not_the_day_of_the_meeting(extract, aside: str):
    extract(f"{story('on Monday')} {aside}", published=WEDNESDAY).gives("""
        date       | basis
        2022-05-09 | weekday
    """)


def test_an_occasion_with_a_known_date_gives_the_month(extract):
    extract(
        "Ghanaian Foreign Minister Kofi Badu met with Norwegian Foreign Minister Nils Haugen on the sidelines of the "
        "77th session of the UN General Assembly."
    ).gives("""
        date    | precision | basis
        2022-09 | month     | occasion
    """)


def test_with_no_date_anywhere_the_date_is_open(extract):
    extract("Ghanaian Foreign Minister Kofi Badu met with Norwegian Foreign Minister Nils Haugen in Accra.").gives("""
        date | precision | basis
        -    | -         | -
    """)


def test_a_visit_of_several_days_keeps_its_end(extract):
    extract(
        "Ghanaian President Yaw Mensah held talks with Norwegian Prime Minister Ingrid Dahl during a visit to Oslo "
        "on February 14-16, 2022."
    ).gives("""
        date       | until
        2022-02-14 | 2022-02-16
    """)


def test_the_second_meeting_of_a_day_inherits_it(extract):
    extract(
        """
        Ghanaian Foreign Minister Kofi Badu received Norwegian Ambassador Nils Haugen in Accra on Monday.

        Badu also received Nepali Ambassador Hari Thapa.
        """,
        published=WEDNESDAY,
    ).gives("""
        parties | date       | basis
        GHA NOR | 2022-05-09 | weekday
        GHA NPL | 2022-05-09 | inherited
    """)


def test_a_year_of_copyright_is_no_date(extract):
    extract(f"""
        {story("today")}

        Copyright 2016 The Accra Herald. All rights reserved.
    """).gives("""
        parties | date
        GHA NOR | -
    """)


def test_a_day_of_the_week_inside_a_visit_is_a_day_of_the_visit(extract):
    extract(
        "Ghanaian President Yaw Mensah, who was in Oslo on April 15 to 17, 2024, met on Tuesday with Norwegian Prime "
        "Minister Ingrid Dahl."
    ).gives("""
        date
        2024-04-16
    """)


def test_a_day_may_stand_bare_between_the_name_and_the_verb(extract):
    extract(
        "ACCRA, Oct 4 (GNA): Foreign Minister Kofi Badu Monday received Ambassador of Norway Nils Haugen.",
        published="2021-10-05",
    ).gives("""
        parties | people                 | date       | place
        GHA NOR | Kofi Badu, Nils Haugen | 2021-10-04 | Accra, GHA
    """)
