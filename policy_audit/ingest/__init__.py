"""bytes -> ``Document | Unread``: finds districts, reads their files, tells what was read."""

from policy_audit.ingest.discover import DistrictFolder, discover
from policy_audit.ingest.documents import (
    LARGEST_FILE,
    read_district,
    read_document,
    read_inputs,
)
from policy_audit.ingest.revision import copy_revision

__all__ = [
    "LARGEST_FILE",
    "DistrictFolder",
    "copy_revision",
    "discover",
    "read_district",
    "read_document",
    "read_inputs",
]
