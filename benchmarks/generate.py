"""Writes a manual to measure on: takes a number of procedures and a seed, gives a folder; one seed, the same bytes.

A procedure has 12 to 18 steps of every kind, 3 to 5 of them questions, and is as wordy a step as the real ones; its
scenarios try every answer. ``python -m benchmarks.generate 60 FOLDER`` writes a manual of sixty.
"""

from __future__ import annotations

import datetime
import json
import random
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, cycle, product
from pathlib import Path
from typing import TypeAlias

import yaml

from benchmarks.places import TODAY

GROUP_SIZE = 25
"""Procedures in a family; more where the families would not suffice."""

Pair: TypeAlias = tuple[str, str]
"""A text in Portuguese and in English."""

WORDS: dict[str, list[Pair]] = {
    name: [(pt, en) for pt, en in rows]
    for name, rows in yaml.safe_load((Path(__file__).parent / "phrases.yml").read_text(encoding="utf-8")).items()
}

_TOWNS = ("Évora", "Setúbal", "Bragança", "Guimarães", "Portimão")
_STEP_IDS = {"do": "handle", "ask": "question", "run": "carry-out", "refer": "hand-over", "end": "finished"}

Value: TypeAlias = "str | Sequence[Value] | Mapping[str, Value]"


def write_manual(folder: Path, procedures: int, seed: int = 1) -> None:
    """Write a manual of so many procedures, and a decision tree for every twenty of them, to an empty folder."""
    author = _Author(random.Random(seed), procedures)
    files: dict[str, Value] = {"handbook.yml": author.settings()}
    for number, item in enumerate(author.procedures):
        files[f"procedures/{author.groups[number // author.group_size].id}/{item.id}.yml"] = author.guide(item, number)
    for item in author.flows:
        files[f"flows/{item.id}.yml"] = author.guide(item, None)
    for name, rows in author.registers().items():
        files[f"procedures/registers/{name}.yml"] = {name: rows}
    texts = {file: "".join(f"{line}\n" for line in _yaml(value)) for file, value in files.items()}
    texts |= {"docs/index.md": "# Manual\n\nPara medir.\n", "docs/index.en.md": "# Manual\n\nTo measure on.\n"}
    for file, text in texts.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


@dataclass(frozen=True)
class _Item:
    """Something with an id, a name, and perhaps a thing that it is about."""

    id: str
    name: Pair
    about: Pair = ("", "")


@dataclass
class _Node:
    """A step that has no words yet; ``targets`` has one step for each answer, or the next one, or none at an end."""

    id: str
    kind: str
    targets: list[str] = field(default_factory=list)


class _Author:
    """Finds the words; one seed makes one author."""

    def __init__(self, chance: random.Random, size: int) -> None:
        self.chance = chance
        tasks = list(product(WORDS["tasks"], WORDS["channels"], WORDS["things"]))
        flows = max(1, size // 20)
        if size + flows > len(tasks):
            raise ValueError(f"there are words for {len(tasks) * 20 // 21} procedures")
        chance.shuffle(tasks)
        chosen = tasks[: size + flows]
        titles = (((_fill((task[0] + by[0], task[1] + by[1]), thing)), thing) for task, by, thing in chosen)
        guides = [_Item(_slug(title[1]), title, thing) for title, thing in titles]
        self.procedures, self.flows = guides[:size], guides[size:]
        families = list(product(WORDS["levels"], WORDS["groups"]))
        self.group_size = max(GROUP_SIZE, -(-size // len(families)))
        families = families[: -(-size // self.group_size)]
        self.groups = _items((f"{group[0]}: {level[0]}", f"{group[1]}: {level[1]}") for level, group in families)
        bodies = product(WORDS["bodies"], _TOWNS)
        bare = [_bare(thing) for thing in WORDS["things"]]
        laws = ((number, 2000 + number % 26) for number in range(7, 67))
        forms = zip(cycle(WORDS["forms"]), bare[:20], strict=False)
        names: dict[str, Iterable[Pair]] = {
            "role": WORDS["roles"],
            "service": ((f"{body[0]} de {town}", f"{body[1]} of {town}") for body, town in bodies),
            "form": (_fill(form, thing) for form, thing in forms),
            "document": bare[20:42],
            "source": ((f"Lei n.º {number}/{year}", f"Law {number}/{year}") for number, year in laws),
            "data": WORDS["data"],
            "term": [*bare, *WORDS["more_terms"]],
        }
        self.entries = {kind: _items(rows) for kind, rows in names.items()}
        # Dealt out in turn, so that nothing in a register is left unused.
        self.turns = {kind: cycle(chance.sample(rows, len(rows))) for kind, rows in self.entries.items()}

    # Words

    def say(self, patterns: Sequence[Pair], about: Pair | None = None) -> Pair:
        """Make a sentence after one of the patterns."""
        thing, other = about or self.chance.choice(WORDS["things"]), self.chance.choice(WORDS["things"])
        way, condition = self.chance.choice(WORDS["ways"]), self.chance.choice(WORDS["conditions"])
        return _fill(self.chance.choice(patterns), thing, other, way, condition)

    def note(self, about: Pair) -> Pair:
        """Make two or three sentences, at times with a link."""
        parts = [self.say([one], about) for one in self.chance.sample(WORDS["notes"], self.chance.choice((2, 2, 3)))]
        if self.chance.random() < 0.55:
            parts.append(self.link())
        return " ".join(pt for pt, _ in parts), " ".join(en for _, en in parts)

    def link(self) -> Pair:
        """Make a sentence that leads to another item."""
        linked = {"procedure": self.procedures, "flow": self.flows, **self.entries}
        kind = self.chance.choice(("procedure", "procedure", "flow", "service", "service", "form", "term"))
        item = self.chance.choice(linked[kind])
        pt, en = (f"[{name}]({kind}:{item.id})" for name in item.name)
        return f"Veja também {pt}.", f"See also {en}."

    def ids(self, kind: str, least: int, most: int) -> list[str]:
        """Give the ids of the entries of a register whose turn it is."""
        return [next(self.turns[kind]).id for _ in range(self.chance.randint(least, most))]

    def some(self, ids: Sequence[str], most: int) -> _Written:
        """Write one or more of the ids."""
        return _row(self.chance.sample(ids, self.chance.randint(1, min(most, len(ids)))))

    # Procedures and decision trees

    def guide(self, item: _Item, number: int | None) -> Value:
        """Write the ``number``-th procedure, or a decision tree if there is no number."""
        nodes, about = self.plan(number is None), item.about
        # What a procedure is about narrows down who and what occurs in it.
        uses = {"role": self.ids("role", 2, 4), "form": self.ids("form", 1, 3)}
        uses |= {"document": self.ids("document", 1, 4), "source": self.ids("source", 6, 12)}
        keywords = [_bare(thing) for thing in self.chance.sample(WORDS["things"], 8)]
        related = self.chance.sample([one for one in (*self.procedures, *self.flows) if one is not item], 4)
        return {
            "id": item.id,
            "code": f"FL-{self.flows.index(item) + 1:02}" if number is None else f"CL-{number + 1:04}",
            "title": _text(item.name),
            "summary": _text(self.say(WORDS["summaries"], about)),
            "purpose": _text(self.say(WORDS["purposes"], about)),
            "scope": _text(self.say(WORDS["scopes"], about)),
            "trigger": _text(self.say(WORDS["triggers"], about)),
            "owner": uses["role"][0],
            "keywords": {"pt": _row(pt for pt, _ in keywords), "en": _row(en for _, en in keywords)},
            "documents": [{"document": id, "when": _text(self.say(WORDS["conditions"]))} for id in uses["document"]],
            "forms": _row(uses["form"]),
            "sources": _row(uses["source"]),
            "indicators": [_text(self.say([one], about)) for one in self.chance.sample(WORDS["indicators"], 3)],
            "related": _row(one.id for one in related),
            "control": self.control(),
            "steps": [self.step(node, nodes[at + 1 :], item, number, uses) for at, node in enumerate(nodes)],
            "scenarios": [*self.scenarios(nodes, about)],
        }

    def control(self) -> Value:
        """Write the state of a document, with a line for each of its versions."""
        status = self.chance.choice(("draft", "draft", "in_review", "approved"))
        approval = {"approved_by": self.entries["role"][2].id, "approved_on": str(TODAY)}
        latest = self.chance.randint(1, 4)
        return {
            "version": f"1.{latest}.0",
            "status": status,
            **(approval if status == "approved" else {}),
            "review_by": str(TODAY + datetime.timedelta(self.chance.randint(90, 400))),
            "changes": [
                {
                    "version": f"1.{version}.0",
                    "date": str(TODAY - datetime.timedelta(40 * (latest - version))),
                    "summary": _text(self.say(WORDS["changes"])),
                }
                for version in range(latest, 0, -1)
            ],
        }

    def plan(self, is_flow: bool) -> list[_Node]:
        """Lay out a main line, side ways that leave it at its questions, and ends: all reached, nothing in a circle."""
        chance = self.chance
        total, questions = chance.randint(12, 18), chance.randint(3, 5)
        if is_flow:
            questions = total * 2 // 5
            main, side, ends = ["ask"] * questions, ["refer"], total - questions - 1
        else:
            ends = 4 if total > 14 else 3
            rest = ["refer"] * chance.randint(1, 2) + ["run"] * (chance.random() < 0.7)
            rest += ["do"] * (total - questions - ends - len(rest) - 1)
            chance.shuffle(rest)
            side, main = rest[:2], rest[2:] + ["ask"] * questions
            chance.shuffle(main)
            main.insert(0, "do")
        number = count(1)
        nodes, branches, last = (
            [_Node(f"{_STEP_IDS[kind]}-{next(number)}", kind) for kind in kinds]
            for kinds in (main, side, ["end"] * ends)
        )
        for at, node in enumerate(nodes):
            node.targets = [(nodes[at + 1] if at + 1 < len(nodes) else last[0]).id]
        asks = [node for node in nodes if node.kind == "ask"]
        to_reach = [*branches, *last[1:]]
        exits = [*asks, *chance.choices(asks, k=max(0, len(to_reach) - len(asks) + 2))]
        chance.shuffle(exits)
        for ask, target in zip(exits, [*to_reach, *chance.choices(last, k=len(exits))], strict=False):
            ask.targets.append(target.id)
            if target in branches:
                target.targets = [chance.choice([*nodes[nodes.index(ask) + 2 :], *last]).id]
        return [*nodes, *branches, *last]

    def step(
        self, node: _Node, below: Sequence[_Node], item: _Item, number: int | None, uses: dict[str, list[str]]
    ) -> Value:
        """Write a step as densely as real authors do."""
        about, rare = item.about, self.chance.random
        later = self.procedures[number + 1 :] if number is not None else self.procedures
        step: dict[str, Value] = {"id": node.id, "who": self.chance.choice(uses["role"])}
        match node.kind:
            case "do":
                step["do"] = _text(self.say(WORDS["deeds"], self.chance.choice((about, None))))
            case "ask":
                step["ask"] = _text(self.say(WORDS["questions"]))
            case "run":
                step["run"] = self.chance.choice(later or self.flows).id
            case "refer":
                step |= {
                    "refer": _text(self.say(WORDS["referrals"], about)),
                    "to": next(self.turns["service"]).id,
                    "priority": self.chance.choice(("urgent", "standard", "standard")),
                    "consent": self.chance.choice(("required", "not_required", "vital_interest")),
                    "shares": _row(dict.fromkeys(self.ids("data", 2, 5))),
                    "answer_within": self.chance.choice(("2 working days", "24 hours", "1 week", "3 days")),
                }
            case "end":
                step["end"] = _text(self.say(WORDS["ends"], about))
        if rare() < 0.85:
            step["note"] = _text(self.note(about))
        if rare() < 0.07:
            step["tip"] = _text(self.say(WORDS["tips"], about))
        if rare() < 0.22:
            step["warning"] = _text(self.say(WORDS["warnings"], about))
        if rare() < 0.12:
            step["within"] = self.chance.choice(("5 minutes", "1 day", "2 working days", "2 weeks"))
        if rare() < 0.2:
            step["forms"] = self.some(uses["form"], 2)
        if rare() < 0.1:
            step["documents"] = self.some(uses["document"], 2)
        step["sources"] = self.some(uses["source"], 3)
        if node.kind == "end":
            goes_on = bool(later) and rare() < 0.3
            step["outcome"] = "handed_over" if goes_on else self.chance.choice(("resolved", "pending", "closed"))
            step |= {"continue": self.chance.choice(later).id} if goes_on else {}
        elif node.kind == "ask":
            step |= self.answers(node)
        elif node.targets != [below[0].id]:
            step["next"] = node.targets[0]
        return step

    def answers(self, node: _Node) -> dict[str, Value]:
        """Write the answers of a question; two are yes and no."""
        if len(node.targets) == 2:
            return {"yes": node.targets[0], "no": node.targets[1]}
        words = self.chance.sample(WORDS["choices"], len(node.targets))
        rows = zip(count(1), words, node.targets, strict=False)
        return {"answers": [{"id": f"answer-{at}", "answer": _text(text), "next": to} for at, text, to in rows]}

    def scenarios(self, nodes: Sequence[_Node], about: Pair) -> Iterator[Value]:
        """Write worked cases until every answer is tried."""
        at = {node.id: node for node in nodes}
        to_try = [(node.id, turn) for node in nodes if node.kind == "ask" for turn in range(len(node.targets))]
        ways: dict[str, list[tuple[str, int]]] = {nodes[0].id: []}
        for node in nodes:  # to each step but the first leads one above it
            for turn, target in enumerate(node.targets):
                ways.setdefault(target, [*ways[node.id], (node.id, turn)])
        for number in count(1):
            if not to_try:
                return
            turns = [*ways[to_try[0][0]], to_try[0]]
            here = at[turns[-1][0]].targets[turns[-1][1]]
            while at[here].kind != "end":
                turn = next((turn for id, turn in to_try if id == here), 0)
                turns.append((here, turn))
                here = at[here].targets[turn]
            to_try = [one for one in to_try if one not in turns]
            answers = {
                id: ("yes", "no")[turn] if len(at[id].targets) == 2 else f"answer-{turn + 1}"
                for id, turn in turns
                if at[id].kind == "ask"
            }
            yield {
                "id": f"case-{number}",
                "title": _text(self.say(WORDS["cases"])),
                "story": _text(self.say(WORDS["stories"], about)),
                "answers": _Written("{" + ", ".join(f"{id}: '{answer}'" for id, answer in answers.items()) + "}"),
                "ends": here,
            }

    # Settings and registers

    def settings(self) -> Value:
        """Write ``handbook.yml``."""
        groups = [
            {"id": one.id, "title": _text(one.name), "summary": _text(self.say(WORDS["summaries"]))}
            for one in self.groups
        ]
        return {
            "title": _text(("Manual de medição", "Manual to measure on")),
            "languages": _row(("pt", "en")),
            "groups": groups,
        }

    def registers(self) -> dict[str, Value]:
        """Write the lists that procedures refer to."""
        makers = {
            "roles": ("role", self.role),
            "services": ("service", self.service),
            "forms": ("form", self.form),
            "documents": ("document", self.document),
            "sources": ("source", self.source),
            "data": ("data", self.data_item),
            "glossary": ("term", self.term),
        }
        return {
            name: [{"id": item.id, **make(item, number)} for number, item in enumerate(self.entries[kind], 1)]
            for name, (kind, make) in makers.items()
        }

    def role(self, item: _Item, number: int) -> dict[str, Value]:
        return {
            "title": _text(item.name),
            "purpose": _text(self.say(WORDS["summaries"])),
            "duties": [_text(self.say([one])) for one in WORDS["duties"]],
            "substitute": self.entries["role"][number % len(WORDS["roles"])].id,
        }

    def service(self, item: _Item, number: int) -> dict[str, Value]:
        phone = {"kind": "phone", "value": f"800 100 {number:03}", "confidence": "verified"}
        mail = {"kind": "email", "value": f"atendimento{number}@example.org", "confidence": "dated"}
        return {
            "name": _text(item.name),
            "does": _text(self.say(WORDS["meanings"])),
            "eligibility": _text(self.say(WORDS["triggers"])),
            "channels": [phone, mail][: number % 3],
            "how": _text(self.note(self.chance.choice(WORDS["things"]))),
            "documents": _row(self.ids("document", 1, 2)),
            "confidence": "verified",
            "verified_on": str(TODAY - datetime.timedelta(30)),
            "sources": _row(self.ids("source", 1, 3)),
        }

    def form(self, item: _Item, number: int) -> dict[str, Value]:
        options = [{"id": f"option-{at}", "label": _text(one)} for at, one in enumerate(WORDS["choices"][:5], 1)]
        kinds = ("text", "date_time", "choice", "yes_no", "long_text", "choices")
        fields: list[Value] = []
        for at, (label, kind) in enumerate(zip(WORDS["fields"], cycle(kinds), strict=False), 1):
            extra: dict[str, Value] = {"options": options} if kind.startswith("choice") else {}
            extra |= {"help": _text(self.say(WORDS["triggers"]))} if at % 3 == 0 else {}
            fields.append({"id": f"field-{at}", "label": _text(label), "type": kind, "required": "yes", **extra})
        return {
            "code": f"F-{number:02}",
            "title": _text(item.name),
            "purpose": _text(self.say(WORDS["summaries"])),
            "retention": _text(("Prazo a definir.", "Period to be set.")),
            "sources": _row(self.ids("source", 1, 2)),
            "fields": fields,
        }

    def document(self, item: _Item, number: int) -> dict[str, Value]:
        about = self.note(self.chance.choice(WORDS["things"]))
        return {"title": _text(item.name), "issued_by": _text(WORDS["bodies"][number % 8]), "about": _text(about)}

    def source(self, item: _Item, number: int) -> dict[str, Value]:
        return {
            "title": _text(item.name),
            "kind": "law",
            "publisher": "Diário da República",
            "url": f"https://example.org/diario/lei-{number}",
            "published": f"{2000 + number % 26}-03-04",
            "seen_on": str(TODAY),
            "confidence": self.chance.choice(("verified", "dated", "proposal")),
            "note": _text(self.say(WORDS["notes"])),
        }

    def data_item(self, item: _Item, number: int) -> dict[str, Value]:
        return {"title": _text(item.name)}

    def term(self, item: _Item, number: int) -> dict[str, Value]:
        also = {"pt": _row([f"{item.name[0]} ({number})"]), "en": _row([f"{item.name[1]} ({number})"])}
        return {"term": _text(item.name), "also": also, "meaning": _text(self.say(WORDS["meanings"]))}


def _items(names: Iterable[Pair]) -> list[_Item]:
    """Give names the ids that authors would."""
    return [_Item(_slug(name[1]), name) for name in names]


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


_JOINED = {"de o": "do", "de a": "da", "por o": "pelo", "por a": "pela", "a o": "ao", "a a": "à"}
"""Portuguese writes a preposition and an article as one word."""


def _fill(pattern: Pair, a: Pair, b: Pair = ("", ""), w: Pair = ("", ""), c: Pair = ("", "")) -> Pair:
    pt, en = (pattern[at].format(a=a[at], b=b[at], w=w[at], c=c[at]) for at in (0, 1))
    return re.sub(r"\b(?:de|por|a) [oa]\b", lambda match: _JOINED[match[0]], pt), en


def _bare(thing: Pair) -> Pair:
    """Give a thing without its article."""
    return thing[0].split(" ", 1)[1], thing[1].removeprefix("the ")


def _text(pair: Pair) -> Value:
    return {"pt": pair[0], "en": pair[1]}


class _Written(str):
    """A value that is YAML already."""


def _row(values: Iterable[str]) -> _Written:
    return _Written(f"[{', '.join(map(_scalar, values))}]")


def _scalar(text: str) -> str:
    if isinstance(text, _Written) or re.fullmatch(r"[a-z0-9][a-z0-9_.-]*( [a-z]+)*", text):
        return text
    return json.dumps(text, ensure_ascii=False)


def _yaml(value: Value, indent: str = "") -> Iterator[str]:
    """Write maps and lists in blocks; short lists come as text that is YAML already."""
    rows = value.items() if isinstance(value, Mapping) else (("-", item) for item in value)
    for key, inner in rows:
        lead = f"{indent}-" if key == "-" else f"{indent}{key}:"
        if isinstance(inner, str):
            yield f"{lead} {_scalar(inner)}"
        elif key == "-":
            first, *rest = _yaml(inner, f"{indent}  ")
            yield f"{lead} {first.lstrip()}"
            yield from rest
        elif inner:
            yield lead
            yield from _yaml(inner, f"{indent}  ")


if __name__ == "__main__":
    write_manual(Path(sys.argv[2]), int(sys.argv[1]))
