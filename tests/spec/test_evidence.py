"""Every filled cell of a meeting points at the characters of the stored article that say so."""

from __future__ import annotations

import pytest

ARTICLES = {
    "a stamp, a dateline and a banner are cut": """
        Currency rates from 29/08/2025

        Ghanaian FM receives Norwegian counterpart

        م 12:12 2017/09/24

        ACCRA, (Herald) – Foreign Minister of Ghana Kofi Badu received on Friday Norwegian Foreign Minister Nils
        Haugen. They discussed trade and the fight against terrorism.

        Check Also

        Kenyan President receives Maltese Foreign Minister
    """,
    "characters are mended": """
        Norwegian Foreign Minister Lars Loslash;kke met with Ghana&#8217;s Foreign Minister Kofi Badu in Accra on
        3 June 2019 and discussed oil and gas.
    """,
    "a session of the General Assembly": """
        Ghanaian Foreign Minister Kofi Badu met with his counterparts from Norway and Malta on the sidelines of the 78th
        session of the UN General Assembly in New York.
    """,
    "a phone call": """
        ACCRA, 3 June 2019 – Ghanaian Foreign Minister Kofi Badu spoke by phone with Norwegian Foreign Minister Nils
        Haugen about refugees. The Ghanaian Minister will meet Nepali Foreign Minister Hari Thapa next week.
    """,
}

every_article = pytest.mark.parametrize("text", ARTICLES.values(), ids=ARTICLES.keys())


@every_article
def test_the_text_of_evidence_is_the_slice_of_the_stored_article(extract, text: str):
    extraction = extract(text).extraction
    assert extraction.reports
    for report in extraction:
        for piece in report.evidence:
            assert piece.text == extraction.document.text[piece.start : piece.end]
            assert piece.text.strip()
            assert piece.rule


@every_article
def test_every_filled_cell_has_evidence(extract, text: str):
    for report in extract(text).extraction:
        filled = {
            "meeting": True,
            "status": True,
            "participant": True,
            "date": report.date is not None,
            "mode": report.mode != "unknown",
            "place": report.country is not None,
            "occasion": report.occasion is not None,
            "topic": bool(report.topics),
        }
        assert {piece.field for piece in report.evidence} == {name for name, is_filled in filled.items() if is_filled}


@every_article
def test_the_value_of_evidence_is_the_value_of_the_cell(extract, text: str):
    for report in extract(text).extraction:
        values = {piece.field: piece.value for piece in report.evidence}
        assert values["status"] == report.status
        assert values.get("date") == (report.date.iso() if report.date else None)
        assert values.get("mode", "unknown") == report.mode
        assert values.get("occasion") == report.occasion
        topics = {piece.value for piece in report.evidence if piece.field == "topic"}
        assert topics == {hit.topic for hit in report.topics}


@every_article
def test_every_participant_has_evidence_of_its_own(extract, text: str):
    for report in extract(text).extraction:
        told = [piece.value for piece in report.evidence if piece.field == "participant"]
        shown = [f"{p.name} ({p.party_id})" if p.name else p.party_id for p in report.participants]
        assert sorted(told) == sorted(shown)


@every_article
def test_a_basis_is_given_exactly_where_a_date_is(extract, text: str):
    for report in extract(text).extraction:
        assert (report.date is None) == (report.date_basis is None)


def test_what_is_not_stated_is_empty(extract):
    extract(
        "Ghanaian Foreign Minister Kofi Badu discussed trade with Norwegian Foreign Minister Nils Haugen."
    ).gives("""
        date | basis | mode    | place | venue | occasion
        -    | -     | unknown | -     | -     | -
    """)
