"""``handbook translate``: tells how far the translations are, gives them to translators and takes them back."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from handbook_builder.commands.console import Commands, Stop, counted, language, note, out, printable, speak_utf8
from handbook_builder.commands.place import as_seen, here, tell_of
from handbook_builder.load import Library, load_handbook
from handbook_builder.messages import Message, said_in
from handbook_builder.model.handbook import Handbook
from handbook_builder.translation.intake import Intake, rewritten, sort_in
from handbook_builder.translation.po import PoError, po_of, read_po
from handbook_builder.translation.record import (
    Record,
    doubts_of,
    read_records,
    record_file,
    record_of,
    write_record,
)
from handbook_builder.translation.tell import Report, as_json, as_markdown, as_text
from handbook_builder.translation.units import Unit, units_of

FORMATS = {"text": as_text, "json": as_json, "markdown": as_markdown}


def add(commands: Commands) -> None:
    """Declare the command and what it can be asked for."""
    parser = commands.add_parser(
        "translate",
        help=Message("tell how far translations are, export and import them"),
        description=Message(
            "Tell how far the translations are, give them to translators as gettext PO files, and take them back."
        ),
    )
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    one = actions.add_parser(
        "status",
        help=Message("tell what is missing, to be updated, uncertain or done"),
        description=Message(
            "Tell for each language and each procedure or register what is missing, what was translated from an "
            "older text, and of what the translator was not sure."
        ),
    )
    _add_languages(one)
    one.add_argument("--format", choices=FORMATS, default="text", help=Message("for a terminal, an issue or programs"))
    one.set_defaults(run=status)
    one = actions.add_parser(
        "export",
        help=Message("write a PO file for a translator"),
        description=Message("Write all texts and their translations into a gettext PO file, for Weblate or an editor."),
    )
    one.add_argument("into", metavar="LANG", help=Message("the language, by its code"))
    one.add_argument(
        "--output", metavar="FILE", type=Path, help=Message("the PO file (default: locale/LANG/handbook.po)")
    )
    one.set_defaults(run=export)
    one = actions.add_parser(
        "import",
        help=Message("write the translations of a PO file into the YAML files"),
        description=Message(
            "Write the translations of a PO file into the YAML files. All of it is taken or nothing; texts marked as "
            "fuzzy wait, and what the translator did not touch stays."
        ),
    )
    one.add_argument("file", metavar="FILE", type=Path, help=Message("the PO file"))
    one.set_defaults(run=take)
    one = actions.add_parser(
        "record",
        help=Message("record which source each translation was made from"),
        description=Message(
            "Record which source each translation was made from, in translations/. New translations, and those that "
            "changed together with their source, count as right; those that are older than it stay so, "
            "unless IDS name them."
        ),
    )
    one.add_argument(
        "ids",
        nargs="*",
        metavar="IDS",
        help=Message("ids of texts, or how they begin, of which the translation still fits"),
    )
    _add_languages(one)
    one.set_defaults(run=record)


def _add_languages(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lang-of",
        nargs="+",
        default=(),
        metavar="LANG",
        help=Message("the languages to look at (default: all but the source)"),
    )


def _load(root: Path) -> tuple[Handbook, Library, dict[str, Record]]:
    """Read the manual that can be read, and what was recorded of its translations."""
    handbook, library, problems = load_handbook(root)
    records, unread = read_records(root, handbook)
    errors = sorted(one for one in (*problems, *unread) if one.is_error)
    if errors:
        tell_of(root, errors)
        raise Stop(Message("the manual has errors; mend them first"))
    doubts = {one: doubts_of(handbook, one, record) for one, record in records.items()}
    return replace(handbook, doubts=doubts), library, records


def _languages(handbook: Handbook, wanted: Sequence[str]) -> tuple[str, ...]:
    """Give the languages that are asked for; the manual must be translated into them."""
    others = handbook.languages[1:]
    for one in wanted:
        if one not in others:
            raise Stop(
                Message(
                    'the manual is not translated into "{language}": handbook.yml names the languages {names}',
                    language=one,
                    names=", ".join(handbook.languages),
                )
            )
    return tuple(wanted) or others


def status(options: argparse.Namespace) -> int:
    """Tell how far the translations are."""
    handbook, library, _ = _load(here())
    told = FORMATS[options.format](Report(handbook, library, _languages(handbook, options.lang_of)), language())
    if options.format == "text":
        told = "".join(f"{printable(line)}\n" for line in told.splitlines())
    else:
        speak_utf8()
    out(told)
    return 0


def export(options: argparse.Namespace) -> int:
    """Write a PO file."""
    root = here()
    handbook, library, _ = _load(root)
    (into,) = _languages(handbook, [options.into])
    file: Path = options.output or root / "locale" / into / "handbook.po"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(po_of(handbook, library, into), encoding="utf-8", newline="\n")
    out(f"{printable(str(options.output or as_seen(root, f'locale/{into}/handbook.po')))}\n")
    return 0


def take(options: argparse.Namespace) -> int:
    """Write the translations of a PO file into the manual."""
    root = here()
    handbook, _, records = _load(root)
    try:
        into, entries = read_po(options.file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise Stop(Message("there is no file or folder {name}", name=options.file)) from None
    except (PoError, UnicodeDecodeError) as error:
        raise Stop(Message("{file} is no PO file: {reason}", file=options.file, reason=error)) from error
    _languages(handbook, [into])
    intake = sort_in(handbook, into, entries)
    if intake.refusals:
        for one in intake.refusals:
            reason = said_in(language(), one.reason)
            out(f"{printable(f'{options.file}:{one.entry.line}: {one.entry.id}: {reason}')}\n")
        number = len(intake.refusals)
        note(
            counted(number, "{n} text was refused; nothing was written", "{n} texts were refused; nothing was written")
        )
        return 1
    files = rewritten(root, handbook, into, intake)
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8", newline="\n")
        out(f"{printable(as_seen(root, name))}\n")
    if intake.texts or intake.confirmed or intake.doubted:
        _record_intake(root, into, records.get(into), intake)
    _note_intake(intake)
    return 0


def _record_intake(root: Path, into: str, record: Record | None, intake: Intake) -> None:
    """Record what came back as made from the source of today."""
    handbook = load_handbook(root)[0]
    source = handbook.settings.source_language
    doubts = doubts_of(handbook, into, record or Record(()))

    def keys(units: Sequence[Unit]) -> set[tuple[str, str]]:
        return {(unit.id, unit.text(source)) for unit in units}

    right = keys([*intake.confirmed, *(unit for unit, _ in intake.texts)])
    write_record(root, into, record_of(handbook, into, doubts, right, keys(intake.doubted)))


def _note_intake(intake: Intake) -> None:
    note(counted(len(intake.texts), "{n} translation written", "{n} translations written"))
    if intake.confirmed:
        note(counted(len(intake.confirmed), "{n} translation confirmed", "{n} translations confirmed"))
    if intake.unsure or intake.doubted:
        number = len(intake.unsure) + len(intake.doubted)
        note(counted(number, "{n} translation marked as fuzzy", "{n} translations marked as fuzzy"))


def record(options: argparse.Namespace) -> int:
    """Record the translations as they are."""
    root = here()
    handbook, _, _ = _load(root)
    source = handbook.settings.source_language
    units = list(units_of(handbook))
    for id in options.ids:
        if not any(_begins(unit.id, id) for unit in units):
            raise Stop(Message('no text has the id "{id}"; handbook translate status shows the ids', id=id))
    right = {(unit.id, unit.text(source)) for unit in units if any(_begins(unit.id, id) for id in options.ids)}
    for one in _languages(handbook, options.lang_of):
        if write_record(root, one, record_of(handbook, one, handbook.doubts.get(one, {}), right)):
            out(f"{printable(as_seen(root, record_file(root, one).relative_to(root).as_posix()))}\n")
    return 0


def _begins(id: str, start: str) -> bool:
    """Tell whether an id is or begins with another, which ends where one of its parts ends."""
    return id == start or id.startswith((f"{start}/", f"{start}."))
