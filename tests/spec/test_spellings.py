"""One person in several spellings is one participant; two people of one surname are two."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("full", "again"),
    [
        ("Faisal Balushi", "Al-Balushi"),
        ("Faisal Al-Balushi", "al-Baloushi"),
        ("Faisal Al-Balushi", "Balushi"),
        ("José Muñoz", "Munoz"),
        ("Pär Sjögren", "Sjogren"),
    ],
)
def test_a_name_spelled_anew_is_the_same_person(extract, full: str, again: str):
    extract(f"""
        Omani Foreign Minister {full} met with Norwegian Foreign Minister Nils Haugen in Oslo on 3 June 2019.

        During the meeting, Foreign Minister {again} stressed the importance of trade with Norway.
    """).gives(f"""
        parties | people              | attendees
        NOR OMN | {full}, Nils Haugen | -
    """)


def test_two_people_of_one_surname_are_two(extract):
    extract(
        "Ghanaian Foreign Minister Kofi Mensah met with the Foreign Minister of Togo, Yao Mensah, in Accra on 3 June 2019."
    ).gives("""
        parties | people
        GHA TGO | Kofi Mensah, Yao Mensah
    """)


def test_the_fullest_form_of_a_name_is_kept(extract):
    extract("""
        Foreign Minister Haugen receives Ghanaian counterpart

        Norwegian Foreign Minister Haugen received his Ghanaian counterpart Badu in Oslo on 3 June 2019.

        Norwegian Foreign Minister Nils Haugen and Ghanaian Foreign Minister Kofi Badu discussed trade.
    """).gives("""
        parties | people
        GHA NOR | Nils Haugen, Kofi Badu
    """)


def test_a_president_and_his_late_father_are_two(extract):
    extract(
        "Togolese President Kodjo Agbeko received Ghanaian Foreign Minister Kofi Badu in Lome. "
        "Badu recalled the role of the late President Yao Agbeko of Togo."
    ).gives("""
        parties | people                  | attendees
        GHA TGO | Kodjo Agbeko, Kofi Badu | -
    """)
