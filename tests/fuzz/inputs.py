"""Makes manuals with something odd in them: takes a seed and a number, gives files; the same for the same two."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from handbook_builder.source import parse
from tests.site import ROOT

TESTS = ROOT / "tests"

SMALL = (TESTS / "base_manual", TESTS / "diff_manual", ROOT / "handbook_builder" / "starter")
"""Manuals that are checked and rendered in a moment."""

PARTS = ("handbook.yml", "procedures", "flows", "workshops")

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Input:
    """A manual to try: which one it was, what was done to it, and the files that differ from it."""

    base: Path
    about: str
    files: Files


def made(seed: int, number: int) -> Input:
    """Make the input of a number."""
    chance = random.Random(f"{seed} {number}")
    way = chance.choices(("bytes", "values", "built"), (10, 10, 1))[0]
    base = chance.choice(SMALL)
    if way == "built":
        name = chance.choice(sorted(BUILT))
        return Input(base, name, BUILT[name](chance))
    files = dict(small_files(base))
    path = chance.choice(sorted(files))
    if chance.random() < 0.3:  # a real file, in the place of a small one of its kind
        path, files[path] = _real_file(path, chance)
    content = files[path]
    about = []
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        name = chance.choice(sorted(DAMAGES if way == "bytes" else CHANGES))
        about.append(name)
        content = DAMAGES[name](content, chance) if way == "bytes" else _changed(content, name, chance)
    return Input(base, f"{path}: {', '.join(about)}", {path: content})


@cache
def small_files(base: Path) -> Files:
    """Give the files of a small manual."""
    files = [
        file for name in PARTS for file in ((base / name).rglob("*.yml") if name[-4:] != ".yml" else [base / name])
    ]
    return {file.relative_to(base).as_posix(): file.read_bytes() for file in sorted(files) if file.is_file()}


@cache
def _real_files() -> Files:
    return small_files(ROOT)


def _real_file(path: str, chance: random.Random) -> tuple[str, bytes]:
    """Give a real file of the kind of a small one, under a path that belongs to its id."""
    folder = path.rpartition("/")[0]
    kind = "procedures/registers" if folder == "procedures/registers" else folder.split("/")[0]
    real = [
        name
        for name in _real_files()
        if name.startswith(kind) and (kind != "procedures" or not name.startswith("procedures/registers"))
    ]
    name = chance.choice(real)
    return (f"{folder}/{Path(name).name}" if folder else path), _real_files()[name]


# Bytes.

SIGNS = (
    *(
        ": ",
        "- ",
        "? ",
        ", ",
        "{",
        "}",
        "[",
        "]",
        "'",
        '"',
        "#",
        " #",
        "|",
        ">",
        "|+\n",
        ">-\n",
        "%",
        "@",
        "`",
        "\\",
        "~",
    ),
    *(
        "&a ",
        "*a",
        "&a [*a]",
        "!",
        "!!str ",
        "!!python/object:os.system ",
        "!<x> ",
        "<<: *a",
        "<<: {a: b}",
        "=",
        "---\n",
    ),
    *(
        "...\n",
        "%YAML 1.1\n",
        "%TAG ! x\n",
        "\t",
        "\r",
        "\r\n",
        "\n",
        "\n\n",
        "\f",
        "\v",
        "\0",
        "\x07",
        "\x1b[31m",
        "\x7f",
    ),
    *(
        "\x85",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\u00a0",
        "\u200b",
        "\u202e",
        "e\u0301",
        "\U0001f389",
        "ﬁ",
        "İ",
        "ß",
        "\ud7ff",
    ),
    *(
        "yes",
        "null",
        "0",
        "-1",
        "1e999",
        "9" * 40,
        "٣",
        "9999-12-31",
        "0001-01-01",
        "2026-02-30",
        "{{x}}",
        "{x}",
        "%(x)s",
    ),
    *(
        "<b>",
        "</script>",
        "**",
        "__",
        "``",
        "](",
        "[x](procedure:x)",
        "[x](javascript:x)",
        "[x](http://[)",
        "\\",
        "$",
        "&amp;",
    ),
)

Damage = Callable[[bytes, random.Random], bytes]


def _somewhere(content: bytes, chance: random.Random) -> int:
    return chance.randrange(len(content) + 1)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: _somewhere(content, chance)]


def _lost(content: bytes, chance: random.Random) -> bytes:
    start = _somewhere(content, chance)
    return content[:start] + content[start + chance.randrange(1, 60) :]


def _doubled(content: bytes, chance: random.Random) -> bytes:
    start = _somewhere(content, chance)
    piece = content[start : start + chance.randrange(1, 400)]
    return content[:start] + piece * chance.choice((2, 2, 3, 300)) + content[start:]


def _flipped(content: bytes, chance: random.Random) -> bytes:
    typed = bytearray(content or b"\0")
    for _ in range(chance.choice((1, 1, 5, 50))):
        typed[chance.randrange(len(typed))] ^= 1 << chance.randrange(8)
    return bytes(typed)


def _signs(content: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        at = _somewhere(content, chance)
        content = content[:at] + chance.choice(SIGNS).encode() + content[at:]
    return content


def _value(content: bytes, chance: random.Random) -> bytes:
    """Put signs where a value begins, which is where they mean something."""
    places = [at + 2 for at in range(len(content)) if content[at : at + 2] in (b": ", b"- ")] or [0]
    at = chance.choice(places)
    return content[:at] + chance.choice(SIGNS).encode() + content[at:]


def _lines(content: bytes, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    at, other = (chance.randrange(len(lines)) for _ in range(2))
    match chance.randrange(4):
        case 0:
            lines[at], lines[other] = lines[other], lines[at]
        case 1:
            lines[at] = b" " * chance.randrange(1, 5) + lines[at]
        case 2:
            lines[at] = lines[at].lstrip() if chance.random() < 0.5 else lines[at][1:]
        case _:
            del lines[at]
    return b"\n".join(lines)


def _deep(content: bytes, chance: random.Random) -> bytes:
    at, depth = _somewhere(content, chance), chance.choice((10, 39, 40, 41, 1000, 100_000))
    return content[:at] + chance.choice((b"[", b"{", b"- ", b"? ", b"{a: ", b"[[]", b"\n  a:")) * depth + content[at:]


def _huge(content: bytes, chance: random.Random) -> bytes:
    at = _somewhere(content, chance)
    piece = chance.choice(
        (b"x", b"9", b" ", b"*", b"_", b"[", b"`", b"\\", b"](", b"a b ", "é".encode(), b"'", b'"', b"-", b".")
    )
    return content[:at] + piece * chance.choice((100, 10_000, 300_000)) + content[at:]


def _encoded(content: bytes, chance: random.Random) -> bytes:
    coding = chance.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-7", "utf-8-sig"))
    return content.decode("utf-8", "replace").encode(coding, "replace")


def _noise(content: bytes, chance: random.Random) -> bytes:
    at = _somewhere(content, chance)
    noise = chance.randbytes(chance.randrange(1, 40))
    text = "".join(
        chr(chance.choice((chance.randrange(0x20), chance.randrange(0x250), 0x4E00, 0x1F600))) for _ in range(9)
    )
    return content[:at] + chance.choice((noise, text.encode(errors="replace"))) + content[at:]


def _bomb(content: bytes, chance: random.Random) -> bytes:
    rows = [b"a0: &a0 [x]"]
    rows += [b"a%d: &a%d [%s]" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, chance.randrange(2, 40))]
    return b"\n".join(rows) + b"\n" + content


DAMAGES: Mapping[str, Damage] = {
    "cut": _cut,
    "lost": _lost,
    "doubled": _doubled,
    "flipped": _flipped,
    "signs": _signs,
    "value": _value,
    "lines": _lines,
    "deep": _deep,
    "huge": _huge,
    "encoded": _encoded,
    "noise": _noise,
    "bomb": _bomb,
}


# Values.

TEXTS = (
    *SIGNS,
    *(
        "",
        " ",
        "\n",
        "x" * 79,
        "a" * 80,
        "a-" * 40 + "a",
        "a" * 5000,
        "palavra " * 3000,
        "1.0." + "9" * 5000,
        "9" * 5000,
    ),
    *("99999 days", "0 days", "same day", "1 day", "9999 months", "0.0.0", "00.01.000", "9999-12-31", "0001-01-01"),
    *("a/b", "../x", "..", ".", "/etc/passwd", "con", "nul", "index", "a" * 200, "*" * 3000, "[" * 3000, "_a" * 2000),
    *(
        "`" * 999,
        "\\" * 999,
        "[a](b" * 500,
        "**a" * 500,
        "](" * 900,
        "<" * 900,
        "[[a](procedure:a)](procedure:b)",
        "a  b",
    ),
    *(
        "https://[::1",
        "http://a b",
        "mailto:",
        "tel:",
        "procedure:",
        "https://" + "a" * 3000,
        "112",
        "+351 21",
        "%",
        "%s",
    ),
)

Change = Callable[[Any, random.Random], Any]


def _changed(content: bytes, name: str, chance: random.Random) -> bytes:
    document, _ = parse(content, "x.yml")
    if document is None or not isinstance(document.data, dict):
        return content
    data = CHANGES[name](deepcopy(document.data), chance)
    return yaml.dump(data, Dumper=_Plain, allow_unicode=chance.random() < 0.9, width=10**6, sort_keys=False).encode()


class _Plain(yaml.SafeDumper):
    """Writes what is twice in a value twice, as an author would."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _holders(data: Any) -> Iterator[tuple[Any, Any]]:
    """Give every map and list with each of its keys or indexes."""
    rows = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in list(rows):
        yield data, key
        yield from _holders(value)


def _place(data: Any, chance: random.Random) -> tuple[Any, Any]:
    return chance.choice(list(_holders(data)) or [({"": ""}, "")])


def _of_wrong_kind(data: Any, chance: random.Random) -> Any:
    holder, key = _place(data, chance)
    holder[key] = chance.choice(
        ({}, [], [[]], {"": ""}, {"pt": []}, {"pt": {"pt": "x"}}, [{}], ["", ""], {"a": {"b": ["c"]}}, "")
    )
    return data


def _of_odd_text(data: Any, chance: random.Random) -> Any:
    places = [(holder, key) for holder, key in _holders(data) if isinstance(holder[key], str)]
    for holder, key in chance.choices(places, k=chance.choice((1, 1, 3, 20))) if places else ():
        old, new = holder[key], chance.choice(TEXTS)
        at = chance.randrange(len(old) + 1)
        holder[key] = chance.choice((new, new, old[:at] + new + old[at:]))
    return data


def _swapped(data: Any, chance: random.Random) -> Any:
    one, other = _place(data, chance), _place(data, chance)
    first, second = deepcopy(one[0][one[1]]), deepcopy(other[0][other[1]])
    one[0][one[1]], other[0][other[1]] = second, first
    return data


def _key_lost(data: Any, chance: random.Random) -> Any:
    holder, key = _place(data, chance)
    holder.pop(key)
    return data


def _key_renamed(data: Any, chance: random.Random) -> Any:
    maps = [(holder, key) for holder, key in _holders(data) if isinstance(holder, dict)]
    if maps:
        holder, key = chance.choice(maps)
        holder[chance.choice((chance.choice(maps)[1], chance.choice(TEXTS), key.upper(), f"{key}s"))] = holder.pop(key)
    return data


def _key_added(data: Any, chance: random.Random) -> Any:
    maps = [(holder, key) for holder, key in _holders(data) if isinstance(holder, dict)]
    if maps:
        (holder, _), (other, key) = chance.choice(maps), chance.choice(maps)
        holder[key] = deepcopy(other[key])
    return data


def _rows(data: Any, chance: random.Random) -> Any:
    lists = [holder[key] for holder, key in _holders(data) if isinstance(holder[key], list) and holder[key]]
    if lists:
        rows = chance.choice(lists)
        match chance.randrange(3):
            case 0:
                chance.shuffle(rows)
            case 1:
                rows.extend(deepcopy(chance.choices(rows, k=chance.choice((1, 2, 50)))))
            case _:
                del rows[chance.randrange(len(rows)) :]
    return data


def _ids(data: Any, chance: random.Random) -> Any:
    """Let ids name others of their file, itself included: circles, rings, and ways that cross."""
    names = ("next", "yes", "no", "ends", "run", "continue", "to", "who", "owner", "id", "document", "substitute")
    places = [(holder, key) for holder, key in _holders(data) if key in names and isinstance(holder[key], str)]
    ids = [holder[key] for holder, key in places] + [str(data.get("id", "x")), chance.choice(TEXTS)]
    for holder, key in chance.choices(places, k=chance.choice((1, 1, 2, 10))) if places else ():
        holder[key] = chance.choice(ids)
    return data


CHANGES: Mapping[str, Change] = {
    "of wrong kind": _of_wrong_kind,
    "of odd text": _of_odd_text,
    "swapped": _swapped,
    "key lost": _key_lost,
    "key renamed": _key_renamed,
    "key added": _key_added,
    "rows": _rows,
    "ids": _ids,
}


# Whole guides of a strange shape.


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
