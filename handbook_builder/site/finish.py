"""The stages that finish a built site, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from handbook_builder.model.handbook import Handbook


@dataclass(frozen=True)
class BuiltSite:
    """A site as the generator left it: its folder, the manual that it shows, and its address if that is known."""

    folder: Path
    handbook: Handbook
    address: str | None = None


def finish(site: BuiltSite) -> None:
    """Make of the generator's files the site that readers get; the same site if it is done again."""
