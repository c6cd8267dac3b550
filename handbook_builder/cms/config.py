"""What the form asks: takes the manual, gives the configuration of Sveltia CMS, made from the schema of the format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from handbook_builder.diff.rules import REFERENCES
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.inline import parse_inline, plain_text
from handbook_builder.model.schema import Schema, schema_of
from handbook_builder.model.steps import KINDS
from handbook_builder.render.words import words_of
from handbook_builder.site.host import host_of

Field = dict[str, Any]

KIND = "_kind"
"""The key that tells the form which kind of step it shows; the script takes it away before a file is written."""

SOURCE = "_source"
"""The key that holds the file as it was, so that what nobody changed stays as it is, comments included."""

ITEMS = {"guide": ("procedure", "flow")}


def takes(repository: str | None) -> bool:
    """Whether the form can send changes to this repository."""
    return host_of(repository) == "github"


def config_of(handbook: Handbook, repository: str, language: str) -> Mapping[str, Any]:
    """Give the configuration: one collection for each folder with procedures or decision trees.

    What many fields have in common stands beside it, once: ``fields`` by the kind of file, and ``options`` by the kind
    of item that they name. The script puts them in.
    """
    folders: dict[tuple[str, str], str] = {}
    for guide in handbook.guides:
        folder = PurePosixPath(handbook.origin(guide).file).parent.as_posix()
        folders.setdefault((folder, guide.kind), PurePosixPath(folder).name)
    groups = {one.id: one for one in handbook.settings.groups}
    source = handbook.settings.source_language
    config = {
        "load_config_file": False,
        # A token of the editor's own: to sign in any other way takes a server that keeps a secret.
        "backend": {
            "name": "github",
            "repo": urlsplit(repository).path.strip("/").removesuffix(".git"),
            "auth_methods": ["token"],
        },
        "publish_mode": "editorial_workflow",
        "show_preview_links": False,
        "media_folder": "docs/assets",
        "collections": [
            {
                "name": name_of(folder),
                "label": _said(groups[name].title, language, source) if name in groups else name,
                "folder": folder,
                "extension": "yml",
                "format": kind,
                "create": False,  # "handbook new" does it, with all that a new file must have
                "delete": False,
                "slug": "{{fields.id}}",
                "identifier_field": "id",
                "summary": f"{{{{code}}}} {{{{title.{source}}}}}",
                "editor": {"preview": False},
            }
            for (folder, kind), name in sorted(folders.items())
        ],
    }
    return {
        "config": config,
        "fields": {kind: _Form(handbook.languages, language, kind).fields() for kind in ("procedure", "flow")},
        "options": {kind: _options(handbook, kind, language) for kind in sorted({*REFERENCES.values()})},
    }


def name_of(folder: str) -> str:
    """Give the name of the collection of a folder, as the addresses of the form have it."""
    return folder.replace("/", "-")


def _said(wording: Mapping[str, str], language: str, source: str) -> str:
    return plain_text(parse_inline(wording.get(language) or wording[source]))


def _options(handbook: Handbook, kind: str, language: str) -> list[Field]:
    """Give what an id of a kind may be: procedures and decision trees share theirs."""
    source = handbook.settings.source_language
    entries = {id: one for part in ITEMS.get(kind, (kind,)) for id, one in handbook.entries(part).items()}
    titles = {id: _said(one.name if kind == "service" else one.title, language, source) for id, one in entries.items()}
    return [{"value": id, "label": f"{title} ({id})"} for id, title in titles.items()]


class _Form:
    """The fields of one kind of file in one language."""

    def __init__(self, languages: Sequence[str], language: str, kind: str) -> None:
        self.languages = languages
        self.schema = schema_of(kind)
        self.words = words_of(language)

    def fields(self) -> list[Field]:
        """Give a field for each key, and the hidden one for the file as it was."""
        return [*self._of(self.schema), {"name": SOURCE, "widget": "hidden"}]

    def _of(self, part: Schema) -> list[Field]:
        needed = part.get("required", ())
        return [self._field(name, one, name in needed) for name, one in part["properties"].items()]

    def _field(self, name: str, schema: Schema, required: bool) -> Field:
        about = schema.get("description", name).split("\n\n")
        label = about[0 if self.words.language == "pt" else -1].rstrip(".")
        return {"name": name, "label": label, "required": required, **self._widget(name, schema)}

    def _widget(self, name: str, schema: Schema) -> Field:
        part = schema.get("$ref", "").rpartition("/")[2]
        if part == "Wording":
            return {"widget": "object", "fields": self._languages("text")}
        if part:
            return {"widget": "object", "collapsed": True, "fields": self._of(self.schema["$defs"][part])}
        if "patternProperties" in schema:  # lists of words by language
            return {"widget": "object", "collapsed": True, "fields": self._languages("list")}
        if schema.get("type") == "object":  # names of the author's choice
            pair = [{"name": one, "label": self.words[f"form_{one}"], "widget": "string"} for one in ("key", "value")]
            return {"widget": "list", "collapsed": True, "summary": "{{key}}: {{value}}", "fields": pair}
        if schema.get("type") == "array":
            return self._list(name, schema["items"])
        if "enum" in schema:
            return {"widget": "select", "options": schema["enum"]}
        if name in REFERENCES:
            return {"widget": "select", "options": REFERENCES[name]}
        return {"widget": "string"}

    def _languages(self, widget: str) -> list[Field]:
        """Give a field for each language; what is in one language only is right, though not finished."""
        return [
            {
                "name": one,
                "label": words_of(one)["language_name"],
                "widget": widget,
                "required": one == self.languages[0],
            }
            for one in self.languages
        ]

    def _list(self, name: str, item: Schema) -> Field:
        item = next((way for way in item.get("anyOf", ()) if "$ref" in way), item)
        part = item.get("$ref", "").rpartition("/")[2]
        folded = {"widget": "list", "collapsed": True}
        if part == "Step":
            return folded | {"typeKey": KIND, "types": list(self._kinds(self.schema["$defs"]))}
        if part == "Wording":
            return folded | {"fields": self._languages("text")}
        if part:
            model = self.schema["$defs"][part]
            return folded | {"summary": self._summary(model), "fields": self._of(model)}
        if name in REFERENCES:
            return {"widget": "select", "multiple": True, "options": REFERENCES[name]}
        return {"widget": "list", "field": {"name": name, "label": name, "widget": "string"}}

    def _summary(self, model: Schema) -> str:
        """Say what a folded part shows: its needed text in the source language, or else its first value."""
        texts = [one for one in model["required"] if model["properties"][one].get("$ref") == "#/$defs/Wording"]
        return f"{{{{{texts[0]}.{self.languages[0]}}}}}" if texts else f"{{{{{next(iter(model['properties']))}}}}}"

    def _kinds(self, parts: Schema) -> Iterator[Field]:
        """Give the kinds of step; of those whose key is there, the last is the right one: a run may have a "do"."""
        for kind in KINDS:
            model = next((one for one in parts.values() if kind in one.get("required", ())), None)
            if model:
                yield {
                    "name": kind,
                    "label": self.words[f"kind_{kind}"],
                    "widget": "object",
                    "summary": self._summary(model),
                    "fields": self._of(model),
                }
