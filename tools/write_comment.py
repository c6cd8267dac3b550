"""Writes the comment of a pull request: takes what ``handbook diff`` told, gives the files that post_comment.py reads.

``.github/workflows/pull-request.yml`` runs it. It has no rights; the comment is posted by another run, which has.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from tools.post_comment import LIMIT, MARKER, NUMBER, TEXT

SAME = "Nada mudou em sentido: nem passos, nem pessoas, nem prazos, nem textos do manual.\n"
RIGHT = "**Verificação:** sem erros. A lista completa, com os avisos, está no [resumo]({run}).\n"
WRONG = (
    "**Verificação:** há erros a corrigir. Os dos ficheiros do pedido estão marcados nas linhas, em *Files changed*; "
    "todos, no [resumo]({run}).\n"
)
PREVIEW = (
    "**Ver como fica:** [descarregue uma cópia do manual]({preview}), extraia-a e abra `ABRIR-OPEN.html`. "
    "É preciso ter sessão iniciada no GitHub; a cópia guarda-se 14 dias.\n"
)
NO_PREVIEW = "**Ver como fica:** a cópia do manual faz-se quando já não houver erros.\n"
CHARTS = "**Fluxogramas:** [descarregue-os]({charts}), com o que mudou marcado.\n"
CUT = "\n… Cortado aqui, por ser longo. O resto está no [resumo]({run}).\n"


def comment(changes: str, environment: Mapping[str, str]) -> str:
    """Give the text of the comment: whether the manual is right, where to look at it, what changed in meaning."""
    links = {
        "run": "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}".format_map(environment),
        "preview": environment["PREVIEW"],
        "charts": environment["CHARTS"],
    }
    parts = [
        RIGHT if environment["CHECK"] == "success" else WRONG,
        PREVIEW if links["preview"] else NO_PREVIEW,
        CHARTS if links["charts"] else "",
    ]
    text = "\n".join((*(part.format_map(links) for part in parts if part), changes or SAME))
    room, notice = LIMIT - len(MARKER), CUT.format_map(links)
    return text if len(text) <= room else text[: text.rindex("\n", 0, room - len(notice)) + 1] + notice


def request(reference: str) -> str:
    """Give the number of the pull request that a reference of GitHub names: ``refs/pull/12/merge``."""
    found = re.fullmatch(r"refs/pull/(\d+)/merge", reference)
    if found is None:
        raise ValueError(f"{reference} is no pull request")
    return found[1]


def main() -> None:
    """Read the file and write into the folder that the command names."""
    changes, folder = map(Path, sys.argv[1:])
    folder.mkdir()
    (folder / TEXT).write_text(comment(changes.read_text(encoding="utf-8"), os.environ), encoding="utf-8")
    (folder / NUMBER).write_text(request(os.environ["GITHUB_REF"]), encoding="utf-8")


if __name__ == "__main__":
    main()
