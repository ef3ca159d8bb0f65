import shutil
from pathlib import Path

import pytest

from policy_audit.baseline import load_baseline, load_case_file, load_practice
from policy_audit.errors import BaselineError, GoldError
from policy_audit.model import CriterionKey, DocumentKind, Label, Outcome, PartialDate


def test_a_case_is_read_whole(small: Path) -> None:
    folder = small / "practice" / "elm-grove"
    case = load_case_file(folder, load_baseline(small))
    assert (case.id, case.kind, case.date) == (
        "elm-grove",
        DocumentKind.FAMILY_LETTER,
        PartialDate("2025-04"),
    )
    assert case.labels[0] == Label(
        CriterionKey("locked-door", "door-locked"),
        Outcome.STATED,
        ("The front door is locked from bell to bell.",),
        "plain",
    )
    assert case.labels[1].note is None
    assert case.documents == (folder / "letter.md",)


def _restate(small: Path, family: str) -> None:
    source, copy = small / "practice" / "elm-grove", small / "practice" / "elm-grove-again"
    shutil.copytree(source, copy)
    text = (copy / "case.toml").read_text("utf-8")
    text = text.replace('id = "elm-grove"', f'id = "elm-grove-again"\nfamily = "{family}"', 1)
    (copy / "case.toml").write_text(text, "utf-8")


def test_a_restatement_is_of_the_family_of_what_it_restates(small: Path) -> None:
    _restate(small, "elm-grove")
    families = {case.id: case.family for case in load_practice(load_baseline(small))}
    assert families["elm-grove"] == families["elm-grove-again"] == "elm-grove"


def test_a_family_that_is_no_case_is_refused(small: Path) -> None:
    _restate(small, "oak-grove")
    with pytest.raises(BaselineError, match=r"family.*no practice case is called 'oak-grove'"):
        load_practice(load_baseline(small))


def test_documents_are_all_files_beside_the_labels(small: Path) -> None:
    folder = small / "practice" / "elm-grove"
    (folder / "forms").mkdir()
    for name in ("forms/notice.html", "annex.pdf", ".DS_Store"):
        (folder / name).write_bytes(b"x")
    case = load_case_file(folder, load_baseline(small))
    names = [path.relative_to(folder).as_posix() for path in case.documents]
    assert names == ["annex.pdf", "forms/notice.html", "letter.md"]


def test_a_case_without_a_document_is_refused(small: Path) -> None:
    folder = small / "practice" / "elm-grove"
    (folder / "letter.md").unlink()
    with pytest.raises(BaselineError, match=r"case\.toml: no document beside it"):
        load_case_file(folder, load_baseline(small))


def test_a_linked_document_is_refused(small: Path) -> None:
    folder = small / "practice" / "elm-grove"
    (folder / "link.md").symlink_to(small / "baseline.toml")
    with pytest.raises(BaselineError, match=r"link\.md is a link"):
        load_case_file(folder, load_baseline(small))


def test_gold_mistakes_are_gold_errors(small: Path) -> None:
    baseline = load_baseline(small)
    with pytest.raises(GoldError, match=r"case\.toml: no such file"):
        load_case_file(small / "practice", baseline, GoldError)
    path = small / "practice" / "elm-grove" / "case.toml"
    path.write_text(path.read_text("utf-8").replace("never-opens", "opens"), "utf-8")
    with pytest.raises(GoldError, match=r'label\[1\] "magic-door/opens": no such criterion'):
        load_case_file(path.parent, baseline, GoldError)


def test_a_case_needs_neither_date_nor_labels(small: Path) -> None:
    folder = small / "practice" / "elm-grove"
    text = 'id = "elm-grove"\ntitle = "Bare"\nkind = "news"\n'
    (folder / "case.toml").write_text(text, "utf-8")
    case = load_case_file(folder, load_baseline(small))
    assert (case.date, case.labels) == (None, ())


def test_practice_is_in_the_order_of_its_ids(small: Path) -> None:
    for name in ("zinnia", "aster"):
        folder = small / "practice" / name
        folder.mkdir()
        text = f'id = "{name}"\ntitle = "T"\nkind = "faq"\ndate = "2025"\n'
        (folder / "case.toml").write_text(text, "utf-8")
        (folder / "faq.txt").write_text("Nothing here.", "utf-8")
    (small / "practice" / "README.md").write_text("not a case", "utf-8")
    assert [c.id for c in load_practice(load_baseline(small))] == ["aster", "elm-grove", "zinnia"]


def test_a_baseline_may_have_no_practice(small: Path) -> None:
    (small / "practice").rename(small.parent / "elsewhere")
    assert load_practice(load_baseline(small)) == ()
