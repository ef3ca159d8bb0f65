import io
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_audit.cli import terminal


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("two\nlines\tand  more", "two lines and more"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]0;title\x07", "]0;title"),
        ("\x9b31m", "31m"),
        ("a\u202eb\u2066c\u2028d", "abc d"),
        ("half \ud800 pair", "half pair"),
        ("[bold]kept[/bold] :smile:", "[bold]kept[/bold] :smile:"),
        ("Matrícula – “cita” 校", "Matrícula – “cita” 校"),
    ],
)
def test_text_is_made_plain(text: str, shown: str) -> None:
    assert terminal.plain(text) == shown


@given(st.text())
def test_nothing_that_is_shown_acts_on_a_terminal(text: str) -> None:
    shown = terminal.plain(text)
    acting = {"Cc", "Cs", "Zl", "Zp"}
    assert not [c for c in shown if unicodedata.category(c) in acting]
    assert terminal.plain(shown) == shown


def test_an_error_is_one_line_of_bounded_length(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.say_error("a\r\nb " + "long " * 1000)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("policy-audit: a b long ")
    assert err.endswith("...\n")
    assert len(err) < 1100


def test_a_table_shows_names_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    names = ["West Hartford Public Schools", "[red]Rojo[/red]", "x\x1b[2Jy", ":smile:"]
    columns = ("District", *(f"Counted {n}" for n in range(8)))
    terminal.say_table(columns, [(name, *"12345678") for name in names])
    out = capsys.readouterr().out
    for name in ("West Hartford Public Schools", "[red]Rojo[/red]", "x[2Jy", ":smile:"):
        assert name in out
    assert "Counted 7" in out
    assert "\x1b" not in out


def test_no_progress_is_drawn_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with terminal.progress(quiet=False) as progress:
        progress("encoding", 1, 2)
    assert capsys.readouterr() == ("", "")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("quiet", "drawn"), [(False, True), (True, False)])
def test_progress_is_drawn_on_a_terminal_unless_quiet(
    quiet: bool, drawn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with terminal.progress(quiet=quiet) as progress:
        progress("encoding [b]clauses[/b]", 1, 2)
        progress("encoding [b]clauses[/b]", 2, 2)
    assert ("encoding [b]clauses[/b]" in stream.getvalue()) == drawn
