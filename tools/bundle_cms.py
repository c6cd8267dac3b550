"""Bundles the CMS of the form and its reader of YAML into handbook_builder/cms/vendor/; needs npm and its registry.

Run it to take newer versions: change PACKAGES, run, and run tests/test_cms.py.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

VENDOR = Path(__file__).parent.parent / "handbook_builder" / "cms" / "vendor"
PACKAGES = ("@sveltia/cms@0.221.1", "yaml@2.9.1", "esbuild@0.28.2")
ENTRIES = {
    "cms": 'export { default } from "@sveltia/cms";',
    "yaml": 'export { isMap, isScalar, isSeq, parseDocument } from "yaml";',
}
LOCALE = "pt-PT"
"""The interface of the CMS is in English besides; what it has for maps, code and pictures is left out with the rest."""

FONTS = ("material-symbols-outlined", "source-sans-3")
_IMPORT = re.compile(r'\b(?:from|import)\s*"\./([^"]+\.js)"')


def main() -> None:
    """Install, bundle, and keep what the form uses."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _run(folder, "npm", "init", "--yes")
        _run(folder, "npm", "install", *PACKAGES)
        for entry, text in ENTRIES.items():
            (folder / f"{entry}.js").write_text(text, encoding="utf-8")
        entries = [f"{entry}.js" for entry in ENTRIES]
        flags = ("--bundle", "--splitting", "--format=esm", "--minify", "--target=es2022", "--legal-comments=inline")
        _run(folder, "npx", "esbuild", *entries, *flags, "--outdir=out")
        shutil.rmtree(VENDOR, ignore_errors=True)
        (VENDOR / "assets").mkdir(parents=True)
        locale = next((folder / "out").glob(f"{LOCALE}-*.js")).name
        for part in sorted(set(_with_imports(folder / "out", [*entries, locale]))):
            shutil.copy(folder / "out" / part, VENDOR / part)
        package = folder / "node_modules" / "@sveltia" / "cms"
        for font in FONTS:
            for file in (package / "npm" / "assets").glob(f"{font}*"):
                shutil.copy(file, VENDOR / "assets" / file.name)
        shutil.copy(package / "LICENSE.txt", VENDOR / "cms.LICENSE.txt")
        shutil.copy(folder / "node_modules" / "yaml" / "LICENSE", VENDOR / "yaml.LICENSE.txt")
        versions = "".join(f"{one}\n" for one in PACKAGES)
        (VENDOR / "VERSIONS.txt").write_text(versions, encoding="utf-8")


def _run(folder: Path, *command: str) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def _with_imports(folder: Path, names: list[str]) -> Iterator[str]:
    """Give files, and those that they always load."""
    for name in names:
        yield name
        text = (folder / name).read_text(encoding="utf-8")
        yield from _with_imports(folder, _IMPORT.findall(text))


if __name__ == "__main__":
    main()
