"""Changes the values of a file: takes its bytes, the name of a change and a chance, gives other bytes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

import yaml

from handbook_builder.source import parse
from tests.fuzz.damages import SIGNS
from tests.manuals import Plain

TEXTS = (
    *SIGNS,
    *("", " ", "\n", "x" * 79, "a" * 80, "a-" * 40 + "a", "a" * 5000, "palavra " * 3000, "1.0." + "9" * 5000),
    *("9" * 5000, "99999 days", "0 days", "same day", "1 day", "9999 months", "0.0.0", "00.01.000", "9999-12-31"),
    *("0001-01-01", "a/b", "../x", "..", ".", "/etc/passwd", "con", "nul", "index", "a" * 200, "*" * 3000),
    *("[" * 3000, "_a" * 2000, "`" * 999, "\\" * 999, "[a](b" * 500, "**a" * 500, "](" * 900, "<" * 900),
    *("[[a](procedure:a)](procedure:b)", "a  b", "https://[::1", "http://a b", "mailto:", "tel:", "procedure:"),
    *("https://" + "a" * 3000, "112", "+351 21", "%", "%s"),
)

Change = Callable[[Any, random.Random], Any]


def changed(content: bytes, name: str, chance: random.Random) -> bytes:
    """Make a change of ``CHANGES`` in a file; one that holds no map stays as it is."""
    document, _ = parse(content, "x.yml")
    if document is None or not isinstance(document.data, dict):
        return content
    data = CHANGES[name](deepcopy(document.data), chance)
    return yaml.dump(data, Dumper=Plain, allow_unicode=chance.random() < 0.9, width=10**6, sort_keys=False).encode()


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
