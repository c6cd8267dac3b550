"""Make the folder .venv ready for work: takes requirements.lock, gives an environment with exactly those packages.

`make` runs it when it is needed. Without make: ``python tools/make_venv.py``, on any system, with Python 3.11 or newer.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

WITHOUT_VENV = """
This Python cannot make a virtual environment (its words are above). To mend it:
  Debian, Ubuntu: sudo apt-get install python3-venv
  other systems:  install Python from https://www.python.org/downloads/"""


def main() -> int:
    """Create the environment if there is none that works, then install into it what the lock names."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the one place where an older Python may come by
        sys.exit("This needs Python 3.11 or newer, and this one is " + sys.version.split()[0] + ".")
    if not works():
        print(f"Creating .venv with Python {sys.version.split()[0]}", flush=True)
        create()
    print("Installing what requirements.lock names (the first time takes a minute or two)", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    for what in (["--require-hashes", "-r", "requirements.lock"], ["--no-deps", "--no-build-isolation", "-e", "."]):
        if status := subprocess.run(pip + what, cwd=ROOT).returncode:
            return status
    (VENV / ".ready").touch()
    return 0


def works() -> bool:
    """Tell whether .venv has a Python that is new enough and has pip; one that was moved or half made has not."""
    code = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", code], capture_output=True).returncode == 0


def create() -> None:
    """Create .venv with the standard library or, where a system has taken ensurepip out of it, with virtualenv."""
    venv = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if venv.returncode == 0:
        return
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        fetched = subprocess.run([*pip, "--target", folder, "virtualenv"], capture_output=True)
        virtualenv = [sys.executable, "-m", "virtualenv", "--quiet", "--clear", str(VENV)]
        if fetched.returncode or subprocess.run(virtualenv, env={**os.environ, "PYTHONPATH": folder}).returncode:
            sys.exit(venv.stdout + venv.stderr + WITHOUT_VENV)


if __name__ == "__main__":
    sys.exit(main())
