"""What a translation must keep: takes a text and its translation, tells what got lost on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from handbook_builder.diff.wordings import digits_in, numbers_in
from handbook_builder.messages import Message
from handbook_builder.model.inline import Code, Emphasis, Inline, Link, html_in, links_in, parse_inline, plain_text


def losses(source: str, text: str, language: str) -> Iterator[Message]:
    """Tell which links, numbers and pieces of code a translation lacks or adds, and whether it holds HTML."""
    old, new = parse_inline(source), parse_inline(text)
    links, others = (Counter(link.target for link in links_in(one)) for one in (old, new))
    for target in links - others:
        yield Message("the link to {target} is missing", target=target)
    for target in others - links:
        yield Message("the link to {target} is not in the source", target=target)
    for code in Counter(_codes(old)) - Counter(_codes(new)):
        yield Message("`{code}` is missing", code=code)
    found = numbers_in(text, language)
    together = "".join(digits_in(plain_text(new)))  # a telephone number may be grouped in another way
    for number in dict.fromkeys(digits_in(plain_text(old))):
        if number not in found and not (len(number) > 4 and number in together):
            yield Message("the number {number} is missing; write numbers in digits", number=number)
    if (tag := html_in(new)) and not html_in(old):
        yield Message('the text holds HTML: "{tag}"', tag=tag[:40])


def _codes(inline: Inline) -> Iterator[str]:
    for part in inline:
        if isinstance(part, Code):
            yield part.text
        elif isinstance(part, Emphasis | Link):
            yield from _codes(part.children)
