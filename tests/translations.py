"""Translations of the starter manual: what is recorded of them, what is in doubt, and texts that tests change."""

from __future__ import annotations

from pathlib import Path

from handbook_builder.load import load_handbook
from handbook_builder.translation.record import doubts_of, read_records, record_of, write_record
from handbook_builder.translation.units import units_of

WELCOME = "procedures/reception/welcoming-a-person.yml"
REFERRAL = "procedures/support/referral-to-social-services.yml"
FLOW = "flows/which-parcel.yml"
COLD = "flow/which-parcel/steps.cold-parcel.end"
GREET = "procedure/welcoming-a-person/steps.greet.do"

COLD_PT, COLD_EN = "Cabaz sem cozinha para três dias.", "A parcel for three days that needs no cooking."
GREET_PT = "Cumprimente a pessoa, diga o seu nome e ofereça um lugar para sentar."
GREET_EN = "Greet the person, say your name and offer a seat."
HAND_OVER = "procedure/welcoming-a-person/steps.hand-over.do"


def recorded(root: Path) -> Path:
    """Record the translations of a manual as they are; give its folder."""
    write_record(root, "en", record_of(load_handbook(root)[0], "en", {}))
    return root


def doubts(root: Path, language: str = "en") -> dict[str, str]:
    """Give what is not settled in a manual, by the id of the text."""
    handbook, _, problems = load_handbook(root)
    assert [one for one in problems if one.is_error] == []
    records, unread = read_records(root, handbook)
    assert unread == []
    found = doubts_of(handbook, language, records[language])
    return {
        unit.id: "critical" if (doubt := found[unit.wording]).is_critical else doubt.kind
        for unit in units_of(handbook)
        if unit.wording in found
    }


def said(root: Path, id: str, language: str) -> str:
    return next(unit.text(language) for unit in units_of(load_handbook(root)[0]) if unit.id == id)
