"""Links in Word documents: elements that name a relation, and fields that hold the address."""

from __future__ import annotations

import re
from typing import Any

from policy_audit.ingest.formats.docx.runs import FALLBACK, W
from policy_audit.ingest.formats.shared.links import LinkList
from policy_audit.model import Link

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_FIELD = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
_GONE = frozenset({f"{W}del", f"{W}moveFrom", FALLBACK})


def links_of(document: Any) -> tuple[Link, ...]:
    """The links to documents in the body of python-docx's ``document``, deleted ones left out."""
    found = LinkList()
    relations = document.part.rels
    for paragraph in document.element.body.iter(f"{W}p"):
        for element in paragraph.iter(f"{W}hyperlink", f"{W}fldSimple"):
            field = _FIELD.match(element.get(f"{W}instr") or "")
            relation = relations.get(element.get(_RELATION) or "")
            if _is_gone(element):
                continue
            if field:
                found.add(_shown(element), field[1])
            elif relation is not None and relation.is_external:
                found.add(_shown(element), relation.target_ref)
        for text, address in _fields(paragraph):
            found.add(text, address)
    return found.found()


def _fields(paragraph: Any) -> list[tuple[str, str]]:
    """Fields in parts: their code stands before a mark, what they show after it."""
    made: list[tuple[str, str]] = []
    code, shown, in_code = "", "", False
    for element in paragraph.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        if _is_gone(element):
            continue
        mark = element.get(f"{W}fldCharType") or ""
        if mark == "begin":
            code, shown, in_code = "", "", True
        elif mark == "separate":
            in_code = False
        elif mark == "end":
            address = _FIELD.match(code)
            made += [(shown, address[1])] if address else []
            code, in_code = "", False
        elif in_code:
            code += element.text or "" if element.tag == f"{W}instrText" else ""
        else:
            shown += element.text or ""
    return made


def _shown(element: Any) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t") if not _is_gone(text))


def _is_gone(element: Any) -> bool:
    return any(above.tag in _GONE for above in element.iterancestors())
