"""How: in person, by phone, by video, or not stated."""

from __future__ import annotations

import pytest

A, B = "Nepali Foreign Minister Hari Thapa", "Norwegian Foreign Minister Nils Haugen"


@pytest.mark.parametrize(
    ("sentence", "mode"),
    [
        (f"{A} received {B} on 3 June 2019.", "in_person"),
        (f"{A} met with {B} on the sidelines of the summit.", "in_person"),
        (f"{A} paid a courtesy call on {B} on 3 June 2019.", "in_person"),
        (f"{A} held phone talks with {B} on 3 June 2019.", "phone"),
        (f"{A} spoke by telephone with {B} on 3 June 2019.", "phone"),
        (f"{A} received Sunday a phone call from {B}.", "phone"),
        (f"{A} had a telephone conversation with {B} on 3 June 2019.", "phone"),
        (f"{A} held a video conference with {B} on 3 June 2019.", "video"),
        (f"{A} held a virtual meeting with {B} on 3 June 2019.", "video"),
        (f"{A} held talks with {B} via video link on 3 June 2019.", "video"),
        (f"{A} met {B} online on 3 June 2019.", "video"),
        (f"{A} met today with {B} to open his virtual visit.", "video"),
        (f"{A} discussed trade with {B} on 3 June 2019.", "unknown"),
    ],
)
def test_words_tell_the_mode(extract, sentence: str, mode: str):
    extract(sentence).gives(f"""
        parties | people                  | mode
        NOR NPL | Hari Thapa, Nils Haugen | {mode}
    """)


def test_the_mode_may_stand_in_the_headline_only(extract):
    extract(f"""
        Minister Thapa's Call with Norwegian Foreign Minister Haugen

        {A} spoke today with {B}. They discussed trade and hydropower.
    """).gives("""
        parties | mode
        NOR NPL | phone
    """)


def test_the_mode_may_stand_in_the_body_only(extract):
    extract(f"""
        Nepal and Norway discuss trade

        {A} and {B} discussed trade on 3 June 2019.

        During the telephone conversation, the two ministers also spoke about hydropower.
    """).gives("""
        parties | mode
        NOR NPL | phone
    """)
