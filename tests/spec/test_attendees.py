"""Who was there without leading a side is an attendee, not a principal."""

from __future__ import annotations

import pytest

LEAD = "Ghanaian Foreign Minister Kofi Badu received Norwegian Foreign Minister Nils Haugen in Accra on 3 June 2019."


@pytest.mark.parametrize(
    "sentence",
    [
        "The meeting was attended by Deputy Foreign Minister Ama Mensah and Norwegian Ambassador Liv Berg.",
        "Deputy Foreign Minister Ama Mensah and Norwegian Ambassador Liv Berg attended the meeting.",
        "Present at the meeting were Deputy Foreign Minister Ama Mensah and Norwegian Ambassador Liv Berg.",
        "The talks took place in the presence of Deputy Foreign Minister Ama Mensah and Norwegian Ambassador Liv Berg.",
    ],
)
def test_who_attended_led_no_side(extract, sentence: str):
    extract(f"{LEAD} {sentence}").gives("""
        parties | people                 | attendees
        GHA NOR | Kofi Badu, Nils Haugen | Ama Mensah, Liv Berg
    """)


def test_who_accompanies_led_no_side(extract):
    extract(
        "Ghanaian Foreign Minister Kofi Badu, accompanied by Deputy Foreign Minister Ama Mensah, met with "
        "Norwegian Foreign Minister Nils Haugen in Oslo on 3 June 2019."
    ).gives("""
        parties | people                 | attendees
        GHA NOR | Kofi Badu, Nils Haugen | Ama Mensah
    """)


def test_of_two_named_together_the_senior_leads(extract):
    extract(
        "Ghanaian Foreign Minister Kofi Badu met with Norwegian Prime Minister Ingrid Dahl and "
        "Norwegian Foreign Minister Nils Haugen in Oslo on 3 June 2019."
    ).gives("""
        parties | people                  | attendees
        GHA NOR | Kofi Badu, Ingrid Dahl  | Nils Haugen
    """)
