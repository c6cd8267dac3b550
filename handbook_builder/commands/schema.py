"""``handbook schema``: gives the JSON Schemas that let an editor complete and explain the format."""

from __future__ import annotations

import argparse
from pathlib import Path

from handbook_builder.commands.console import Commands, out, speak_utf8
from handbook_builder.commands.editor import as_json, schema_files
from handbook_builder.messages import Message
from handbook_builder.model.schema import MODELS, schema_of


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "schema",
        help=Message("give the JSON Schema of the format, for editors"),
        description=Message("Give the JSON Schema of the format, which lets an editor complete and explain it."),
    )
    parser.add_argument(
        "name", nargs="?", choices=MODELS, help=Message("one of them (default: all, in one JSON object)")
    )
    parser.add_argument(
        "--write", metavar="DIR", type=Path, help=Message("write files <name>.schema.json into this folder")
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print or write the schemas."""
    if options.write is None:
        speak_utf8()
        out(as_json(schema_of(options.name) if options.name else {name: schema_of(name) for name in MODELS}))
        return 0
    options.write.mkdir(parents=True, exist_ok=True)
    for name, text in schema_files((options.name,) if options.name else tuple(MODELS)).items():
        file = options.write / name
        file.write_text(text, encoding="utf-8", newline="\n")
        out(f"{file}\n")
    return 0
