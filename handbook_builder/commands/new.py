"""``handbook new``: takes a kind and an id, starts a procedure, a decision tree or a register entry without errors."""

from __future__ import annotations

import argparse
import datetime
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from handbook_builder.commands.console import Commands, Stop, language, out
from handbook_builder.commands.place import as_seen, here
from handbook_builder.diagnostics import did_you_mean
from handbook_builder.layout import laid_out
from handbook_builder.load import FLOWS, PROCEDURES, REGISTER_KINDS, REGISTERS, load_handbook
from handbook_builder.messages import Message, said_in
from handbook_builder.misfits import slug_of
from handbook_builder.model.control import Change, Control
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.procedure import STEPS_OF_FLOWS, Flow, Procedure
from handbook_builder.model.registers import RegisterFile
from handbook_builder.model.steps import Action, Decision, End
from handbook_builder.model.text import SOURCE_LANGUAGE, Part, Wording
from handbook_builder.render.words import words_of
from handbook_builder.rewrite import AuthorFile, Quoted
from handbook_builder.source import parse

Value = dict[str, Any]

REVIEW_IN = datetime.timedelta(days=183)
"""After how long a new document is due for its first review: six months."""

LONGEST = 80
"""The most characters that an id may have."""


@dataclass(frozen=True)
class Seed:
    """What a new item grows from: the manual that it joins, what was asked for, and the day."""

    handbook: Handbook
    kind: str
    group: str
    id: str
    title: str
    today: datetime.date

    @property
    def blank(self) -> Value:
        """A text still to be written, in every language of the manual."""
        return {one: Quoted(words_of(one)["to_be_written"]) for one in self.handbook.languages}

    @property
    def blanks(self) -> str:
        """The placeholders, to be told."""
        return " / ".join(dict.fromkeys(self.blank.values()))

    @property
    def titled(self) -> Value:
        """The title in the source language, where there is one."""
        return self.blank | ({self.handbook.settings.source_language: Quoted(self.title)} if self.title else {})

    @property
    def code(self) -> str | None:
        """The code behind the last one of the pattern that most items of the kind follow; None without a pattern."""
        handbook = self.handbook
        own = handbook.entries(self.kind).values()
        # Procedures and decision trees share their codes, whatever the pattern of each.
        others: Iterable[Any] = handbook.guides if self.kind in GUIDES else own
        pattern = _most_used(prefix for prefix, _ in _codes(own))
        taken = [digits for prefix, digits in _codes(others) if prefix == pattern]
        last = max(taken, key=int, default="")
        return f"{pattern}{int(last) + 1:0{len(last)}}" if last else None


def _guide(seed: Seed) -> Value:
    """Give a new procedure or tree: its head, and one step of each kind that a first look should show."""
    handbook = seed.handbook
    known = handbook.roles
    owner = _most_used(guide.owner for guide in handbook.guides if guide.owner in known) or next(iter(known), None)
    if owner is None and seed.kind == "procedure":
        raise Stop(Message("a procedure needs a role that owns it; begin with: handbook new role coordinator"))
    who = _most_used(step.who for guide in handbook.guides for step in guide.steps if step.who in known) or owner
    first = {one: Quoted(words_of(one)["first_version"]) for one in handbook.languages}
    change = _least(Change, seed.blank, version="0.1.0", date=seed.today, summary=first)
    steps = [
        _least(Action, seed.blank, id="first-step", who=who),
        _least(Decision, seed.blank, id="question", who=who, yes="done", no="not-done"),
        _least(End, seed.blank, id="done", outcome="resolved"),
        _least(End, seed.blank, id="not-done", outcome="pending"),
    ]
    if seed.kind == "flow":
        steps = [step for step in steps if STEPS_OF_FLOWS & step.keys()]
    return {
        "summary": seed.blank,
        **({"purpose": seed.blank, "scope": seed.blank, "trigger": seed.blank} if seed.kind == "procedure" else {}),
        "owner": owner,
        "control": _least(
            Control,
            seed.blank,
            version="0.1.0",
            status="draft",
            review_by=seed.today + REVIEW_IN,
            changes=[change],
        ),
        "steps": steps,
    }


@dataclass(frozen=True)
class FileKind:
    """A kind of item that has a file of its own: where it stands, what it is, and the keys to begin it with."""

    path: str
    model: type[Part]
    begin: Callable[[Seed], Value]
    parts: tuple[type[Part], ...]
    """The models of what stands inside, which explain its keys."""


_STEPS = (Control, Change, Action, Decision, End)

FILES: Mapping[str, FileKind] = {
    "procedure": FileKind(f"{PROCEDURES}/{{group}}/{{id}}.yml", Procedure, _guide, _STEPS),
    "flow": FileKind(f"{FLOWS}/{{id}}.yml", Flow, _guide, _STEPS),
}
"""The kinds with files of their own; a further kind is an entry here."""

ENTRIES: Mapping[str, tuple[str, type[Part]]] = {
    kind: (name, get_args(RegisterFile.model_fields[name].annotation)[0]) for name, kind in REGISTER_KINDS.items()
}
"""The kinds of entries: the list of a register file that holds each, and its model."""

GUIDES = ("procedure", "flow")
"""The kinds that share ids and codes."""

GROUPED = ("procedure", "practice")
"""The kinds that belong to a family of procedures and are named with it."""


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "new",
        help=Message("start a procedure, a decision tree or an entry of a register"),
        description=Message(
            "Start a procedure, a decision tree or an entry of a register, with all that must be there and "
            "placeholders for the texts. The manual has no more errors than before."
        ),
    )
    kinds = (*FILES, *ENTRIES)
    parser.add_argument("kind", metavar="KIND", choices=kinds, help=Message("one of: {kinds}", kinds=", ".join(kinds)))
    parser.add_argument(
        "id",
        metavar="ID",
        help=Message(
            "its id: small letters without accents, digits, hyphens; GROUP/ID for: {kinds}", kinds=", ".join(GROUPED)
        ),
    )
    parser.add_argument("--title", default="", help=Message("its title or name, in the first language of the manual"))
    parser.add_argument(
        "--file",
        type=Path,
        help=Message("the register file for an entry (default: the one that holds most of its kind)"),
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Start the item, and say what comes next."""
    root = here()
    handbook, _, problems = load_handbook(root)
    if problems:
        files = ", ".join(sorted({as_seen(root, problem.file) for problem in problems}))
        raise Stop(
            Message("first mend what can't be read in {files}: run handbook check, which tells what it is", files=files)
        )
    group, id = _free_name(handbook, options.kind, options.id)
    seed = Seed(handbook, options.kind, group, id, options.title.strip(), datetime.date.today())
    if options.kind in ENTRIES:
        file, place, missing = _add_entry(root, seed, options.file)
    elif options.file:
        raise Stop(Message("--file is for entries of registers; a {kind} has a file of its own", kind=options.kind))
    else:
        file, place, missing = _start_file(root, seed)
    told = Message(
        "{place} is begun. Next:\n\n"
        "  1. Open it and write your text in place of {blank}.{more}\n"
        "  2. Check it: handbook check {file}\n"
        "  3. See the page: handbook serve\n",
        place=f"{as_seen(root, file)}{place}",
        file=as_seen(root, file),
        blank=seed.blanks,
        more=Message("\n     It can also have: {keys}.", keys=", ".join(missing)) if missing else "",
    )
    out(said_in(language(), told))
    return 0


def _free_name(handbook: Handbook, kind: str, name: str) -> tuple[str, str]:
    """Split a name into group and id, and make sure that both are right and the id is free."""
    group, id = name.split("/", 1) if kind in GROUPED and "/" in name else ("", name)
    if kind in GROUPED:
        groups = [one.id for one in handbook.groups]
        # Where the settings list no groups, a new folder is a new group.
        if group not in groups and (not group or handbook.settings.groups or f"{PROCEDURES}/{group}" == REGISTERS):
            if not group:
                message = Message("name the group too: handbook new {kind} GROUP/{id}", kind=kind, id=id)
            else:
                message = Message('there is no group "{theme}"', theme=group)
            nearest = did_you_mean(group, groups) if group else ""
            raise Stop(_joined(message, nearest or Message("known: {names}", names=", ".join(groups))))
        _make_sure_it_is_an_id(group)
    _make_sure_it_is_an_id(id)
    for twin in GUIDES if kind in GUIDES else (kind,):
        if origin := handbook.origins.get((twin, id)):
            raise Stop(Message('the id "{id}" is taken already, in {file}', id=id, file=origin.file))
    return group, id


def _make_sure_it_is_an_id(text: str) -> None:
    slug = slug_of(text)
    if slug != text or not text:
        what = Message("an id: small letters without accents, digits, hyphens")
        hint = Message('did you mean "{word}"?', word=slug[:LONGEST].strip("-")) if slug else ""
        raise Stop(_joined(Message('"{value}" is not {what}', value=text, what=what), hint))
    if len(text) > LONGEST:
        raise Stop(Message('"{name}" has more than {most} characters', name=text, most=LONGEST))


def _joined(message: str, hint: str) -> str:
    return Message("{message}. {hint}", message=message, hint=hint) if hint else message


def _start_file(root: Path, seed: Seed) -> tuple[str, str, list[str]]:
    """Write the file of a new item; give its path, no place in it, and the keys that it could have and does not."""
    kind = FILES[seed.kind]
    path = kind.path.format(group=seed.group, id=seed.id)
    value = _item(kind.model, seed, **kind.begin(seed))
    file = AuthorFile("")
    for key, inner in value.items():
        file.set((key,), inner)
    source = seed.handbook.settings.source_language
    head = Message("Write your text in place of {blank}. Comments like this one may be deleted.", blank=seed.blanks)
    lines = [f"# {said_in(source, head)}", *_explained(file.text, (kind.model, *kind.parts), source)]
    document, _ = parse("\n".join(lines).encode(), path)
    assert document is not None  # written by us
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("x", encoding="utf-8", newline="\n") as stream:  # never over what stands there
        stream.write(laid_out(document, seed.kind))
    return path, "", [key for key in _keys(kind.model) if key not in value]


def _add_entry(root: Path, seed: Seed, asked: Path | None) -> tuple[str, str, list[str]]:
    """Write a new entry at the end of its list; give the file, the place in it, and the keys that it could have."""
    name, model = ENTRIES[seed.kind]
    target = _register_file(root, seed, asked)
    value = _item(model, seed, theme=seed.group)
    file = AuthorFile.read(target) if target.exists() else AuthorFile("")
    if file.data.get(name):
        file.append((name,), value)
    else:
        file.set((name,), [value])
    target.parent.mkdir(parents=True, exist_ok=True)
    file.write(target)
    path = target.relative_to(root).as_posix()
    document, _ = parse(file.text.encode(), path)
    assert document is not None
    line = document.span((name, len(file.data[name]) - 1, "id")).line
    return path, f":{line}", [key for key in _keys(model) if key not in value]


def _register_file(root: Path, seed: Seed, asked: Path | None) -> Path:
    """Give the file for an entry: the one asked for, else the one that holds most of its kind."""
    handbook = seed.handbook
    if asked is None:
        most = _most_used(handbook.origin(entry).file for entry in handbook.entries(seed.kind).values())
        return root / (most or f"{REGISTERS}/{ENTRIES[seed.kind][0]}.yml")
    target = Path(os.path.abspath(asked))
    if not target.is_relative_to(root / REGISTERS) or target.suffix != ".yml":
        folder = as_seen(root, REGISTERS)
        raise Stop(
            Message("{file} is no register file: name one in {folder} that ends in .yml", file=asked, folder=folder)
        )
    return target


def _item(model: type[Part], seed: Seed, **known: Any) -> Value:
    """Give the least value of an item; the first text that its model asks for is the title."""
    title = next(key for key, field in _keys(model).items() if field.is_required() and field.annotation is Wording)
    return _least(model, seed.blank, **{"id": seed.id, "code": seed.code, title: seed.titled, **known})


def _least(model: type[Part], blank: Value, **known: Any) -> Value:
    """Give a value of a model with the keys that are known, and placeholders for the other texts that it asks for."""
    fields = _keys(model)
    texts = {key: blank for key, field in fields.items() if field.is_required() and field.annotation is Wording}
    values = {**texts, **known}
    return {key: values[key] for key in fields if values.get(key)}


def _keys(model: type[Part]) -> Mapping[str, Any]:
    """Give the fields of a model by the key that an author writes, in the standard order."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    return dict(sorted(fields.items(), key=lambda pair: model.last.index(pair[0]) if pair[0] in model.last else -1))


def _explained(text: str, models: Iterable[type[Part]], language: str) -> Iterator[str]:
    """Give the lines of a text with what the models say of each key behind it, the first time it occurs."""
    helps: dict[str, str] = {}
    for model in models:
        for key, field in _keys(model).items():
            portuguese, _, english = field.description.partition("\n\n")
            helps.setdefault(key, portuguese if language == SOURCE_LANGUAGE else english)
    for line in text.splitlines():
        help = helps.pop(line.strip().removeprefix("- ").partition(":")[0], "")
        yield f"{line} # {help}" if help else line


def _most_used(names: Iterable[str | None]) -> str | None:
    found = Counter(name for name in names if name is not None).most_common(1)
    return found[0][0] if found else None


def _codes(items: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Give the codes of items, each as what stands before its number, and the number."""
    for item in items:
        if match := re.fullmatch(r"(.*?)(\d+)", getattr(item, "code", None) or ""):
            yield match[1], match[2]
