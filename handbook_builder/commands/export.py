"""``handbook export``: takes what to make, gives files for other programs.

A kind of file exists by being in EXPORTERS. What it needs is imported when it is asked for: such libraries take time.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from handbook_builder.commands.console import Commands, Stop, out
from handbook_builder.commands.place import here, sound_manual
from handbook_builder.diagnostics import did_you_mean
from handbook_builder.messages import Message, with_hint
from handbook_builder.model.procedure import Guide
from handbook_builder.model.workshop import Workshop
from handbook_builder.render.manual import Manual, manual_of


@dataclass(frozen=True)
class Exporter:
    """A kind of file: what it is, which words it takes besides ``--output``, and the files by name."""

    help: Message
    declare: Callable[[argparse.ArgumentParser], None]
    files: Callable[[Manual, argparse.Namespace], Iterable[tuple[str, bytes]]]


def add(commands: Commands) -> None:
    """Declare the command and a command below it for each kind of file."""
    parser = commands.add_parser(
        "export",
        help=Message("write forms, cards and other files for other programs"),
        description=Message("Write files for other programs. The manual is checked first."),
    )
    kinds = parser.add_subparsers(metavar="KIND", required=True)
    for name, exporter in EXPORTERS.items():
        kind = kinds.add_parser(name, help=exporter.help, description=exporter.help)
        exporter.declare(kind)
        kind.add_argument(
            "--output",
            metavar="FOLDER",
            type=Path,
            default=Path(),
            help=Message("write the files into this folder (default: the current one)"),
        )
        kind.set_defaults(run=run, exporter=exporter)


def run(options: argparse.Namespace) -> int:
    """Check the manual, write the files and name them."""
    handbook = sound_manual(here())
    if handbook is None:
        return 1
    exporter: Exporter = options.exporter
    files = list(exporter.files(manual_of(handbook), options))
    options.output.mkdir(parents=True, exist_ok=True)
    for name, content in files:
        file = options.output / name
        file.write_bytes(content)
        out(f"{file.as_posix()}\n")
    return 0


def workshops_named(manual: Manual, names: Iterable[str]) -> list[str]:
    """Give the workshops that were named, or all."""
    known = manual.handbook.workshops
    for name in names:
        if name not in known:
            raise Stop(with_hint(Message('there is no workshop "{id}"', id=name), did_you_mean(name, known)))
    return list(names) or list(known)


def _workshops(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "workshops", nargs="*", metavar="WORKSHOP", help=Message("ids of workshops (default: all of them)")
    )


def _number(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--number", type=_how_many, default=40, metavar="N", help=Message("how many cards (default: 40)")
    )


def _xlsforms(manual: Manual, options: argparse.Namespace) -> Iterable[tuple[str, bytes]]:
    from handbook_builder.export.xlsform import xlsforms

    return xlsforms(manual.editions, workshops_named(manual, options.workshops))


def _cards(manual: Manual, options: argparse.Namespace) -> Iterable[tuple[str, bytes]]:
    from handbook_builder.export.cards import cards

    return [("codes.html", cards(manual.editions, options.number))]


def _slides(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "items",
        nargs="*",
        metavar="ID",
        help=Message("ids of workshops, procedures or decision trees (default: all workshops)"),
    )
    parser.add_argument(
        "--format",
        choices=SLIDE_FORMATS,
        default="pptx",
        help=Message("PowerPoint, a page that presents itself, or text (default: pptx)"),
    )
    parser.add_argument("--language", metavar="CODE", help=Message("one language of the manual (default: all of them)"))
    parser.add_argument(
        "--template",
        metavar="FILE",
        type=Path,
        help=Message("a presentation whose look the slides get, made with PowerPoint or LibreOffice"),
    )


def _slides_files(manual: Manual, options: argparse.Namespace) -> Iterable[tuple[str, bytes]]:
    from handbook_builder.render.graphviz import EngineMissing
    from handbook_builder.slides.faces import Order, ordered
    from handbook_builder.slides.parts import Undrawn
    from handbook_builder.slides.powerpoint import TemplateError

    handbook = manual.handbook
    known: dict[str, Workshop | Guide] = {**handbook.workshops, **handbook.procedures, **handbook.flows}
    for name in options.items:
        if name not in known:
            missing = Message('there is no workshop, procedure or decision tree "{id}"', id=name)
            raise Stop(with_hint(missing, did_you_mean(name, known)))
    languages = [options.language] if options.language else handbook.languages
    editions = tuple(one for one in manual.editions if one.language in languages)
    if not editions:
        spoken = ", ".join(handbook.languages)
        raise Stop(
            Message('the manual has no language "{code}", only {languages}', code=options.language, languages=spoken)
        )
    items = tuple(known[name] for name in options.items or handbook.workshops)
    template = options.template.read_bytes() if options.template else None
    try:
        return list(ordered(manual, Order(items, editions, template), SLIDE_FORMATS[options.format]))
    except TemplateError as error:
        raise Stop(
            Message("{file} is no presentation that can be used: {reason}", file=options.template, reason=error)
        ) from error
    except (EngineMissing, Undrawn) as error:
        raise Stop(error.args[0]) from error


SLIDE_FORMATS = {"pptx": "pptx", "html": "html", "text": "txt"}
"""The formats of slides, and how the names of their files end."""


def _how_many(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= MOST_CARDS:
        return int(text)
    raise argparse.ArgumentTypeError(Message("give a number from 1 to {most}", most=MOST_CARDS))


MOST_CARDS = 1000

EXPORTERS = {
    "xlsform": Exporter(
        Message("the questionnaires of workshops as forms for KoboToolbox and ODK"), _workshops, _xlsforms
    ),
    "codes": Exporter(
        Message("cards with random codes, to join the answers of one person without knowing who it is"), _number, _cards
    ),
    "slides": Exporter(Message("slides of workshops, procedures and decision trees"), _slides, _slides_files),
}
"""The kinds of file by the name they are asked for."""
