"""Walks through models: every wording of an item, with the way to it, for checks and for translation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from handbook_builder.model.text import Wording

Loc = tuple[str | int, ...]


def wordings_in(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, Wording]]:
    """Give every wording in a model, in the order of the fields, with the way to it as the author wrote it."""
    if isinstance(value, Wording):
        yield loc, value
    elif isinstance(value, BaseModel):
        fields = type(value).model_fields
        for name, inner in value.__dict__.items():
            if inner is not None and not isinstance(inner, str):
                yield from wordings_in(inner, (*loc, fields[name].alias or name))
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield from wordings_in(inner, (*loc, at))
