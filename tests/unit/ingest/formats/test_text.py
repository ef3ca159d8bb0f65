from policy_audit.ingest.formats.text import text_lines


def test_underlined_titles() -> None:
    levels = [line.level for line in text_lines("Title\n=====\n\nPart\n----\nBody of it.")]
    assert levels == [1, 2, None]


def test_decorated_titles() -> None:
    line = text_lines("== 1. AT THE DOOR ==")[0]
    assert (line.text, line.level) == ("1. AT THE DOOR", 1)


def test_gaps_and_indents() -> None:
    found = [(line.text, line.indent, line.gap) for line in text_lines("a\n  b\n\n\tc")]
    assert found == [("a", 0, True), ("b", 2, False), ("c", 4, True)]
