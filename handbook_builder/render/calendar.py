"""The reviews as a calendar that other programs import: takes an edition, gives a file of iCalendar (RFC 5545)."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterator

from handbook_builder.model.handbook import Handbook
from handbook_builder.model.procedure import Guide
from handbook_builder.render import paths
from handbook_builder.render.page import MARK, Page
from handbook_builder.render.status import reviews
from handbook_builder.render.writer import Edition, as_seen

LONGEST = 75
"""Bytes of a line, its end not counted; what is longer goes on in a line that begins with a space."""


def review_calendar(edition: Edition) -> Iterator[Page]:
    """Write the calendar of the reviews, one all-day event each; none where nothing is to be reviewed."""
    due = reviews(edition.handbook)
    if due:
        name = _text(f"{edition.words['reviews']} – {edition.text(edition.handbook.settings.title)}")
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            f"PRODID:-//handbook_builder//Reviews//{edition.language.upper()}",
            f"X-HANDBOOK-SOURCE:{MARK} procedures",
            f"NAME:{name}",
            f"X-WR-CALNAME:{name}",
            *(line for guide in due for line in _event(guide, edition)),
            "END:VCALENDAR",
        ]
        text = "".join(f"{part}\r\n" for line in lines for part in _folded(line))
        yield Page(paths.calendar_file(edition.suffix), text)


def _event(guide: Guide, edition: Edition) -> Iterator[str]:
    words, control = edition.words, guide.control
    assert control.review_by is not None
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(guide, edition.handbook)}"
    # The same manual gives the same file: the stamp is the last day that the guide tells of itself.
    told = [day for day in (control.approved_on, *(change.date for change in control.changes)) if day]
    yield f"DTSTAMP:{_day(max(told, default=control.review_by))}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(control.review_by)}"
    name = " ".join(part for part in (guide.code, edition.name(guide)) if part)
    yield f"SUMMARY:{_text(words['review_of'].format(name=name))}"
    facts = [("version", control.version), ("state", words[control.status])]
    if owner := edition.handbook.roles.get(guide.owner or ""):
        facts.append(("owner", edition.name(owner)))
    yield f"DESCRIPTION:{_text(*(f'{words[name]}: {fact}' for name, fact in facts))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _uid(guide: Guide, handbook: Handbook) -> str:
    """Give the id by which a program knows the event again: the same when its day moves, and in every language."""
    manual = handbook.settings.title.get(handbook.settings.source_language, "")
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"handbook review: {manual}: {guide.id}"))


def _day(day: datetime.date) -> str:
    return day.isoformat().replace("-", "")


def _text(*lines: str) -> str:
    """Write lines of plain text as a value of type TEXT."""
    return r"\n".join(re.sub(r"([\\;,])", r"\\\1", as_seen(line)) for line in lines)


def _folded(line: str) -> Iterator[str]:
    """Cut a line into parts that are short enough; no character is cut in two."""
    part = ""
    for sign in line:
        if len(f"{part}{sign}".encode()) > LONGEST:
            yield part
            part = " "
        part += sign
    yield part
