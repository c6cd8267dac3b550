"""Translations as gettext PO files, the way Weblate and PO editors want them: writes one, reads one.

The source is the ``msgid``, the id of the text its ``msgctxt``; what is stale is ``fuzzy`` and tells its older source.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

import polib

from handbook_builder.load import Library
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.inline import parse_inline, plain_text
from handbook_builder.translation.units import Unit, units_of

_SENT = "sent: "
"""How the line of a comment begins that tells which translation was sent: what comes back was touched, or was not."""


@dataclass(frozen=True)
class Entry:
    """A translation that came back."""

    line: int
    id: str
    source: str
    text: str
    fuzzy: bool
    sent: str | None
    """The fingerprint of the translation that was sent; None if the line with it got lost."""

    @property
    def is_untouched(self) -> bool:
        """Whether it came back as it was sent."""
        return self.sent == fingerprint(self.text)


def fingerprint(text: str) -> str:
    """Give a short sign of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def po_of(handbook: Handbook, library: Library, language: str) -> str:
    """Write all texts of a manual with their translations into a language."""
    source = handbook.settings.source_language
    file = polib.POFile()
    file.metadata = {
        "Project-Id-Version": plain_text(parse_inline(handbook.settings.title.get(source, ""))),
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": source,
    }
    # A list may say the same twice, and be translated once.
    units = {(unit.id, unit.text(source)): unit for unit in units_of(handbook)}.values()
    entries = [_entry(unit, library.line(unit.origin, unit.loc), handbook, language) for unit in units]
    file.extend(sorted(entries, key=lambda one: (one.occurrences[0][0], int(one.occurrences[0][1]), one.msgctxt)))
    return f"{file}"


def _entry(unit: Unit, line: int, handbook: Handbook, language: str) -> polib.POEntry:
    text = unit.text(language)
    doubt = handbook.doubts.get(language, {}).get(unit.wording)
    about = [line for line in unit.about.splitlines() if line]
    return polib.POEntry(
        msgctxt=unit.id,
        msgid=unit.text(handbook.settings.source_language),
        msgstr=text,
        comment="\n".join([*about, f"{_SENT}{fingerprint(text)}"]),
        occurrences=[(unit.origin.file, str(line))],
        flags=["fuzzy"] if doubt and doubt.kind in ("stale", "fuzzy") else [],
        previous_msgctxt=unit.id if doubt and doubt.before else None,
        previous_msgid=doubt.before if doubt and doubt.before else None,
    )


class PoError(Exception):
    """A file is no PO file; the message tells why."""


def read_po(text: str) -> tuple[str, list[Entry]]:
    """Read a PO file: the language that its header names, and its entries.

    Raises:
        PoError: it is none.
    """
    try:
        file = polib.pofile(f"{text}\n")  # with a line end, it can't be taken for the name of a file
    except (OSError, ValueError) as error:
        raise PoError(str(error).partition("\n")[0]) from error
    return file.metadata.get("Language", "").replace("_", "-"), list(_entries(file))


def _entries(file: polib.POFile) -> Iterator[Entry]:
    for one in file:
        if not one.obsolete and one.msgctxt:
            sent = re.search(rf"^{_SENT}([0-9a-f]{{8}})$", one.comment, re.MULTILINE)
            yield Entry(one.linenum or 1, one.msgctxt, one.msgid, one.msgstr.strip(), one.fuzzy, sent and sent[1])
