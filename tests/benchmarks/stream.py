"""A made-up stream of news as a crawl brings it: one article in fifty is diplomatic, and nothing in the rest happened.

The diplomatic ones are the practice articles with other dates, so that nothing can be remembered from one to the next.
The rest is put together from sentences of other desks; one in seven is about domestic politics, with ministers,
presidents and foreign names in it and nobody meeting anybody.
The same number and seed give the same stream.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

PRACTICE = Path(__file__).parent.parent / "practice"

DIPLOMATIC_EVERY = 50
SENTENCES_AN_ARTICLE = (9, 22)

NAMES = (
    "Anna Kovar", "Tomas Reyes", "Mei Sato", "Joan Ellery", "Karim Haddad", "Peter Okoye", "Lena Brandt", "Ivo Marek",
    "Rosa Quintana", "Samuel Boateng", "Nadia Petrova", "Liam Doherty", "Yusuf Demir", "Clara Fontaine", "Arjun Rao",
)  # fmt: skip
TOWNS = (
    "Leeds", "Porto", "Graz", "Osaka", "Denver", "Mombasa", "Lyon", "Split", "Cusco", "Perth", "Bergen", "Surat",
)  # fmt: skip
COUNTRIES = ("France", "Brazil", "Japan", "Kenya", "Canada", "Italy", "India", "Mexico", "Norway", "Egypt")
DESKS = {
    "sport": (
        "{name} scored twice in the last {n} minutes as the hosts from {town} won {n} to 1.",
        "The coach of {country} said his team had trained hard and deserved the three points.",
        "{name} will miss the next {n} matches with a knee injury, the club doctor confirmed.",
        "The stadium in {town} was sold out for the final, with {n},000 people in the stands.",
        "The president of the club thanked the supporters who had travelled from {town}.",
        "After a slow start the runners from {country} broke away with {n} kilometres to go.",
        "The referee stopped play for {n} minutes when the floodlights failed.",
    ),
    "business": (
        "Shares of the chain fell {n} per cent after it cut its forecast for the year.",
        "The company, based in {town}, employs {n},000 people and makes parts for washing machines.",
        "Chief executive {name} told analysts that demand in {country} had recovered since spring.",
        "Wholesale prices rose {n} per cent on the year, the statistics office reported.",
        "A shortage of glass jars has held up deliveries to supermarkets for {n} weeks.",
        "The bank will close {n} branches and move the rest of its counters into post offices.",
        "The chairman of the board said the merger would save {n} million a year.",
    ),
    "culture": (
        "The novel, her {n}th, follows three sisters who inherit a lighthouse near {town}.",
        "{name} plays the king as a tired man who would rather be fishing.",
        "The museum in {town} shows {n} paintings that have not been seen in public since 1938.",
        "Tickets for the festival went on sale at nine and were gone within {n} minutes.",
        "The orchestra opened with a short piece by a composer from {country}.",
        "Critics praised the costumes and fell asleep in the second act.",
    ),
    "local": (
        "The bridge on the ring road of {town} will be closed for {n} nights from Monday.",
        "Residents complained of noise from the new depot, where {n} lorries arrive before dawn.",
        "Firefighters freed a cat that had spent {n} hours in a drainpipe.",
        "The mayor of {town} opened a playground paid for by {n} families of the quarter.",
        "Rain is expected through the week, with up to {n} millimetres in the hills.",
        "Police in {town} are looking for a grey van that was seen near the bakery.",
        "School meals will cost {n} cents more from September.",
    ),
    "science": (
        "The telescope took {n} nights to find a planet half the size of ours.",
        "Bees of {n} species were counted in gardens of {town}, more than in the fields around it.",
        "The vaccine protected {n} of a hundred volunteers, a study led by {name} found.",
        "Engineers at the university of {town} printed a violin that weighs {n} grams.",
        "A glacier in {country} has lost {n} metres of its tongue since the last survey.",
    ),
    "crime": (
        "The jury in {town} found {name} guilty on {n} counts of fraud.",
        "Two men were arrested after {n} bicycles were found in a garage.",
        "The court heard that the money had been hidden in {n} jam jars.",
        "The trial goes on; the prosecution has named {n} witnesses.",
    ),
    "politics": (
        "The finance minister put the deficit at {n} per cent and promised no new taxes.",
        "Parliament passed the bill on tenancy by {n} votes, against the opposition of two parties.",
        "The prime minister said prices in {country} were rising faster.",
        "A senator from {town} called the reform of pensions a mistake that would cost {n} million.",
        "The president signed the law on school books, which comes into force in {n} weeks.",
        "The health minister was asked about waiting lists, which are {n} days longer than in spring.",
        "Polls give the party of {name} {n} per cent, two fewer than in May.",
    ),
}
_NUMBER = re.compile(r"\b([12]?\d)\b(?=,? (?:January|February|March|April|May|June|July|August|September|October))")


def diplomatic(root: Path = PRACTICE) -> list[str]:
    """The practice articles that report a meeting that was held."""
    return [
        (root / "texts" / f"{path.stem}.txt").read_text("utf-8")
        for path in sorted((root / "gold").glob("*.json"))
        if any(meeting["status"] == "held" for meeting in json.loads(path.read_text("utf-8"))["meetings"])
    ]


def on_other_days(text: str, chance: random.Random) -> str:
    """The text with every day of a month drawn anew."""
    return _NUMBER.sub(lambda _: str(chance.randint(1, 28)), text)


def stream(n_articles: int, seed: int = 1) -> Iterator[tuple[str, bool]]:
    """Articles, each with whether it is a diplomatic one."""
    chance = random.Random(seed)
    sources = diplomatic()
    for number in range(n_articles):
        if number % DIPLOMATIC_EVERY == DIPLOMATIC_EVERY // 2:
            yield on_other_days(chance.choice(sources), chance), True
        else:
            yield _other(chance), False


def _other(chance: random.Random) -> str:
    """An article of another desk: a headline and some paragraphs."""
    sentences = DESKS[chance.choice(tuple(DESKS))]
    lines = [_filled(chance.choice(sentences), chance) for _ in range(chance.randint(*SENTENCES_AN_ARTICLE))]
    return f"{lines[0].rstrip('.')}\n\n" + "\n\n".join(
        " ".join(lines[start : start + 3]) for start in range(1, len(lines), 3)
    )


def _filled(sentence: str, chance: random.Random) -> str:
    return sentence.format(
        name=chance.choice(NAMES), town=chance.choice(TOWNS), country=chance.choice(COUNTRIES), n=chance.randint(2, 99)
    )
