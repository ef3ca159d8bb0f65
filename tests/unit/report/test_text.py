from __future__ import annotations

from collections.abc import Callable

from policy_audit.model import Assessment
from policy_audit.report import summary_table


def test_golden(assessment: Assessment, golden: Callable[[str, bytes], None]) -> None:
    table = summary_table(assessment)
    lines = ["\t".join(row) for row in (table.columns, *table.rows)]
    golden("report/summary-table.txt", ("\n".join(lines) + "\n").encode("utf-8"))


def test_rows_are_as_long_as_the_columns_and_in_the_order_of_ids(assessment: Assessment) -> None:
    table = summary_table(assessment)
    assert {len(row) for row in table.rows} == {len(table.columns)}
    assert [row[0] for row in table.rows][1:] == ["Maple Hollow Public Schools", "North End"]


def test_critical_gaps_and_documents_are_counted(assessment: Assessment) -> None:
    table = summary_table(assessment)
    odd = dict(zip(table.columns, table.rows[0], strict=True))
    assert (odd["Critical gaps"], odd["Read"], odd["Unread"], odd["Met"]) == ("2", "1", "2", "0")
