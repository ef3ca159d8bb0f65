"""Every form of the corpus, and the documents in it: a text, its bytes, and what surrounds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import office_forms, pdf_forms, web_forms
from .office_forms import OFFICE_FORMS
from .pdf_forms import PDF_FORMS
from .plain_forms import PLAIN_FORMS
from .scan_forms import SCAN_FORMS
from .texts import Text, all_texts, words
from .web_forms import WEB_FORMS


@dataclass(frozen=True)
class Form:
    name: str
    suffix: str
    render: Callable[[Text], bytes]
    furniture: str = ""
    scanned: bool = False

    def texts(self) -> Iterator[Text]:
        """The texts that are published in this form, as far as it shows them."""
        for text in all_texts():
            if "footnotes" in self.name:
                if any(part.note for part in text.parts):
                    yield text
            elif self._suits(text):
                plain = text.without_notes
                shortened = self.name in ("html, tabs", "html, json-ld")
                yield web_forms.questions_only(plain) if shortened else plain

    def _suits(self, text: Text) -> bool:
        tables = any(part.cells for part in text.parts)
        if "tables" in self.name:
            return tables
        if self.name in ("html, tabs", "html, json-ld", "html, details", "html, buttons"):
            return bool(text.questions)
        if self.scanned:
            return text.name in _SCANNED
        return not tables or self.suffix in (".docx", ".odt", ".rtf", ".html", ".md")

    @property
    def furniture_words(self) -> list[str]:
        return words(self.furniture)


_SCANNED = ("board-policy", "family-questions", "front-office-protocol", "family-letter")


def _forms() -> Iterator[Form]:
    for name, pdf in PDF_FORMS.items():
        yield Form(name, ".pdf", pdf, pdf_forms.FURNITURE)
    for name, (suffix, office) in OFFICE_FORMS.items():
        yield Form(name, suffix, office, office_forms.HEADER)
    for name, web in WEB_FORMS.items():
        yield Form(name, ".html", _encoded(web), web_forms.FURNITURE)
    for name, (suffix, plain) in PLAIN_FORMS.items():
        yield Form(name, suffix, plain)
    for name, scan in SCAN_FORMS.items():
        yield Form(name, ".pdf", scan, pdf_forms.FURNITURE, scanned=True)


def _encoded(render: Callable[[Text], str]) -> Callable[[Text], bytes]:
    return lambda text: render(text).encode()


FORMS: tuple[Form, ...] = tuple(_forms())
