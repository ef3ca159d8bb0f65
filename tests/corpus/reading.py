"""``make reading``: how well known texts are read in every form; ``--speed``: a long PDF;
``--determinations``: whether they are judged the same."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from policy_audit.ingest import read_document
from policy_audit.model import Unread, UnreadCategory

from .compare import Measure, measure
from .forms import FORMS, Form


@dataclass(frozen=True)
class Figures:
    """What one form came to; ``unread`` are documents that were not read, with the reason."""

    form: Form
    documents: int
    total: Measure
    unread: tuple[Unread, ...] = ()

    @property
    def has_reader(self) -> bool:
        return not any(u.category is UnreadCategory.UNSUPPORTED for u in self.unread)


def figures(form: Form, folder: Path) -> Figures:
    """Render the texts of a form into ``folder``, read them back and compare."""
    total, unread = Measure(), []
    texts = tuple(form.texts())
    for text in texts:
        path = folder / f"{text.name}{form.suffix}"
        path.write_bytes(form.render(text))
        document = read_document(path, name=path.name)
        if isinstance(document, Unread):
            unread.append(document)
        else:
            total += measure(document, text, form.furniture_words)
    return Figures(form, len(texts), total, tuple(unread))


def report() -> Iterator[str]:
    """The table, line by line; a form without a reader is named and not measured."""
    yield f"{'form':28}{'documents':>10}{'recall':>9}{'order':>9}{'Q and A':>9}{'left behind':>13}"
    documents = 0
    for form in FORMS:
        with tempfile.TemporaryDirectory() as folder:
            found = figures(form, Path(folder))
        documents += found.documents
        if found.unread:
            yield f"{form.name:28}{found.documents:>10}  {found.unread[0].reason}"
            continue
        total = found.total
        yield (
            f"{form.name:28}{found.documents:>10}{total.recall:>9.4f}{total.order:>9.4f}"
            f"{total.pairing:>9.0%}{total.left_behind:>13.2%}"
        )
    yield f"{'all forms':28}{documents:>10}"


if __name__ == "__main__":
    if "--speed" in sys.argv[1:]:
        from .speed import report as speed_report

        lines = speed_report()
    elif "--determinations" in sys.argv[1:]:
        from .determinations import report as determinations_report

        lines = determinations_report()
    else:
        lines = report()
    for line in lines:
        print(line, flush=True)  # noqa: T201
