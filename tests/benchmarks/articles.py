"""Made-up news of foreign ministries in any number, for measuring; nobody in it exists and nothing in it happened.

Short items of some 60 to 150 words: invented ministers of real countries meet, receive and phone each other on drawn days.
About one item in five tells another's meeting again in other words, as a second agency would.
The same number and seed give the same items, and the items of a larger number begin with those of a smaller one.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pipeline import lexicon

RETOLD = 0.2
"""Share of items that tell again what one shortly before them told."""

REMEMBERED = 50
"""Meetings back that may be told again: the press of one day."""

TALKED, RECALLED = (2, 3), (1, 3)
"""Sentences of what was talked about, and of background."""
FIRST_DAY, DAYS = date(2005, 1, 1), 7_300
SYLLABLES = ("ba", "ki", "mo", "sa", "den", "lu", "bor", "ni", "tal", "ze", "har", "vi", "ro", "mek", "sul", "ga")
FIRST_NAMES = (
    "Anna",
    "Karim",
    "Tomas",
    "Leila",
    "Viktor",
    "Maria",
    "Samir",
    "Ivan",
    "Nadia",
    "Joseph",
    "Elena",
    "Omar",
)
DESKS = (
    "trade and investment",
    "energy and gas pipelines",
    "the fight against terrorism",
    "humanitarian aid to refugees",
    "the political process under United Nations resolutions",
    "cooperation in education and culture",
    "agriculture and food security",
    "the sanctions imposed on banks",
    "climate protection",
    "the vaccination campaign",
)
OPENINGS = {
    "met": (
        "{place}, {month} {day} – Foreign Minister of {home} {host} met {guest_country}'s Foreign Minister {guest} "
        "in {place} on {weekday}.",
        "{guest_country}'s top diplomat, Foreign Minister {guest}, held talks with his counterpart from {home}, "
        "{host}, in {place} on {month} {day}, {year}.",
    ),
    "received": (
        "{place}, {month} {day} – Foreign Minister of {home} {host} received the Ambassador of {guest_country}, "
        "{guest}, in {place} on {weekday}.",
        "Ambassador {guest} of {guest_country} was received on {month} {day}, {year} in {place} by Foreign Minister of "
        "{home} {host}.",
    ),
    "phoned": (
        "{place}, {month} {day} – Foreign Minister of {home} {host} spoke by phone with {guest_country}'s Foreign "
        "Minister {guest} on {weekday}.",
        "In a phone call on {month} {day}, {year}, {guest_country}'s Foreign Minister {guest} and Foreign Minister of "
        "{home} {host} exchanged views.",
    ),
}
TALKS = (
    "The two sides discussed {desk} and ways to develop it in the coming years.",
    "During the meeting, {host} stressed that {home} attached great importance to {desk}.",
    "{guest} praised the stance of {home} on {desk} and voiced the hope that consultations would go on.",
    "They also reviewed {desk} and a number of regional and international issues of common interest.",
)
BACKGROUND = (
    "Relations between {home} and {guest_country} go back {number} years, the ministry recalled in its statement.",
    "Trade between the two countries grew by {number} per cent last year, figures of the chamber of commerce show.",
    "A group of {number} officials is to prepare the next session of the joint commission.",
    "The statement gave no further details of what had been agreed on {desk}.",
    "Some {number} companies of {guest_country} are active in {home}, most of them in {desk}.",
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """What an item tells of."""

    how: str
    home: lexicon.Party
    guest_country: lexicon.Party
    host: str
    guest: str
    day: date


def articles(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Draw items.

    Args:
        count: How many.
        seed: Another one gives other items.

    Yields:
        Rows as a source of JSON lines has them: ``title``, ``text``, ``published``, ``outlet``.
    """
    chance = random.Random(seed)
    countries = [party for party in lexicon.load().parties.values() if party.party_type == "country" and party.capital]
    recent: list[Meeting] = []
    for _ in range(count):
        if recent and chance.random() < RETOLD:
            yield _told(chance.choice(recent), chance, way=1)
        else:
            recent = [*recent[1 - REMEMBERED :], _drawn(countries, chance)]
            yield _told(recent[-1], chance, way=0)


def write(file: Path, count: int, seed: int = 1, *, start: int = 0) -> Path:
    """Write items as JSON lines; the first ``start`` ones of the draw are left out."""
    with file.open("w", encoding="utf-8") as stream:
        for number, row in enumerate(articles(start + count, seed)):
            if number >= start:
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return file


def _drawn(countries: list[lexicon.Party], chance: random.Random) -> Meeting:
    home, guest_country = chance.sample(countries, 2)
    return Meeting(
        chance.choice(sorted(OPENINGS)),
        home,
        guest_country,
        _person(home, chance),
        _person(guest_country, chance),
        FIRST_DAY + timedelta(days=chance.randrange(DAYS)),
    )


def _person(party: lexicon.Party, chance: random.Random) -> str:
    """One of a few dozen people of a country, the same in every corpus."""
    own = random.Random(f"{party.party_id} {chance.randrange(30)}")
    return f"{own.choice(FIRST_NAMES)} {''.join(own.choices(SYLLABLES, k=3)).title()}"


def _told(meeting: Meeting, chance: random.Random, *, way: int) -> dict[str, str]:
    """One item about a meeting."""
    facts = {
        "home": meeting.home.name,
        "guest_country": meeting.guest_country.name,
        "host": meeting.host,
        "guest": meeting.guest,
        "place": meeting.home.capital,
        "weekday": f"{meeting.day:%A}",
        "month": f"{meeting.day:%B}",
        "day": meeting.day.day,
        "year": meeting.day.year,
    }

    def say(pattern: str) -> str:
        return pattern.format(**facts, desk=chance.choice(DESKS), number=chance.randrange(3, 90))

    talks = [say(pattern) for pattern in chance.sample(TALKS, chance.randint(*TALKED))]
    background = [say(pattern) for pattern in chance.sample(BACKGROUND, chance.randint(*RECALLED))]
    title = f"{meeting.home.name} and {meeting.guest_country.name} discuss {chance.choice(DESKS)}"
    body = [say(OPENINGS[meeting.how][way]) + " " + " ".join(talks), " ".join(background)]
    return {
        "title": title,
        "text": "\n\n".join(body),
        "published": (meeting.day + timedelta(days=way)).isoformat(),
        "outlet": f"{meeting.guest_country.name if way else meeting.home.name} News Agency",
    }
