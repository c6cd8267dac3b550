"""The stages of a build in their order; the table of contents of the whole tool."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from handbook_builder.checks import run_checks
from handbook_builder.diagnostics import Diagnostic
from handbook_builder.load import load_handbook
from handbook_builder.model.handbook import Handbook


@dataclass(frozen=True)
class Checked:
    """A loaded and checked manual: its values, and everything that is wrong, in the order of files and lines."""

    handbook: Handbook
    diagnostics: tuple[Diagnostic, ...]

    @property
    def has_errors(self) -> bool:
        """Whether it must not be built."""
        return any(diagnostic.is_error for diagnostic in self.diagnostics)


def check_manual(root: Path, today: datetime.date) -> Checked:
    """Read the manual in ``root`` and run every check; ``today`` decides what is overdue."""
    handbook, library, problems = load_handbook(root)
    for finding in run_checks(handbook, today):
        problems.append(
            library.problem(finding.origin, finding.loc, finding.code, finding.message, finding.hint)
        )
    return Checked(handbook, tuple(sorted(set(problems))))
