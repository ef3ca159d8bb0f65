"""One document for each way in which a document can be bad."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

# The file's name, who makes its bytes, and the category it must get.
Maker = Callable[[], bytes]

_READERS_WORD = "open sesame"
_SPANISH = """Estimadas familias:

La puerta principal permanece cerrada durante todo el día escolar y un empleado la vigila. Los
visitantes deben tocar el timbre y mostrar una identificación antes de entrar en el edificio.

El almuerzo se sirve al mediodía. Los autobuses salen a las tres de la tarde, y la biblioteca abre
los sábados por la mañana para todos los alumnos y sus padres.
"""


def _pdf(draw: Callable[[canvas.Canvas], object], word: str | None = None) -> bytes:
    target = io.BytesIO()
    page = canvas.Canvas(target, encrypt=word)
    draw(page)
    page.showPage()
    page.save()
    return target.getvalue()


def _text_page(page: canvas.Canvas) -> None:
    for line in range(40):
        page.drawString(72, 740 - 16 * line, f"{line}. The front door is locked all day.")


def _picture_page(page: canvas.Canvas) -> None:
    picture = Image.new("L", (600, 800), color=240)
    page.drawImage(ImageReader(picture), 0, 0, width=600, height=800)


def _truncated() -> bytes:
    whole = _pdf(_text_page)
    return whole[: len(whole) // 3]


def _no_encoding() -> bytes:
    return bytes(128 + 37 * n % 128 for n in range(4096))


BAD: dict[str, tuple[Maker, str]] = {
    "empty.txt": (lambda: b"", "empty"),
    "blank.md": (lambda: b" \n\n\t\n", "empty"),
    "sheet.xls": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "unsupported"),
    "scan.pdf": (lambda: _pdf(_picture_page), "needs-ocr"),
    "locked.pdf": (lambda: _pdf(_text_page, _READERS_WORD), "encrypted"),
    "cut-short.pdf": (_truncated, "damaged"),
    "noise.txt": (_no_encoding, "encoding"),
    "carta.txt": (_SPANISH.encode, "language"),
}
"""Each is read alone by ``extract`` and all together by ``run``."""


def write_all(folder: Path) -> None:
    """Write every bad document into ``folder``."""
    for name, (make, _category) in BAD.items():
        (folder / name).write_bytes(make())
