"""``handbook new``: takes a kind and an id, starts a file or an entry of a register that has no errors."""

from __future__ import annotations

import argparse
import datetime
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from handbook_builder.beginnings import (
    ENTRIES,
    FILES,
    GROUPED,
    GUIDES,
    CannotBegin,
    Seed,
    item_of,
    keys_of,
    most_used,
)
from handbook_builder.commands.console import Commands, Stop, language, out
from handbook_builder.commands.place import as_seen, here
from handbook_builder.diagnostics import did_you_mean
from handbook_builder.layout import laid_out
from handbook_builder.load import PROCEDURES, REGISTERS, load_handbook
from handbook_builder.messages import Message, said_in, with_hint
from handbook_builder.misfits import slug_of
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.text import LONGEST_ID, SOURCE_LANGUAGE, Part
from handbook_builder.rewrite import AuthorFile
from handbook_builder.source import parse


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "new",
        help=Message("start a procedure, decision tree, workshop, questionnaire or entry of a register"),
        description=Message(
            "Start a procedure, a decision tree, a workshop, a questionnaire or an entry of a register, with all "
            "that must be there and placeholders for the texts. The manual has no more errors than before."
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
            raise Stop(with_hint(message, nearest or Message("known: {names}", names=", ".join(groups))))
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
        hint = Message('did you mean "{word}"?', word=slug[:LONGEST_ID].strip("-")) if slug else ""
        raise Stop(with_hint(Message('"{value}" is not {what}', value=text, what=what), hint))
    if len(text) > LONGEST_ID:
        raise Stop(Message('"{name}" has more than {most} characters', name=text, most=LONGEST_ID))


def _start_file(root: Path, seed: Seed) -> tuple[str, str, list[str]]:
    """Write the file of a new item; give its path, no place in it, and the keys that it could have and does not."""
    kind = FILES[seed.kind]
    path = kind.path.format(group=seed.group, id=seed.id)
    try:
        value = item_of(kind.model, seed, **kind.begin(seed))
    except CannotBegin as error:
        raise Stop(error.args[0]) from error
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
    return path, "", [key for key in keys_of(kind.model) if key not in value]


def _add_entry(root: Path, seed: Seed, asked: Path | None) -> tuple[str, str, list[str]]:
    """Write a new entry at the end of its list; give the file, the place in it, and the keys that it could have."""
    name, model = ENTRIES[seed.kind]
    target = _register_file(root, seed, asked)
    value = item_of(model, seed, theme=seed.group)
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
    return path, f":{line}", [key for key in keys_of(model) if key not in value]


def _register_file(root: Path, seed: Seed, asked: Path | None) -> Path:
    """Give the file for an entry: the one asked for, else the one that holds most of its kind."""
    handbook = seed.handbook
    if asked is None:
        most = most_used(handbook.origin(entry).file for entry in handbook.entries(seed.kind).values())
        return root / (most or f"{REGISTERS}/{ENTRIES[seed.kind][0]}.yml")
    target = Path(os.path.abspath(asked))
    if not target.is_relative_to(root / REGISTERS) or target.suffix != ".yml":
        folder = as_seen(root, REGISTERS)
        raise Stop(
            Message("{file} is no register file: name one in {folder} that ends in .yml", file=asked, folder=folder)
        )
    return target


def _explained(text: str, models: Iterable[type[Part]], language: str) -> Iterator[str]:
    """Give the lines of a text with what the models say of each key behind it, the first time it occurs."""
    helps: dict[str, str] = {}
    for model in models:
        for key, field in keys_of(model).items():
            portuguese, _, english = field.description.partition("\n\n")
            helps.setdefault(key, portuguese if language == SOURCE_LANGUAGE else english)
    for line in text.splitlines():
        help = helps.pop(line.strip().removeprefix("- ").partition(":")[0], "")
        yield f"{line} # {help}" if help else line
