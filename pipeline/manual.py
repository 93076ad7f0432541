"""What the command line accepts and says of itself: one entry a command, read by ``pipeline.__main__``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import config, errors

Action = Callable[[argparse.Namespace], int]

USAGE_ERROR = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells count

DESCRIPTION = """\
Turn foreign-ministry news into tidy tables of who met whom, when, where, how and about what,
and look at them in a dashboard. Every cell can be traced to the words of the article it came from.
"""

EPILOG = """\
files:
  BUILD/current/           the tables in force, each as .parquet and .csv, and manifest.json
  BUILD/snapshots/         every build so far; none is ever changed
  BUILD/corrections.jsonl  corrections made by people, laid over every later build

environment:
  SIDELINES_BUILD          the build folder that the dashboard reads; `sidelines serve` sets it

exit status:
{exit_status}

examples:
  sidelines build seeds                        build the tables of a folder of articles into build/
  sidelines build 2017/ 2021/ --out archive    several sources, another place
  sidelines serve                              look at them on http://localhost:8501
  sidelines explain seeds/one.txt              what one article says, and by which rule
"""


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


def parser(version: str, actions: Mapping[str, Action]) -> argparse.ArgumentParser:
    """Make the parser of the whole command line.

    Args:
        version: What ``--version`` prints.
        actions: The function behind each command, by its name.

    Returns:
        A parser whose result carries the function in ``action``.
    """
    whole = argparse.ArgumentParser(
        prog="sidelines",
        usage="sidelines COMMAND [ARGUMENT ...]\n       sidelines COMMAND --help",
        description=DESCRIPTION,
        epilog=EPILOG.format(exit_status="\n".join(f"  {code:<5}{meaning}" for code, meaning in exit_codes())),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    whole.add_argument("--version", action="version", version=f"sidelines {version}")
    subparsers = whole.add_subparsers(title="commands", metavar="COMMAND", prog="sidelines", required=True)
    for command in COMMANDS:
        one = subparsers.add_parser(
            command.name,
            help=command.summary,
            description=command.description,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
            add_help=False,
        )
        positionals = one.add_argument_group("arguments")
        options = one.add_argument_group("options")
        for argument in command.arguments:
            group = options if argument.name.startswith("-") else positionals
            group.add_argument(argument.name, help=argument.help, **argument.settings)
        options.add_argument("-h", "--help", action="help", help="show this help and exit")
        one.set_defaults(action=actions[command.name])
    return whole


def exit_codes() -> Iterator[tuple[int, str]]:
    """Every exit code with its meaning, as ``--help`` prints them; those of errors come from ``pipeline.errors``."""
    meanings = {error.exit_code: _first_sentence(error) for error in errors.SidelinesError.__subclasses__()}
    meanings[0] = "done"
    meanings[errors.SidelinesError.exit_code] = "another error; its message says what to do"
    meanings[USAGE_ERROR] = "the command line was not understood"
    meanings[INTERRUPTED] = "interrupted (Ctrl-C)"
    yield from sorted(meanings.items())


def _first_sentence(error: type[errors.SidelinesError]) -> str:
    """What an error class says of itself, as plain words."""
    sentence = (error.__doc__ or error.__name__).partition("\n")[0].partition(";")[0].partition(" (")[0]
    return sentence[0].lower() + sentence[1:].rstrip(".")


def _positive(text: str) -> int:
    """A whole number above zero, for argparse."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not above zero")
    return number


def _argument(name: str, help_: str, **settings: Any) -> Argument:
    """An argument in one line of the table below."""
    return Argument(name, help_, settings)


_BUILD = _argument("build", "the build folder, or one snapshot in it", metavar="BUILD", type=Path)
_BUILD_OPTION = _argument(
    "--build", "the build folder (default: %(default)s)", metavar="BUILD", type=Path, default=config.DEFAULT_BUILD
)

COMMANDS = (
    Command(
        "build",
        "turn articles into tables",
        "Read articles, extract the meetings they report, and write a new snapshot of every table as Parquet and CSV.\n"
        "A folder is read with its subfolders. An article that cannot be used becomes a row of `documents` with its\n"
        "status and error and never stops the build. Articles that the build folder already knows are not extracted\n"
        "again, and a build that was stopped goes on where it was.",
        (
            _argument("sources", "a file or a folder of articles", metavar="SOURCE", nargs="+", type=Path),
            _argument(
                "--out",
                "the build folder (default: %(default)s)",
                metavar="BUILD",
                type=Path,
                default=config.DEFAULT_BUILD,
            ),
            _argument(
                "--workers",
                "processes that extract (default: %(default)s); the tables do not depend on it",
                metavar="N",
                type=_positive,
                default=1,
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
)
