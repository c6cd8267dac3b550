"""Forms for KoboToolbox and ODK: takes a form, gives it as an XLSForm, a workbook that both of them read.

The only home of openpyxl. The same form gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from openpyxl import Workbook

from handbook_builder.model.questionnaire import MultipleChoice, OpenQuestion, Rating, SingleChoice
from handbook_builder.model.text import Wording
from handbook_builder.render.questionnaires import asked_in, scale_label
from handbook_builder.render.words import name_of
from handbook_builder.render.writer import Edition
from handbook_builder.training.forms import (
    CODE,
    CODE_SIGNS,
    EXAMPLE_CODE,
    MOMENT,
    SCALE,
    VERSION,
    WORKSHOP,
    Asked,
    Form,
    ascii_name,
    forms_of,
)

Row: TypeAlias = Mapping[str, str]
Sheets: TypeAlias = Mapping[str, Sequence[Row]]
Saying: TypeAlias = Callable[[Edition], str]

_NO_DATE = "2000-01-01T00:00:00Z"


def xlsforms(editions: Sequence[Edition], workshops: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Give the files of the forms of some workshops."""
    handbook = editions[0].handbook
    for id in workshops:
        for form in forms_of(handbook.workshops[id], handbook):
            yield f"{form.name}.xlsx", workbook(sheets_of(form, editions))


def sheets_of(form: Form, editions: Sequence[Edition]) -> dict[str, list[Row]]:
    """Give the rows of a form's three sheets, in every language."""
    title = f"{editions[0].text(form.workshop.title)} – {editions[0].words[f'moment_{form.moment}']}"
    settings = {
        "form_title": _plain(title),
        "form_id": ascii_name(form.name),
        "version": form.version,
        "default_language": _language(editions[0]),
    }
    return {"survey": list(_survey(form, editions)), "choices": list(_choices(form, editions)), "settings": [settings]}


def _survey(form: Form, editions: Sequence[Edition]) -> Iterator[Row]:
    said = _in_all(editions)
    for name, value in ((WORKSHOP, form.workshop.id), (MOMENT, form.moment), (VERSION, form.version)):
        yield {"type": "calculate", "name": name, "calculation": f"'{value}'"}
    yield {"type": "note", "name": "about", **said("label", lambda one: one.words["form_privacy"])}
    signs = f"[{CODE_SIGNS}{CODE_SIGNS.lower()}]{{3}}"
    yield {
        "type": "text",
        "name": CODE,
        **said("label", lambda one: one.words["form_code"]),
        **said("hint", lambda one: one.words["form_code_hint"].format(example=EXAMPLE_CODE)),
        "constraint": f"regex(., '^{signs}[ -]?{signs}$')",
        **said("constraint_message", lambda one: one.words["form_code_wrong"]),
    }
    for group in form.groups:
        title, intro = group.questionnaire.title, group.questionnaire.intro
        yield {"type": "begin_group", "name": group.name, **said("label", _text(title))}
        if intro:
            yield {"type": "note", "name": f"intro_{group.name}", **said("label", _text(intro))}
        for asked in group.asked:
            yield _question(asked, said)
        yield {"type": "end_group"}


def _text(wording: Wording | None) -> Saying:
    return lambda edition: edition.text(wording)


def _question(asked: Asked, said: Callable[[str, Saying], Row]) -> Row:
    question = asked.question
    row = {"type": _type_of(asked), "name": asked.name, **said("label", lambda one: asked_in(one, asked))}
    if question.hint:
        row |= said("hint", _text(question.hint))
    if question.required:
        row |= {"required": "yes", **said("required_message", lambda one: one.words["form_required"])}
    match question:
        case Rating():
            row["appearance"] = "likert"
        case OpenQuestion():
            row["appearance"] = "multiline"
    return row


def _type_of(asked: Asked) -> str:
    match asked.question:
        case Rating():
            return "select_one agreement"
        case SingleChoice():
            return f"select_one {asked.name}"
        case MultipleChoice():
            return f"select_multiple {asked.name}"
        case OpenQuestion():
            return "text"


def _choices(form: Form, editions: Sequence[Edition]) -> Iterator[Row]:
    said = _in_all(editions)
    if any(isinstance(asked.question, Rating) for asked in form.asked):
        for value in SCALE:
            yield {"list_name": "agreement", "name": str(value), **said("label", partial(scale_label, value))}
    for asked in form.asked:
        for option in asked.options:
            yield {"list_name": asked.name, "name": ascii_name(option.id), **said("label", _text(option.text))}


def _in_all(editions: Sequence[Edition]) -> Callable[[str, Saying], Row]:
    """Give a function that writes a column in every language: a text that one lacks would be shown as a hyphen."""
    return lambda column, saying: {f"{column}::{_language(one)}": _plain(saying(one)) for one in editions}


def _language(edition: Edition) -> str:
    return f"{name_of(edition.language)} ({edition.language})"


def _plain(text: str) -> str:
    """Give a text that no form program takes for a reference to a question."""
    return text.replace("${", "$ {")


def workbook(sheets: Sheets) -> bytes:
    """Give a workbook with a sheet for each list of rows; every cell is text, whatever it begins with."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        for number, values in enumerate([columns, *([row.get(one, "") for one in columns] for row in rows)], 1):
            for at, value in enumerate(values, 1):
                if value:
                    cell = sheet.cell(number, at, value)
                    cell.data_type = "s"  # "=" would begin a formula
        sheet.freeze_panes = "A2"
        for at in range(1, len(columns) + 1):
            sheet.column_dimensions[sheet.cell(1, at).column_letter].width = 30
    written = io.BytesIO()
    book.save(written)
    return _without_dates(written.getvalue())


def _without_dates(content: bytes) -> bytes:
    """Pack a workbook anew, without the time at which it was made, and without what depends on the packer."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _NO_DATE.encode(), part)
            new.writestr(zipfile.ZipInfo(name), part)
    return packed.getvalue()
