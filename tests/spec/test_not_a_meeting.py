"""What only looks like a meeting of two parties."""

from __future__ import annotations

import pytest

MEETING = "Ghanaian Foreign Minister Kofi Badu received Norwegian Ambassador Nils Haugen in Accra on 3 June 2019."


@pytest.mark.parametrize(
    "sentence",
    [
        "Ghanaian President Yaw Mensah received Foreign Minister Kofi Badu at the palace on Monday.",
        "Ghanaian President Yaw Mensah met with the ambassadors of Ghana to Norway, Nepal and Malta in Accra.",
        "Ghanaian Prime Minister Kofi Badu chaired a meeting of the cabinet of Ghana on Monday.",
        "Ghanaian Foreign Minister Kofi Badu met with the staff of the Ghanaian embassy in Oslo on Monday.",
    ],
)
def test_a_side_that_meets_itself_is_no_meeting(extract, sentence: str):
    extract(sentence).gives_no_meeting()


@pytest.mark.parametrize(
    "sentence",
    [
        "Ghanaian President Yaw Mensah received a cable of congratulations from Norwegian Prime Minister Ingrid Dahl.",
        "Ghanaian President Yaw Mensah received a written message from Norwegian Prime Minister Ingrid Dahl.",
        "Ghanaian President Yaw Mensah sent a letter of condolence to Norwegian Prime Minister Ingrid Dahl.",
        "Ghanaian President Yaw Mensah congratulated Norwegian Prime Minister Ingrid Dahl on National Day.",
    ],
)
def test_letters_and_cables_are_no_meetings(extract, sentence: str):
    extract(sentence).gives_no_meeting()


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway has filed a request for a call between Prime Minister Ingrid Dahl and Ghanaian President Yaw Mensah.",
        "The Norwegian coach Nils Haugen is in talks with the Ghana Football Association.",
        "Ghana met Norway in a friendly match in Accra on Monday.",
        "Any meeting on Libya not attended by Egypt and Algeria will fail, Ghanaian Foreign Minister Kofi Badu said.",
        "Ghanaian Foreign Minister Kofi Badu looks forward to welcoming Norwegian Foreign Minister Nils Haugen.",
        "The Ghanaian proposal met with criticism from Norway.",
    ],
)
def test_words_of_meeting_that_tell_none(extract, sentence: str):
    extract(sentence).gives_no_meeting()


# Kinds of article


def test_an_interview_tells_no_meeting_and_its_visits_are_mentioned(extract):
    extract("""
        Ghanaian Foreign Minister: "Norway is a partner"

        In an exclusive interview with The Accra Herald, Ghanaian Foreign Minister Kofi Badu speaks about trade.

        Question: Minister, what did you discuss in Oslo?

        Answer: I met with Norwegian Foreign Minister Nils Haugen in Oslo and we talked about trade.

        Question: What comes next?

        Answer: We will work on an agreement.
    """).gives_no_meeting()


def test_a_statement_tells_no_meeting(extract):
    extract("""
        Statement by the Ministry of Foreign Affairs of Ghana

        The Ministry of Foreign Affairs of Ghana condemns the attack in Mali on 3 June 2019 and expresses its
        condolences to the Government of Mali. Ghana stands with the people of Mali and of Burkina Faso.
    """).gives_no_meeting()


def test_a_press_conference_is_no_further_meeting(extract):
    extract(f"""
        {MEETING}

        After the talks, Badu and Haugen held a press conference with journalists from Ghana and Norway.
    """).gives("""
        parties | people
        GHA NOR | Kofi Badu, Nils Haugen
    """)


@pytest.mark.parametrize(
    "block",
    [
        "Check Also\n\nKenyan President Grace Wekesa receives Maltese Foreign Minister Carmel Vella",
        "Latest news\n\nKenyan President meets Maltese Foreign Minister Nepali PM receives Chilean ambassador",
        "You might also like\n\nKenyan President Grace Wekesa received Maltese Foreign Minister Carmel Vella in Nairobi",
        "READ: Kenyan President Grace Wekesa meets Maltese Foreign Minister Carmel Vella in Nairobi",
        "Related articles\n\nKenyan President Grace Wekesa holds talks with Maltese Foreign Minister Carmel Vella",
    ],
)
def test_headlines_behind_the_article_are_not_the_article(extract, block: str):
    text = f"{MEETING}\n\nThe two sides discussed trade and fisheries, the ministry said in a statement.\n\n{block}"
    extract(text).gives("""
        parties | people
        GHA NOR | Kofi Badu, Nils Haugen
    """)


def test_an_opinion_tells_no_meeting(extract):
    extract("""
        Opinion: why Ghana should talk to Norway

        Ghana and Norway have much in common. If their ministers were to meet, they could agree on fisheries within a
        day. I believe that a meeting between the two foreign ministers would help both peoples.
    """).gives_no_meeting()


@pytest.mark.parametrize(
    "junk", ["<p>", "&nbsp;", "Home | News | Contact us", "Currency rates from 29/08/2025", "Share on Facebook"]
)
def test_junk_around_an_article_changes_nothing(extract, junk: str):
    extract(f"{junk}\n\n{MEETING}\n\nThe two sides discussed trade and fisheries.\n\n{junk}").gives("""
        parties | people                 | date
        GHA NOR | Kofi Badu, Nils Haugen | 2019-06-03
    """)
