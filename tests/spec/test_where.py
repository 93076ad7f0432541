"""Where: a place of the contact, not of a title, a newsroom or a matter; calls have none."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("in Oslo", "Oslo, NOR"),
        ("in the Norwegian capital Oslo", "Oslo, NOR"),
        ("in the city of Bergen", "Bergen, NOR"),
        ("in Norway", "NOR"),
        ("during a visit to Oslo", "Oslo, NOR"),
        ("in Geneva", "Geneva, CHE"),
        ("at Government House in Oslo", "Oslo, NOR"),
    ],
)
def test_a_place_behind_the_contact_is_its_place(extract, where: str, place: str):
    extract(f"Ghanaian Foreign Minister Kofi Badu met with Norwegian Foreign Minister Nils Haugen {where}.").gives(f"""
        parties | place
        GHA NOR | {place}
    """)


def test_a_dateline_in_a_country_that_takes_part_is_the_place(extract):
    extract(
        "ACCRA, 3 June 2019 (Herald) - Foreign Minister Kofi Badu of Ghana received Norwegian Foreign Minister Nils Haugen."
    ).gives("""
        parties | place
        GHA NOR | Accra, GHA
    """)


def test_a_dateline_elsewhere_is_the_newsroom(extract):
    extract("""
        LONDON, 3 June 2019 (Herald) - Ghanaian Foreign Minister Kofi Badu met with Norwegian Foreign Minister Nils
        Haugen in Accra on Monday.
    """).gives("""
        parties | place
        GHA NOR | Accra, GHA
    """)


@pytest.mark.parametrize(
    "official",
    [
        "Norwegian Ambassador in Accra Nils Haugen",
        "Norway's ambassador to Accra, Nils Haugen,",
        "the Norwegian consul general in Geneva, Nils Haugen,",
    ],
)
def test_a_city_in_a_title_is_no_place(extract, official: str):
    extract(f"Nepali Foreign Minister Hari Thapa met with {official} in Kathmandu on 3 June 2019.").gives("""
        parties | place
        NOR NPL | Kathmandu, NPL
    """)


def test_a_city_spoken_of_is_no_place(extract):
    extract(
        "Nepali Foreign Minister Hari Thapa met with Norwegian Foreign Minister Nils Haugen. "
        "They discussed the situation in Tripoli and the fighting in Benghazi."
    ).gives("""
        parties | place
        NOR NPL | -
    """)


@pytest.mark.parametrize(
    ("event", "place"),
    [
        ("the Antalya Diplomacy Forum", "Antalya, TUR"),
        ("the Munich Security Conference", "Munich, DEU"),
    ],
)
def test_the_name_of_a_forum_tells_the_city(extract, event: str, place: str):
    extract(
        f"Nepali Foreign Minister Hari Thapa met with Norwegian Foreign Minister Nils Haugen on the sidelines of {event}."
    ).gives(f"""
        parties | place
        NOR NPL | {place}
    """)


def test_the_general_assembly_meets_in_new_york(extract):
    extract(
        "Nepali Foreign Minister Hari Thapa met with Norwegian Foreign Minister Nils Haugen on the sidelines of the "
        "76th session of the United Nations General Assembly."
    ).gives("""
        parties | place         | date
        NOR NPL | New York, USA | 2021-09
    """)


@pytest.mark.parametrize("means", ["by phone", "via video link", "in a telephone call"])
def test_a_call_has_no_place(extract, means: str):
    extract(
        f"KATHMANDU, 3 June 2019 (Herald) - Nepali Foreign Minister Hari Thapa spoke {means} with Norwegian Foreign "
        "Minister Nils Haugen."
    ).gives("""
        parties | place
        NOR NPL | -
    """)


def test_a_venue_is_kept_beside_its_city(extract):
    extract(
        "French President Paul Laurent received Nepali Prime Minister Ram Gurung at the Elysee Palace on 3 June 2019."
    ).gives("""
        parties | place
        FRA NPL | Paris, FRA
    """)


def test_the_first_place_of_a_journey_is_not_that_of_the_next_meeting(extract):
    extract(
        """
        Norwegian Foreign Minister Nils Haugen met with Nepali Foreign Minister Hari Thapa in Kathmandu on 3 June 2019.

        On 5 June, he met with Ghanaian Foreign Minister Kofi Badu in Accra.
        """,
        published="2019-06-06",
    ).gives("""
        parties | place          | date
        NOR NPL | Kathmandu, NPL | 2019-06-03
        GHA NOR | Accra, GHA     | 2019-06-05
    """)
