"""bytes -> ``Document | Unread``: finds districts, reads their files, tells what was read."""

from policy_audit.ingest.discover import DistrictFolder, discover
from policy_audit.ingest.district_file import FILE_NAME as DISTRICT_FILE
from policy_audit.ingest.documents import (
    LARGEST_FILE,
    read_district,
    read_document,
    read_inputs,
)
from policy_audit.ingest.guard import Guard, Limits
from policy_audit.ingest.pace import MOST_PAGES
from policy_audit.ingest.revision import copy_revision

__all__ = [
    "DISTRICT_FILE",
    "LARGEST_FILE",
    "MOST_PAGES",
    "DistrictFolder",
    "Guard",
    "Limits",
    "copy_revision",
    "discover",
    "read_district",
    "read_document",
    "read_inputs",
]
