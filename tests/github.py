"""A GitHub for the tests: what the form asks of it, answered from a folder; keeps what it is told."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Route

API = "https://api.github.com"
HEAD = "a" * 40
DAY = "2026-11-22T10:00:00Z"
PERSON = {"name": "Ana", "email": "ana@example.org", "user": {"id": 1, "login": "ana"}}


@dataclass
class GitHub:
    """A repository with one branch, its pull requests, and the files that were sent to their branches."""

    files: dict[str, str]
    pulls: list[dict[str, Any]] = field(default_factory=list)
    sent: dict[str, dict[str, str]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    """Requests that this GitHub does not know how to answer."""

    @classmethod
    def of(cls, root: Path) -> GitHub:
        """Keep the files of a manual."""
        paths = [path for folder in ("procedures", "flows") for path in (root / folder).rglob("*.yml")]
        return cls({path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(paths)})

    def answer_in(self, context: BrowserContext) -> None:
        """Answer the requests of a browser."""
        context.route(f"{API}/**", self._answer)

    def _answer(self, route: Route) -> None:
        request = route.request
        headers = {"access-control-allow-origin": "*", "access-control-allow-headers": "*"}
        headers["access-control-allow-methods"] = "*"
        if request.method == "OPTIONS":
            route.fulfill(status=204, headers=headers)
            return
        path, told = urlsplit(request.url).path, request.post_data_json if request.post_data else None
        answer = self._query(**told) if path == "/graphql" else self._rest(request.method, path, told)
        if answer is None:
            self.unknown.append(f"{request.method} {request.url} {request.post_data}")
        status = 204 if answer == {} else 200 if answer is not None else 404
        route.fulfill(status=status, headers=headers, json=answer)

    def _rest(self, method: str, path: str, told: Any) -> Any:
        if path == "/user":
            return {
                "id": 1,
                "login": "ana",
                "name": "Ana",
                "email": "ana@example.org",
                "html_url": "x",
                "avatar_url": "",
            }
        if "/collaborators/" in path:
            return {}
        if "/git/trees/" in path:
            tree = [
                {"path": one, "type": "blob", "sha": _hash(text), "size": len(text)} for one, text in self.files.items()
            ]
            return {"sha": HEAD, "tree": tree, "truncated": False}
        if method == "POST" and path.endswith("/pulls"):
            self.pulls.append(told)
            return {
                "number": 1,
                "node_id": "p",
                "title": told["title"],
                "html_url": "x",
                "head": {"sha": HEAD},
            } | dict.fromkeys(("created_at", "updated_at"), DAY)
        if method == "POST" and path.endswith("/labels"):
            return []
        return None

    def _query(self, query: str, variables: dict[str, Any]) -> Any:
        commit = {"oid": HEAD, "message": "x", "author": PERSON, "committedDate": DAY}
        history = {"target": {"oid": HEAD, "history": {"nodes": [commit]}}}
        if "createCommitOnBranch" in query:
            told = variables["input"]
            branch = self.sent.setdefault(told["branch"]["branchName"], {})
            for one in told["fileChanges"]["additions"]:
                branch[one["path"]] = base64.b64decode(one["contents"]).decode()
            oids = {name: {"oid": "b" * 40} for name in re.findall(r"(file_\d+):", query)}
            return {"data": {"createCommitOnBranch": {"commit": commit | oids}}}
        if "createRef" in query:
            return {"data": {"createRef": {"ref": {"name": variables["input"]["name"]}}}}
        if "base: repository" in query:
            return {"data": {"fork": {"id": "r"}, "base": {"ref": history}}}
        answer: dict[str, Any] = {}
        if "defaultBranchRef" in query:
            answer["defaultBranchRef"] = {"name": "main"}
        if "pullRequests(" in query:
            answer["pullRequests"] = {"nodes": [], "totalCount": 0}
        by_hash = {_hash(text): text for text in self.files.values()}
        for name, oid in re.findall(r'(content_\d+): object\(oid: "(\w+)"\)', query):
            answer[name] = {"text": by_hash[oid], "isTruncated": False}
        for name in re.findall(r"((?:commit|history)_\d+): +ref", query):
            answer[name] = history
        if not answer and "ref(qualifiedName: $branch)" in query:
            answer["ref"] = history
        return {"data": {"repository": answer}} if answer else None


def _hash(text: str) -> str:
    return hashlib.sha1(text.encode()).hexdigest()
