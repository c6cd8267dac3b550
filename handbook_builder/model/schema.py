"""The format as JSON Schema: takes the models, gives what lets an editor complete, explain and check a file.

The models see every scalar as text; editors see numbers and booleans too. So a place of text takes those as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaWarningKind

from handbook_builder.model.procedure import STEPS_OF_FLOWS, Flow, Procedure
from handbook_builder.model.questionnaire import Questionnaire
from handbook_builder.model.registers import RegisterFile
from handbook_builder.model.settings import Settings
from handbook_builder.model.variants import VARIANTS
from handbook_builder.model.workshop import Workshop

MODELS: Mapping[str, type[BaseModel]] = {
    "procedure": Procedure,
    "flow": Flow,
    "registers": RegisterFile,
    "settings": Settings,
    "workshop": Workshop,
    "questionnaire": Questionnaire,
}
"""The kinds of file, and what each holds."""

Schema = dict[str, Any]


def schema_of(name: str) -> Schema:
    """Give the JSON Schema of a kind of file."""
    schema: Schema = _fit(MODELS[name].model_json_schema(schema_generator=_Generator))
    parts: Schema = schema.pop("$defs", {})
    for key, variants in VARIANTS.items():
        if key not in schema["properties"]:
            continue
        models = {kind: model.__name__ for kind, model in variants.models.items()}
        for kind in models.keys() - STEPS_OF_FLOWS if name == "flow" else ():
            del parts[models.pop(kind)]
        part = variants.item.capitalize()
        schema["properties"][key]["items"] = {"$ref": f"#/$defs/{part}"}
        parts[part] = _variant(variants.item, models, parts)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:handbook-builder:schema:{name}",
        **schema,
        "$defs": {"Wording": _WORDING, **{part: parts[part] for part in sorted(parts)}},
    }


class _Generator(GenerateJsonSchema):
    """Leaves out what says nothing to an author: titles made of names, and defaults that are values of Python."""

    ignored_warning_kinds: set[JsonSchemaWarningKind] = {"skipped-choice", "non-serializable-default"}  # noqa: RUF012

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


_ABOUT = {
    "step": "Um passo; uma destas chaves diz o tipo.\n\nA step; one of these keys tells its kind: ",
    "question": "Uma pergunta; uma destas chaves diz o tipo.\n\nA question; one of these keys tells its kind: ",
}


def _variant(item: str, models: Mapping[str, str], parts: Schema) -> Schema:
    """Choose the kind of an item by its key, so that an editor complains about that kind alone."""
    names = [name for model in models.values() for name in parts[model]["properties"]]
    rules = []
    for kind, model in models.items():
        # A run may carry a "do" as its wording.
        condition: Schema = {"required": [kind]} | ({"not": {"required": ["run"]}} if kind == "do" else {})
        rules.append({"if": condition, "then": {"$ref": f"#/$defs/{model}"}})
    return {
        "title": item.capitalize(),
        "description": _ABOUT[item] + ", ".join(models) + ".",
        "type": "object",
        "properties": dict.fromkeys(names, True),  # what an editor offers before the kind is known
        "anyOf": [{"required": [kind]} for kind in models],
        "allOf": rules,
    }


_TEXT: Schema = {"type": ["string", "number", "boolean"], "minLength": 1}

_WORDING: Schema = {
    "anyOf": [
        _TEXT,
        {
            "type": "object",
            "propertyNames": {"pattern": "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"},
            "additionalProperties": _TEXT,
            "minProperties": 1,
        },
    ],
}

_FLAG: Schema = {"enum": ["yes", "no", "sim", "não", True, False]}


def _fit(schema: Any) -> Any:
    """Rewrite a schema, and those inside it, for values as YAML 1.2 has them."""
    if isinstance(schema, list):
        return [_fit(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    fitted: Schema = {}
    for key, value in schema.items():
        if key in ("properties", "patternProperties", "$defs"):  # maps of names, not of JSON Schema's words
            fitted[key] = {name: _fit(inner) for name, inner in value.items()}
        elif key != "default" or isinstance(value, str):
            fitted[key] = _fit(value)
    if "patternProperties" in fitted:
        fitted["additionalProperties"] = False
    if "anyOf" in fitted:
        # What may be left out is left out: an author's null is the text "null".
        ways = [way for way in fitted.pop("anyOf") if way != {"type": "null"}]
        is_wording = any("additionalProperties" in way and "properties" not in way for way in ways)
        fitted |= {"$ref": "#/$defs/Wording"} if is_wording else ways[0] if len(ways) == 1 else {"anyOf": ways}
    if fitted.get("enum") == ["yes", "no"]:
        del fitted["type"]
        fitted |= _FLAG
    elif fitted.get("type") == "string" and "enum" not in fitted and "const" not in fitted:
        pattern = fitted.get("pattern", "")
        if pattern and not pattern.startswith("^"):
            fitted["pattern"] = f"^{pattern}$"  # pydantic's own way is to match from the start to the end
        samples = (("number", "2026"), ("boolean", "true"))
        fitted["type"] = ["string", *(kind for kind, sample in samples if re.search(pattern, sample))]
        if fitted["type"] == ["string"]:
            fitted["type"] = "string"
    return fitted
