"""Which host keeps a repository: takes its address, gives the name that its pages and addresses follow."""

from __future__ import annotations

from typing import Literal, TypeAlias
from urllib.parse import urlsplit

Host: TypeAlias = Literal["github", "gitlab"]


def host_of(address: str | None) -> Host | None:
    """Give the kind of host of an https address; GitLab is known by its name, for many run it under their own."""
    place = urlsplit(address or "")
    if place.scheme != "https" or not place.hostname:
        return None
    if place.hostname == "github.com":
        return "github"
    return "gitlab" if "gitlab" in place.hostname else None
