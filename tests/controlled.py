"""Manuals whose texts are under document control: one with a control block to try, one with a text in each state."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

from handbook_builder.commands.init import copy_starter

BASE = Path(__file__).parent / "base_manual"
TODAY = datetime.date.today()
"""The commands judge dates as they are used, so that these tests go by the calendar too."""

WELCOME = Path("procedures/reception/welcome.yml")
HEAD = "id: welcome\ncode: CL-09\ntitle: {pt: Acolhimento, en: Welcome}\nowner: officer\n"
STEPS = "\nsteps:\n  - id: finish\n    end: {pt: Pessoa informada., en: Person informed.}\n    outcome: resolved\n"
CHANGES = "changes: [{version: 1.0.0, date: 2026-05-01, summary: {pt: Um., en: One.}}]"

VISIT = Path("procedures/reception/welcoming-a-person.yml")


def base(root: Path, control: str = "", head: str = HEAD, steps: str = STEPS) -> Path:
    """Lay out the small manual of the checks, with one more procedure whose control block is given."""
    shutil.copytree(BASE, root)
    if control:
        (root / WELCOME).write_text(f"{head}control: {{{control}}}{steps}", encoding="utf-8")
    return root


def states(root: Path) -> Path:
    """Make a manual with a text in each state, of fixed days."""
    copy_starter(root, datetime.date(2026, 1, 1))
    text = (root / VISIT).read_text(encoding="utf-8")
    start, end = text.index("control:\n"), text.index("# EN: The steps;")
    controls = {
        "old": "status: retired\n  approved_by: coordinator\n  approved_on: 2026-02-01\n  retired_on: 2026-06-01\n"
        "  replaced_by: welcoming-a-person",
        "queue": "status: approved\n  approved_by: coordinator\n  approved_on: 2026-02-01\n  review_by: 2026-10-01",
        "keys": "status: approved\n  approved_by: coordinator\n  approved_on: 2026-02-01\n  review_by: 2027-01-10",
        "gifts": "status: in_review\n  consultation:\n    until: 2026-12-31\n    question: {pt: 'O que falta: isto?', "
        "en: 'What is missing: this?'}\n    email: gifts@example.org",
    }
    for at, (id, control) in enumerate(controls.items(), 10):
        new = (
            f"{text[:start]}control:\n  version: 1.0.0\n  {control}\n  {CHANGES.replace('2026-05-01', '2026-01-15')}\n"
        )
        new = f"{new}{text[end:]}".replace("id: welcoming-a-person", f"id: {id}").replace("BA-01", f"BA-{at}")
        new = new.replace("{pt: Acolher uma pessoa, en: Welcoming a person}", f"{{pt: Texto {id}, en: Text {id}}}")
        (root / f"procedures/reception/{id}.yml").write_text(new, encoding="utf-8")
    return root
