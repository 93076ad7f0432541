"""Held, planned, mentioned, cancelled: judged at each contact, so one text may hold all four."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("met with", "held"),
        ("is meeting", "held"),
        ("has held talks with", "held"),
        ("today received", "held"),
        ("will meet with", "planned"),
        ("is set to host", "planned"),
        ("is expected to hold talks with", "planned"),
        ("is due to meet", "planned"),
        ("plans to meet", "planned"),
        ("is scheduled to receive", "planned"),
        ("will visit Accra to meet with", "planned"),
    ],
)
def test_the_verb_tells_whether_it_took_place(extract, words: str, status: str):
    extract(f"Ghanaian Foreign Minister Kofi Badu {words} Norwegian Foreign Minister Nils Haugen in Accra.").gives(f"""
        parties | people                 | status
        GHA NOR | Kofi Badu, Nils Haugen | {status}
    """)


@pytest.mark.parametrize(
    "background",
    [
        "The visit follows Badu's meeting with Nepali Prime Minister Ram Gurung last month.",
        "Badu had met Nepali Prime Minister Ram Gurung in Kathmandu in December.",
        "He recalled his previous meeting with Nepali Prime Minister Ram Gurung.",
        "Badu met Nepali Prime Minister Ram Gurung last year.",
    ],
)
def test_an_earlier_contact_told_in_passing_is_mentioned(extract, background: str):
    extract(f"""
        Ghanaian Foreign Minister Kofi Badu received Norwegian Foreign Minister Nils Haugen in Accra on Monday.

        {background}
    """).gives("""
        parties | people                 | status
        GHA NOR | Kofi Badu, Nils Haugen | held
        GHA NPL | Kofi Badu, Ram Gurung  | mentioned
    """)


@pytest.mark.parametrize(
    "outlook",
    [
        "Badu will meet Nepali Prime Minister Ram Gurung next week.",
        "Badu is set to host Nepali Prime Minister Ram Gurung on Friday.",
        "A meeting between Badu and Nepali Prime Minister Ram Gurung is expected to take place shortly.",
        "Badu will also hold talks with Nepali Prime Minister Ram Gurung tomorrow.",
    ],
)
def test_what_lies_ahead_in_a_report_is_planned(extract, outlook: str):
    extract(f"""
        Ghanaian Foreign Minister Kofi Badu received Norwegian Foreign Minister Nils Haugen in Accra on Monday.

        {outlook}
    """).gives("""
        parties | people                 | status
        GHA NOR | Kofi Badu, Nils Haugen | held
        GHA NPL | Kofi Badu, Ram Gurung  | planned
    """)


@pytest.mark.parametrize(
    "sentence",
    [
        "A meeting between Ghanaian Foreign Minister Kofi Badu and Norwegian Foreign Minister Nils Haugen was cancelled.",
        "The talks of Ghanaian Foreign Minister Kofi Badu with Norwegian Foreign Minister Nils Haugen have been postponed.",
        "Ghanaian Foreign Minister Kofi Badu called off a meeting with Norwegian Foreign Minister Nils Haugen.",
    ],
)
def test_a_meeting_called_off_is_cancelled(extract, sentence: str):
    extract(sentence).gives("""
        parties | people                 | status
        GHA NOR | Kofi Badu, Nils Haugen | cancelled
    """)


def test_a_meeting_refused_was_not_held(extract):
    extract(
        "Ghanaian Foreign Minister Kofi Badu refused to meet Norwegian Foreign Minister Nils Haugen on Monday."
    ).gives_no_meeting()


def test_reported_speech_is_still_news(extract):
    extract(
        "The ministry said that Ghanaian Foreign Minister Kofi Badu had met Norwegian Foreign Minister Nils Haugen in Accra."
    ).gives("""
        parties | people                 | status
        GHA NOR | Kofi Badu, Nils Haugen | held
    """)


def test_what_lies_long_before_the_article_is_background(extract):
    extract("""
        OSLO, 5 February 2020 (NTB) - Norwegian Foreign Minister Nils Haugen received Ghanaian Foreign Minister Kofi Badu.

        Haugen met with Ghanaian President Ama Owusu in Accra on October 13, 2019.
    """).gives("""
        parties | people                 | status    | date
        GHA NOR | Kofi Badu, Nils Haugen | held      | 2020-02-05
        GHA NOR | Ama Owusu, Nils Haugen | mentioned | 2019-10-13
    """)


def test_an_old_article_put_online_later_keeps_its_news(extract):
    extract(
        "Norwegian Foreign Minister Nils Haugen received Ghanaian Foreign Minister Kofi Badu in Oslo on October 13, 2019.",
        published="2020-02-05",
    ).gives("""
        parties | people                 | status | date
        GHA NOR | Kofi Badu, Nils Haugen | held   | 2019-10-13
    """)


def test_the_day_of_a_crawl_makes_nothing_background(extract):
    extract("""
        Saturday 19 September 2020

        Norwegian Foreign Minister Nils Haugen received Ghanaian Foreign Minister Kofi Badu in Oslo on October 13, 2017.

        On October 14, 2017 he received Nepali Prime Minister Ram Gurung in Oslo.
    """).gives("""
        parties | people                 | status | date
        GHA NOR | Kofi Badu, Nils Haugen | held   | 2017-10-13
        NOR NPL | Nils Haugen, Ram Gurung | held   | 2017-10-14
    """)
