"""Comparison -> text or bytes; one renderer a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from policy_audit.model import Comparison
from policy_audit.report.changes import html, json, markdown, text
from policy_audit.report.changes.words import Sides

Renderer = Callable[[Comparison, Sides], bytes]

CHANGE_FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {
        "text": text.render,
        "md": markdown.render,
        "html": html.render,
        "json": json.render,
    }
)

__all__ = ["CHANGE_FORMATS", "Renderer", "Sides"]
