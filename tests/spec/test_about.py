"""About what: the topics of each meeting are what it dealt with, not what the paper adds.

The wording of each topic is in ``test_topics.py``.
"""

from __future__ import annotations

import pytest

LEAD = "Ghanaian Foreign Minister Kofi Badu received Norwegian Foreign Minister Nils Haugen in Accra on 3 June 2019."


def test_what_was_discussed_is_the_topic(extract):
    extract(f"{LEAD} They discussed trade in fisheries and the return of refugees.").gives("""
        parties | topics
        GHA NOR | economy_trade refugees_migration
    """)


@pytest.mark.parametrize(
    "background",
    [
        "Norway has the largest oil reserves in Western Europe and exports natural gas to twenty countries.",
        "Haugen studied medicine and was minister of health before he entered the foreign service.",
        "Ghana exports cocoa and gold.",
    ],
)
def test_background_of_the_paper_is_no_topic(extract, background: str):
    extract(f"""
        {LEAD} They discussed the return of refugees.

        {background}
    """).gives("""
        parties | topics
        GHA NOR | refugees_migration
    """)


def test_one_topic_sentence_is_shared_by_the_meetings_before_it(extract):
    extract("""
        Ghanaian Foreign Minister Kofi Badu met on Monday with Norwegian Foreign Minister Nils Haugen and, separately,
        with Nepali Foreign Minister Hari Thapa.

        During the meetings, the ministers discussed the fight against terrorism.
    """).gives("""
        parties | topics
        GHA NOR | counter_terrorism
        GHA NPL | counter_terrorism
    """)


def test_each_meeting_keeps_its_own_topics(extract):
    extract("""
        Ghanaian Foreign Minister Kofi Badu received Norwegian Ambassador Nils Haugen in Accra on Monday. They
        discussed the fight against terrorism.

        Badu also received Nepali Ambassador Hari Thapa and discussed vaccines against the pandemic with him.
    """).gives("""
        parties | topics
        GHA NOR | counter_terrorism
        GHA NPL | health
    """)


def test_a_topic_inside_a_quotation_counts(extract):
    extract(f'{LEAD} "We talked about renewable energy and climate change," Badu said after the meeting.').gives("""
        parties | topics
        GHA NOR | energy environment_water
    """)


def test_a_meeting_of_which_no_topic_is_told_has_none(extract):
    extract(LEAD).gives("""
        parties | topics
        GHA NOR | -
    """)
