"""Who takes part: the party is that of the office, told by adjective, tail, apposition, list or the other side."""

from __future__ import annotations

import pytest

# A title with its country


@pytest.mark.parametrize(
    "official",
    [
        "Chilean Foreign Minister Ana Rojas",
        "Minister of Foreign Affairs of Chile Ana Rojas",
        "Foreign Minister of Chile, H.E. Ms. Ana Rojas",
        "Ana Rojas, Foreign Minister of Chile,",
        "Chile's Minister for Foreign Affairs Ana Rojas",
        "the Minister of Foreign Affairs of the Republic of Chile, Mrs. Ana Rojas,",
        "his Chilean counterpart Ana Rojas",
        "his Chilean counterpart, Ana Rojas,",
    ],
)
def test_a_country_stands_before_behind_or_beside_its_title(extract, official: str):
    extract(f"Portuguese Foreign Minister Rui Carvalho met with {official} in Lisbon on 10 May 2022.").gives("""
        parties | people
        CHL PRT | Rui Carvalho, Ana Rojas
    """)


def test_an_ambassador_stands_for_the_country_that_sent_him(extract):
    extract("Ghanaian Foreign Minister Kofi Badu received the Ambassador of Norway to Ghana Nils Haugen.").gives("""
        parties | people
        GHA NOR | Kofi Badu, Nils Haugen
    """)


def test_an_ambassador_in_a_third_country_brings_no_third_party(extract):
    extract("Namibian President Elia Shikongo received Nepal's Ambassador to South Africa, Hari Thapa.").gives("""
        parties | people
        NAM NPL | Elia Shikongo, Hari Thapa
    """)


def test_a_permanent_representative_is_of_the_country_not_of_the_body(extract):
    extract(
        "Kenyan Foreign Secretary Grace Wekesa met Uruguay's Permanent Representative to the United Nations Diego Sosa."
    ).gives("""
        parties | people
        KEN URY | Grace Wekesa, Diego Sosa
    """)


@pytest.mark.parametrize(
    ("official", "party"),
    [
        ("UN Resident Coordinator Maria Lindholm", "un"),
        ("the Resident Coordinator of the United Nations in Nepal, Maria Lindholm,", "un"),
        ("WHO Representative in Nepal Maria Lindholm", "who"),
        ("Head of the Delegation of the European Union to Nepal, Ambassador Maria Lindholm,", "eu"),
        ("the head of the ICRC delegation in Nepal, Maria Lindholm,", "icrc"),
        ("UNICEF Regional Director Maria Lindholm", "unicef"),
    ],
)
def test_an_official_of_an_organisation_stands_for_it_whatever_the_posting(extract, official: str, party: str):
    extract(f"Nepali Foreign Minister Hari Thapa received {official} in Kathmandu on Monday.").gives(f"""
        parties | people
        NPL {party} | Hari Thapa, Maria Lindholm
    """)


# Lists of credentials


def test_ambassadors_are_listed_by_country_and_name_without_of(extract):
    extract(
        "President of Mongolia Bat Erdene received the credentials of the ambassadors of the Kingdom of Norway "
        "Nils Haugen, the Republic of Ghana Kofi Badu, and Uruguay Diego Sosa at a ceremony in Ulaanbaatar."
    ).gives("""
        parties         | people
        GHA MNG NOR URY | Bat Erdene, Nils Haugen, Kofi Badu, Diego Sosa
    """)


# Officials known by office alone


@pytest.mark.parametrize(
    ("side", "parties"),
    [
        ("his Estonian counterpart", "EST PRT"),
        ("the Foreign Minister of Estonia", "EST PRT"),
        ("the Estonian ambassador", "EST PRT"),
        ("the Estonian side", "EST PRT"),
        ("the UN special envoy for Libya", "PRT un"),
        ("the NATO Secretary General", "PRT nato"),
        ("the president of the European Council", "PRT eu"),
    ],
)
def test_an_office_without_a_name_is_a_party_of_whom_nobody_is_named(extract, side: str, parties: str):
    extract(f"Portuguese Foreign Minister Rui Carvalho held talks with {side} on 10 May 2022.").gives(f"""
        parties | people
        {parties} | Rui Carvalho
    """)


def test_the_two_foreign_ministers_named_by_country_alone_are_two_parties(extract):
    extract("The foreign ministers of Kenya and Uruguay met in Nairobi on 3 June 2019.").gives("""
        parties | people | place       | date
        KEN URY | -      | Nairobi, KEN | 2019-06-03
    """)


# The country is only implied


def test_the_country_of_a_minister_may_be_told_paragraphs_later(extract):
    extract("""
        Deputy Prime Minister Tom Fairweather paid Prime Minister Sione Latu a courtesy call on 3 June 2019.

        They discussed fisheries and climate change.

        Mr Fairweather, who is Deputy Prime Minister of Australia, thanked the people of Tonga for their welcome.

        Prime Minister Latu said that Tonga and Australia are close friends.
    """).gives("""
        parties | people
        AUS TON | Tom Fairweather, Sione Latu
    """)


def test_a_minister_known_to_the_register_needs_no_country(extract):
    extract("Foreign Minister Heraldo Muñoz met with the Foreign Minister of Norway in Oslo on 3 June 2015.").gives("""
        parties | people
        CHL NOR | Heraldo Muñoz
    """)


def test_his_counterpart_has_the_rank_of_the_one_he_meets(extract):
    extract("Kenyan Defence Minister Grace Wekesa met with her Ghanaian counterpart, Kofi Badu, in Accra.").gives("""
        parties | people                  | levels
        GHA KEN | Grace Wekesa, Kofi Badu | minister, minister
    """)


# Parties without an ISO code of a state


@pytest.mark.parametrize(
    ("official", "party"),
    [
        ("the Foreign Minister of Abkhazia, Daur Bganba,", "abkhazia"),
        ("the Foreign Minister of Kosovo, Daur Bganba,", "XKX"),
        ("the Foreign Minister of Palestine, Daur Bganba,", "PSE"),
        ("the Secretary of State of the Holy See, Daur Bganba,", "VAT"),
        ("the head of the political bureau of Hamas, Daur Bganba,", "hamas"),
        ("the Chairman of the African Union Commission, Daur Bganba,", "african union"),
        ("CARICOM Secretary-General Daur Bganba", "caricom"),
    ],
)
def test_a_party_need_not_have_the_code_of_a_state(extract, official: str, party: str):
    parties = " ".join(sorted(["NRU", party]))
    extract(f"Nauruan President Lionel Kun received {official} on 3 June 2019.").gives(f"""
        parties | people
        {parties} | Lionel Kun, Daur Bganba
    """)


@pytest.mark.parametrize(
    "delegation",
    [
        "a delegation of the Shura Council of Oman headed by Saif Al-Harthy",
        "a parliamentary delegation from Oman, led by Mr. Saif Al-Harthy,",
        "an Omani delegation under the chairmanship of its chairman Saif Al-Harthy",
    ],
)
def test_a_delegation_of_a_council_stands_for_its_country(extract, delegation: str):
    extract(f"Uruguayan Foreign Minister Diego Sosa received {delegation} in Montevideo on 3 June 2019.").gives("""
        parties | people
        OMN URY | Diego Sosa, Saif Al-Harthy
    """)


def test_leaders_of_a_body_are_the_body(extract):
    extract(
        "Norwegian Foreign Minister Nils Haugen held talks with CARICOM leaders in Bridgetown on 3 June 2019."
    ).gives("""
        parties     | people      | setting
        NOR caricom | Nils Haugen | bilateral
    """)


@pytest.mark.parametrize("verb", ["met with", "received"])
def test_two_and_two_are_of_two_countries(extract, verb: str):
    extract(
        f"Ghanaian Foreign Minister Kofi Badu and Defence Minister Ama Owusu {verb} Norwegian Foreign Minister Nils "
        "Haugen and Defence Minister Lars Dahl in Oslo."
    ).gives("""
        parties | people                 | attendees
        GHA NOR | Kofi Badu, Nils Haugen | Ama Owusu, Lars Dahl
    """)


def test_a_minister_may_be_member_of_whose_cabinet_it_is(extract):
    extract("""
        ACCRA, 3 June 2019: President Ama Owusu received at Jubilee House yesterday Nils Haugen, the Minister of State and
        member of the Norwegian cabinet.
    """).gives("""
        parties | people
        GHA NOR | Ama Owusu, Nils Haugen
    """)
