"""``handbook build``: checks the manual here and builds its site."""

from __future__ import annotations

import argparse
import datetime
import os
from pathlib import Path

from handbook_builder.commands.console import (
    Commands,
    Progress,
    Stop,
    add_common,
    counted,
    is_failure,
    note,
    summary_of,
)
from handbook_builder.commands.place import here, tell_of
from handbook_builder.messages import Message
from handbook_builder.render.graphviz import EngineMissing
from handbook_builder.site.finish import BuiltSite
from handbook_builder.site.pack import write_copy


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "build",
        help=Message("check the procedures, then build the site"),
        description=Message(
            "Check the procedures, then build the site. When something is wrong, the last good site stays."
        ),
    )
    parser.add_argument(
        "--site", metavar="DIR", help=Message("where the site goes (default: as mkdocs.yml says, or site)")
    )
    parser.add_argument(
        "--offline", action="store_true", help=Message("also write an offline copy of the site, as one zip file")
    )
    parser.add_argument(
        "--output",
        metavar="FILE",
        help=Message("the zip file of the offline copy (default: {name} in this folder)", name="manual-YYYY-MM-DD.zip"),
    )
    add_common(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Build, and tell what is wrong."""
    from handbook_builder import site_build  # MkDocs takes its time to load

    if options.output and not options.offline:
        raise Stop(Message("--output names the file of an offline copy: add --offline"))
    root = here()
    if not (root / "mkdocs.yml").is_file():
        raise Stop(Message("there is no mkdocs.yml in {root}; handbook init FOLDER shows one", root=root))
    site = Path(os.path.abspath(options.site)) if options.site else None
    today = options.today or datetime.date.today()
    try:
        with Progress(options.quiet) as report:
            result = site_build.build_site(root, strict=options.strict, site=site, today=today, report=report)
    except EngineMissing as error:
        raise Stop(error.args[0]) from error
    except site_build.SiteError as error:
        note(Message("{error}; the last good site stays as it was", error=error))
        return 1
    # Warnings are the business of "handbook check"; here they would bury what stops the build.
    tell_of(root, (one for one in result.diagnostics if one.is_error or options.strict))
    built = result.ok and not is_failure(result.diagnostics, options.strict)
    if not options.quiet:
        said = summary_of(result.diagnostics)
        if built:
            note(
                Message(
                    "{said}; {pages}; the site is in {place}",
                    said=said,
                    pages=counted(result.pages_written, "{n} page written", "{n} pages written"),
                    place=os.path.relpath(result.site or root),
                )
            )
        else:
            note(Message("{said}; nothing was built, the last good site stays as it was", said=said))
    if built and options.offline:
        assert result.built is not None
        _write_copy(result.built, today, Path(options.output or f"manual-{today}.zip"), options.quiet)
    return 0 if built else 1


def _write_copy(site: BuiltSite, today: datetime.date, file: Path, quiet: bool) -> None:
    copy = write_copy(site, today, file)
    if not quiet:
        note(
            Message(
                "the offline copy is {file}: {size} MB, {unpacked} MB unpacked, {pages}, valid until {until}",
                file=file,
                size=f"{copy.size / 1e6:.1f}",
                unpacked=f"{copy.unpacked / 1e6:.1f}",
                pages=counted(copy.pages, "{n} page", "{n} pages"),
                until=copy.until,
            )
        )
