"""A process that stands by with the model loaded, while this one reads what is there already.

A few new articles take less time than the start of what reads them. That start needs nothing of the build in force, and
reading the build nothing of the model, so the two go side by side; as threads they would wait for each other.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from itertools import chain, islice
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import TracebackType
from typing import IO, Any, cast

from pipeline import config
from pipeline.records import Document, Extraction

WARMING = "Foreign Minister Sergey Lavrov met with his Kazakh counterpart in Geneva on Monday to discuss trade."
"""A sentence that brings up every stage of the extraction; what is seldom needed is made ready at first use."""

AT_ONCE = 200
"""Articles that are handed over together."""


def beside(settings: config.Config, out: Path) -> AbstractContextManager[Standby | None]:
    """The process for a build that adds to another one.

    Args:
        settings: Settings of the build.
        out: The build folder.

    Returns:
        Nothing where it would save no time: there is no build to be read first, or the model is loaded here already.
    """
    is_of_use = out.exists() and "spacy" not in sys.modules and sys.executable
    return Standby(settings) if is_of_use else nullcontext()


class Standby:
    """The process; it ends with the ``with`` statement, or with this one."""

    def __init__(self, settings: config.Config) -> None:
        """Start it; nobody waits for it."""
        self._settings = settings
        # Not a process of multiprocessing: that would run the script that called us once more.
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )
        self._sent(settings)

    def __enter__(self) -> Standby:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def run(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """Extract articles, in order, as ``engine.run`` does in one process; the first are handed over at once.

        That does what is left when the process does not answer any more: it was ended, or has a reason to fail that is
        told better here.
        """
        unread = iter(documents)
        return self._answers(self._handed_over(unread), unread)

    def _handed_over(self, unread: Iterator[Document]) -> deque[Document]:
        """Some articles, which the process reads now."""
        waiting = deque(islice(unread, AT_ONCE))
        if waiting:
            self._sent(tuple(waiting))
        return waiting

    def _answers(self, waiting: deque[Document], unread: Iterator[Document]) -> Iterator[Extraction]:
        while waiting:
            while waiting and (extraction := self._received()):
                waiting.popleft()
                yield extraction
            if waiting:
                from pipeline import engine

                yield from engine.run(chain(waiting, unread), self._settings)
            waiting = self._handed_over(unread)

    def _sent(self, what: object) -> None:
        """Say something; whoever does not hear it will not answer."""
        with suppress(OSError):
            pickle.dump(what, cast(IO[bytes], self._process.stdin))
            cast(IO[bytes], self._process.stdin).flush()

    def _received(self) -> Extraction | None:
        """One answer, if there is one."""
        with suppress(EOFError, OSError, pickle.UnpicklingError):
            return cast(Extraction, pickle.load(cast(IO[bytes], self._process.stdout)))  # noqa: S301 - from ourselves
        return None


def main() -> None:
    """Load the model, then read what is asked and give what was found, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C reaches every process of the terminal
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    asked: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_listen, args=(asked,), daemon=True).start()
    from pipeline import engine  # while it is loaded, the first articles may come

    settings = asked.get()
    list(engine.run([Document("", "", WARMING, "")], settings))
    while documents := asked.get():
        for extraction in engine.run(documents, settings):
            pickle.dump(extraction, answers)
            answers.flush()


def _listen(asked: SimpleQueue[Any]) -> None:
    """Take what is said as it comes, so that whoever says it need not wait; nothing at the end."""
    with suppress(EOFError):
        while True:
            asked.put(pickle.load(sys.stdin.buffer))  # noqa: S301 - from whoever started us
    asked.put(None)


if __name__ == "__main__":
    main()
