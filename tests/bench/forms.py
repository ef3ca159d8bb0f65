"""The forms in which a corpus is published: those of the reading corpus, without the time of day."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from corpus import office_forms, pdf_forms, plain_forms, web_forms
from corpus.texts import Text

_SHEET = [(54.0, 54.0, 504.0, 684.0)]
_LONG_AGO = (2025, 1, 2, 3, 4, 6)


def _sheets(text: Text) -> bytes:
    with _without_time():
        return pdf_forms.built(list(pdf_forms.story(text)), pdf_forms.SHEET, _SHEET)


def _columns(text: Text) -> bytes:
    with _without_time():
        return pdf_forms.two_columns(text)


def _word(text: Text) -> bytes:
    return _without_times(office_forms.word(text))


@contextmanager
def _without_time() -> Iterator[None]:
    """reportlab then writes no day and no random identifier."""
    from reportlab import rl_config

    before, rl_config.invariant = rl_config.invariant, 1
    try:
        yield
    finally:
        rl_config.invariant = before


def _without_times(package: bytes) -> bytes:
    """The same package, every part of it dated alike."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


_RENDER: dict[str, tuple[str, Callable[[Text], bytes]]] = {
    "markdown": (".md", plain_forms.markdown),
    "text": (".txt", plain_forms.plain_text),
    "web page": (".html", lambda text: web_forms.page(text).encode()),
    "word": (".docx", _word),
    "pdf": (".pdf", _sheets),
    "pdf, two columns": (".pdf", _columns),
}
#: Names of forms, to be drawn from: PDF is what is published most.
FORMS = ("markdown", "text", "web page", "word", "pdf", "pdf", "pdf, two columns")
MANUAL_FORMS = ("word", "pdf", "pdf")


def rendered(form: str, text: Text) -> tuple[str, bytes]:
    """The suffix and the bytes of ``text`` in ``form``; equal texts give equal bytes."""
    suffix, render = _RENDER[form]
    return suffix, render(text)
