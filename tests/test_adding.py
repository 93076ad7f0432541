"""Articles added to a build: the files are those of going over everything, and little is gone over.

What the articles of these builds say is drawn, not extracted: few people, days and cities, so that reports agree,
exclude each other, share names and crowd one day.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

import pipeline
from pipeline import acts, adding, cache, config, copies, merge, publish, read, run, store
from pipeline.adding import filed
from pipeline.records import Document, Evidence, Extraction, Level, PartialDate, Participant, Report, TopicHit

SETTINGS = config.Config()
PEOPLE = {
    "SYR": ("Fayssal Mikdad", "Faisal al-Miqdad", "Mekdad", "Bashar al-Jaafari", "Jaafari", "Ibrahim al-Jaafari"),
    "NOR": ("Nils Haugen", "Haugen", "Nils Hauge", "Kari Haugen"),
    "NPL": ("Hari Thapa", "Thapa", "Hari Bahadur Thapa"),
    "un": ("Geir Pedersen", "Pedersen"),
    "the league": ("Ann Doe",),
}
LINKED = {"Fayssal Mikdad": "fayssal-mikdad", "Geir Pedersen": "geir-pedersen", "Nils Haugen": "nils-haugen"}
ROLES = (
    ("Foreign Minister", "minister"),
    ("Ambassador", "ambassador"),
    ("foreign minister", "minister"),
    (None, "other"),
)
WORDS = [
    "delegation",
    "bilateral",
    "economic",
    "agreement",
    "regional",
    "stability",
    "humanitarian",
    "corridor",
    "reconstruction",
    "committee",
]
FIRST, ADDED = 40, 6


def drawn(document: Document, seed: int, names: int) -> Extraction:
    """What an article gave; people go by the first few names of ``PEOPLE``."""
    chance = random.Random(f"{seed} {document.text}")
    reports = tuple(report(document, ordinal, chance, names) for ordinal in range(chance.choice((0, 1, 1, 2, 3))))
    return Extraction(replace(document, kind="meeting_report"), reports, chance.choice((None, "SYR", "FRA")))


def report(document: Document, ordinal: int, chance: random.Random, names: int) -> Report:
    """A meeting as an article tells it."""
    day = chance.choice((None, None, "2021-03", *(f"2021-03-0{day}" for day in (1, 1, 2, 3, 5))))
    return Report(
        doc_id=document.doc_id,
        ordinal=ordinal,
        status=chance.choice(("held", "held", "held", "planned", "mentioned")),
        mode=chance.choice(("in_person", "unknown", "phone")),
        participants=tuple(attendees(chance, names)),
        date=PartialDate.from_iso(day) if day else None,
        date_basis=chance.choice(("stated", "published", "dateline")) if day else None,
        city=chance.choice((None, None, "Oslo", "Oslo", "Damascus")),
        country=None,
        topics=(TopicHit("agreements", 0.8, 0, 4),) if chance.random() < 0.5 else (),
        evidence=(Evidence("meeting", "held", 0, 8, document.text[:8], "drawn"),),
        confidence=chance.choice((0.5, 0.9)),
    )


def attendees(chance: random.Random, names: int) -> Iterator[Participant]:
    """Two or more sides, one of them now and then without a name."""
    most = ("SYR", "NOR"), ("SYR", "NOR"), ("NPL", "SYR"), ("NOR", "SYR", "un")
    for party in chance.choice((*most, chance.sample(sorted(PEOPLE), 2))):
        name = chance.choice((*PEOPLE[party][:2], *PEOPLE[party][:names], None))
        role, level = chance.choice(ROLES)
        linked = LINKED.get(name or "") if chance.random() < 0.5 else None
        yield Participant(
            party, party.title(), "country" if party.isupper() else "group", name, role, level, True, linked
        )


def article(chance: random.Random, earlier: list[dict[str, str]]) -> dict[str, str]:
    """An article, put with those before; some are printed again with another word or two, some share an agency's footer."""
    day = f"2021-03-0{chance.randrange(1, 8)}"
    if earlier and chance.random() < 0.2:
        earlier.append({"text": f"{chance.choice(earlier)['text']} Again {chance.random()}.", "published": day})
        return earlier[-1]
    said = " ".join(chance.choice(WORDS) + chance.choice(("", " and", f" {chance.random()}")) for _ in range(40))
    footer = "This agency answers for every word of it and can be asked at its desk by day and by night without delay."
    earlier.append({"text": f"Meeting. {said}. {footer if chance.random() < 0.4 else ''}", "published": day})
    return earlier[-1]


@dataclass(frozen=True)
class Folder:
    """A build folder whose cache knows beforehand what each article gives."""

    out: Path

    def add(self, *sources: Path, gives: Callable[[Document], Extraction]) -> run.BuildResult:
        """Add articles, and say what those give that were not there before."""
        with cache.open_cache(self.out, run.fingerprint(SETTINGS)) as kept:
            for document in read.read(sources, SETTINGS):
                if kept.outline(document) is None:
                    kept.put(document, gives(document))
        return pipeline.build(sources, self.out, SETTINGS, add=True)

    def twin(self, out: Path) -> Folder:
        """A copy that does not know where reports are filed, and goes over everything."""
        shutil.copytree(self.out, out, symlinks=True)
        shutil.rmtree(out / filed.FOLDER)
        return Folder(out)


def files(out: Path) -> dict[str, bytes]:
    """All that a build leaves for others."""
    found = {path.name: path.read_bytes() for path in (out / "current").iterdir()}
    return found | {"ids.csv": (out / "ids.csv").read_bytes()}


@pytest.fixture
def shortcuts(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each build that could have gone over less than everything, whether it did."""
    taken: list[bool] = []
    add = adding.add

    def told(*given):
        added = add(*given)
        taken.append(added is not None)
        return added

    monkeypatch.setattr(adding, "add", told)
    return taken


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def growing(seed: int, top: Path) -> Iterator[tuple[Folder, run.BuildResult, Folder, run.BuildResult]]:
    """A folder that articles are added to, four times, beside one that goes over everything each time.

    The second time an article is another one than it was; the third time it comes back, and all before are read again.
    """
    chance = random.Random(seed)
    told: list[dict[str, str]] = []
    ours = Folder(top / "build")
    first = [article(chance, told) for _ in range(FIRST)]
    ours.add(write(top / "first.jsonl", first), gives=partial(drawn, seed=seed, names=2))
    gone = chance.choice(
        [row for row in first if row["text"] not in {other["text"] for other in first if other != row}]
    )
    for step in range(1, 5):
        fresh = [article(chance, told) for _ in range(ADDED)]
        sources = [write(top / f"{step}.jsonl", [*fresh, gone] if step == 3 else fresh)]
        if step == 2:
            first[first.index(gone)] = article(chance, told)
        if step in (2, 3):
            sources.append(write(top / "first.jsonl", first))
        theirs = ours.twin(top / f"twin-{step}")
        gives = partial(drawn, seed=seed, names=2 + step)
        yield ours, ours.add(*sources, gives=gives), theirs, theirs.add(*sources, gives=gives)


@pytest.mark.parametrize(("seed", "crowd"), [(2, 2), (3, 40)])
def test_adding_leaves_the_files_of_going_over_everything(
    seed: int, crowd: int, tmp_path: Path, shortcuts: list[bool], monkeypatch: pytest.MonkeyPatch
):
    """Reprints, namesakes, ids that come together, days so crowded that who is compared depends on who else is there."""
    monkeypatch.setattr(merge, "MANY_REPORTS", crowd)
    for ours, added, theirs, whole in growing(seed, tmp_path):
        assert files(ours.out) == files(theirs.out)
        assert replace(added, snapshot=whole.snapshot) == whole
    assert store.check(ours.out) == []
    assert shortcuts == [True, False, True, True]


def test_reprints_are_in_question_where_a_phrase_becomes_boilerplate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Two old articles that shared it may be candidates no more."""
    monkeypatch.setattr(copies, "MAX_HOLDERS", 6)
    for ours, _, theirs, _ in growing(2, tmp_path):
        assert files(ours.out) == files(theirs.out)


def told(document: Document, *sides: Participant, day: str | None = "2021-03-01") -> Extraction:
    """An article that tells of one meeting."""
    return Extraction(document, (met(document, sides, day),))


def met(document: Document, sides: tuple[Participant, ...], day: str | None) -> Report:
    date = PartialDate.from_iso(day) if day else None
    return Report(document.doc_id, 0, "held", "in_person", sides, date=date, date_basis="stated" if day else None)


def who(name: str, party: str, level: Level = "minister") -> Participant:
    return Participant(party, party, "country", name, "Foreign Minister", level, principal=True)


MIKDAD, HAUGEN = who("Fayssal Mikdad", "SYR"), who("Nils Haugen", "NOR")


def others(count: int) -> list[dict[str, str]]:
    """Articles that have nothing to do with what is told besides."""
    return [{"text": f"Elsewhere {number}, ministers met."} for number in range(count)]


def says(said: Mapping[str, tuple[Participant, ...]]) -> Callable[[Document], Extraction]:
    """Articles that begin with a word tell of a meeting of these; the rest of meetings far from it, each its own."""

    def gives(document: Document) -> Extraction:
        sides = said.get(document.text.split()[0])
        day = document.published.isoformat() if document.published else "2021-03-01"
        if sides:
            return told(document, *sides, day=day)
        number = int(document.text.split()[1].strip(","))
        return told(
            document, who(f"Hari Thapa{'x' * number}", "NPL"), who("Ann Doe", "FRA"), day=f"19{number:02d}-01-01"
        )

    return gives


def test_only_what_is_touched_is_read(tmp_path: Path, shortcuts: list[bool], monkeypatch: pytest.MonkeyPatch):
    """Of thirty articles and a pair that tells of one meeting, a third report of it asks for the outlines of the pair."""
    gives = says({"Damascus": (MIKDAD, HAUGEN)})
    pair = [{"text": "Damascus received Oslo."}, {"text": "Damascus talked to Oslo."}]
    folder = Folder(tmp_path / "build")
    folder.add(write(tmp_path / "first.jsonl", [*others(30), *pair]), gives=gives)
    source = write(tmp_path / "third.jsonl", [{"text": "Damascus and Oslo agree."}])
    with cache.open_cache(folder.out, run.fingerprint(SETTINGS)) as kept:
        (document,) = read.read([source], SETTINGS)
        kept.put(document, gives(document))
    asked = []
    outline = cache.Cache.outline

    def counted(kept: cache.Cache, document: Document) -> Extraction | None:
        asked.append(document.path)
        return outline(kept, document)

    monkeypatch.setattr(cache.Cache, "outline", counted)
    result = pipeline.build([source], folder.out, SETTINGS, add=True)
    assert sorted(path.rpartition("/")[2] for path in asked) == ["first.jsonl#31", "first.jsonl#32", "third.jsonl#1"]
    assert (result.cached, result.counts["documents"]) == (33, 33)
    assert pipeline.read_tables(folder.out).meetings["n_sources"].max() == 3
    assert shortcuts == [True]


def test_an_id_goes_back_to_the_article_it_was_made_from(tmp_path: Path, shortcuts: list[bool]):
    """Another article held it meanwhile, and tells of another meeting than the one that comes back."""
    gives = says({"Damascus": (MIKDAD, HAUGEN), "Oslo": (MIKDAD, HAUGEN)})
    first, second = ({"text": f"{city} tells of it.", "published": "2021-03-01"} for city in ("Damascus", "Oslo"))
    folder = Folder(tmp_path / "build")
    folder.add(write(tmp_path / "first.jsonl", [*others(30), first]), gives=gives)
    folder.add(write(tmp_path / "second.jsonl", [second]), gives=gives)
    ids = pipeline.read_tables(folder.out).aliases
    (meeting_id,) = ids["meeting_id"]
    folder.add(write(tmp_path / "first.jsonl", others(31)), gives=gives)
    assert meeting_id in set(pipeline.read_tables(folder.out).meetings["meeting_id"])
    source = write(tmp_path / "back.jsonl", [first | {"published": "2021-05-05"}])
    twin = folder.twin(tmp_path / "twin")
    folder.add(source, gives=gives)
    twin.add(source, gives=gives)
    assert files(folder.out) == files(twin.out)
    assert dict(pipeline.read_tables(folder.out).meetings[["meeting_id", "date"]].values)[meeting_id] == "2021-05-05"
    assert shortcuts == [True, False, True]


def test_a_name_that_fits_two_is_nobodys_any_more(tmp_path: Path, shortcuts: list[bool]):
    """Jaafari was Bashar al-Jaafari, at a meeting that nothing new is told of, until an Ibrahim came."""
    bashar, short, ibrahim = (who(name, "SYR") for name in ("Bashar al-Jaafari", "Jaafari", "Ibrahim al-Jaafari"))
    gives = says(
        {"One": (bashar, HAUGEN), "Two": (short, who("Ann Doe", "FRA")), "Three": (ibrahim, who("Hans", "DNK"))}
    )
    folder = Folder(tmp_path / "build")
    rows = [*others(30), {"text": "One of them met."}, {"text": "Two of them met.", "published": "2021-04-01"}]
    folder.add(write(tmp_path / "first.jsonl", rows), gives=gives)

    def person(name: str) -> set[str]:
        participants = pipeline.read_tables(folder.out).participants
        return set(participants.loc[participants["name"] == name, "person_id"])

    assert person("Jaafari") == person("Bashar al-Jaafari")
    source = write(tmp_path / "second.jsonl", [{"text": "Three of them met.", "published": "2021-06-01"}])
    twin = folder.twin(tmp_path / "twin")
    folder.add(source, gives=gives)
    twin.add(source, gives=gives)
    assert files(folder.out) == files(twin.out)
    assert person("Jaafari") & person("Bashar al-Jaafari") == set()
    assert shortcuts == [True]


@pytest.mark.parametrize("what", ["reports", "keys", "participants", "articles"])
def test_without_the_list_or_with_that_of_another_build_everything_is_gone_over(
    what: str, tmp_path: Path, shortcuts: list[bool]
):
    gives = says({})
    folder = Folder(tmp_path / "build")
    folder.add(write(tmp_path / "first.jsonl", others(20)), gives=gives)
    before = (folder.out / filed.FOLDER / f"{what}.parquet").read_bytes()
    folder.add(write(tmp_path / "second.jsonl", others(21)[20:]), gives=gives)
    (folder.out / filed.FOLDER / f"{what}.parquet").write_bytes(before)
    folder.add(write(tmp_path / "third.jsonl", others(22)[21:]), gives=gives)
    (folder.out / filed.FOLDER / f"{what}.parquet").unlink()
    result = folder.add(write(tmp_path / "fourth.jsonl", others(23)[22:]), gives=gives)
    assert result.counts["meetings"] == 23
    assert shortcuts == [True]


def test_articles_are_added_to_what_was_extracted_and_corrected_after(tmp_path: Path, shortcuts: list[bool]):
    gives = says({})
    folder = Folder(tmp_path / "build")
    folder.add(write(tmp_path / "first.jsonl", others(20)), gives=gives)
    meeting_id = str(pipeline.read_tables(folder.out).meetings["meeting_id"].iloc[0])
    act = acts.Act("correct", meeting_id, by="rana", at="2026-01-05T12:00:00Z", field="city", before=None, after="Oslo")
    publish.correct(folder.out, [act])
    for number in (20, 21):
        source = write(tmp_path / f"{number}.jsonl", others(number + 1)[number:])
        twin = folder.twin(tmp_path / f"twin-{number}")
        folder.add(source, gives=gives)
        twin.add(source, gives=gives)
        assert files(folder.out) == files(twin.out)
    meetings = pipeline.read_tables(folder.out).meetings.set_index("meeting_id")
    assert meetings.loc[meeting_id, "city"] == "Oslo"
    assert len(meetings) == 22
    assert shortcuts == [True, True]


def test_an_article_that_failed_is_tried_again(tmp_path: Path, shortcuts: list[bool]):
    """It stays a row while it fails, and is an article like any other once it does not."""
    gives = says({"Damascus": (MIKDAD, HAUGEN)})
    source = write(tmp_path / "first.jsonl", [*others(20), {"text": "Damascus fails."}])

    def fails(document: Document) -> Extraction:
        failed = replace(document, status="failed", error="reading it failed.")
        return Extraction(failed) if document.text.startswith("Damascus") else gives(document)

    folder = Folder(tmp_path / "build")
    folder.add(source, gives=fails)
    result = folder.add(write(tmp_path / "second.jsonl", others(21)[20:]), gives=gives)
    assert [reason for _, reason in result.problems] == ["reading it failed."]
    (failed,) = (document for document in read.read([source], SETTINGS) if document.text.startswith("Damascus"))
    with cache.open_cache(folder.out, run.fingerprint(SETTINGS)) as kept:
        kept.put(failed, gives(failed))
    source = write(tmp_path / "third.jsonl", others(22)[21:])
    twin = folder.twin(tmp_path / "twin")
    result, whole = folder.add(source, gives=gives), twin.add(source, gives=gives)
    assert files(folder.out) == files(twin.out)
    assert result == replace(whole, snapshot=result.snapshot)
    assert (result.problems, result.counts["meetings"]) == ((), 23)
    assert shortcuts == [True, True]


def test_known_words_under_another_path_are_one_article(tmp_path: Path, shortcuts: list[bool]):
    """The first path stands for both; where that is the new one, everything is gone over."""
    gives = says({})
    folder = Folder(tmp_path / "build")
    known = write(tmp_path / "m.jsonl", others(20))
    folder.add(known, gives=gives)
    for name in ("z", "a"):
        source = write(tmp_path / f"{name}.jsonl", others(21)[19:])
        twin = folder.twin(tmp_path / f"twin-{name}")
        result, whole = folder.add(source, gives=gives), twin.add(source, gives=gives)
        assert files(folder.out) == files(twin.out)
        assert result == replace(whole, snapshot=result.snapshot)
        both = {f"{source}#1", f"{known}#20"}
        assert (max(both), min(both)) in result.repeated
    assert shortcuts == [True, False]


def test_a_meeting_told_by_what_turns_out_to_be_a_reprint_is_merged_again(tmp_path: Path, shortcuts: list[bool]):
    """The older print itself tells of no meeting; a reprint of it founds none and adds no confidence."""
    talks = says({"Damascus": (MIKDAD, HAUGEN), "Oslo": (MIKDAD, HAUGEN)})
    body = " ".join(f"{word} {number}" for number, word in enumerate(3 * WORDS))
    told_first, told_later = (
        {"text": f"{city} talked. {said}", "published": f"2021-03-0{day}"}
        for day, city, said in ((1, "Damascus", body), (2, "Oslo", "They met."))
    )

    def gives(document: Document) -> Extraction:
        given = talks(document) if not document.text.startswith("Print") else Extraction(document)
        reports = tuple(
            replace(one, date=PartialDate(2021, 3, 1)) for one in given.reports if "talked" in document.text
        )
        return replace(given, reports=reports or given.reports)

    folder = Folder(tmp_path / "build")
    folder.add(write(tmp_path / "first.jsonl", [*others(20), told_first, told_later]), gives=gives)
    before = pipeline.read_tables(folder.out).meetings.set_index("meeting_id")["confidence"]
    source = write(tmp_path / "print.jsonl", [{"text": f"Print: talked. {body}", "published": "2021-02-01"}])
    twin = folder.twin(tmp_path / "twin")
    folder.add(source, gives=gives)
    twin.add(source, gives=gives)
    assert files(folder.out) == files(twin.out)
    tables = pipeline.read_tables(folder.out)
    assert tables.documents["is_copy_of"].notna().sum() == 1
    assert not tables.meetings.set_index("meeting_id")["confidence"].equals(before)
    assert shortcuts == [True]
