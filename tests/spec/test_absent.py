"""Named is not present: greetings and letters are sent by the absent, and whole states are only spoken of."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "aside",
    [
        "He conveyed the greetings of Emir Hamad Al-Sayer of Kuwait.",
        "Minister Badu conveyed to him the greetings of King Abdul Rahim of Malaysia.",
        "The ambassador delivered a letter from President Luis Herrera of Colombia.",
        "He handed over a written message from Malaysian Prime Minister Abdul Rahim.",
    ],
)
def test_who_sends_greetings_or_letters_takes_no_part(extract, aside: str):
    extract(
        f"Ghanaian Foreign Minister Kofi Badu received Norwegian Ambassador Nils Haugen in Accra on 3 June 2019. {aside}"
    ).gives("""
        parties | people                 | attendees
        GHA NOR | Kofi Badu, Nils Haugen | -
    """)


@pytest.mark.parametrize(
    "passage",
    [
        "They condemned the aggression of the Turkish regime and the support of Qatar for it.",
        "The two sides discussed the war between Russia and Ukraine.",
        "He said that the United States and Israel had violated the resolution.",
        "Haugen said that Norway followed the elections in Kenya and the talks of Sudan and Ethiopia with concern.",
    ],
)
def test_states_spoken_of_take_no_part(extract, passage: str):
    extract(
        f"Ghanaian Foreign Minister Kofi Badu received Norwegian Ambassador Nils Haugen in Accra on 3 June 2019. {passage}"
    ).gives("""
        parties | people
        GHA NOR | Kofi Badu, Nils Haugen
    """)


def test_who_is_congratulated_takes_no_part(extract):
    extract("""
        Ghanaian Foreign Minister Kofi Badu met with Norwegian Foreign Minister Nils Haugen in Accra on 3 June 2019.

        Badu congratulated Norwegian Prime Minister Ingrid Solberg Dahl on her election.
    """).gives("""
        parties | people                 | attendees
        GHA NOR | Kofi Badu, Nils Haugen | -
    """)


def test_a_letter_is_handed_to_one_to_be_forwarded_to_another(extract):
    extract(
        "Ghanaian Foreign Minister Kofi Badu on 3 June 2019 handed a message of President Ama Owusu to Norway's Prime "
        "Minister Nils Haugen to forward to King Olav Dahl of Norway."
    ).gives("""
        parties | people                 | attendees
        GHA NOR | Kofi Badu, Nils Haugen | -
    """)
