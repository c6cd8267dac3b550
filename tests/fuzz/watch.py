"""Tries inputs in another process, and takes note when one makes it fail, or never end."""

from __future__ import annotations

import faulthandler
import multiprocessing
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fuzz.inputs import Input, made
from tests.fuzz.trial import try_one

Attempt = Callable[[Input, Path], None]

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


@dataclass(frozen=True)
class _Work:
    """What a process is to do: the inputs from ``number`` on, to the one before ``last`` or to the time ``end``."""

    seed: int
    number: int
    last: int | None
    end: float | None
    attempt: Attempt
    limit: int


def watch(
    seed: int,
    first: int,
    *,
    count: int | None = None,
    seconds: float | None = None,
    attempt: Attempt = try_one,
    limit: int = SECONDS,
) -> Outcome:
    """Try inputs from a number on: so many of them, or for so many seconds; each may take ``limit`` seconds."""
    end = time.monotonic() + seconds if seconds is not None else None
    last = first + count if count is not None else None
    tried, slowest, failures = 0, 0.0, []
    while (last is None or first + tried < last) and (end is None or time.monotonic() < end):
        for number, took, reason in _one_process(_Work(seed, first + tried, last, end, attempt, limit)):
            tried += 1
            slowest = max(slowest, took)
            if reason:
                failures.append(Failure(number, made(seed, number).about, reason))
    return Outcome(tried, slowest, tuple(failures))


def _one_process(work: _Work) -> Iterator[tuple[int, float, str]]:
    """Give number, time and failure of each input, until the process dies or its work is done."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(target=_do, args=(there, work))
    process.start()
    there.close()
    number = work.number
    try:
        # The alarm counts the time of the processor: a busy machine is no reason to end an input, but waiting is.
        while here.poll(work.limit * 10 + 60):
            took, reason = here.recv()
            yield number, took, reason
            number += 1
        yield number, float(work.limit), "it waits for something that never comes"
    except EOFError:
        process.join()
        if process.exitcode:
            reason = f"it took more than {work.limit} seconds, or the process died: {process.exitcode}"
            yield number, float(work.limit), reason
    finally:
        process.kill()
        process.join()


def _do(pipe: Connection, work: _Work) -> None:
    """Try inputs in turn; the alarm ends the process wherever it is, in C code too, and shows where that was."""
    faulthandler.register(signal.SIGPROF, chain=True)
    number = work.number
    with TemporaryDirectory(prefix="handbook-fuzz-") as folder:
        while (work.last is None or number < work.last) and (work.end is None or time.monotonic() < work.end):
            start = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, work.limit)
            reason = ""
            try:
                work.attempt(made(work.seed, number), Path(folder) / "manual")
            except Exception:
                reason = traceback.format_exc()
            signal.setitimer(signal.ITIMER_PROF, 0)
            pipe.send((time.process_time() - start, reason))
            number += 1
