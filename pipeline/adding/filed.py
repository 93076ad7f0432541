"""Where each report of a build is filed, kept beside the cache: what comes later finds those it could agree with."""

from __future__ import annotations

import os
import zlib
from array import array
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import blocks, merge, tellings
from pipeline.records import Extraction, Meeting

FOLDER = Path("cache") / "filed"
"""Where the lists lie in a build folder."""

FILTER = 1 << 20
"""Places of a table by the last bits of a hash: a look into it spares most of a million hashes the search."""

Bits = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Column = list[str] | npt.NDArray[np.generic]


def among(values: npt.NDArray[np.unsignedinteger], wanted: npt.NDArray[np.unsignedinteger]) -> Bits:
    """Which of many hashes are among a few."""
    wanted = np.unique(wanted)
    possible = np.zeros(FILTER, dtype=np.bool_)
    possible[wanted % FILTER] = True
    found: Bits = possible[values % FILTER]
    places = np.flatnonzero(found)
    likely = values[places]
    found[places] = wanted[np.searchsorted(wanted, likely) % len(wanted)] == likely if len(wanted) else False
    return found


@dataclass(frozen=True, slots=True)
class Keys:
    """Under which keys of ``blocks`` the reports lie and look; two keys of one hash only make more be compared.

    Attributes:
        hashes: A hash of each key.
        reports: The place of the report.
        homes: Whether the report is filed there; else it looks there for others.
    """

    hashes: npt.NDArray[np.uint32]
    reports: Places
    homes: Bits

    @classmethod
    def of(cls, told: Iterable[tellings.Telling], start: int = 0) -> Keys:
        """The keys of some reports, the first of which has the place ``start``."""
        hashes, reports, homes = array("I"), array("q"), bytearray()
        for place, telling in enumerate(told, start):
            for is_home, keys in ((True, blocks.home_keys(telling)), (False, blocks.search_keys(telling))):
                for key in keys:
                    hashes.append(zlib.crc32("\n".join(key).encode()))
                    reports.append(place)
                    homes.append(is_home)
        return cls(
            np.array(hashes, dtype=np.uint32), np.array(reports, dtype=np.int64), np.frombuffer(homes, dtype=np.bool_)
        )

    def then(self, others: Keys) -> Keys:
        """These keys, and others after them."""
        return Keys(
            np.concatenate((self.hashes, others.hashes)),
            np.concatenate((self.reports, others.reports)),
            np.concatenate((self.homes, others.homes)),
        )


@dataclass(frozen=True, slots=True)
class Filed:
    """What merging knew of the reports of a build.

    Attributes:
        report_ids: The id of each report.
        doc_ids: Its article.
        meeting_ids: Its meeting.
        held: Whether it tells of a meeting that was held.
        circles: The same number for all that agree with each other, directly or through others.
        keys: Where they are filed.
        kept: Where the cache holds what each article gave, by ``doc_id``.
        linked: Of each participant, in the order of the table, whether the article was linked to a known person.
    """

    report_ids: list[str]
    doc_ids: list[str]
    meeting_ids: list[str]
    held: Bits
    circles: Places
    keys: Keys
    kept: dict[str, str]
    linked: Bits

    def held_of(self, doc_ids: Collection[str]) -> int:
        """How many held meetings some articles reported."""
        return sum(
            is_held for doc_id, is_held in zip(self.doc_ids, self.held.tolist(), strict=True) if doc_id in doc_ids
        )

    def places(self, values: Sequence[str], wanted: Collection[str]) -> list[int]:
        """Where a list of one entry a report has certain values."""
        return [place for place, value in enumerate(values) if value in wanted]


def of(merged: merge.Merged, extractions: Iterable[Extraction]) -> Filed:
    """What is kept of a build that compared everything.

    Args:
        merged: All its reports and meetings, before persons were told.
        extractions: Outlines of all its articles.
    """
    return Filed(
        report_ids=[one.report_id for one in merged.told],
        doc_ids=[one.document.doc_id for one in merged.told],
        meeting_ids=[merged.meeting_of[one.report_id] for one in merged.told],
        held=_held(merged.told),
        circles=np.array(merged.circles, dtype=np.int64),
        keys=Keys.of(merged.told),
        kept=kept(extractions),
        linked=linked(merged.meetings),
    )


def renewed(filed: Filed, merged: merge.Merged, extractions: Iterable[Extraction], links: Bits) -> Filed:
    """What is kept of a build after articles were added.

    Args:
        filed: What was kept before.
        merged: The reports that were compared again, new ones among them.
        extractions: Outlines of the new articles.
        links: Of each participant as the table is now, whether it is linked.
    """
    place_of = {one.report_id: -1 for one in merged.told}
    for place in filed.places(filed.report_ids, place_of):
        place_of[filed.report_ids[place]] = place
    fresh = [one for one in merged.told if place_of[one.report_id] < 0]
    count = len(filed.report_ids)
    place_of |= {one.report_id: count + number for number, one in enumerate(fresh)}
    meeting_ids = [*filed.meeting_ids, *(merged.meeting_of[one.report_id] for one in fresh)]
    circles = np.concatenate((filed.circles, np.zeros(len(fresh), dtype=np.int64)))
    for one, first in zip(merged.told, merged.circles, strict=True):
        meeting_ids[place_of[one.report_id]] = merged.meeting_of[one.report_id]
        circles[place_of[one.report_id]] = place_of[merged.told[first].report_id]
    return replace(
        filed,
        report_ids=[*filed.report_ids, *(one.report_id for one in fresh)],
        doc_ids=[*filed.doc_ids, *(one.document.doc_id for one in fresh)],
        meeting_ids=meeting_ids,
        held=np.concatenate((filed.held, _held(fresh))),
        circles=circles,
        keys=filed.keys.then(Keys.of(fresh, count)),
        kept=filed.kept | kept(extractions),
        linked=links,
    )


def kept(extractions: Iterable[Extraction]) -> dict[str, str]:
    """Where the cache holds what each article gave; empty for one that gave nothing."""
    return {item.document.doc_id: item.kept or "" for item in extractions}


def linked(meetings: Iterable[Meeting]) -> Bits:
    """Which participants are linked, in the order of the table, from meetings before persons are told."""
    by_id = sorted(meetings, key=lambda meeting: meeting.meeting_id)
    return np.array([bool(one.person_id) for meeting in by_id for one in meeting.report.participants], dtype=np.bool_)


def _held(told: Sequence[tellings.Telling]) -> Bits:
    return np.array([one.report.status == "held" for one in told], dtype=np.bool_)


def read(out: Path, stamp: str) -> Filed | None:
    """What was kept with a build.

    Args:
        out: The build folder.
        stamp: Stands for the build and the rules it was made by.

    Returns:
        The lists, or ``None`` where there are none, or those of another build.
    """
    try:
        found = {file.stem: pq.read_table(file) for file in (out / FOLDER).glob("*.parquet")}
        if any((table.schema.metadata or {}).get(b"of") != stamp.encode() for table in found.values()):
            return None
        reports, keys, articles = found["reports"], found["keys"], found["articles"]
        return Filed(
            report_ids=reports["report_id"].to_pylist(),
            doc_ids=reports["doc_id"].to_pylist(),
            meeting_ids=reports["meeting_id"].to_pylist(),
            held=reports["is_held"].to_numpy(),
            circles=reports["circle"].to_numpy(),
            keys=Keys(keys["hash"].to_numpy(), keys["report"].to_numpy(), keys["is_home"].to_numpy()),
            kept=dict(zip(articles["doc_id"].to_pylist(), articles["kept"].to_pylist(), strict=True)),
            linked=found["participants"]["is_linked"].to_numpy(),
        )
    except (OSError, pa.ArrowException, KeyError):
        return None


def write(out: Path, filed: Filed, stamp: str) -> None:
    """Keep the lists; a build killed in between leaves some of another build, and none is used.

    Args:
        out: The build folder.
        filed: What to keep.
        stamp: Stands for the build and the rules it was made by.
    """
    listed: dict[str, dict[str, Column]] = {
        "reports": {
            "report_id": filed.report_ids,
            "doc_id": filed.doc_ids,
            "meeting_id": filed.meeting_ids,
            "is_held": filed.held,
            "circle": filed.circles,
        },
        "keys": {"hash": filed.keys.hashes, "report": filed.keys.reports, "is_home": filed.keys.homes},
        "articles": {"doc_id": list(filed.kept), "kept": list(filed.kept.values())},
        "participants": {"is_linked": filed.linked},
    }
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, columns in listed.items():
        table = pa.table(_typed(columns)).replace_schema_metadata({b"of": stamp.encode()})
        draft = out / FOLDER / f".{name}-{os.getpid()}"
        pq.write_table(table, draft)
        draft.replace(out / FOLDER / f"{name}.parquet")


def _typed(columns: dict[str, Column]) -> dict[str, pa.Array]:
    """Columns of texts as texts also where there is no row."""
    return {
        name: pa.array(values, pa.string()) if isinstance(values, list) else pa.array(values)
        for name, values in columns.items()
    }


def forget(out: Path) -> None:
    """Drop what was kept, of a build from which nothing may be taken over."""
    for file in (out / FOLDER).glob("*.parquet"):
        file.unlink()
