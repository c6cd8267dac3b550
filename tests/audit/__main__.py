"""``python -m tests.audit [SITE]``: look at every page in every setting, print a report, exit with 1 for findings.

Without SITE, the folder of a built site, the real manual is built first.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.audit.look import OPENED, SETTINGS, Task, kind_of, look_at_once, read, sample
from tests.audit.structure import STRUCTURE
from tests.audit.whole import NOT_FOUND, WHOLE
from tests.site import build_real_site, pages_of

TOGETHER = 20
"""Pages that one browser looks at before it is closed."""


def tasks(folder: Path, paths: list[str]) -> Iterator[Task]:
    """Give what there is to look at: every page in every setting, search and menu on some."""
    opened = [one for path in sample(folder, paths) if kind_of(path) in OPENED for one in (path, f"en/{path}")]
    for setting in SETTINGS:
        for open_parts, chosen in ((True, opened), (False, [path for path in paths if path not in opened])):
            for first in range(0, len(chosen), TOGETHER):
                yield Task(folder, tuple(chosen[first : first + TOGETHER]), setting, open_parts)


def audit(folder: Path) -> int:
    """Look at a built site and print the report; give the number of findings."""
    pages = pages_of(folder)
    paths = sorted(set(pages) - {NOT_FOUND})
    start = time.monotonic()
    findings = list(read(folder, pages))
    read_in = time.monotonic() - start
    wanted = list(tasks(folder, paths))
    for done, (task, found) in enumerate(look_at_once(wanted), 1):
        findings += found
        told = f"{done} of {len(wanted)}: {task.setting}, {len(task.paths)} pages, {len(found)} findings"
        print(told, file=sys.stderr, flush=True)
    for finding in sorted(findings, key=str):
        print(finding)
    seconds = time.monotonic() - start
    print(f"\n{len(paths)} pages.")
    print(f"{len(STRUCTURE) + len(WHOLE)} checks read them in {read_in:.0f} s.")
    print(f"axe-core and the checks of layout saw each in {len(SETTINGS)} settings in {seconds - read_in:.0f} s:")
    print(f"{'; '.join(map(str, SETTINGS))}.")
    print(f"{len(findings)} findings{':' if findings else '.'}")
    for rule, count in sorted(Counter(one.rule for one in findings).items()):
        print(f"  {count:6} {rule}")
    return len(findings)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.exit(bool(audit(Path(sys.argv[1]).resolve())))
    with tempfile.TemporaryDirectory(prefix="audit-") as root:
        sys.exit(bool(audit(build_real_site(Path(root)).folder)))
