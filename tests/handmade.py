"""A corpus of four articles and five meetings, written by hand, that has one of everything the tables can say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from pipeline import lexicon, tables
from pipeline.records import (
    Document,
    Evidence,
    Extraction,
    Meeting,
    PartialDate,
    Participant,
    Report,
    TopicHit,
)

PHONE = """Mikdad and Lavrov talk
Foreign Minister Faysal Mikdad discussed on Wednesday with Sergey Lavrov, in a telephone call, the sanctions."""
PHONE_AGAIN = """Moscow: Lavrov held a phone call with his Syrian counterpart Faisal al-Mekdad on sanctions."""
VISIT = """Damascus, September
Ambassador of Kazakhstan Ertay Bolatov met Faysal Mikdad in Damascus, "=trade, energy".
A delegation of the United Nations is to visit Damascus."""
EMPTY = ""


@dataclass(frozen=True)
class Register:
    """The two registers that tables need."""

    parties: dict[str, lexicon.Party]
    topics: dict[str, lexicon.Topic]


REGISTER = Register(
    parties={
        party.party_id: party
        for party in (
            lexicon.Party("SYR", "Syria", "country", "Asia", "Western Asia", "Damascus", 33.5102, 36.29128),
            lexicon.Party("RUS", "Russia", "country", "Europe", "Eastern Europe", "Moscow", 55.75222, 37.61556),
            lexicon.Party("KAZ", "Kazakhstan", "country", "Asia", "Central Asia", "Astana", 51.1801, 71.44598),
            lexicon.Party("UZB", "Uzbekistan", "country", "Asia", "Central Asia", "Tashkent", 41.26465, 69.21627),
            lexicon.Party("un", "United Nations", "organisation", None, None, None, 40.7489, -73.968),
        )
    },
    topics={
        topic.topic: topic
        for topic in (
            lexicon.Topic("sanctions", "Sanctions", "Sanctions, unilateral coercive measures, blockade.", "military"),
            lexicon.Topic("economy_trade", "Economy and trade", "Trade, investment, finance.", "economic"),
            lexicon.Topic("energy", "Energy", "Oil, gas, electricity.", "resource"),
        )
    },
)


def document(name: str, text: str, **more: object) -> Document:
    """An article whose id and hash come from its text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    defaults = {"language": "en", "kind": "meeting_report"} if text else {"status": "empty", "error": "no text."}
    return Document(doc_id=f"d{digest[:12]}", path=f"corpus/{name}.txt", text=text, sha256=digest, **(defaults | more))


DOCUMENTS = {
    "phone": document(
        "phone",
        PHONE,
        outlet="SANA",
        title="Mikdad and Lavrov talk",
        published=date(2021, 2, 17),
        published_basis="stamp",
    ),
    "again": document("again", PHONE_AGAIN, outlet="TASS", published=date(2021, 2, 17), published_basis="metadata"),
    "visit": document("visit", VISIT, outlet="SANA", url="https://example.org/visit"),
    "empty": document("empty", EMPTY),
}

MIKDAD = Participant("SYR", "Syria", "country", "Faysal Mikdad", "Foreign Minister", "minister", True, "faysal-mikdad")
MEKDAD = Participant("SYR", "Syria", "country", "Faisal al-Mekdad", "counterpart", "minister", True, "faysal-mikdad")
LAVROV = Participant("RUS", "Russia", "country", "Sergey Lavrov", None, "minister", True)
BOLATOV = Participant("KAZ", "Kazakhstan", "country", "Ertay Bolatov", "Ambassador", "ambassador", True)


def evidence(field: str, value: str, words: str, text: str, rule: str = "by-hand") -> Evidence:
    """Evidence at the first place where the words stand."""
    start = text.index(words)
    return Evidence(field, value, start, start + len(words), words, rule)  # type: ignore[arg-type]


def extractions() -> list[Extraction]:
    """What each article gave."""
    homes = {"phone": "SYR", "again": "RUS", "visit": "SYR", "empty": None}
    reports = {"phone": (_phone_report(),), "visit": tuple(meeting.report for meeting in meetings()[1:])}
    return [Extraction(DOCUMENTS[name], reports.get(name, ()), homes[name]) for name in DOCUMENTS]


def _phone_report() -> Report:
    start = PHONE.index("sanctions")
    return Report(
        doc_id=DOCUMENTS["phone"].doc_id,
        ordinal=0,
        status="held",
        mode="phone",
        participants=(MIKDAD, LAVROV),
        date=PartialDate(2021, 2, 17),
        date_basis="weekday",
        topics=(TopicHit("sanctions", 0.9, start, start + 9),),
        evidence=(
            evidence("meeting", "discussed", "discussed", PHONE),
            evidence("date", "2021-02-17", "on Wednesday", PHONE, "weekday-before-stamp"),
            evidence("mode", "phone", "telephone call", PHONE),
            evidence("participant", "Sergey Lavrov", "Sergey Lavrov", PHONE),
        ),
        confidence=0.91234,
    )


def meetings() -> list[Meeting]:
    """Five meetings: a call told twice, a visit in a month, a plan, a mention and a cancelled one."""
    visit = DOCUMENTS["visit"].doc_id
    met = Report(
        doc_id=visit,
        ordinal=0,
        status="held",
        mode="in_person",
        participants=(BOLATOV, MIKDAD),
        date=PartialDate(2021, 9),
        date_basis="dateline",
        city="Damascus",
        country="SYR",
        latitude=33.5102,
        longitude=36.29128,
        topics=(
            TopicHit("economy_trade", 0.8, VISIT.index("=trade"), VISIT.index("=trade") + 6),
            TopicHit("energy", 0.7, VISIT.index("energy"), VISIT.index("energy") + 6),
        ),
        evidence=(evidence("place", "Damascus", "in Damascus", VISIT),),
        confidence=0.8,
    )
    planned = Report(
        doc_id=visit,
        ordinal=1,
        status="planned",
        mode="in_person",
        participants=(
            Participant("un", "UN", "organisation"),
            Participant("SYR", "Syria", "country"),
        ),
        city="Damascus",
        country="SYR",
        latitude=33.5102,
        longitude=36.29128,
        evidence=(evidence("status", "planned", "is to visit", VISIT),),
        confidence=0.6,
    )
    mentioned = Report(
        visit,
        2,
        "mentioned",
        "unknown",
        (BOLATOV, LAVROV, MIKDAD),
        PartialDate(2020),
        date_basis="stated",
        confidence=0.4,
    )
    cancelled = Report(
        visit,
        3,
        "cancelled",
        "video",
        (MIKDAD, BOLATOV),
        PartialDate(2021, 9, 3),
        PartialDate(2021, 9, 4),
        date_basis="stated",
        occasion="Antalya Diplomacy Forum",
        confidence=0.5,
    )
    phone = _phone_report()
    return [
        Meeting(
            "m-call",
            phone,
            ((phone.doc_id, True), (DOCUMENTS["again"].doc_id, False)),
            (
                *((phone.doc_id, piece) for piece in phone.evidence),
                (DOCUMENTS["again"].doc_id, evidence("mode", "phone", "phone call", PHONE_AGAIN)),
            ),
            aliases=("m-call-of-tass",),
            conflicts=(("date", "2021-02-16", DOCUMENTS["again"].doc_id),),
        ),
        Meeting("m-visit", met, ((visit, True),)),
        Meeting("m-plan", planned, ((visit, True),)),
        Meeting("m-mention", mentioned, ((visit, True),)),
        Meeting("m-off", cancelled, ((visit, True),)),
    ]


def built() -> tables.Tables:
    """The tables of this corpus."""
    return tables.from_meetings(extractions(), meetings(), REGISTER)
