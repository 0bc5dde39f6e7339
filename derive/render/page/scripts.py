"""What a page carries with it: its style and its programs, and the policy that lets it do nothing else."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

from derive.resources import resource

STYLE = ("page.css",)
READING = ("appearance.js",)
ANSWERING = ("appearance.js", "sha256.js", "number.js", "progress.js", "answers.js")


@lru_cache(maxsize=4)
def source(files: tuple[str, ...]) -> str:
    """The files of a page, one after another."""
    return "\n".join(resource("parts", "page", file).read_text(encoding="utf-8") for file in files)


def policy(style: str, script: str) -> str:
    """A content security policy: this style and these programs run, and nothing is ever fetched or sent."""
    allowed = f"style-src '{digest(style)}'; script-src '{digest(script)}'"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def digest(text: str) -> str:
    """The hash by which a policy knows a text."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
