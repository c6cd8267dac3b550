"""Document control: approvals that can be shown, dates in their order, versions with a history, reviews in time."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from handbook_builder.checks.subject import Finding, Loc, Subject
from handbook_builder.checks.wordings import links_of
from handbook_builder.messages import Message
from handbook_builder.model.control import ONLY_IN
from handbook_builder.model.procedure import Guide
from handbook_builder.render.words import words_of


def _in_state(subject: Subject, status: str) -> Iterator[Guide]:
    """Give the guides in a state whose files could be read in full: what seems to be missing there is missing."""
    for guide in subject.handbook.guides:
        if guide.control.status == status and not subject.is_damaged(guide):
            yield guide


def approved_without_approver(subject: Subject) -> Iterator[Finding]:
    """Find approved procedures that do not say who approved them."""
    for guide in _in_state(subject, "approved"):
        if not guide.control.approved_by:
            message = Message('"{guide}" is approved, and nobody is named who approved it', guide=guide.id)
            hint = Message('add "approved_by: …", a role or service')
            yield subject.at(guide, ("control", "status"), "approved-without-approver", message, hint)


def approved_without_date(subject: Subject) -> Iterator[Finding]:
    """Find approved procedures without the date of the approval."""
    for guide in _in_state(subject, "approved"):
        if not guide.control.approved_on:
            message = Message('"{guide}" is approved, and the date of the approval is missing', guide=guide.id)
            hint = Message('add "approved_on: …", the day of the approval')
            yield subject.at(guide, ("control", "status"), "approved-without-date", message, hint)


def approved_without_review(subject: Subject) -> Iterator[Finding]:
    """Find approved procedures of which nobody knows when they will be looked at again."""
    for guide in _in_state(subject, "approved"):
        if not guide.control.review_by:
            message = Message('"{guide}" is approved, and no day is set for its review', guide=guide.id)
            hint = Message('add "review_by: …", the last day for it')
            yield subject.at(guide, ("control", "status"), "approved-without-review", message, hint)


def approved_before_1(subject: Subject) -> Iterator[Finding]:
    """Find approved procedures whose version says that they are not finished."""
    for guide in _in_state(subject, "approved"):
        if guide.control.version.startswith("0."):
            message = Message(
                '"{guide}" is approved with the version {version}', guide=guide.id, version=guide.control.version
            )
            hint = Message("versions below 1.0.0 are those of drafts")
            yield subject.at(guide, ("control", "version"), "approved-below-1", message, hint)


def approved_on_unverified_sources(subject: Subject) -> Iterator[Finding]:
    """Find sources of approved procedures that nobody could verify."""
    sources = subject.handbook.sources
    for guide in _in_state(subject, "approved"):
        places: list[tuple[Loc, str]] = [(("sources", at), id) for at, id in enumerate(guide.sources)]
        for step_at, step in enumerate(guide.steps):
            places += [(("steps", step_at, "sources", at), id) for at, id in enumerate(step.sources)]
        for loc, id in places:
            if id in sources and sources[id].confidence == "unverified":
                message = Message('an approved text rests on the source "{id}", which is not verified', id=id)
                hint = Message("verify the source, or put a verified one in its place")
                yield subject.at(guide, loc, "approved-unverified-source", message, hint)


def approved_with_open_points(subject: Subject) -> Iterator[Finding]:
    """Find words in approved procedures that say that something is left to settle."""
    guides = {subject.handbook.origin(guide) for guide in _in_state(subject, "approved")}
    for origin, loc, wording in subject.wordings:
        if origin in guides and loc[0] != "control":
            for language, text in wording.items():
                if found := _open_points(language).search(text):
                    message = Message('an approved text says "{words}"', words=found[0])
                    hint = Message("settle it, or take it out")
                    yield Finding(origin, (*loc, language), "approved-open-point", message, hint)


def _open_points(language: str) -> re.Pattern[str]:
    """Give what finds the words that leave something open, in a language."""
    words = re.escape(words_of(language)["open_points"]).replace("/", "|")
    return re.compile(rf"\b(?:TODO|FIXME|TBC|TBD|XXX)\b|\?\?\?|\b(?i:{words})\b")


def keys_for_other_states(subject: Subject) -> Iterator[Finding]:
    """Find what can't be said of a document in its state: who approved a draft, why an approved text was retired."""
    for guide in subject.handbook.guides:
        status = guide.control.status
        for key, states in ONLY_IN.items():
            if getattr(guide.control, key) is not None and status not in states:
                message = Message('"{key}" does not go with "status: {status}"', key=key, status=status)
                hint = Message("it goes with: {states}", states=", ".join(states))
                yield subject.at(guide, ("control", f"key:{key}"), "key-not-for-status", message, hint)


def dates_out_of_order(subject: Subject) -> Iterator[Finding]:
    """Find days that can't have followed each other so."""
    for guide in subject.handbook.guides:
        control = guide.control
        approved, change = control.approved_on, control.change
        days: list[tuple[str, datetime.date | None, str, datetime.date | None]] = [
            ("effective", control.effective, '"approved_on"', approved),
            ("retired_on", control.retired_on, '"approved_on"', approved),
        ]
        if change:
            said = Message("the version {version}", version=change.version)
            days.append(("approved_on", approved, said, change.date))
            if control.consultation:
                days.append(("consultation", control.consultation.until, said, change.date))
        hint = Message("correct the day that is wrong")
        for key, day, other, other_day in days:
            if day and other_day and day < other_day:
                message = Message(
                    '"{key}" is {day}, before {other}, {other_day}', key=key, day=day, other=other, other_day=other_day
                )
                loc = ("control", key, "until") if key == "consultation" else ("control", key)
                yield subject.at(guide, loc, "dates-out-of-order", message, hint)
        if approved and control.review_by and control.review_by <= approved:
            message = Message(
                '"review_by" is {day}, not after "approved_on", {other_day}', day=control.review_by, other_day=approved
            )
            yield subject.at(guide, ("control", "review_by"), "dates-out-of-order", message, hint)
        if approved and approved > subject.today:
            message = Message('"approved_on" is {day}, a day that is still to come', day=approved)
            hint = Message("until then, the text is in review")
            yield subject.at(guide, ("control", "approved_on"), "dates-out-of-order", message, hint)


def retired_incomplete(subject: Subject) -> Iterator[Finding]:
    """Find retired procedures that do not say since when, and what replaces them or why."""
    for guide in _in_state(subject, "retired"):
        control = guide.control
        if not control.retired_on:
            message = Message('"{guide}" is retired, and the day is missing', guide=guide.id)
            hint = Message('add "retired_on: …"')
        elif not control.replaced_by and not control.reason:
            message = Message('"{guide}" is retired, and nothing says what replaces it', guide=guide.id)
            hint = Message('add "replaced_by: …" or, if nothing does, "reason: …"')
        else:
            continue
        yield subject.at(guide, ("control", "status"), "retired-incomplete", message, hint)


def retired_in_use(subject: Subject) -> Iterator[Finding]:
    """Find what leads to a retired procedure, save other retired ones."""
    handbook = subject.handbook
    retired = {guide.id: guide for guide in handbook.guides if guide.control.is_retired}
    old = {handbook.origin(guide) for guide in retired.values()}
    successor_of = ("control", "replaced_by")  # a retired text may name others, save as what replaces it
    places = [
        *((origin, loc, id) for origin, loc, id in subject.guides_named if origin not in old or loc == successor_of),
        *(
            (origin, loc, link.item)
            for origin, loc, link in links_of(subject)
            if link.scheme in ("procedure", "flow") and origin not in old
        ),
    ]
    for origin, loc, id in places:
        if id in retired:
            successor = retired[id].control.replaced_by
            message = Message('this leads to "{id}", which is retired', id=id)
            hint = Message('"{other}" replaces it', other=successor) if successor else Message("take it out")
            yield Finding(origin, loc, "retired-in-use", message, hint)


def consultations_over(subject: Subject) -> Iterator[Finding]:
    """Find calls for comments whose last day has passed, while the text is still as far as it was."""
    for guide in subject.handbook.guides:
        consultation = guide.control.consultation
        if consultation and consultation.until < subject.today:
            message = Message('comments on "{guide}" were due until {until}', guide=guide.id, until=consultation.until)
            hint = Message('judge them, then take "consultation" out or set a later day')
            yield subject.at(guide, ("control", "consultation", "until"), "consultation-over", message, hint)


def versions_not_in_changes(subject: Subject) -> Iterator[Finding]:
    """Find versions that the revision history does not explain; a draft may have none yet."""
    for guide in subject.handbook.guides:
        control = guide.control
        if control.change is None and (control.changes or control.status == "approved"):
            message = Message('the version "{version}" has no line in "changes"', version=control.version)
            hint = Message("add a line that says what changed")
            yield subject.at(guide, ("control", "version"), "version-not-in-changes", message, hint)


def overdue_reviews(subject: Subject) -> Iterator[Finding]:
    """Find procedures whose review date has passed; a retired one needs no review."""
    for guide in subject.handbook.guides:
        control = guide.control
        if control.review_due and control.review_due < subject.today:
            message = Message(
                'the review of "{guide}" was due by {review_by}', guide=guide.id, review_by=control.review_by
            )
            hint = Message("review it and set the next date")
            yield subject.at(guide, ("control", "review_by"), "review-overdue", message, hint)
