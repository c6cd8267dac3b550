"""Document control: approvals that can be shown, versions with a history, reviews in time."""

from __future__ import annotations

from collections.abc import Iterator

from handbook_builder.checks.subject import Finding, Subject
from handbook_builder.messages import Message


def approved_without_approver(subject: Subject) -> Iterator[Finding]:
    """Find approved procedures that do not say who approved them."""
    for guide in subject.handbook.guides:
        if guide.control.status == "approved" and not guide.control.approved_by and not subject.is_damaged(guide):
            message = Message('"{guide}" is approved, and nobody is named who approved it', guide=guide.id)
            hint = Message('add "approved_by: …", a role or service')
            yield subject.at(guide, ("control", "status"), "approved-without-approver", message, hint)


def approved_without_date(subject: Subject) -> Iterator[Finding]:
    """Find approved procedures without the date of the approval."""
    for guide in subject.handbook.guides:
        if guide.control.status == "approved" and not guide.control.approved_on and not subject.is_damaged(guide):
            message = Message('"{guide}" is approved, and the date of the approval is missing', guide=guide.id)
            hint = Message('add "approved_on: …", the day of the approval')
            yield subject.at(guide, ("control", "status"), "approved-without-date", message, hint)


def versions_not_in_changes(subject: Subject) -> Iterator[Finding]:
    """Find versions that the revision history does not explain."""
    for guide in subject.handbook.guides:
        control = guide.control
        if control.changes and control.version not in {change.version for change in control.changes}:
            message = Message('the version "{version}" has no line in "changes"', version=control.version)
            hint = Message("add a line that says what changed")
            yield subject.at(guide, ("control", "version"), "version-not-in-changes", message, hint)


def overdue_reviews(subject: Subject) -> Iterator[Finding]:
    """Find procedures whose review date has passed; a retired one needs no review."""
    for guide in subject.handbook.guides:
        control = guide.control
        if control.review_by and control.review_by < subject.today and control.status != "retired":
            message = Message(
                'the review of "{guide}" was due by {review_by}', guide=guide.id, review_by=control.review_by
            )
            hint = Message("review it and set the next date")
            yield subject.at(guide, ("control", "review_by"), "review-overdue", message, hint)
