"""The home side: whose press this is, told by the article, stated in the evidence, never assumed."""

from __future__ import annotations

import pytest


def rules(found, party: str) -> set[str]:
    """The rules by which a party got into the meetings of an article."""
    return {
        piece.rule
        for report in found.extraction
        for piece in report.evidence
        if piece.field == "participant" and party in piece.value
    }


def test_a_minister_without_a_country_is_of_the_country_whose_dateline_it_is(extract):
    found = extract("""
        ACCRA, 3 June 2019 - Foreign Minister Kofi Badu received on Monday the ambassador of Norway, Nils Haugen.

        Minister Badu said that Ghana attaches great importance to its relations with Norway.
    """)
    found.gives("""
        parties | people
        GHA NOR | Kofi Badu, Nils Haugen
    """)
    assert any(rule.startswith("home side") for rule in rules(found, "GHA"))


def test_our_country_is_the_home_side(extract):
    extract("""
        The Minister of Foreign Affairs and Cooperation, Kofi Badu, received the Ambassador of Norway, Nils Haugen.

        The ambassador thanked the Government of Ghana and said that our country is a partner of Norway.

        The Ghanaian minister wished him success.
    """).gives("""
        parties | people
        GHA NOR | Kofi Badu, Nils Haugen
    """)


@pytest.mark.parametrize("outlet", ["Ghana News Agency", None])
def test_without_any_sign_of_a_country_nothing_is_assumed(extract, outlet):
    found = extract("Foreign Minister Kofi Badu received the ambassador of Norway, Nils Haugen.", outlet=outlet)
    parties = {party for report in found.extraction for party in report.parties}
    assert parties <= {"NOR", "GHA"}
    if outlet is None:
        assert "GHA" not in parties
