"""What each build of a folder changed, newest first, and the same as a feed that readers can subscribe to."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from pipeline import diff, store

ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 200
"""Changes of one build that become entries of the feed; the first build of an archive adds thousands."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One build against the one before it. ``at`` is when it was put in force."""

    snapshot: str
    previous: str
    at: datetime
    changes: tuple[diff.Change, ...]


def editions(out: Path, most: int = 5) -> list[Edition]:
    """Compare the snapshots that are kept, each with the one before.

    Args:
        out: The build folder.
        most: How many comparisons at most.

    Returns:
        The editions, newest first; none when there is only one snapshot.

    Raises:
        StoreError: There is no build.
    """
    kept = snapshots(out)
    return [_edition(new, old) for new, old in itertools.islice(itertools.pairwise(kept), most)]


def snapshots(out: Path) -> list[Path]:
    """The snapshots of a build folder, the one in force first, then by age."""
    current = store.snapshot_path(out)
    others = [path for path in current.parent.iterdir() if path != current and (path / store.MANIFEST).is_file()]
    return [current, *sorted(others, key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)]


def _edition(new: Path, old: Path) -> Edition:
    changes = diff.compare(store.read_tables(old), store.read_tables(new), store.manifest(old), store.manifest(new))
    return Edition(new.name, old.name, datetime.fromtimestamp(new.stat().st_mtime, UTC), tuple(changes))


def atom(listed: Sequence[Edition], address: str) -> bytes:
    """The changes as an Atom feed.

    Args:
        listed: Editions, newest first.
        address: Where the dashboard is served; entries link to its page of a meeting.

    Returns:
        The feed as UTF-8 XML, one entry a change. All text is escaped, for titles come from articles.
    """
    base = address.rstrip("/")
    feed = ET.Element("feed", xmlns=ATOM)
    _add(feed, "id", f"{base}/")
    _add(feed, "title", "Sidelines: what changed")
    _add(feed, "updated", _stamp(listed[0].at) if listed else _stamp(datetime(1970, 1, 1, tzinfo=UTC)))
    ET.SubElement(feed, "link", href=f"{base}/")
    _add(ET.SubElement(feed, "author"), "name", "Sidelines")
    for edition in listed:
        for number, change in enumerate(edition.changes[:MOST_ENTRIES]):
            entry = ET.SubElement(feed, "entry")
            _add(entry, "id", f"{base}/changes/{edition.snapshot}/{edition.previous}/{number}")
            _add(entry, "title", _clean(f"{change.kind}: {change.title}"))
            _add(entry, "updated", _stamp(edition.at))
            ET.SubElement(entry, "link", href=f"{base}/meeting?id={_answer(change)}")
            _add(entry, "summary", _clean(change.line()))
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def _answer(change: diff.Change) -> str:
    """The meeting to open: of a merged one the meeting that answers for it."""
    return change.after if change.kind == "merged" else change.meeting_id


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _clean(text: str) -> str:
    """Text without the control characters that XML does not allow."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
