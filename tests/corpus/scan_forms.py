"""A text as a scanner saves it: the printed pages as grey pictures, noisy and a little tilted."""

from __future__ import annotations

import io
from collections.abc import Callable

from . import pdf_forms
from .texts import Text


def _pictures(printed: bytes, dpi: int) -> list[bytes]:
    import numpy as np
    import pypdfium2
    from PIL import Image

    noise = np.random.default_rng(20250131)
    made = []
    for number, page in enumerate(pypdfium2.PdfDocument(printed)):
        picture = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        tilt = 0.7 if number % 2 else -0.6
        picture = picture.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.asarray(picture, dtype=np.float32) * 0.92 + 8
        grey = np.clip(grey + noise.normal(0, 12, grey.shape), 0, 255)
        buffer = io.BytesIO()
        Image.fromarray(grey.astype(np.uint8)).save(buffer, "JPEG", quality=70, dpi=(dpi, dpi))
        made.append(buffer.getvalue())
    return made


def scan(text: Text, dpi: int) -> bytes:
    """A PDF that holds one picture a page and no text."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=pdf_forms.PAGE)
    for picture in _pictures(pdf_forms.one_column(text), dpi):
        canvas.drawImage(ImageReader(io.BytesIO(picture)), 0, 0, *pdf_forms.PAGE)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def photograph(text: Text) -> bytes:
    """The first page as a picture file."""
    return _pictures(pdf_forms.one_column(text), 200)[0]


def _at(dpi: int) -> Callable[[Text], bytes]:
    return lambda text: scan(text, dpi)


SCAN_FORMS: dict[str, Callable[[Text], bytes]] = {
    "scan, 200 dpi": _at(200),
    "scan, 150 dpi": _at(150),
}
