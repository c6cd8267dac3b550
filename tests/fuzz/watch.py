"""Tries inputs in another process, and takes note when one makes it fail, or never end."""

from __future__ import annotations

import faulthandler
import multiprocessing
import signal
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.inputs import made
from tests.fuzz.trial import try_one

SECONDS = 20
"""Time of the processor that one input may take; the slowest that is all right takes a fifth of it."""


@dataclass(frozen=True)
class Failure:
    """An input on which the program did not end, or did not end well."""

    number: int
    about: str
    reason: str


@dataclass(frozen=True)
class Outcome:
    """How many inputs were tried, the longest time that one took, and the failures."""

    tried: int
    slowest: float
    failures: tuple[Failure, ...]


def watch(seed: int, first: int, *, count: int | None = None, seconds: float | None = None) -> Outcome:
    """Try inputs from a number on: so many of them, or for so many seconds."""
    end = time.monotonic() + seconds if seconds is not None else None
    last = first + count if count is not None else None
    tried, slowest, failures = 0, 0.0, []
    while (last is None or first + tried < last) and (end is None or time.monotonic() < end):
        for number, took, reason in _one_process(seed, first + tried, last, end):
            tried += 1
            slowest = max(slowest, took)
            if reason:
                failures.append(Failure(number, made(seed, number).about, reason))
    return Outcome(tried, slowest, tuple(failures))


def _one_process(seed: int, number: int, last: int | None, end: float | None) -> Iterator[tuple[int, float, str]]:
    """Give number, time and failure of each input, until the process dies or its work is done."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_work, args=(there, seed, number, last, end))
    process.start()
    there.close()
    begun = number
    try:
        while here.poll(SECONDS * 10):
            message = here.recv()
            if isinstance(message, int):
                begun = message
            else:
                yield (begun, *message)
                begun += 1
        process.kill()
        yield begun, float(SECONDS), "it waits for something that never comes"
    except EOFError:
        process.join()
        if process.exitcode:
            yield begun, float(SECONDS), f"it took more than {SECONDS} seconds, or the process died: {process.exitcode}"
    finally:
        process.kill()
        process.join()


def _work(pipe: Connection, seed: int, number: int, last: int | None, end: float | None) -> None:
    """Try inputs in turn; the alarm ends the process wherever it is, in C code too, and shows where that was."""
    faulthandler.register(signal.SIGPROF, chain=True)
    with TemporaryDirectory(prefix="handbook-fuzz-") as folder:
        while (last is None or number < last) and (end is None or time.monotonic() < end):
            pipe.send(number)
            start = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            reason = ""
            try:
                try_one(made(seed, number), Path(folder) / "manual")
            except Exception:
                reason = traceback.format_exc()
            signal.setitimer(signal.ITIMER_PROF, 0)
            pipe.send((time.process_time() - start, reason))
            number += 1
