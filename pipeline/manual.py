"""The manual page of the command line, and the parser behind it; the entries are in ``pipeline.commands``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping

from pipeline import errors
from pipeline.commands import COMMANDS

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
  BUILD/extracted/         the tables as extracted, once there are corrections
  BUILD/corrections.jsonl  corrections made by people, laid over every later build
  BUILD/ids.csv            every id a meeting ever had, and the one that answers for it
  BUILD/cache/             what each article gave; may be deleted, then articles are extracted again

environment:
  SIDELINES_BUILD          the build folder that the dashboard reads; `sidelines serve` sets it

exit status:
{exit_status}

examples:
  sidelines build seeds                        build the tables of a folder of articles into build/
  sidelines build 2017/ 2021/ --out archive    several sources, another place
  sidelines build today.jsonl --add            new articles beside those already there
  sidelines build corpus/ --watch              go on, and build again whenever files come or change
  sidelines build crawl.warc.gz --triage       a crawl, of which little is about meetings
  sidelines serve                              look at them on http://localhost:8501
  sidelines explain seeds/one.txt              what one article says, and by which rule
  sidelines export build --country KAZ         the meetings with Kazakhstan as a CSV file
  sidelines correct set m-1 city Astana --by rana --why "see the photo"
"""


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
