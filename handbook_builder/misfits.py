"""Turns what pydantic says of a file into diagnostics: takes a ValidationError, gives places, reasons and remedies."""

from __future__ import annotations

import re
import types
import typing
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from handbook_builder.diagnostics import Diagnostic, did_you_mean, nearest
from handbook_builder.messages import Message
from handbook_builder.model.variants import VARIANTS, Variants
from handbook_builder.source import Document, Loc

_MODELS_BY_MARK: dict[str, type[BaseModel]] = {
    f"{variants.item}:{kind}": model for variants in VARIANTS.values() for kind, model in variants.models.items()
}
"""The models of the kinds of item, by the mark that pydantic puts into a loc."""


@dataclass(frozen=True)
class Misfit:
    """A value that does not fit the format, and what to leave out to read on: ``()`` means the whole file."""

    diagnostic: Diagnostic
    leave_out: Loc


def misfits(error: ValidationError, document: Document, model: type[BaseModel]) -> Iterator[Misfit]:
    """Explain each mistake of a file once; a misspelt key is not also reported as missing."""
    details = error.errors(include_url=False, include_input=False)
    misspelt: set[Loc] = set()
    for detail in details:
        if detail["type"] == "extra_forbidden":
            meant = nearest(str(detail["loc"][-1]), _keys(_owner(model, detail["loc"][:-1])))
            misspelt.add((*_plain(detail["loc"][:-1]), meant or ""))
    for detail in details:
        loc = _plain(detail["loc"])
        if detail["type"] == "too_short" and any(
            _plain(other["loc"])[: len(loc)] == loc for other in details if other is not detail
        ):
            continue  # nothing is left of the list because of what was wrong in it
        if detail["type"] == "missing" and loc in misspelt:
            # The misspelt key already names it; what lacks the value must still be left out.
            continue
        yield Misfit(_diagnostic(detail, loc, document, model), _leave_out(detail, loc, model, misspelt))


def _diagnostic(detail: ErrorDetails, loc: Loc, document: Document, model: type[BaseModel]) -> Diagnostic:
    kind, context = detail["type"], detail.get("ctx", {})
    value = _value_at(document.data, loc)
    name = next((part for part in reversed(loc) if isinstance(part, str)), "this file")
    if kind == "extra_forbidden":
        hint = did_you_mean(str(loc[-1]), _keys(_owner(model, detail["loc"][:-1])))
        return document.problem(
            "unknown-key", document.key_span(loc), Message('unknown key "{key}"', key=loc[-1]), hint
        )
    if kind == "missing":
        owner = document.key_span(loc[:-1]) if loc[:-1] else document.span(())
        return document.problem(
            "missing-key",
            owner,
            Message('the key "{key}" is missing', key=loc[-1]),
            Message('add "{key}: …" here', key=loc[-1]),
        )
    if kind == "union_tag_not_found" or kind == "union_tag_invalid":
        return _unclear_kind(value, loc, document, VARIANTS[str(loc[-2])])
    if loc and loc[-1] == "[key]":
        span = document.key_span(loc[:-1])
        return document.problem(
            "wrong-value",
            span,
            Message('"{value}" is not a language code', value=loc[-2]),
            Message("for example pt or en"),
        )
    span = document.span(loc)
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        hint = did_you_mean(str(value), known) or Message("known: {names}", names=", ".join(known))
        return document.problem(
            "wrong-value", span, Message('"{name}" can\'t be "{value}"', name=name, value=_short(value)), hint
        )
    if kind == "string_pattern_mismatch":
        what, hint = _pattern_hint(str(context.get("pattern", "")), str(value))
        return document.problem(
            "wrong-value", span, Message('"{value}" is not {what}', value=_short(value), what=what), hint
        )
    if kind in ("string_too_short", "too_short"):
        return document.problem(
            "wrong-value", span, Message('"{name}" is empty', name=name), Message("write it, or delete the key")
        )
    if kind == "string_too_long":
        most = context.get("max_length")
        return document.problem(
            "wrong-value",
            span,
            Message('"{name}" has more than {most} characters', name=name, most=most),
            Message("shorten it"),
        )
    if kind == "wrong_value":
        return document.problem(
            "wrong-value",
            span,
            Message('"{value}" does not fit "{name}"', value=_short(value), name=name),
            Message(detail["msg"]),
        )
    expected = _EXPECTED.get(kind)
    wanted = Message("expected {what}", what=expected) if expected else detail["msg"]
    message = Message('"{name}": {wanted}; found {found}', name=name, wanted=wanted, found=_found(value))
    return document.problem("wrong-shape", span, message, "" if expected else Message("see the authoring guide"))


_EXPECTED = {
    "string_type": Message("text"),
    "tuple_type": Message("a list, each item on a line that begins with a dash"),
    "list_type": Message("a list, each item on a line that begins with a dash"),
    "dict_type": Message("a map of keys and values"),
    "model_type": Message("a map of keys and values"),
    "model_attributes_type": Message("a map of keys and values"),
    "wrong_shape": Message("text, or a map of languages such as {{pt: …, en: …}}"),
}


_UNCLEAR = {
    "step": (
        Message("expected a step"),
        Message("a step is one thing"),
        Message("this step does not say what it is"),
        Message("make a step of each"),
    ),
    "question": (
        Message("expected a question"),
        Message("a question is of one kind"),
        Message("this question does not say what it is"),
        Message("make a question of each"),
    ),
}


def _unclear_kind(value: Any, loc: Loc, document: Document, variants: Variants) -> Diagnostic:
    expected, one_thing, says_nothing, divide = _UNCLEAR[variants.item]
    code = f"{variants.item}-kind"
    if not isinstance(value, dict):
        message = Message("{expected}; found {found}", expected=expected, found=_found(value))
        return document.problem("wrong-shape", document.span(loc), message)
    present = variants.kinds_in(value)
    if len(present) > 1:
        message = Message(
            "{one_thing}, and this is {count}: {kinds}",
            one_thing=one_thing,
            count=len(present),
            kinds=", ".join(present),
        )
        return document.problem(code, document.key_span((*loc, present[1])), message, divide)
    fields = set().union(*(_keys(model) for model in variants.models.values()))
    for key in value:
        if key not in fields and nearest(key, variants.models):
            hint = Message('did you mean "{word}"?', word=nearest(key, variants.models))
            return document.problem(
                "unknown-key", document.key_span((*loc, key)), Message('unknown key "{key}"', key=key), hint
            )
    known = ", ".join(variants.models)
    return document.problem(code, document.span(loc), says_nothing, Message("add one of: {known}", known=known))


def _leave_out(detail: ErrorDetails, loc: Loc, model: type[BaseModel], misspelt: set[Loc]) -> Loc:
    """Give the smallest thing around a mistake that the format can do without."""
    raw: Loc = detail["loc"]
    if detail["type"] == "extra_forbidden":
        required = _required(_owner(model, raw[:-1]))
        meant = nearest(str(raw[-1]), _keys(_owner(model, raw[:-1])))
        if meant not in required:
            return loc
        raw = raw[:-1]  # the misspelt key was needed: what holds it can't be read
    elif (raw and raw[-1] == "[key]") or detail["type"] == "missing":
        raw = raw[:-1]
    while raw:
        last = raw[-1]
        if isinstance(last, int):
            return _plain(raw)
        if last not in _MODELS_BY_MARK:
            owner = _owner(model, raw[:-1])
            if last not in _required(owner):
                return _plain(raw)
        raw = raw[:-1]
    return ()


def _plain(loc: Loc) -> Loc:
    """Take pydantic's own marks out of a loc, leaving the way through the YAML."""
    # The mark of a kind stands behind the number of its item, and nowhere else: an author may use any key.
    is_marked = bool(loc) and loc[0] in VARIANTS
    return tuple(part for at, part in enumerate(loc) if not (at == 2 and is_marked and part in _MODELS_BY_MARK))


def _owner(model: type[BaseModel], raw: Loc) -> type[BaseModel] | None:
    """Follow a loc through the types of the models to the model that holds what is there."""
    current: Any = model
    for part in raw:
        if isinstance(part, str) and part in _MODELS_BY_MARK and current is not model:
            current = _MODELS_BY_MARK[part]
            continue
        current = _inner(current)
        if isinstance(current, type) and issubclass(current, BaseModel):
            found = next((f for n, f in current.model_fields.items() if (f.alias or n) == part), None)
            current = found.annotation if found else None
        elif typing.get_origin(current) in (tuple, list):
            current = typing.get_args(current)[0]
        elif typing.get_origin(current) is dict:
            current = typing.get_args(current)[1]
        else:
            return None
    current = _inner(current)
    return current if isinstance(current, type) and issubclass(current, BaseModel) else None


def _inner(annotation: Any) -> Any:
    """Take ``Annotated`` and ``| None`` off a type."""
    while True:
        if typing.get_origin(annotation) is typing.Annotated:
            annotation = typing.get_args(annotation)[0]
        elif typing.get_origin(annotation) in (typing.Union, types.UnionType):
            members = [one for one in typing.get_args(annotation) if one is not type(None)]
            if len(members) != 1:
                return annotation
            annotation = members[0]
        else:
            return annotation


def _keys(model: type[BaseModel] | None) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()} if model else set()


def _required(model: type[BaseModel] | None) -> set[str]:
    fields = model.model_fields.items() if model else ()
    return {field.alias or name for name, field in fields if field.is_required()}


def _value_at(data: Any, loc: Loc) -> Any:
    for part in loc:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return data
    return data


def _pattern_hint(pattern: str, value: str) -> tuple[Message, str]:
    if pattern.startswith("^[a-z0-9]+(-"):
        slug = slug_of(value)
        what = Message("an id: small letters without accents, digits, hyphens")
        return what, Message('did you mean "{word}"?', word=slug) if slug else ""
    if pattern.startswith(r"^\d+\."):
        return Message("a version of three numbers"), Message("for example 0.1.0")
    if pattern.startswith(r"^\d{4}"):
        hint = Message("write the year, year-month or year-month-day: 2026, 2026-05 or 2026-05-18")
        return Message("a date"), hint
    return Message("a language code"), Message("for example pt or en")


def slug_of(text: str) -> str:
    """Give the id that a text would have: ASCII, small letters, hyphens."""
    ascii_text = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.casefold()).strip("-")


def _found(value: Any) -> Message:
    if isinstance(value, dict):
        return Message("a map")
    if isinstance(value, list):
        return Message("a list")
    return Message('the text "{value}"', value=_short(value)) if value else Message("nothing")


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
