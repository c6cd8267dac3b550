"""What ``submit``, ``approve`` and ``retire`` share: takes guides and what becomes of them, writes it or tells why not.

The rules are those of the checks: what they would call an error of the result is refused before anything is written.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from handbook_builder.approval import write_control
from handbook_builder.checks import run_checks
from handbook_builder.checks.subject import Finding
from handbook_builder.commands.console import Stop, language, note, out
from handbook_builder.commands.place import as_seen, here, sound_manual, tell_of
from handbook_builder.diagnostics import CODES, Severity, did_you_mean
from handbook_builder.load import load_handbook
from handbook_builder.messages import Message, said_in, with_hint
from handbook_builder.model.control import Control
from handbook_builder.model.handbook import Handbook
from handbook_builder.model.procedure import Guide
from handbook_builder.render.words import words_of
from handbook_builder.rewrite import AuthorFile

Passage = Callable[[Guide, Handbook], Control | Message]
"""What becomes of a guide's control block, or why it can't be."""


def add_ids(parser: argparse.ArgumentParser) -> None:
    """Declare which guides it is about."""
    parser.add_argument("ids", nargs="+", metavar="ID", help=Message("id or code of a procedure or decision tree"))


def pass_on(names: Sequence[str], passage: Passage) -> int:
    """Let guides pass to another state: all of them, or, if the rules forbid one, none."""
    root, today = here(), datetime.date.today()
    before = sound_manual(root)
    if before is None:
        note(Message("nothing was changed: the manual has errors"))
        return 1
    guides = list({guide.id: guide for guide in (guide_named(name, before) for name in names)}.values())
    results = {guide.id: passage(guide, before) for guide in guides}
    passed = {id: control for id, control in results.items() if isinstance(control, Control)}
    found = set(run_checks(_with(passed, before), today)) - set(run_checks(before, today))
    errors = {one for one in found if CODES[one.code] is Severity.ERROR}
    reasons = [
        *((before.origin(guide), reason) for guide in guides if isinstance(reason := results[guide.id], Message)),
        *((one.origin, with_hint(one.message, one.hint)) for one in errors),
    ]
    if reasons:
        for origin, why in sorted(reasons, key=lambda pair: (pair[0].file, pair[1])):
            note(Message("{file}: {reason}", file=as_seen(root, origin.file), reason=why))
        raise Stop(Message("nothing was changed"))
    for guide in guides:
        _write(root, before.origin(guide).file, guide.control, passed[guide.id])
    _tell(root, found)
    return 0


def guide_named(name: str, handbook: Handbook) -> Guide:
    """Give the guide with an id or code."""
    found = [one for one in handbook.guides if name == one.id or name.casefold() == (one.code or "").casefold()]
    if not found:
        known = {one.id for one in handbook.guides} | {one.code for one in handbook.guides if one.code}
        raise Stop(with_hint(Message('there is no procedure or flow "{id}"', id=name), did_you_mean(name, known)))
    return found[0]


def _with(controls: Mapping[str, Control], handbook: Handbook) -> Handbook:
    """Give the manual as it would be with other control blocks, by the id of the guide."""

    def changed(guides: Mapping[str, Any]) -> dict[str, Any]:
        new = {id: guides[id].model_copy(update={"control": controls[id]}) for id in guides.keys() & controls.keys()}
        return {id: new.get(id, guide) for id, guide in guides.items()}

    return dataclasses.replace(handbook, procedures=changed(handbook.procedures), flows=changed(handbook.flows))


def _write(root: Path, name: str, before: Control, after: Control) -> None:
    file = AuthorFile.read(root / name)
    write_control(file, before, after)
    file.write(root / name)
    state = words_of(language())[after.status].lower()
    told = Message("{file}: {state}, version {version}", file=as_seen(root, name), state=state, version=after.version)
    out(f"{said_in(language(), told)}\n")


def _tell(root: Path, findings: Collection[Finding]) -> None:
    """Tell the warnings that the passage brought, at their places in the files as they are now."""
    if findings:
        _, library, _ = load_handbook(root)
        tell_of(root, sorted(library.problem(one.origin, one.loc, one.code, one.message, one.hint) for one in findings))
