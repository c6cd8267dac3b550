"""The small values that all else is made of: ids, wordings in several languages, dates, durations, yes and no."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, LiteralString, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

SOURCE_LANGUAGE = "pt"
"""The language of a wording that names none, unless the manual's settings say otherwise."""


class Part(BaseModel):
    """Base of all models: frozen, with no room for a key that the format does not have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    last: ClassVar[tuple[str, ...]] = ()
    """Keys that are written behind all others; without them, the order of the fields would be that of inheritance."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Give the schema with the keys in the standard order, in which they are written."""
        written = handler(schema)
        properties = handler.resolve_ref_schema(written)["properties"]
        for key in cls.last:
            if key in properties:
                properties[key] = properties.pop(key)
        return written


def about(pt: str, en: str, **options: Any) -> Any:
    """Give a field its description in Portuguese and English, which editors show as hover help."""
    return Field(description=f"{pt}\n\n{en}", **options)


class Wording(Mapping[str, str]):
    """A text in one or more languages: a map from language code to inline Markdown.

    Authors write ``{pt: …, en: …}`` or plain text, which then is in the source language.
    """

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(tuple(sorted(self._texts.items())))

    def __repr__(self) -> str:
        return f"Wording({self._texts!r})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        texts = core_schema.dict_schema(core_schema.str_schema(), core_schema.str_schema())
        as_map = core_schema.with_info_before_validator_function(_as_map, texts)
        return core_schema.no_info_after_validator_function(cls, as_map)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        text = {"type": "string", "minLength": 1}
        return {"anyOf": [text, {"type": "object", "additionalProperties": text, "minProperties": 1}]}


def _as_map(value: Any, info: core_schema.ValidationInfo) -> Any:
    if isinstance(value, str):
        return {(info.context or {}).get("source_language", SOURCE_LANGUAGE): value}
    if isinstance(value, Mapping):
        return dict(value)
    raise PydanticCustomError("wrong_shape", "expected text, or a map of languages such as {{pt: …, en: …}}")


LONGEST_ID = 80
"""The most characters that an id may have: it becomes the name of a file."""

Id: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=LONGEST_ID)]
"""A name that other items refer to: small ASCII letters, digits and single hyphens (kebab-case)."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _as_day(value: Any) -> datetime.date:
    # pydantic alone would also take a number of seconds for a date.
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("wrong_value", "expected a date of the calendar, written year-month-day: 2026-11-30")


Day: TypeAlias = Annotated[
    datetime.date, BeforeValidator(_as_day, json_schema_input_type=Annotated[str, Field(pattern=_DAY.pattern)])
]
"""A day, written ``2026-11-30``."""


def _as_partial_date(value: str) -> str:
    if len(value) == len("2026-05-18"):
        _as_day(value)
    return value


PartialDate: TypeAlias = Annotated[
    str, Field(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"), AfterValidator(_as_partial_date)
]
"""A year, month or day: ``2026``, ``2026-05`` or ``2026-05-18``; many pages tell no more."""

VERSION = re.compile(r"^\d+\.\d+\.\d+$")

Version: TypeAlias = Annotated[str, Field(pattern=VERSION.pattern)]
"""A version of three numbers, ``1.4.0``."""


def version_numbers(version: str) -> tuple[int, ...]:
    """Give the numbers of a version, by which versions are compared."""
    return tuple(map(int, version.split(".")))


LanguageCode: TypeAlias = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
"""A language code such as ``pt``, ``en`` or ``pt-BR`` (BCP 47)."""


def _as_flag(value: Any) -> bool:
    flags = {"yes": True, "true": True, "sim": True, "no": False, "false": False, "não": False, "nao": False}
    if isinstance(value, str) and value.casefold() in flags:
        return flags[value.casefold()]
    raise PydanticCustomError("wrong_value", "expected yes or no")


Flag: TypeAlias = Annotated[bool, BeforeValidator(_as_flag, json_schema_input_type=Literal["yes", "no"])]
"""Yes or no, as text: no YAML tool may turn it into something else."""

_DURATION = re.compile(r"same day|([1-9]\d{0,3}) (minute|hour|day|working day|week|month)s?")


class Duration(Part):
    """A time limit: a number and its unit; no days means the same day."""

    count: int
    unit: Literal["minute", "hour", "day", "working day", "week", "month"]


def _as_duration(value: Any) -> Any:
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError(
            "wrong_value",
            "expected a number and minutes, hours, days, working days, weeks or months: 2 working days; or: same day",
        )
    return Duration.model_construct(count=int(match[1] or 0), unit=match[2] or "day")


TimeLimit: TypeAlias = Annotated[
    Duration,
    BeforeValidator(_as_duration, json_schema_input_type=Annotated[str, Field(pattern=f"^({_DURATION.pattern})$")]),
]
"""A time limit as authors write it, ``2 working days``."""


def _as_minutes(value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"[1-9]\d{0,3}", value):
        return int(value)
    raise PydanticCustomError("wrong_value", "expected a whole number of minutes: 45")


Minutes: TypeAlias = Annotated[
    int, BeforeValidator(_as_minutes, json_schema_input_type=Annotated[int, Field(ge=1, le=9999)])
]
"""A length of time in minutes, written ``45``."""

Priority: TypeAlias = Literal["emergency", "urgent", "standard"]
"""How soon help is needed."""


def _written_as(pattern: str, expected: LiteralString) -> BeforeValidator:
    """Take text of one form only; ``expected`` tells it to an author who wrote another, with an example."""

    def as_typed(value: Any) -> str:
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return value
        raise PydanticCustomError("wrong_value", expected)

    return BeforeValidator(as_typed, json_schema_input_type=Annotated[str, Field(pattern=f"^({pattern})$")])


EmailAddress: TypeAlias = Annotated[
    str,
    _written_as(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", "expected an e-mail address: manual@example.org"),
]
"""An e-mail address, ``manual@example.org``."""

RepositoryAddress: TypeAlias = Annotated[
    str,
    _written_as(
        r"https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:\d+)?(/[A-Za-z0-9._~-]+)+/?",
        "expected the https address of a repository: https://github.com/organisation/manual",
    ),
]
"""The address of a repository, ``https://github.com/organisation/manual``."""

PageOrAddress: TypeAlias = Annotated[
    str,
    _written_as(
        r"(?:https?://|mailto:|tel:)[^\s\"'<>]+|[A-Za-z0-9._/-]+\.md(?:#[A-Za-z0-9_-]+)?",
        "expected a page in docs/ or an address: contact.md; https://example.org",
    ),
]
"""A page written by hand, ``about/index.md#contact``, or an address, ``https://example.org``."""

CaseId: TypeAlias = Annotated[
    str,
    _written_as(
        r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*",
        "expected a procedure and one of its worked cases: opening-a-case/new-arrival",
    ),
]
"""A worked case of a procedure or decision tree: ``procedure/scenario``."""


def split_case(name: str) -> tuple[str, str]:
    """Give the procedure or tree and the worked case that a ``CaseId`` names."""
    guide, _, case = name.partition("/")
    return guide, case


Confidence: TypeAlias = Literal["verified", "dated", "unverified", "proposal"]
"""How far a fact can be trusted: read in its source; read, but old or undated; not verified; proposed by us."""
