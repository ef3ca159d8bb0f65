"""bytes -> ``Document | Unread``: finds districts, reads their files, tells what was read."""

from policy_audit.ingest.districts.ahead import Readers
from policy_audit.ingest.districts.discover import DistrictFile, DistrictFolder, discover, named
from policy_audit.ingest.districts.district import read_district, read_inputs
from policy_audit.ingest.districts.district_file import FILE_NAME as DISTRICT_FILE
from policy_audit.ingest.districts.revision import copy_revision
from policy_audit.ingest.formats.shared.pace import MOST_PAGES
from policy_audit.ingest.reading.documents import LARGEST_FILE, read_document
from policy_audit.ingest.reading.guard import Guard
from policy_audit.ingest.reading.process import Limits

__all__ = [
    "DISTRICT_FILE",
    "LARGEST_FILE",
    "MOST_PAGES",
    "DistrictFile",
    "DistrictFolder",
    "Guard",
    "Limits",
    "Readers",
    "copy_revision",
    "discover",
    "named",
    "read_district",
    "read_document",
    "read_inputs",
]
