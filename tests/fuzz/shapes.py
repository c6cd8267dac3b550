"""Makes whole guides of a strange shape: takes a chance, gives files."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

Files = Mapping[str, bytes]


def _guide(id: str, steps: list[str], more: str = "") -> bytes:
    head = f"id: {id}\ntitle: {{pt: Um, en: One}}\nowner: officer\n{more}"
    head += "control: {version: 0.1.0, status: draft}\nsteps:\n"
    return (head + "\n".join(steps) + "\n").encode()


END = "  - {id: end, end: {pt: Fim., en: End.}, outcome: closed}"


def _many(chance: random.Random) -> int:
    return chance.choice((50, 500, 2000))


def _in_place(id: str, content: bytes) -> Files:
    return {f"procedures/reception/{id}.yml": content}


def long_chain(chance: random.Random) -> Files:
    """A thousand actions, one below the other."""
    steps = [f"  - {{id: s{n}, do: {{pt: Faça {n}., en: Do {n}.}}}}" for n in range(_many(chance))]
    return _in_place("chain", _guide("chain", [*steps, END]))


def long_way_into_a_circle(chance: random.Random) -> Files:
    """A thousand actions that lead to two which lead to each other."""
    count = _many(chance)
    steps = [f"  - {{id: s{n}, do: x}}" for n in range(count)]
    return _in_place("circle", _guide("circle", [*steps, "  - {id: a, do: x}", "  - {id: b, do: x, next: a}", END]))


def great_circle(chance: random.Random) -> Files:
    """A thousand actions of which the last leads to the first."""
    steps = [f"  - {{id: s{n}, do: x}}" for n in range(_many(chance))]
    return _in_place("circle", _guide("circle", [*steps, "  - {id: last, do: x, next: s0}", END]))


def wide_question(chance: random.Random) -> Files:
    """A question with a thousand answers."""
    answers = "\n".join(
        f"      - {{id: a{n}, answer: {{pt: R{n}, en: A{n}}}, next: end}}" for n in range(_many(chance))
    )
    return _in_place(
        "wide", _guide("wide", [f"  - id: ask\n    ask: {{pt: Qual?, en: Which?}}\n    answers:\n{answers}", END])
    )


def ladder(chance: random.Random) -> Files:
    """Questions of which each answer leads to the next question: more ways than anyone can walk."""
    count = _many(chance)
    steps = [
        f"  - {{id: q{n}, ask: x, yes: q{n + 1}, no: {chance.choice((f'q{n + 1}', 'end', 'q0'))}}}"
        for n in range(count)
    ]
    return _in_place("ladder", _guide("ladder", [*steps, f"  - {{id: q{count}, ask: x, yes: end, no: end}}", END]))


def unknown_targets(chance: random.Random) -> Files:
    """A thousand steps that lead to names much like those of others."""
    steps = [f"  - {{id: step-number-{n}, do: x, next: stepp-number-{n}x}}" for n in range(_many(chance))]
    return _in_place("lost", _guide("lost", [*steps, END]))


def many_cases(chance: random.Random) -> Files:
    """A thousand worked cases."""
    asks = [f"  - {{id: q{n}, ask: x, yes: q{n + 1}, no: end}}" for n in range(40)]
    answers = ", ".join(f"q{n}: 'yes'" for n in range(41))
    cases = "\n".join(
        f"  - {{id: c{n}, title: x, answers: {{{answers}}}, ends: end}}" for n in range(_many(chance) // 10)
    )
    return _in_place(
        "cases", _guide("cases", [*asks, "  - {id: q40, ask: x, yes: end, no: end}", END, "scenarios:", cases])
    )


def ring_of_guides(chance: random.Random) -> Files:
    """Hundreds of procedures that run each other, or hand over to each other, in a ring."""
    count, verb = chance.choice((3, 30, 300)), chance.choice(("run", "continue"))
    files = {}
    for n in range(count):
        other = f"g{(n + 1) % count}"
        step = f"  - {{id: go, run: {other}}}" if verb == "run" else "  - {id: go, do: x}"
        end = (
            END if verb == "run" else END.replace("}, outcome: closed", f"}}, outcome: handed_over, continue: {other}")
        )
        files |= _in_place(f"g{n}", _guide(f"g{n}", [step, end]))
    return files


def many_languages(chance: random.Random) -> Files:
    """Settings with languages that nobody speaks."""
    codes = [f"{a}{b}" for a in "abcxyz" for b in "aeioupt"][: chance.randrange(1, 12)]
    return {"handbook.yml": f"languages: [{', '.join(codes)}]\n".encode()}


def long_ids(chance: random.Random) -> Files:
    """Ids as long as they may be, and longer."""
    ids = ["a" * size for size in (79, 80, 81, 300)]
    steps = [f"  - {{id: {id}, do: x}}" for id in ids]
    long = "p" * chance.choice((80, 120, 200))
    return _in_place(
        long, _guide(long, [*steps, END], f"related: [{', '.join(ids)}]\nkeywords: {{pt: [{'k, ' * 3000}k]}}\n")
    )


BUILT: Mapping[str, Callable[[random.Random], Files]] = {
    one.__name__: one
    for one in (
        *(long_chain, long_way_into_a_circle, great_circle, wide_question, ladder, unknown_targets, many_cases),
        *(ring_of_guides, many_languages, long_ids),
    )
}
