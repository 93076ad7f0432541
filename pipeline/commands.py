"""What each command accepts and says of itself: one entry a command, read by ``pipeline.manual``.

Nothing here is slow to import, so that ``--help`` answers at once; what is also said elsewhere a test compares.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipeline import config


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command: its name or flag, what its help says, and argparse's other settings."""

    name: str
    help: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: a line for the list of commands, a paragraph for its own help, its arguments."""

    name: str
    summary: str
    description: str
    arguments: tuple[Argument, ...]


def _positive(text: str) -> int:
    """A whole number above zero, for argparse."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not above zero")
    return number


def _day(text: str) -> date:
    """A calendar day, for argparse."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no day; expected YYYY-MM-DD") from None


def _seconds(text: str) -> float:
    """A pause, for argparse."""
    number = float(text)
    if not 0 <= number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is no pause")
    return number


def _interval(text: str) -> float:
    """A pause that is one, for argparse."""
    number = _seconds(text)
    if number == 0:
        raise argparse.ArgumentTypeError(f"{text} is no pause")
    return number


def _place(text: str) -> str | Path:
    """A path, or a URL as it is, for argparse: a path would lose one of its slashes."""
    return text if config.is_url(text) else Path(text)


def _argument(name: str, help_: str, **settings: Any) -> Argument:
    """An argument in one line of the table below."""
    return Argument(name, help_, settings)


def _filter(name: str, help_: str, **settings: Any) -> Argument:
    """An option of ``export`` that is a parameter of the dashboard's address by the same name."""
    return _argument(f"--{name}", help_, **({"action": "append", "metavar": name.upper()} | settings))


FILTERS = (
    _filter("country", "alpha-3 code or territory that took part; this and the other lists may be repeated"),
    _filter("match", "any of the countries and organisations took part, all of them, or dyad: they and nobody else"),
    _filter("org", "organisation or group that took part"),
    _filter("person", "person_id of somebody who took part"),
    _filter("since", "first day, month or year", metavar="DATE"),
    _filter("until", "last day, month or year", metavar="DATE"),
    _filter(
        "undated",
        "let meetings without a date through a range of dates",
        metavar=None,
        action="store_const",
        const=["1"],
    ),
    _filter("topic", "topic it dealt with"),
    _filter("mode", "in_person, phone, video or unknown"),
    _filter("setting", "bilateral, trilateral or multilateral"),
    _filter("status", "held unless told otherwise; planned, mentioned, cancelled or any"),
    _filter("level", "rank of somebody who took part"),
    _filter("outlet", "who published an article about it"),
    _filter("review", "unreviewed, confirmed, corrected or rejected"),
    _filter("confidence", "least confidence in per cent", metavar="N"),
    _filter("q", "words that all stand in title, names, place, occasion or an article", metavar="WORDS"),
)
"""The words of the page's address, in its order."""

INTERVAL = 5.0
"""Seconds between two looks of ``--watch``: a new file is in the tables after some ten seconds."""

DASHBOARD = "http://localhost:8501"

FORMATS = ("csv", "zip", "xlsx", "json", "ics", "geojson", "graphml", "atom", "about")

_BUILD = _argument("build", "the build folder, one snapshot in it, or the URL of a build", metavar="BUILD", type=_place)
_BUILD_OPTION = _argument(
    "--build", "the build folder (default: %(default)s)", metavar="BUILD", type=Path, default=config.DEFAULT_BUILD
)
_ADDRESS = _argument(
    "--address", "where the dashboard is served, for links (default: %(default)s)", metavar="URL", default=DASHBOARD
)

COMMANDS = (
    Command(
        "build",
        "turn articles into tables",
        "Read articles, extract the meetings they report, and write a new snapshot of every table as Parquet and CSV.\n"
        "Text, web pages, JSON lines, CSV, Parquet, web archives, ZIP and tar are read, folders with their\n"
        "subfolders. An article that cannot be used becomes a row of `documents` with its status and error and\n"
        "never stops the build. Articles that the build folder already knows are not extracted again, a build that\n"
        "was stopped goes on where it was, and corrections made by people are laid over the result. URLs need\n"
        '`pip install "sidelines[cluster]"` and the package of their storage, s3fs for s3://.',
        (
            _argument(
                "sources",
                "a file, folder or archive of articles, or a URL of one in object storage; - is standard input",
                metavar="SOURCE",
                nargs="+",
                type=_place,
            ),
            _argument(
                "--out",
                "the build folder (default: %(default)s); or a URL, to which each finished build is copied from --work",
                metavar="BUILD",
                type=_place,
                default=config.DEFAULT_BUILD,
            ),
            _argument(
                "--work",
                "the build folder on this machine if --out is a URL (default: %(default)s)",
                metavar="BUILD",
                type=Path,
                default=config.DEFAULT_BUILD,
            ),
            _argument(
                "--watch",
                "go on until Ctrl-C: build again whenever files came, changed or went and have stood still since",
                action="store_true",
            ),
            _argument(
                "--interval",
                f"with --watch: seconds between two looks at the files (default: {INTERVAL:g})",
                metavar="S",
                type=_interval,
            ),
            _argument(
                "--add",
                "keep the articles of the build in force beside these; a file that is read again replaces what it was",
                action="store_true",
            ),
            _argument(
                "--map",
                "which column of a table, or key of a JSON object, holds what: text=body,published=date (fields: text, "
                "title, published, url, outlet, language); may be repeated",
                metavar="FIELD=COLUMN",
                action="append",
                default=[],
            ),
            _argument(
                "--workers",
                "processes that extract (default: all cores for many new articles, else 1); the tables do not depend "
                "on it",
                metavar="N",
                type=_positive,
            ),
            _argument(
                "--engine",
                "where articles are extracted: processes on this machine, or an existing Dask cluster "
                "(default: %(default)s)",
                choices=("processes", "dask"),
                default="processes",
            ),
            _argument(
                "--scheduler",
                "address of the Dask scheduler, tcp://HOST:PORT; needs the extra sidelines[cluster]",
                metavar="ADDRESS",
            ),
            _argument(
                "--triage",
                "pass over articles whose words cannot report a meeting, as most of a crawl's do; they are documents "
                "of kind `other`",
                action="store_true",
            ),
            _argument(
                "--lexicon",
                "a folder whose files extend or override the shipped lexicon; may be repeated, later ones win",
                metavar="DIR",
                type=Path,
                action="append",
                default=[],
            ),
            _argument("--quiet", "print nothing but errors", action="store_true"),
        ),
    ),
    Command(
        "collect",
        "fetch the articles that feeds and sitemaps list",
        "Fetch articles from the feeds and sitemaps of ministries and agencies into a corpus, as web archives that\n"
        "`sidelines build` reads. The address of a site does, too, if its page names its feeds or its robots.txt its\n"
        "sitemaps. What is in the corpus already is not fetched again, and a collection that was stopped goes on.\n"
        "Each host is asked one thing at a time, with a pause, and only what its robots.txt allows.",
        (
            _argument("urls", "a feed, a sitemap (.gz too), or a page that names them", metavar="URL", nargs="+"),
            _argument("--into", "the corpus: a folder", metavar="DIR", type=Path, required=True),
            _argument(
                "--since",
                "leave out articles before this day (YYYY-MM-DD); those without a stated day are fetched",
                metavar="DAY",
                type=_day,
            ),
            _argument("--limit", "most articles to ask for this time", metavar="N", type=_positive),
            _argument(
                "--delay",
                "seconds between two requests to a host (default: %(default)s); more if its robots.txt says so",
                metavar="S",
                type=_seconds,
                default=2.0,
            ),
            _argument("--contact", "an address sites may write to, sent with every request", metavar="ADDRESS"),
            _argument(
                "--allow-private",
                "also ask addresses of this machine and of private networks; by default no feed can lead there",
                action="store_true",
            ),
            _argument("--quiet", "print nothing but errors", action="store_true"),
        ),
    ),
    Command(
        "serve",
        "look at a build in the dashboard",
        "Serve the dashboard over a build, until Ctrl-C. It needs no internet and reports nothing to anybody.\n"
        "A build made meanwhile shows at the next click.",
        (
            _BUILD_OPTION,
            _argument("--port", "where to listen (default: %(default)s)", metavar="N", type=_positive, default=8501),
            _argument(
                "--host",
                "address to listen on (default: %(default)s, this machine only; 0.0.0.0 opens it to the network)",
                metavar="ADDRESS",
                default="127.0.0.1",
            ),
        ),
    ),
    Command(
        "describe",
        "print the codebook",
        "Print every table and column: type, unit, meaning, closed vocabulary, key.",
        (
            _argument(
                "--format",
                "Markdown, or JSON as a Frictionless data package (default: %(default)s)",
                choices=("md", "json"),
                default="md",
            ),
        ),
    ),
    Command(
        "check",
        "check the tables of a build",
        "Check the tables of a build against the schema: types, keys, foreign keys, closed vocabularies.\n"
        "Print one line a problem; without any, the exit status is 0.",
        (_BUILD,),
    ),
    Command(
        "explain",
        "show what one article says, and why",
        "Run the pipeline on one article and show each meeting with the words and the rule behind every cell.",
        (
            _argument("file", "one article", metavar="FILE", type=Path),
            _argument("--json", "print JSON instead of text", action="store_true"),
        ),
    ),
    Command(
        "correct",
        "confirm, correct, reject, split, merge and add rows",
        "Write an act into BUILD/corrections.jsonl and lay it over the tables at once; every later build does so too.\n"
        "Nothing is lost: `undo` takes an act back, and the value that was replaced stays in evidence.\n\n"
        "  confirm MEETING                                   the row is right\n"
        "  reject MEETING                                    there was no such meeting\n"
        "  set MEETING FIELD [VALUE]                         a value of the meeting; none empties it\n"
        "  merge MEETING INTO                                two rows are one meeting\n"
        "  split MEETING ARTICLE|PARTY ...                   these articles or guests belong to another meeting\n"
        "  add-meeting JSON                                  a meeting that was missed\n"
        "  set-participant MEETING PARTY NAME FIELD [VALUE]  a value of a participant\n"
        "  add-participant MEETING PARTY NAME [ROLE [LEVEL]] somebody was there\n"
        "  remove-participant MEETING PARTY [NAME]           somebody was not\n"
        "  add-topic MEETING TOPIC                           it dealt with this\n"
        "  remove-topic MEETING TOPIC                        it did not\n"
        "  undo ACT                                          take an act back\n"
        "  list                                              every act so far\n"
        "  export-gold FOLDER                                reviewed articles as annotated articles, for `score`",
        (
            _argument("words", "what to do, and to what", metavar="WORD", nargs="+"),
            _BUILD_OPTION,
            _argument("--by", "who corrects", metavar="NAME"),
            _argument("--why", "the reason", metavar="TEXT"),
        ),
    ),
    Command(
        "diff",
        "show what changed from one build to another",
        "Print each meeting that was added, changed (field, before, after), merged or withdrawn, and why: a new\n"
        "source, a source gone, a correction, the lexicon, the program.",
        (
            _argument("old", "a build folder, one snapshot in it, or the URL of a build", metavar="OLD", type=_place),
            _argument("new", "another one", metavar="NEW", type=_place),
            _argument("--json", "print JSON instead of text", action="store_true"),
        ),
    ),
    Command(
        "news",
        "show what each build of a folder changed",
        "Compare each snapshot that is kept with the one before, newest first; or print the changes as an Atom feed.",
        (
            _BUILD,
            _argument("--most", "how many builds (default: %(default)s)", metavar="N", type=_positive, default=5),
            _argument("--atom", "print an Atom feed", action="store_true"),
            _ADDRESS,
        ),
    ),
    Command(
        "score",
        "measure a build on annotated articles",
        "Print how well the held meetings of a build agree with a folder of annotated articles: found, exact parties,\n"
        "date, mode, place, occasion, people, topics, and the share of rows that are right throughout.",
        (
            _BUILD,
            _argument(
                "--gold",
                "the folder of annotated articles, NAME.json for NAME.txt",
                metavar="DIR",
                type=Path,
                required=True,
            ),
            _argument("--verbose", "say article by article what is wrong", action="store_true"),
            _argument("--json", "print JSON instead of text", action="store_true"),
        ),
    ),
    Command(
        "export",
        "write a selection of meetings for other programs",
        "Write the meetings that the filters select, in the words of the dashboard's address: what\n"
        "/meetings?country=KAZ&since=2020 shows, --country KAZ --since 2020 writes. Each file says what it holds\n"
        "(filters, data version, how to cite); of a CSV file, which is the table alone, --format about says it.",
        (
            _BUILD,
            _argument(
                "--format",
                "csv (one table), zip (all, with codebook), xlsx, json, ics, geojson, graphml, atom, about "
                "(default: %(default)s)",
                choices=FORMATS,
                metavar="FORMAT",
                default="csv",
            ),
            _argument("--table", "for csv: which table (default: %(default)s)", metavar="TABLE", default="meetings"),
            _argument(
                "--out", "the file; - is standard output (default: a name that tells the data version)", type=Path
            ),
            _ADDRESS,
            *FILTERS,
        ),
    ),
)
