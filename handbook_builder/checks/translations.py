"""Translations: whether each still says what its source says, and whether that is recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from handbook_builder.checks.subject import Finding, Subject
from handbook_builder.messages import Message
from handbook_builder.model.handbook import Origin
from handbook_builder.translation.units import units_of

LONGEST = 120
"""Signs of an older text that a message shows."""


def stale_translations(subject: Subject) -> Iterator[Finding]:
    """Find translations of which the source has changed since, or of which the translator was not sure."""
    if not any(subject.handbook.doubts.values()):
        return
    for unit in units_of(subject.handbook):
        for language, doubts in subject.handbook.doubts.items():
            doubt = doubts.get(unit.wording)
            if doubt is None or doubt.kind == "unrecorded":
                continue
            if doubt.kind == "stale":
                before = doubt.before if len(doubt.before) <= LONGEST else f"{doubt.before[:LONGEST]}…"
                message = Message(
                    'the text in "{language}" was translated when the source said "{before}"',
                    language=language,
                    before=before,
                )
            else:
                message = Message('the translator was not sure of the text in "{language}"', language=language)
            hint = Message('translate it anew; if it still fits, run: handbook translate record "{id}"', id=unit.id)
            yield Finding(unit.origin, (*unit.loc, language), "stale-translation", message, hint)


def unrecorded_translations(subject: Subject) -> Iterator[Finding]:
    """Find files with translations that are newer than the record, which could not tell if they aged."""
    handbook = subject.handbook
    found: Counter[tuple[str, str]] = Counter()
    for language, doubts in handbook.doubts.items():
        new = {wording for wording, doubt in doubts.items() if doubt.kind == "unrecorded"}
        if new:
            found.update((origin.file, language) for origin, _, wording in subject.wordings if wording in new)
    for (file, language), count in found.items():
        message = Message('new or changed translations into "{language}": {n}', language=language, n=count)
        hint = Message("when they are right, run: handbook translate record")
        yield Finding(Origin(file), (), "unrecorded-translation", message, hint)
