from __future__ import annotations

import pytest

from policy_audit.errors import UnreadableError
from policy_audit.ingest.formats.shared.charset import decode
from policy_audit.model import UnreadCategory

TEXT = "The district’s schools — all seven — welcome Señora Peña’s children."


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode(codec: str) -> None:
    decoded = decode(TEXT.encode(codec))
    assert decoded.text == TEXT
    assert decoded.notes == ()


def test_declared_in_html() -> None:
    page = f'<meta charset="windows-1252"><p>{TEXT}</p>'
    assert TEXT in decode(page.encode("cp1252")).text


def test_a_declaration_is_no_command() -> None:
    page = b'<meta charset="zip"><p>The district\x92s schools are open to all of them.</p>'
    assert "district’s" in decode(page).text


def test_guessed() -> None:
    decoded = decode((TEXT * 3).encode("cp1252"))
    assert decoded.text == TEXT * 3
    assert "cp1252" in decoded.notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "Steps\n• Call the office.\n• Wait for the principal.\n",
        "The agent’s papers are read. The town’s police are not called.",
        "Habrá un intérprete para cada niño que está en el salón.",
    ],
)
def test_what_a_mac_wrote_is_told_by_its_signs(text: str) -> None:
    decoded = decode(text.encode("mac_roman"))
    assert decoded.text == text
    assert "mac_roman" in decoded.notes[0]


def test_a_yen_sign_before_a_number_is_no_dot() -> None:
    text = "The trip to Kyoto costs\n¥ 40,000 for each student’s seat.\n"
    assert decode(text.encode("cp1252")).text == text


def test_utf8_with_one_broken_byte() -> None:
    decoded = decode(TEXT.encode() * 20 + b"\xff")
    assert decoded.text == TEXT * 20 + "\ufffd"
    assert decoded.notes == ("A few characters could not be read.",)


def test_mojibake_is_repaired_and_told() -> None:
    decoded = decode("We donâ€™t ask.\nPlain.".encode())
    assert decoded.text == "We don’t ask.\nPlain."
    assert "repaired" in decoded.notes[0]


def test_undecodable() -> None:
    with pytest.raises(UnreadableError, match="UTF-8") as caught:
        decode(bytes(range(128, 256)) * 10)
    assert caught.value.category == UnreadCategory.ENCODING
