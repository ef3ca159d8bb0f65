"""JUnit XML: a suite for each district, a case for each requirement."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET  # written, never read

from policy_audit.model import Assessment, DecisionKind, DistrictAssessment
from policy_audit.report import decided, ranking
from policy_audit.report.notices import Notice, located, of_district
from policy_audit.report.ranking import Ruled
from policy_audit.report.wording import Standing, plain_line

NAME = "junit.xml"
_LEFT_OPEN = (Standing.UNDETERMINED, Standing.NOT_APPLICABLE)


def render(assessment: Assessment) -> Mapping[str, bytes]:
    """``junit.xml``: an open gap fails; what people settled, or nobody could tell, is skipped."""
    root = ET.Element("testsuites", name="policy-audit")
    for district in ranking.districts(assessment):
        root.append(_suite(district, assessment))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root, space=" ")
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return {NAME: content + b"\n"}


def _suite(district: DistrictAssessment, assessment: Assessment) -> ET.Element:
    rows = ranking.ruled(district, assessment.baseline)
    notices = {n.row.requirement.id: n for n in of_district(district, assessment.baseline)}
    suite = ET.Element("testsuite", name=plain_line(district.district.id))
    for row in rows:
        suite.append(_case(district, row, notices.get(row.requirement.id)))
    counted = {"failures": "failure", "skipped": "skipped"}
    suite.set("tests", str(len(rows)))
    suite.set("errors", "0")
    for name, tag in counted.items():
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))
    if district.unread:
        said = [f"{located(district, u.path)}: {u.reason}" for u in district.unread]
        ET.SubElement(suite, "system-err").text = "\n".join(plain_line(line) for line in said)
    return suite


def _case(district: DistrictAssessment, row: Ruled, notice: Notice | None) -> ET.Element:
    case = ET.Element(
        "testcase", name=row.requirement.id, classname=plain_line(district.district.id)
    )
    decision = row.finding.decision
    if notice and row.finding.is_open_gap:
        place = plain_line(notice.path) + (
            f", page {notice.page}" if notice.page is not None else ""
        )
        kind = f"{row.standing.value} ({notice.severity.value})"
        failure = ET.SubElement(case, "failure", type=kind, message=plain_line(notice.message))
        failure.text = f"{place}\n{plain_line(notice.message)}"
    elif decision and decision.in_force and decision.kind is not DecisionKind.CONFIRM:
        ET.SubElement(case, "skipped", message=plain_line(decided.line(decision)))
    elif row.standing in _LEFT_OPEN:
        said = " ".join([f"{row.standing.value}.", *row.finding.reasons])
        ET.SubElement(case, "skipped", message=plain_line(said))
    return case
