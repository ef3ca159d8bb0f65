"""``policy-audit extract``: a document as the tool read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from policy_audit.cli import options, terminal
from policy_audit.cli.exits import ExitCode
from policy_audit.errors import OutputError, UsageError
from policy_audit.model import Clause, Document, Unread

EXAMPLES = (
    "policy-audit extract district_policies/my-district/letter.pdf",
    "policy-audit extract letter.docx --json",
    "policy-audit extract letter.pdf --html --output letter.html",
)


def extract(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A document of any format.", show_default=False),
    ],
    *,
    as_json: options.JsonOption = False,
    as_html: Annotated[
        bool, typer.Option("--html", help="Make one page for a browser, with what was left out.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="FILE",
            dir_okay=False,
            help="Where the page of --html goes.",
            show_default="standard output",
        ),
    ] = None,
) -> int:
    """Show a document as the tool read it: its text and its clauses.

    Each clause comes with its role, the number printed before it, its page, the headings above
    it, and the lead-in or question that governs it.
    """
    from policy_audit.ingest import Guard, read_document
    from policy_audit.segment import segment

    if as_json and as_html:
        raise UsageError("--json and --html exclude each other: choose one")
    if output is not None and not as_html:
        raise UsageError("--output goes with --html: add it, or redirect the output")
    if not file.is_file():
        raise UsageError(f"{file} is no file: give the path of one document")
    with Guard() as guard:
        document = read_document(file, name=file.name, guard=guard)
    if isinstance(document, Unread):
        terminal.say_error(f"not read: {document.path} ({document.category}): {document.reason}")
        return ExitCode.INCOMPLETE
    clauses = segment(document)
    if as_html:
        _show_page(document, clauses, output)
    elif as_json:
        terminal.say_raw(json.dumps(_data(document, clauses), indent=2))
    else:
        _show(document, clauses)
    return ExitCode.DONE


def _show_page(document: Document, clauses: Sequence[Clause], output: Path | None) -> None:
    from policy_audit.report import render_reading

    page = render_reading(document, clauses)
    if output is None:
        typer.echo(page, nl=False)
        return
    try:
        output.write_bytes(page)
    except OSError as error:
        raise OutputError(
            f"cannot write {output}: {error.strerror}; choose another place with --output"
        ) from error
    terminal.say(f"Page to read: {output}")


def _show(document: Document, clauses: Sequence[Clause]) -> None:
    pages = f", {document.page_count} page(s)" if document.page_count else ""
    terminal.say(f"{document.source.path}: {document.meta.title}")
    terminal.say(f"SHA-256 {document.source.sha256}, {document.source.size} bytes{pages}")
    for note in document.notes:
        terminal.say(f"Note: {note}")
    terminal.say()
    terminal.say("TEXT")
    for line in document.text.splitlines():
        terminal.say(line)
    terminal.say()
    terminal.say(f"CLAUSES ({len(clauses)})")
    for clause in clauses:
        terminal.say()
        for indent, text in _lines(clause):
            terminal.say(text, indent=indent)


def _lines(clause: Clause) -> Iterator[tuple[int, str]]:
    location, context = clause.location, clause.context
    marker = f" {location.marker}" if location.marker else ""
    page = f", page {location.page}" if location.page is not None else ""
    ocr = f", read by OCR, {location.ocr:.0%}" if location.ocr is not None else ""
    span = f"{clause.span.start}:{clause.span.end}"
    yield 0, f"[{clause.role}{marker}{page}{ocr}, characters {span}]"
    if context.headings:
        yield 2, f"headings: {' > '.join(context.headings)}"
    if context.question:
        yield 2, f"question: {context.question}"
    if context.lead_in:
        yield 2, f"lead-in: {context.lead_in}"
    yield 2, clause.text
    if clause.meaning:
        yield 2, f"read as: {clause.meaning}"


def _data(document: Document, clauses: Sequence[Clause]) -> dict[str, Any]:
    return {
        "path": document.source.path,
        "sha256": document.source.sha256,
        "title": document.meta.title,
        "language": document.language,
        "pages": document.page_count,
        "notes": list(document.notes),
        "text": document.text,
        "clauses": [
            {
                "id": clause.id,
                "role": clause.role.value,
                "marker": clause.location.marker,
                "page": clause.location.page,
                "ocr": clause.location.ocr,
                "span": [clause.span.start, clause.span.end],
                "headings": list(clause.context.headings),
                "question": clause.context.question,
                "lead_in": clause.context.lead_in,
                "text": clause.text,
                "meaning": clause.meaning,
            }
            for clause in clauses
        ],
    }
