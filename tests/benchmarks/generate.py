"""Made-up tables of any size, for measuring and for looking at pages with many rows; nothing in them happened.

    python -m tests.benchmarks.generate 100000 build-large

The same number and seed give the same tables.
Shapes follow the practice articles: one party takes part in most meetings, a few people in many, one article reports
about one and a half meetings, one meeting in ten has only a month, one in twenty-five no date.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline import schema, store, tables

HOME = "SYR"
FIRST_DAY, DAYS = np.datetime64("2006-01-01"), 20 * 365
ARTICLES_PER_MEETING = 0.7
PEOPLE_PER_MEETING = 0.02
SENTENCES = (
    "The two sides discussed {topic} and ways of developing it. ",
    "They also reviewed the latest developments in the region. ",
    "The meeting was attended by a number of officials from both sides. ",
    "He stressed the importance of continuing consultation at all levels. ",
    "The minister thanked his guest for the support of his country. ",
    "Both affirmed the need to respect sovereignty and international law. ",
)
SYLLABLES = ("ka", "ri", "mo", "sa", "de", "lu", "bo", "ni", "ta", "ze", "ha", "vi", "po", "ga", "fe", "ju")


def generate(n_meetings: int, seed: int = 1) -> tables.Tables:
    """Make tables of ``n_meetings`` meetings.

    Args:
        n_meetings: Rows of ``meetings``; there are about three participants and two topics to each.
        seed: Another seed gives other tables of the same shape.

    Returns:
        Tables that pass the schema's checks.
    """
    chance = np.random.default_rng(seed)
    parties = _parties(chance)
    people = _people(chance, max(40, int(n_meetings * PEOPLE_PER_MEETING)), parties)
    topics = _topics()
    meetings = _meetings(chance, n_meetings, parties)
    participants = _participants(chance, meetings, parties, people)
    sides = participants.groupby("meeting_id", sort=False)["party_id"].nunique()
    meetings["n_parties"] = meetings["meeting_id"].map(sides).to_numpy()
    meetings["setting"] = np.select(
        [meetings["n_parties"] <= 2, meetings["n_parties"] == 3], ["bilateral", "trilateral"], "multilateral"
    )
    surnames = participants["name"].str.rsplit(" ", n=1).str[-1].fillna(participants["party"])
    titles = surnames.groupby(participants["meeting_id"], sort=False).agg(" – ".join)
    meetings["title"] = meetings["meeting_id"].map(titles)
    documents, sources = _documents(chance, meetings)
    meetings["n_sources"] = meetings["meeting_id"].map(sources.groupby("meeting_id", sort=False).size()).to_numpy()
    meetings["n_conflicts"] = 0
    meeting_topics = _meeting_topics(chance, meetings, topics)
    texts = _texts(chance, documents, sources, meetings, meeting_topics)
    evidence = _evidence(sources, texts)
    counts = participants.groupby("person_id").size()
    people["n_meetings"] = people["person_id"].map(counts).fillna(0)
    frames = {
        "documents": documents.assign(n_chars=documents["doc_id"].map(texts.set_index("doc_id")["text"].str.len())),
        "texts": texts,
        "meetings": meetings.sort_values(["date", "meeting_id"]),
        "participants": participants,
        "meeting_topics": meeting_topics,
        "meeting_sources": sources,
        "evidence": evidence,
        "people": people,
        "parties": parties,
        "topics": topics,
    }
    return tables.Tables(**{name: _typed(name, frames.get(name)) for name in schema.TABLES})


def _typed(name: str, frame: pd.DataFrame | None) -> pd.DataFrame:
    """The frame with the declared columns, order and types."""
    table = schema.TABLES[name]
    rows = pd.DataFrame() if frame is None else frame
    found = {column.name: rows.get(column.name, pd.Series(index=rows.index, dtype="str")) for column in table.columns}
    typed = pd.DataFrame({column.name: found[column.name].astype(column.dtype) for column in table.columns})
    return (
        typed.sort_values(list(table.key)).reset_index(drop=True)
        if name != "meetings"
        else typed.reset_index(drop=True)
    )


def _names(chance: np.random.Generator, count: int) -> np.ndarray:
    """Names of two words that mean nobody."""
    words = chance.choice(SYLLABLES, size=(count, 5))
    return np.array([f"{a}{b} {c}{d}{e}".title() for a, b, c, d, e in words])


def _parties(chance: np.random.Generator) -> pd.DataFrame:
    """150 countries that do not exist but for their codes, and 20 organisations."""
    letters = np.array(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    codes = sorted({HOME, "KAZ", "RUS"} | {"".join(chance.choice(letters, 3)) for _ in range(147)})
    organisations = [f"org {number:02d}" for number in range(20)]
    return pd.DataFrame(
        {
            "party_id": codes + organisations,
            "name": [f"Country {code}" for code in codes] + [f"Organisation {number}" for number in range(20)],
            "party_type": ["country"] * len(codes) + ["organisation"] * 20,
            "region": chance.choice(["Asia", "Europe", "Africa", "Americas"], len(codes) + 20),
            "latitude": chance.uniform(-50, 65, len(codes) + 20).round(4),
            "longitude": chance.uniform(-120, 150, len(codes) + 20).round(4),
        }
    )


def _people(chance: np.random.Generator, count: int, parties: pd.DataFrame) -> pd.DataFrame:
    weights = 1 / np.arange(1, len(parties) + 1)
    party_id = chance.choice(parties["party_id"], count, p=weights / weights.sum())
    return pd.DataFrame(
        {
            "person_id": [f"person-{number:07d}" for number in range(count)],
            "name": _names(chance, count),
            "party_id": party_id,
            "role": chance.choice(["Foreign Minister", "Ambassador", "President"], count),
        }
    )


def _topics() -> pd.DataFrame:
    """Twenty-four topics, as many as the closed list has."""
    return pd.DataFrame(
        {
            "topic": [f"topic_{number:02d}" for number in range(24)],
            "label": [f"Topic {number}" for number in range(24)],
            "description": [f"What topic {number} covers." for number in range(24)],
        }
    )


def _meetings(chance: np.random.Generator, count: int, parties: pd.DataFrame) -> pd.DataFrame:
    days = (FIRST_DAY + chance.integers(0, DAYS, count)).astype(str)
    precision = chance.choice(["day", "month", "year", "unknown"], count, p=[0.84, 0.1, 0.02, 0.04])
    widths = pd.Series(precision).map({"day": 10, "month": 7, "year": 4, "unknown": 0})
    dates = [day[:width] or None for day, width in zip(days, widths, strict=True)]
    mode = chance.choice(["in_person", "phone", "video", "unknown"], count, p=[0.75, 0.15, 0.03, 0.07])
    hosts = parties[parties["party_type"] == "country"].reset_index(drop=True)
    host = chance.zipf(1.3, count) % len(hosts)
    is_placed = (mode == "in_person") & (chance.random(count) < 0.9)
    place = hosts.iloc[host].reset_index(drop=True).where(pd.Series(is_placed))
    return pd.DataFrame(
        {
            "meeting_id": [f"m{number:08x}" for number in chance.permutation(count)],
            "date": pd.Series(dates, dtype="str"),
            "date_precision": precision,
            "date_basis": np.where(precision == "unknown", None, "stated"),
            "status": chance.choice(["held", "planned", "mentioned", "cancelled"], count, p=[0.8, 0.07, 0.12, 0.01]),
            "mode": mode,
            "city": "City of " + place["party_id"].astype("str"),
            "country": place["party_id"],
            "latitude": place["latitude"],
            "longitude": place["longitude"],
            "occasion": pd.Series(chance.choice(["", "General Assembly", "Forum"], count, p=[0.9, 0.07, 0.03])).replace(
                "", None
            ),
            "confidence": chance.beta(6, 2, count).round(3),
            "review": chance.choice(["unreviewed", "confirmed", "corrected"], count, p=[0.97, 0.02, 0.01]),
        }
    )


def _participants(
    chance: np.random.Generator, meetings: pd.DataFrame, parties: pd.DataFrame, people: pd.DataFrame
) -> pd.DataFrame:
    """Two to six rows a meeting: the home party nearly always, a counterpart, sometimes more."""
    count = len(meetings)
    rows = chance.choice([2, 3, 4, 5, 6], count, p=[0.4, 0.3, 0.2, 0.05, 0.05])
    meeting = np.repeat(np.arange(count), rows)
    position = np.arange(rows.sum()) - np.repeat(np.cumsum(rows) - rows, rows)
    by_party = {party_id: group.to_numpy() for party_id, group in people.groupby("party_id")["person_id"]}
    counterpart = parties["party_id"].to_numpy()[chance.zipf(1.4, rows.sum()) % len(parties)]
    party_id = np.where((position == 0) & (chance.random(rows.sum()) < 0.9), HOME, counterpart)
    person_id = np.empty(rows.sum(), dtype=object)
    for one, group in pd.Series(np.arange(rows.sum())).groupby(party_id):
        known = by_party.get(one)
        if known is not None:
            person_id[group] = known[(chance.zipf(1.5, len(group)) - 1) % len(known)]
    person_id[chance.random(rows.sum()) < 0.15] = None
    named = people.set_index("person_id").reindex(person_id)
    registered = parties.set_index("party_id").loc[party_id]
    return pd.DataFrame(
        {
            "meeting_id": meetings["meeting_id"].to_numpy()[meeting],
            "party_id": party_id,
            "party": registered["name"].to_numpy(),
            "party_type": registered["party_type"].to_numpy(),
            "person_id": person_id,
            "name": named["name"].to_numpy(),
            "role": named["role"].to_numpy(),
            "level": chance.choice(["minister", "ambassador", "head_of_state", "official", "other"], rows.sum()),
            "principal": position < 2,
            "position": position,
        }
    )


def _documents(chance: np.random.Generator, meetings: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    count = max(1, int(len(meetings) * ARTICLES_PER_MEETING))
    doc_id = np.array([f"d{number:08x}" for number in range(count)])
    first = chance.integers(0, count, len(meetings))
    again = chance.random(len(meetings)) < 0.2
    sources = pd.DataFrame(
        {
            "meeting_id": np.concatenate([meetings["meeting_id"], meetings["meeting_id"][again]]),
            "doc_id": np.concatenate([doc_id[first], doc_id[(first[again] + 1) % count]]),
            "is_lead": np.concatenate([np.ones(len(meetings), bool), np.zeros(int(again.sum()), bool)]),
        }
    )
    published = (FIRST_DAY + chance.integers(0, DAYS, count)).astype(str)
    documents = pd.DataFrame(
        {
            "doc_id": doc_id,
            "path": [f"made-up/{one}.txt" for one in doc_id],
            "outlet": chance.choice([f"Outlet {number}" for number in range(60)], count),
            "title": [f"Made-up article {number}" for number in range(count)],
            "published": published,
            "published_basis": "metadata",
            "language": "en",
            "kind": "meeting_report",
            "sha256": [f"{number:064x}" for number in range(count)],
            "status": "ok",
            "home_party": HOME,
            "n_meetings": pd.Series(doc_id).map(sources.groupby("doc_id").size()).fillna(0).to_numpy(),
        }
    )
    return documents, sources


def _meeting_topics(chance: np.random.Generator, meetings: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    rows = chance.integers(0, 5, len(meetings))
    meeting_id = np.repeat(meetings["meeting_id"].to_numpy(), rows)
    pairs = pd.DataFrame({"meeting_id": meeting_id, "topic": chance.choice(topics["topic"], len(meeting_id))})
    return pairs.drop_duplicates().assign(confidence=0.8)


def _texts(
    chance: np.random.Generator,
    documents: pd.DataFrame,
    sources: pd.DataFrame,
    meetings: pd.DataFrame,
    meeting_topics: pd.DataFrame,
) -> pd.DataFrame:
    """Articles of about 400 characters; the first words name the sides."""
    lead = sources.drop_duplicates("doc_id").set_index("doc_id")["meeting_id"].reindex(documents["doc_id"])
    titles = meetings.set_index("meeting_id")["title"].reindex(lead).fillna("Nobody").to_numpy()
    topic = (
        meeting_topics.drop_duplicates("meeting_id").set_index("meeting_id")["topic"].reindex(lead).fillna("nothing")
    )
    orders = chance.integers(0, len(SENTENCES), (len(documents), len(SENTENCES)))
    texts = [
        f"{title} met. " + "".join(SENTENCES[index] for index in order).format(topic=about)
        for title, order, about in zip(titles, orders, topic, strict=True)
    ]
    return pd.DataFrame({"doc_id": documents["doc_id"], "text": texts})


def _evidence(sources: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """One piece a source: the word that says they met."""
    stored = sources["doc_id"].map(texts.set_index("doc_id")["text"])
    start = stored.str.find(" met.") + 1
    return pd.DataFrame(
        {
            "meeting_id": sources["meeting_id"],
            "doc_id": sources["doc_id"],
            "field": "meeting",
            "value": "met",
            "start": start,
            "end": start + 3,
            "text": "met",
            "rule": "made-up",
        }
    )


if __name__ == "__main__":
    store.write(generate(int(sys.argv[1])), Path(sys.argv[2]), {"version": "made-up", "settings": {"is_made_up": True}})
