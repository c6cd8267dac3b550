"""Referrals that leave open what the receiving service owes, or by what right data are shared."""

from __future__ import annotations

from collections.abc import Iterator

from handbook_builder.checks.subject import Finding, Subject
from handbook_builder.messages import Message
from handbook_builder.model.procedure import Guide
from handbook_builder.model.steps import Referral


def _referrals(subject: Subject) -> Iterator[tuple[Guide, int, Referral]]:
    for guide in subject.handbook.guides:
        if not subject.is_damaged(guide):
            for at, step in enumerate(guide.steps):
                if isinstance(step, Referral):
                    yield guide, at, step


def referrals_without_consent(subject: Subject) -> Iterator[Finding]:
    """Find referrals that share data and do not say by which rule of consent."""
    for guide, at, step in _referrals(subject):
        if step.consent is None:
            message = Message('the referral "{step}" has no rule of consent', step=step.id)
            hint = Message('add "consent: required", "not_required" or "vital_interest"')
            yield subject.at(guide, ("steps", at, "key:refer"), "referral-without-consent", message, hint)


def referrals_without_answer_time(subject: Subject) -> Iterator[Finding]:
    """Find referrals that do not say by when the other service answers; an emergency call is answered at once."""
    for guide, at, step in _referrals(subject):
        if step.answer_within is None and step.priority != "emergency":
            message = Message('the referral "{step}" does not say by when an answer is due', step=step.id)
            hint = Message('add for example "answer_within: 2 working days"')
            yield subject.at(guide, ("steps", at, "key:refer"), "referral-without-answer-time", message, hint)
