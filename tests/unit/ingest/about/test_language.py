from __future__ import annotations

import pytest

from policy_audit.errors import UnreadableError
from policy_audit.ingest.about.language import english_part, language_of
from policy_audit.ingest.layout.lines import Piece
from policy_audit.model import BlockKind, LeftOutReason, UnreadCategory

ENGLISH = "Every child who lives in town may attend our schools, whatever papers the family has."
SPANISH = (
    "Todos los niños que viven en la ciudad pueden asistir a nuestras escuelas, sin importar los "
    "documentos que tenga la familia."
)
HAITIAN = (
    "Tout timoun ki rete nan vil la gen dwa ale lekòl nou yo, kèlkeswa papye fanmi yo genyen, epi "
    "pèsonn pap mande yo anyen sou sa."
)
POLISH = (
    "Każde dziecko, które mieszka w mieście, może uczęszczać do naszych szkół, bez względu na to, "
    "jakie dokumenty ma rodzina."
)


def pieces(*texts: str) -> list[Piece]:
    return [Piece(BlockKind.PARAGRAPH, text) for text in texts]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"),
        (SPANISH, "es"),
        (HAITIAN, "ht"),
        (POLISH, "pl"),
        ("所有住在本市的儿童都可以上我们的学校,不论其家庭持有何种证件。", "zh"),
        ("Hola", "en"),
        (
            "Robin Vale, Elm Grove Public Schools, Maple Street, Elm Grove, Connecticut, Room 4",
            "en",
        ),
    ],
)
def test_language_of(text: str, code: str) -> None:
    assert language_of(text) == code


def test_another_language_is_unread_and_named() -> None:
    with pytest.raises(
        UnreadableError, match="written in Spanish, which this tool does not judge"
    ) as caught:
        english_part(pieces("Estimadas familias", SPANISH, SPANISH))
    assert caught.value.category == UnreadCategory.LANGUAGE


def test_passages_go_with_their_titles_and_are_counted() -> None:
    part = english_part(
        pieces(
            "Welcome",
            ENGLISH,
            "Mensaje de la superintendente",
            SPANISH,
            SPANISH,
            "Muchas gracias",
            ENGLISH,
        )
    )
    assert [piece.text for piece in part.pieces] == ["Welcome", ENGLISH, ENGLISH]
    assert part.notes == ("2 passages in Spanish were not judged.",)


def test_english_stays_as_it_is() -> None:
    part = english_part(pieces("Welcome", ENGLISH, "Muchas gracias"))
    assert len(part.pieces) == 3
    assert part.notes == ()


def test_what_is_not_judged_is_listed() -> None:
    part = english_part(pieces("Welcome", ENGLISH, "Mensaje de la superintendente", SPANISH))
    assert [(each.reason, each.text) for each in part.left_out] == [
        (LeftOutReason.LANGUAGE, "Mensaje de la superintendente"),
        (LeftOutReason.LANGUAGE, SPANISH),
    ]


def test_a_cell_beside_its_english_twin_is_not_judged() -> None:
    row = Piece(BlockKind.ROW, f"{ENGLISH} | {SPANISH}")
    part = english_part([row, Piece(BlockKind.ROW, "Name | Nombre")])
    assert [piece.text for piece in part.pieces] == [ENGLISH, "Name | Nombre"]
    assert part.notes == ("1 passage in Spanish was not judged.",)
    assert [each.text for each in part.left_out] == [SPANISH]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Staff will not ask for a Social Security number.", True),
        ("Registro de estudiantes", False),
        ("4", False),
    ],
)
def test_a_short_cell_stays_beside_its_twin_where_it_is_english(cell: str, kept: bool) -> None:
    rows = [
        Piece(BlockKind.ROW, f"{ENGLISH} | {SPANISH}"),
        Piece(BlockKind.ROW, f"{cell} | {SPANISH}"),
    ]
    part = english_part(rows)
    assert [piece.text for piece in part.pieces] == [ENGLISH, cell][: 1 + kept]


def test_a_notice_in_english_does_not_make_a_letter_english() -> None:
    with pytest.raises(UnreadableError, match="written in Spanish"):
        english_part(pieces(*[SPANISH] * 6, ENGLISH))
    assert len(english_part(pieces(SPANISH, HAITIAN, POLISH, ENGLISH)).pieces) == 1


def test_short_english_lines_beside_another_language_are_its_own_text() -> None:
    short = ["We do not ask about status.", "Parents are called before any interview."]
    part = english_part(pieces(*short, SPANISH))
    assert [piece.text for piece in part.pieces] == short
