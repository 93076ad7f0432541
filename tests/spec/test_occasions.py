"""The larger event a meeting took place within."""

from __future__ import annotations

import pytest

CONTACT = "Nepali Foreign Minister Hari Thapa met with Norwegian Foreign Minister Nils Haugen"


@pytest.mark.parametrize(
    ("beside", "occasion"),
    [
        ("on the sidelines of the Munich Security Conference", "Munich Security Conference"),
        ("on the margins of the 46th session of the UN Human Rights Council", "46th session of the UN Human Rights Council"),
        ("on the sidelines of the Himalayan Water Forum", "Himalayan Water Forum"),
    ],
)  # fmt: skip
def test_the_event_beside_which_they_met_is_the_occasion(extract, beside: str, occasion: str):
    extract(f"{CONTACT} {beside}.").gives(f"""
        parties | occasion
        NOR NPL | {occasion}
    """)


def test_a_plain_visit_is_no_occasion(extract):
    extract(f"{CONTACT} during his official visit to Oslo.").gives("""
        parties | occasion
        NOR NPL | -
    """)


def test_an_event_spoken_of_is_no_occasion(extract):
    extract(f"{CONTACT} in Oslo. They discussed preparations for the Munich Security Conference.").gives("""
        parties | occasion
        NOR NPL | -
    """)


def test_a_meeting_at_which_nobody_else_spoke_to_anybody_is_the_event_itself(extract):
    extract(
        "The foreign ministers of Nepal, Norway, Ghana and Chile took part in the ministerial conference on mountain "
        "water that was held in Kathmandu on 3 June 2019."
    ).gives("""
        parties         | setting      | place          | date
        CHL GHA NOR NPL | multilateral | Kathmandu, NPL | 2019-06-03
    """)
