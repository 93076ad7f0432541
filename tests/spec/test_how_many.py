"""How many meetings: a list may be N contacts or one, and one contact may be told twice."""

from __future__ import annotations

import pytest

# A list that is N meetings


def test_counterparts_met_on_the_sidelines_of_a_session_are_met_one_by_one(extract):
    extract(
        "Ghanaian Foreign Minister Kofi Badu met with his counterparts from Norway, Malta, Saint Vincent and the "
        "Grenadines and Nepal on the sidelines of the 78th session of the UN General Assembly in New York."
    ).gives("""
        parties | people    | place         | date
        GHA NOR | Kofi Badu | New York, USA | 2023-09
        GHA MLT | Kofi Badu | New York, USA | 2023-09
        GHA VCT | Kofi Badu | New York, USA | 2023-09
        GHA NPL | Kofi Badu | New York, USA | 2023-09
    """)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ghanaian Foreign Minister Kofi Badu met bilaterally with Norwegian Foreign Minister Nils Haugen and "
        "Nepali Foreign Minister Hari Thapa, in addition to Maltese Foreign Minister Carmel Vella.",
        "Ghanaian Foreign Minister Kofi Badu held separate talks with the foreign ministers of Norway, Nils Haugen; "
        "Nepal, Hari Thapa; and Malta, Carmel Vella.",
        "Ghanaian Foreign Minister Kofi Badu received Norwegian Ambassador Nils Haugen, Nepali Ambassador Hari Thapa "
        "and Maltese Ambassador Carmel Vella, separately.",
        "Ghanaian Foreign Minister Kofi Badu met his counterparts from Norway, Nepal and Malta, Nils Haugen, Hari Thapa "
        "and Carmel Vella.",
    ],
)
def test_separate_talks_are_as_many_as_there_are_counterparts(extract, sentence: str):
    extract(sentence).gives("""
        parties | people
        GHA NOR | Kofi Badu, Nils Haugen
        GHA NPL | Kofi Badu, Hari Thapa
        GHA MLT | Kofi Badu, Carmel Vella
    """)


def test_some_of_many_are_met_who_are_named(extract):
    extract(
        "Ghanaian Foreign Minister Kofi Badu met several diplomats on the sidelines of the UN General Assembly, "
        "including FM Nils Haugen of Norway, FM Hari Thapa of Nepal, Malta Foreign Minister Carmel Vella, and Peruvian "
        "Prime Minister Rosa Quispe, among many others."
    ).gives("""
        parties | people
        GHA NOR | Kofi Badu, Nils Haugen
        GHA NPL | Kofi Badu, Hari Thapa
        GHA MLT | Kofi Badu, Carmel Vella
        GHA PER | Kofi Badu, Rosa Quispe
    """)


# A list that is one meeting


@pytest.mark.parametrize(
    ("sentence", "mode"),
    [
        ("Ghanaian Foreign Minister Kofi Badu held a joint phone call with his Norwegian and Nepali counterparts.", "phone"),
        ("The foreign ministers of Ghana, Norway and Nepal, Kofi Badu, Nils Haugen and Hari Thapa, held a trilateral meeting in Oslo.", "in_person"),
        ("Ghanaian Foreign Minister Kofi Badu held a trilateral meeting with Norwegian Foreign Minister Nils Haugen and Nepali Foreign Minister Hari Thapa.", "in_person"),
        ("Ghanaian Foreign Minister Kofi Badu met jointly with Norwegian Foreign Minister Nils Haugen and Nepali Foreign Minister Hari Thapa.", "in_person"),
    ],
)  # fmt: skip
def test_together_is_one_meeting_of_three(extract, sentence: str, mode: str):
    extract(sentence).gives(f"""
        parties     | setting    | mode
        GHA NOR NPL | trilateral | {mode}
    """)


def test_one_ceremony_for_six_ambassadors_is_one_meeting(extract):
    extract(
        "Ghanaian President Yaw Mensah received the credentials of the ambassadors of Norway, Nepal, Malta, Kenya, "
        "Chile and Uruguay at a ceremony in Accra on 3 June 2019."
    ).gives("""
        parties                     | setting      | place      | date
        CHL GHA KEN MLT NOR NPL URY | multilateral | Accra, GHA | 2019-06-03
    """)


# One meeting told twice


def test_headline_lead_and_detail_tell_one_meeting(extract):
    extract("""
        Ghanaian FM meets Norwegian counterpart

        Ghanaian Foreign Minister Kofi Badu met on Monday with Norwegian Foreign Minister Nils Haugen in Accra.

        During the meeting, Badu and Haugen discussed trade between the two countries.

        The Norwegian minister said after his talks with Badu that Norway would open an embassy.
    """).gives("""
        parties | people                 | place
        GHA NOR | Kofi Badu, Nils Haugen | Accra, GHA
    """)


def test_the_ministrys_own_sentence_tells_the_same_call_again(extract):
    extract("""
        ACCRA, 3 June 2019 - Ghanaian Foreign Minister Kofi Badu spoke by phone with his Norwegian counterpart Nils Haugen.

        "On 3 June, Kofi Badu held a telephone conversation with Nils Haugen," the ministry said in a statement.
    """).gives("""
        parties | people                 | mode
        GHA NOR | Kofi Badu, Nils Haugen | phone
    """)


# New meetings behind weak openers


@pytest.mark.parametrize(
    "opener",
    ["In addition,", "In the same context,", "Later,", "Also on Monday,", "Meanwhile,", "Earlier in the day,", "On a separate note,"],
)  # fmt: skip
def test_a_new_counterpart_behind_a_weak_opener_is_a_new_meeting(extract, opener: str):
    extract(f"""
        Ghanaian Foreign Minister Kofi Badu received Norwegian Ambassador Nils Haugen in Accra on Monday.

        {opener} Badu received Nepali Ambassador Hari Thapa.
    """).gives("""
        parties | people
        GHA NOR | Kofi Badu, Nils Haugen
        GHA NPL | Kofi Badu, Hari Thapa
    """)


@pytest.mark.xfail(strict=True, reason="an official without a country needs a home side, and this text shows none")
def test_the_deputy_receives_for_his_part(extract):
    extract("""
        Ghanaian Foreign Minister Kofi Badu received Norwegian Foreign Minister Nils Haugen in Accra on 3 June 2019.

        For her part, Deputy Foreign Minister Ama Mensah received Haugen and discussed with him trade with Norway.
    """).gives("""
        parties | people
        GHA NOR | Kofi Badu, Nils Haugen
        GHA NOR | Ama Mensah, Nils Haugen
    """)


def test_one_host_of_a_visit_after_the_other_is_a_meeting_each(extract):
    extract("""
        Norwegian Foreign Minister Nils Haugen met with Nepali President Sita Karki in Kathmandu on 3 June 2019.

        He later held talks with Nepali Prime Minister Ram Gurung and Foreign Minister Hari Thapa.
    """).gives("""
        parties | people
        NOR NPL | Nils Haugen, Sita Karki
        NOR NPL | Nils Haugen, Ram Gurung
    """)


# Where a meeting hides


@pytest.mark.xfail(strict=True, reason="talks told only behind a press conference are not read yet")
def test_a_meeting_stands_in_a_subordinate_clause(extract):
    extract(
        "Norwegian Foreign Minister Nils Haugen said at a press conference held on Saturday with his Nepali counterpart "
        "Hari Thapa after their talks in Oslo that both countries would cooperate."
    ).gives("""
        parties | people                  | place
        NOR NPL | Nils Haugen, Hari Thapa | Oslo, NOR
    """)


def test_a_farewell_visit_needs_no_verb_of_meeting(extract):
    extract(
        "The outgoing ambassador of Norway, Nils Haugen, was in Ghanaian Foreign Minister Kofi Badu's office on Monday "
        "on a farewell visit."
    ).gives("""
        parties | people
        GHA NOR | Kofi Badu, Nils Haugen
    """)


def test_a_side_remark_tells_a_meeting(extract):
    extract("""
        UN Secretary-General António Guterres addressed the African Union summit in Addis Ababa on Saturday.

        He called for more investment in renewable energy. Earlier today, Guterres has also met with Kenyan President
        Daniel Wekesa.
    """).gives("""
        parties | people
        KEN un  | António Guterres, Daniel Wekesa
    """)


def test_a_call_hides_behind_congratulations(extract):
    extract("""
        Ghanaian President congratulates Norwegian Prime Minister

        Ghanaian President Yaw Mensah has congratulated Norwegian Prime Minister Ingrid Dahl on her re-election.

        In a phone call on Monday, Mensah told Dahl that Ghana looks forward to working with her government.
    """).gives("""
        parties | people                    | mode
        GHA NOR | Yaw Mensah, Ingrid Dahl  | phone
    """)


@pytest.mark.xfail(strict=True, reason="a passive plural far from the minister is read as one meeting of the others")
def test_a_meeting_stands_in_the_ninth_paragraph(extract):
    asides = "\n\n".join(
        f"The minister said that fisheries, roads and schools need attention, as report number {n} shows."
        for n in range(1, 7)
    )
    extract(
        "Ghanaian Foreign Minister Kofi Badu visited the fair of Accra on 3 June 2019.\n\n"
        f"{asides}\n\n"
        "Further, meetings with Norwegian Foreign Minister Nils Haugen and Nepali Foreign Minister Hari Thapa were held."
    ).gives("""
        parties | people
        GHA NOR | Kofi Badu, Nils Haugen
        GHA NPL | Kofi Badu, Hari Thapa
    """)


def test_a_page_of_sports_tells_a_reception(extract):
    extract("""
        Athletes leave for the Games

        The national team leaves for Oslo on Friday, the federation said.

        In the same spirit, Ghanaian Minister of Sports Kofi Badu received the High Commissioner of Malta, Carmel Vella,
        who wished the athletes success.
    """).gives("""
        parties | people
        GHA MLT | Kofi Badu, Carmel Vella
    """)


def test_a_clause_behind_the_day_tells_the_contact(extract):
    extract(
        "Ghanaian Foreign Minister Kofi Badu attended a working lunch on Thursday, which was hosted by his Norwegian "
        "counterpart, Nils Haugen.",
        published="2019-06-07",
    ).gives("""
        parties | people                 | date
        GHA NOR | Kofi Badu, Nils Haugen | 2019-06-06
    """)
