"""Workshops and questionnaires: what they name exists, the time adds up, and what they teach is what is in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handbook_builder.checks.references import unknown
from handbook_builder.checks.subject import Finding, Loc, Subject
from handbook_builder.diagnostics import did_you_mean
from handbook_builder.messages import Message
from handbook_builder.model.handbook import Item
from handbook_builder.model.questionnaire import MultipleChoice, SingleChoice
from handbook_builder.model.text import split_case
from handbook_builder.model.workshop import Slide, Workshop
from handbook_builder.training.forms import MOMENTS

MOST_POINTS = 6
MOST_SIGNS = 420
"""What a slide holds in letters that the last row can read; counted over its lead and points, in any language."""


def unknown_names(subject: Subject) -> Iterator[Finding]:
    """Find roles, sources and questionnaires that a workshop names and nobody has."""
    for workshop in subject.handbook.workshops.values():
        for at, role in enumerate(workshop.audience):
            yield from unknown(subject, workshop, ("audience", at), "role", role)
        for loc, slide in _slides(workshop):
            for at, source in enumerate(slide.sources):
                yield from unknown(subject, workshop, (*loc, "sources", at), "source", source)
        for moment in MOMENTS:
            for at, id in enumerate(getattr(workshop.assessment, moment)):
                yield from unknown(subject, workshop, ("assessment", moment, at), "questionnaire", id)


def unknown_cases(subject: Subject) -> Iterator[Finding]:
    """Find worked cases that their procedure does not have, and steps that a question names in vain."""
    for workshop in subject.handbook.workshops.values():
        for at, session in enumerate(workshop.sessions):
            for place, case in enumerate(session.cases):
                id, scenario = split_case(case)
                guide = subject.handbook.guide(id)
                if guide is None or subject.is_damaged(guide):
                    continue
                known = {one.id for one in guide.scenarios}
                if scenario not in known:
                    message = Message('"{guide}" has no worked case "{case}"', guide=id, case=scenario)
                    loc = ("sessions", at, "cases", place)
                    yield subject.at(workshop, loc, "unknown-case", message, did_you_mean(scenario, known))
    for questionnaire in subject.handbook.questionnaires.values():
        for at, question in enumerate(questionnaire.questions):
            if not isinstance(question, SingleChoice) or not question.step:
                continue
            guide = subject.handbook.guide(question.procedure or "")
            if guide and not guide.step(question.step) and not subject.is_damaged(guide):
                message = Message('"{guide}" has no step "{step}"', guide=guide.id, step=question.step)
                meant = did_you_mean(question.step, {step.id for step in guide.steps})
                yield subject.at(questionnaire, ("questions", at, "step"), "unknown-target", message, meant)


def unknown_objectives(subject: Subject) -> Iterator[Finding]:
    """Find objectives that a session names and the workshop lacks, and those that no session serves."""
    for workshop in subject.handbook.workshops.values():
        known = [objective.id for objective in workshop.objectives]
        served = set()
        for at, session in enumerate(workshop.sessions):
            for place, id in enumerate(session.objectives):
                served.add(id)
                if id not in known:
                    message = Message('the workshop has no objective "{id}"', id=id)
                    loc = ("sessions", at, "objectives", place)
                    yield subject.at(workshop, loc, "unknown-objective", message, did_you_mean(id, known))
        if subject.is_damaged(workshop):
            continue
        for at, id in enumerate(known):
            if id not in served:
                message = Message('no session serves the objective "{id}"', id=id)
                hint = Message("name it in a session, or delete it")
                yield subject.at(workshop, ("objectives", at, "id"), "unserved-objective", message, hint)


def times_that_do_not_add_up(subject: Subject) -> Iterator[Finding]:
    """Find workshops whose sessions take more or less time than the workshop."""
    for workshop in subject.handbook.workshops.values():
        total = sum(session.minutes for session in workshop.sessions)
        if total != workshop.minutes and not subject.is_damaged(workshop):
            message = Message(
                "the sessions take {total} minutes, and the workshop {minutes}", total=total, minutes=workshop.minutes
            )
            hint = Message("change the minutes of a session or of the workshop")
            yield subject.at(workshop, ("minutes",), "time-not-adding-up", message, hint)


def unreviewed_versions(subject: Subject) -> Iterator[Finding]:
    """Find procedures that changed since the workshop that teaches them was reviewed."""
    for workshop in subject.handbook.workshops.values():
        if subject.is_damaged(workshop):
            continue
        for id in workshop.taught:
            guide = subject.handbook.guide(id)
            reviewed = workshop.reviewed.get(id)
            if guide is None or reviewed == guide.control.version or subject.is_damaged(guide):
                continue
            if reviewed is None:
                message = Message('the workshop does not say with which version of "{guide}" it was reviewed', guide=id)
            else:
                message = Message(
                    '"{guide}" is now version {version}; the workshop was reviewed with {reviewed}',
                    guide=id,
                    version=guide.control.version,
                    reviewed=reviewed,
                )
            loc: Loc = ("reviewed", id) if reviewed else ("key:reviewed",) if workshop.reviewed else ()
            hint = Message('look at it again, then write "{id}: {version}"', id=id, version=guide.control.version)
            yield subject.at(workshop, loc, "workshop-not-reviewed", message, hint)
        for id in workshop.reviewed:
            if id not in workshop.taught:
                message = Message('the workshop does not teach "{id}"', id=id)
                meant = did_you_mean(id, workshop.taught) or Message("delete the line")
                yield subject.at(workshop, ("reviewed", f"key:{id}"), "unknown-procedure", message, meant)


def repeated_names(subject: Subject) -> Iterator[Finding]:
    """Find ids that two sessions, objectives, slides, questions or options share."""
    for workshop in subject.handbook.workshops.values():
        yield from _repeated(subject, workshop, ("objectives",), workshop.objectives)
        yield from _repeated(subject, workshop, ("sessions",), workshop.sessions)
        for at, session in enumerate(workshop.sessions):
            yield from _repeated(subject, workshop, ("sessions", at, "slides"), session.slides)
    for questionnaire in subject.handbook.questionnaires.values():
        yield from _repeated(subject, questionnaire, ("questions",), questionnaire.questions)
        for at, question in enumerate(questionnaire.questions):
            if isinstance(question, SingleChoice | MultipleChoice):
                yield from _repeated(subject, questionnaire, ("questions", at, "options"), question.options)


def wrong_keys(subject: Subject) -> Iterator[Finding]:
    """Find questions whose right answer is none of their answers, and questions of knowledge without one."""
    for questionnaire in subject.handbook.questionnaires.values():
        for at, question in enumerate(questionnaire.questions):
            if not isinstance(question, SingleChoice):
                continue
            known = [option.id for option in question.options]
            if question.right is None and questionnaire.level == "learning":
                message = Message('the question "{id}" does not say which answer is right', id=question.id)
                hint = Message('add "right: …", the id of an answer')
                yield subject.at(questionnaire, ("questions", at, "id"), "question-without-key", message, hint)
            elif question.right is not None and question.right not in known:
                message = Message('"{right}" is no answer of "{id}"', right=question.right, id=question.id)
                meant = did_you_mean(question.right, known)
                yield subject.at(questionnaire, ("questions", at, "right"), "unknown-answer", message, meant)


def crowded_slides(subject: Subject) -> Iterator[Finding]:
    """Find slides with more text than can be read from the last row."""
    for workshop in subject.handbook.workshops.values():
        for loc, slide in _slides(workshop):
            texts = [text for text in (slide.lead, *slide.points) if text]
            signs = max(
                (sum(len(one.get(code, "")) for one in texts) for code in subject.handbook.languages), default=0
            )
            if len(slide.points) > MOST_POINTS or signs > MOST_SIGNS:
                message = Message(
                    "the slide has {points} points and {signs} signs; it holds {most_points} and {most_signs}",
                    points=len(slide.points),
                    signs=signs,
                    most_points=MOST_POINTS,
                    most_signs=MOST_SIGNS,
                )
                hint = Message("shorten it, move text to the notes, or make two slides of it")
                yield subject.at(workshop, (*loc, "id"), "crowded-slide", message, hint)


def _slides(workshop: Workshop) -> Iterator[tuple[Loc, Slide]]:
    for at, session in enumerate(workshop.sessions):
        for place, slide in enumerate(session.slides):
            yield ("sessions", at, "slides", place), slide


def _repeated(subject: Subject, item: Item, loc: Loc, parts: Iterable[object]) -> Iterator[Finding]:
    seen: set[str] = set()
    for at, part in enumerate(parts):
        id: str = part.id  # type: ignore[attr-defined]
        if id in seen:
            message = Message('the id "{id}" is used twice in "{list}"', id=id, list=loc[-1])
            hint = Message("give one of them another id")
            yield subject.at(item, (*loc, at, "id"), "repeated-id", message, hint)
        seen.add(id)
