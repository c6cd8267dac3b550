"""Pages of the questionnaires of a workshop, to print and fill in, and of the answer key for the trainer."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from handbook_builder.model.questionnaire import SingleChoice
from handbook_builder.model.workshop import Workshop
from handbook_builder.render.page import Page, render_page
from handbook_builder.render.paths import answer_key_place, form_place
from handbook_builder.render.writer import Edition, Writer
from handbook_builder.training.forms import EXAMPLE_CODE, SCALE, Asked, Form, Group, forms_of


def questionnaire_pages(edition: Edition) -> Iterator[Page]:
    """Write the page of each form of each workshop, and the answer key where something has a right answer."""
    handbook, words = edition.handbook, edition.words
    for workshop in handbook.workshops.values():
        forms = list(forms_of(workshop, handbook))
        for form in forms:
            yield render_page(
                "questionnaire.md.j2",
                Writer(edition, form_place(form)),
                title=f"{edition.text(workshop.title)}: {words[f'moment_{form.moment}']}",
                source=handbook.origin(workshop).file,
                form=form,
                groups=_numbered(form),
                scale=SCALE,
                example=EXAMPLE_CODE,
            )
        asked = {one.name: one for form in forms for one in form.asked if has_key(one)}
        if asked:
            yield _key_page(edition, workshop, list(asked.values()))


def _numbered(form: Form) -> list[tuple[Group, list[tuple[str, list[tuple[int, Asked]]]]]]:
    """Number the questions through a form, and put those of one kind that follow each other together."""
    numbers = {asked.name: number for number, asked in enumerate(form.asked, 1)}

    def runs(group: Group) -> list[tuple[str, list[tuple[int, Asked]]]]:
        found = itertools.groupby(group.asked, lambda asked: asked.question.kind)
        return [(kind, [(numbers[asked.name], asked) for asked in run]) for kind, run in found]

    return [(group, runs(group)) for group in form.groups]


def _key_page(edition: Edition, workshop: Workshop, asked: Sequence[Asked]) -> Page:
    return render_page(
        "answer-key.md.j2",
        Writer(edition, answer_key_place(workshop)),
        title=edition.words["key_title"].format(title=edition.text(workshop.title)),
        source=edition.handbook.origin(workshop).file,
        in_search=False,
        workshop=workshop,
        asked=asked,
    )


def has_key(asked: Asked) -> bool:
    """Tell whether a question has a right answer."""
    return isinstance(asked.question, SingleChoice) and asked.question.right is not None


def asked_in(edition: Edition, asked: Asked) -> str:
    """Give what a question asks; a rating of a session names the session."""
    text = edition.text(asked.wording)
    return f"{edition.text(asked.session.title)} – {text}" if asked.session else text


def scale_label(value: int, edition: Edition) -> str:
    """Give an answer of a rating; its ends say what they mean."""
    words = {SCALE[0]: "rate_lowest", SCALE[-1]: "rate_highest"}
    return f"{value} – {edition.words[words[value]]}" if value in words else str(value)
