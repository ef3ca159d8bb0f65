"""The table of readers: one a format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from policy_audit.ingest.formats.docx.reader import read_docx
from policy_audit.ingest.formats.html.reader import read_html
from policy_audit.ingest.formats.markdown import read_markdown
from policy_audit.ingest.formats.odt.reader import read_odt
from policy_audit.ingest.formats.pdf.reader import read_pdf
from policy_audit.ingest.formats.picture import read_picture
from policy_audit.ingest.formats.pptx import read_pptx
from policy_audit.ingest.formats.rtf.reader import read_rtf
from policy_audit.ingest.formats.sniff import Format
from policy_audit.ingest.formats.text import read_text
from policy_audit.ingest.layout.lines import Reading

Reader = Callable[[bytes], Reading]
"""Bytes of one file -> what it says. Raises ``UnreadableError`` and nothing else."""

READERS: Mapping[Format, Reader] = MappingProxyType(
    {
        Format.PDF: read_pdf,
        Format.DOCX: read_docx,
        Format.PPTX: read_pptx,
        Format.ODT: read_odt,
        Format.RTF: read_rtf,
        Format.HTML: read_html,
        Format.MARKDOWN: read_markdown,
        Format.TEXT: read_text,
        Format.PICTURE: read_picture,
    }
)
