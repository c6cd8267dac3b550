"""What lets VS Code help while one types: its settings for a manual, and the schemas they name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from handbook_builder.load import FLOWS, PROCEDURES, QUESTIONNAIRES, REGISTERS, WORKSHOPS
from handbook_builder.model.handbook import SETTINGS_FILE
from handbook_builder.model.schema import MODELS, schema_of

GLOBS: Mapping[str, tuple[str, ...]] = {
    "procedure": (f"/{PROCEDURES}/*/*.yml", f"!/{REGISTERS}/*.yml"),
    "flow": (f"/{FLOWS}/*.yml",),
    "registers": (f"/{REGISTERS}/**/*.yml",),
    "settings": (f"/{SETTINGS_FILE}",),
    "workshop": (f"/{WORKSHOPS}/*.yml",),
    "questionnaire": (f"/{QUESTIONNAIRES}/*.yml",),
}
"""The files of each kind as the YAML extension names them; a pattern that begins with ``!`` leaves files out."""

SCHEMAS = ".vscode/schemas"


def schema_files(names: tuple[str, ...] = tuple(MODELS)) -> dict[str, str]:
    """Give the file of each schema by its name."""
    return {f"{name}.schema.json": as_json(schema_of(name)) for name in names}


def vscode_files() -> dict[str, str]:
    """Give the files that a manual needs for VS Code, as paths from its root."""
    return {
        ".vscode/extensions.json": as_json({"recommendations": ["redhat.vscode-yaml"]}),
        ".vscode/settings.json": as_json(_SETTINGS),
        **{f"{SCHEMAS}/{name}": text for name, text in schema_files().items()},
    }


_SETTINGS: Mapping[str, Any] = {
    "yaml.schemas": {f"./{SCHEMAS}/{name}.schema.json": list(globs) for name, globs in GLOBS.items()},
    # No schema from the internet: a file named in a common way would get one that knows nothing of manuals.
    "yaml.schemaStore.enable": False,
    "yaml.format.enable": False,  # `handbook format` keeps what this would change
    "yaml.customTags": ["!ENV scalar", "!ENV sequence"],  # of mkdocs.yml
    "[yaml]": {"editor.insertSpaces": True, "editor.tabSize": 2, "editor.detectIndentation": False},
    "files.associations": {"*.yml": "yaml"},
    "files.encoding": "utf8",
    "files.eol": "\n",
    "files.insertFinalNewline": True,
    "files.trimTrailingWhitespace": True,
    "[markdown]": {"files.trimTrailingWhitespace": False},
}


def as_json(value: Any) -> str:
    """Write a value as the files of an editor are written."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
