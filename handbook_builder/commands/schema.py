"""``handbook schema``: gives the JSON Schemas that let an editor complete and explain the format."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from handbook_builder.commands.console import Commands, out, speak_utf8
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
    schemas = {name: schema_of(name) for name in ([options.name] if options.name else MODELS)}
    if options.write is None:
        speak_utf8()
        out(_as_json(schemas[options.name] if options.name else schemas))
        return 0
    options.write.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas.items():
        file = options.write / f"{name}.schema.json"
        file.write_text(_as_json(schema), encoding="utf-8", newline="\n")
        out(f"{file}\n")
    return 0


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
