"""Small pieces of Markdown that several templates share: trust marks, channels of a service, sources, duties."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from handbook_builder.model.registers import Channel, Service
from handbook_builder.render.writer import Writer, escape


def confidence(w: Writer, level: str) -> str:
    """Mark how far a fact can be trusted; what was read in its source needs no mark."""
    if level == "verified":
        return ""
    return f'<span class="hb-confidence hb-{level}">{w.edition.words[f"confidence_{level}"]}</span>'


def channel(w: Writer, one: Channel) -> str:
    """Write a channel: a number that dials, an address that opens, and how sure it is."""
    mark = confidence(w, one.confidence)
    return " ".join([reach(w, one), mark] if mark else [reach(w, one)])


def reach(w: Writer, one: Channel) -> str:
    """Write a channel: a number that dials, an address that opens, what for and when."""
    parts = [_reach(one)]
    if one.label:
        parts.append(f"({w.say(one.label)})")
    if one.hours:
        parts.append(f"— {w.say(one.hours)}")
    return " ".join(parts)


def _reach(one: Channel) -> str:
    label = escape(one.value)
    number = re.sub(r"[^0-9]", "", one.value)
    abroad = "+" if one.value.strip().startswith("+") else ""
    match one.kind:
        case "phone" if number:
            return f"[{label}](tel:{abroad}{number})"
        case "sms" if number:
            return f"[{label}](sms:{abroad}{number})"
        case "email" if re.fullmatch(r"[^\s@<>()\"'\\]+@[^\s@<>()\"'\\]+", one.value):
            return f"[{label}](mailto:{one.value})"
        case "website" | "form" if (address := _address(one.value)) is not None:
            return f"[{label}](<{address}>)"
    return label


def _address(value: str) -> str | None:
    """Give a web address as a link target, or None for what is none."""
    address = value if re.match(r"https?://", value) else f"https://{value}"
    return address if re.fullmatch(r"https?://[^\s<>\"'`\\{}|^]+\.[^\s<>\"'`\\{}|^]+", address) else None


def confirmation(w: Writer, service: Service, *, numbers: bool = False) -> str:
    """Tell when somebody confirmed a service's channels, or how far its entry can be trusted; or its ``numbers`` alone.

    The page does not know the day on which it is read: a script marks a confirmation that no longer holds.
    """
    words = w.edition.words
    if service.verified_on and service.confirmed_until:
        day, until = w.date(service.verified_on), w.date(service.confirmed_until)
        said = words["confirmed"].format(date=day, until=until)
        return f'<span class="hb-verified" data-on="{day}" data-until="{until}">{said}</span>'
    weakest = max(
        (one.confidence for one in service.numbers) if numbers else [service.confidence], key=list(_UNCONFIRMED).index
    )
    return f'<span class="hb-confidence">{words[_UNCONFIRMED[weakest]]}</span>'


def due(w: Writer, day: datetime.date) -> str:
    """Write the last day for a review; a script marks what is overdue, for the page does not know when it is read."""
    return f'<span class="hb-due" data-by="{day}">{w.date(day)}</span>'


_UNCONFIRMED = {
    "verified": "confirmed_not_read",
    "dated": "confirmed_not_dated",
    "unverified": "confirmed_not",
    "proposal": "confirmed_not",
}
"""What is said of an entry that nobody has confirmed, the strongest first."""


def source_line(w: Writer, id: str) -> str:
    """Write a source as it is cited: title, date, and a mark if it must be confirmed."""
    source = w.edition.handbook.sources.get(id)
    if source is None:
        return escape(id)
    mark = confidence(w, source.confidence)
    return f"{w.link(source)} ({w.edition.source_dates(source)}){' ' + mark if mark else ''}"


def source_short(w: Writer, id: str) -> str:
    """Write a source as a step cites it: title and date of what it speaks of."""
    source = w.edition.handbook.sources.get(id)
    if source is None:
        return escape(id)
    if source.confidence == "proposal":
        words = w.edition.words["confidence_proposal"]
        return f"[{words}]({w.url(source)}){{ .hb-confidence .hb-proposal }}"
    dated = f" ({source.published})" if source.published else ""
    mark = confidence(w, source.confidence)
    return f"{w.link(source)}{dated}{' ' + mark if mark else ''}"


def external(address: str | None) -> str:
    """Write a web address as a link, or as text if it is none."""
    target = _address(address or "")
    return f"[{escape(address or '')}](<{target}>)" if target else escape(address or "")


def links(w: Writer, kind: str, ids: Iterable[str]) -> str:
    """Write links to entries of a kind, in a line."""
    entries: Mapping[str, Any] = w.edition.handbook.entries(kind)
    return ", ".join(w.link(entries[id]) if id in entries else escape(id) for id in ids)


def shared(w: Writer, ids: Iterable[str]) -> str:
    """Name the data that a referral hands over."""
    known = w.edition.handbook.data
    return ", ".join(w.say(known[id].title) if id in known else escape(id.replace("-", " ")) for id in ids)


def attribute(text: str) -> str:
    """Write plain text for an HTML attribute in double quotes, in which Markdown must find nothing either."""
    return escape(text).replace('"', "&quot;")


MACROS: dict[str, Callable[..., str]] = {
    "attribute": attribute,
    "channel": channel,
    "confidence": confidence,
    "confirmation": confirmation,
    "due": due,
    "escape": escape,
    "external": external,
    "links": links,
    "reach": reach,
    "shared": shared,
    "source_line": source_line,
    "source_short": source_short,
}
"""What templates may call."""
