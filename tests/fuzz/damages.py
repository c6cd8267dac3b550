"""Damages the bytes of a file: takes them and a chance, gives others."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

SIGNS = (
    *(": ", "- ", "? ", ", ", "{", "}", "[", "]", "'", '"', "#", " #", "|", ">", "|+\n", ">-\n", "%", "@", "`", "\\"),
    *("~", "&a ", "*a", "&a [*a]", "!", "!!str ", "!!python/object:os.system ", "!<x> ", "<<: *a", "<<: {a: b}", "="),
    *("---\n", "...\n", "%YAML 1.1\n", "%TAG ! x\n", "\t", "\r", "\r\n", "\n", "\n\n", "\f", "\v", "\0", "\x07"),
    *("\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\u00a0", "\u200b", "\u202e", "e\u0301"),
    *("\U0001f389", "ﬁ", "İ", "ß", "\ud7ff", "yes", "null", "0", "-1", "1e999", "9" * 40, "٣", "9999-12-31"),
    *("0001-01-01", "2026-02-30", "{{x}}", "{x}", "%(x)s", "<b>", "</script>", "**", "__", "``", "]("),
    *("[x](procedure:x)", "[x](javascript:x)", "[x](http://[)", "\\", "$", "&amp;"),
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
