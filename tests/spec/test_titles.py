"""One person may carry three titles and four honorifics, and is one participant."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("official", "name"),
    [
        ("the Deputy Prime Minister for Economic Affairs, Special Representative of His Majesty the Sultan, Faisal Al-Balushi,", "Faisal Al-Balushi"),
        ("Deputy Prime Minister and Minister of Foreign Affairs of Oman H.E. Faisal Al-Balushi", "Faisal Al-Balushi"),
        ("His Excellency Dr. Faisal Al-Balushi, Foreign Minister of Oman,", "Faisal Al-Balushi"),
        ("the Omani Foreign Minister Sayyid Faisal Al-Balushi", "Faisal Al-Balushi"),
        ("Faisal Al-Balushi, Oman's Foreign Minister and chairman of the Supreme Planning Council,", "Faisal Al-Balushi"),
        pytest.param(
            "the Omani Minister of Defence, Lt.-Gen. (ret.) Faisal Al-Balushi,",
            "Faisal Al-Balushi",
            marks=pytest.mark.xfail(strict=True, reason="a rank abbreviated twice and a bracket lose the name"),
        ),
        ("Omani Foreign Minister Sheikh Faisal bin Hamad Al-Balushi", "Faisal bin Hamad Al-Balushi"),
        ("Eng. Faisal Al-Balushi, the Omani Minister of Energy,", "Faisal Al-Balushi"),
    ],
)  # fmt: skip
def test_a_chain_of_titles_is_one_person(extract, official: str, name: str):
    extract(f"Norwegian Foreign Minister Nils Haugen met with {official} in Oslo on 3 June 2019.").gives(f"""
        parties | people
        NOR OMN | Nils Haugen, {name}
    """)


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("King", "head_of_state"),
        ("President", "head_of_state"),
        ("Prime Minister", "head_of_government"),
        ("Chancellor", "head_of_government"),
        ("Deputy Prime Minister", "minister"),
        ("Foreign Minister", "minister"),
        ("Deputy Foreign Minister", "deputy_minister"),
        ("Ambassador", "ambassador"),
        ("Charge d'Affaires", "ambassador"),
        ("Special Envoy", "envoy"),
        ("Speaker of the Parliament", "parliament"),
    ],
)
def test_a_title_tells_the_level(extract, title: str, level: str):
    extract(f"Ghanaian Minister of Trade Kofi Badu met with Norwegian {title} Nils Haugen in Accra.").gives(f"""
        people                | levels
        Kofi Badu, Nils Haugen | minister, {level}
    """)


def test_a_title_may_stand_before_and_behind_one_name(extract):
    extract(
        "Ambassador Nils Haugen, Permanent Representative of Norway to the African Union, "
        "was received by Ethiopian State Minister of Foreign Affairs Tsega Alemu in Addis Ababa."
    ).gives("""
        parties | people
        ETH NOR | Tsega Alemu, Nils Haugen
    """)


# Slips and glue


@pytest.mark.parametrize(
    "slip",
    [
        pytest.param(
            "Foreign Affairs of Minister Ghana Kofi Badu",
            marks=pytest.mark.xfail(strict=True, reason="words of a title in the wrong order are not put back"),
        ),
        "Ghanaian Foreign Minister ?Kofi Badu",
        "Foreign Affairs and Cooperation Minister of Ghana Kofi Badu",
    ],
)
def test_a_slip_of_the_newsroom_costs_no_participant(extract, slip: str):
    extract(f"Norwegian Foreign Minister Nils Haugen met with {slip} in Oslo on 3 June 2019.").gives("""
        parties | people
        GHA NOR | Nils Haugen, Kofi Badu
    """)


def test_an_entity_without_its_ampersand_is_mended_in_a_name(extract):
    extract(
        "Ghanaian Foreign Minister Kofi Badu met with French Foreign Minister Jean-Noeuml;l Laurent in Paris."
    ).gives("""
        parties | people
        FRA GHA | Kofi Badu, Jean-Noël Laurent
    """)


def test_a_name_glued_to_the_next_word_is_the_same_person(extract):
    extract(
        "Omani Foreign Minister Faisal Al-Balushi received Ghanaian Foreign Minister Kofi Badu in Muscat. "
        "Al-Balushiwas quoted as saying that Oman values its relations with Ghana."
    ).gives("""
        parties | people                       | attendees
        GHA OMN | Faisal Al-Balushi, Kofi Badu | -
    """)


def test_a_country_is_nobodys_name_spelt_otherwise(nlp):
    """The word "Kenya" sounds like "Kenyatta", and is not the President."""
    text = (
        "Secretary of State Antony Blinken met Kenyan President Uhuru Kenyatta. He spoke of work with Kenya at the UN."
    )
    named = [actor.name for group in nlp(text)._.reading.actors for actor in group if actor.name]
    assert named == ["Antony Blinken", "Uhuru Kenyatta"]


@pytest.mark.parametrize(
    ("sentence", "levels"),
    [
        ("Ghanaian FM Kofi Badu met Norwegian PM Nils Haugen in Accra.", "minister, head_of_government"),
        ("The FM of Ghana, Kofi Badu, received Norway's Deputy PM Nils Haugen in Accra.", "minister, minister"),
        ("Foreign Minister (FM) Kofi Badu of Ghana met Norwegian Foreign Minister Nils Haugen in Accra.", "minister, minister"),
        ("Ghanaian FM Kofi Badu received Norwegian Foreign Minister Nils Haugen at 5 PM Sunday in Accra.", "minister, minister"),
    ],
)  # fmt: skip
def test_a_title_may_be_abbreviated(extract, sentence: str, levels: str):
    extract(sentence).gives(f"""
        parties | people                 | levels
        GHA NOR | Kofi Badu, Nils Haugen | {levels}
    """)


def test_a_counterpart_without_a_name_has_the_same_rank(extract):
    extract("Ghanaian Foreign Minister Kofi Badu met with his Norwegian counterpart in Accra.").gives("""
        parties | levels
        GHA NOR | minister, minister
    """)


@pytest.mark.parametrize(
    "title",
    [
        "Minister of Foreign Affairs, Regional Integration and Togolese Abroad",
        "Minister of Foreign Affairs, Labour and Trade",
        "Minister for External Affairs, International Trade, Civil Aviation and Diaspora Affairs",
        "Minister of African Integration and Foreign Affairs",
        "Secretary for Foreign Affairs and Immigration",
        "Second Minister of Foreign Affairs",
    ],
)
@pytest.mark.parametrize("comma", ["", ","])
def test_an_office_may_have_any_number_of_fields(extract, title: str, comma: str):
    extract(f"The {title}{comma} Kofi Badu{comma} received Norwegian Foreign Minister Nils Haugen in Accra.").gives("""
        people                 | levels
        Kofi Badu, Nils Haugen | minister, minister
    """)


def test_fields_end_where_another_office_begins(extract):
    extract(
        "Norwegian Foreign Minister Nils Haugen met with Minister of Foreign Affairs Kofi Badu of Ghana and Trade "
        "Minister Ama Owusu of Ghana in Accra."
    ).gives("""
        parties | people                 | attendees
        GHA NOR | Kofi Badu, Nils Haugen | Ama Owusu
    """)


def test_a_counterpart_may_have_a_title_of_its_own(extract):
    extract(
        "Ghanaian Foreign Minister Kofi Badu met his Norwegian counterpart Prime Minister Nils Haugen in Oslo."
    ).gives("""
        parties | people                 | levels
        GHA NOR | Kofi Badu, Nils Haugen | minister, head_of_government
    """)


def test_a_chancellor_of_latin_america_is_the_foreign_minister(extract):
    extract("""
        The Minister of Foreign Affairs of Chile, Rosa Quispe, met Norwegian Foreign Minister Nils Haugen in Santiago.

        Chancellor Quispe said that Chile was ready for an agreement.
    """).gives("""
        people                   | levels
        Nils Haugen, Rosa Quispe | minister, minister
    """)


def test_the_head_of_state_is_not_who_comes_behind_the_comma(extract):
    extract("""
        Ghanaian President Ama Owusu received the credentials of Norwegian Ambassador Nils Haugen in Accra.

        Greeting the head of state, Ambassador Nils Haugen said that he was honoured.
    """).gives("""
        people                 | levels
        Ama Owusu, Nils Haugen | head_of_state, ambassador
    """)
