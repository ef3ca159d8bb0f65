"""policy-audit: audit what school districts publish against a baseline checklist.

Data flows one way: ``ingest -> segment -> match -> judge -> report``. The stages never import
each other; they meet in :mod:`policy_audit.model` and are composed by :mod:`policy_audit.auditor`.
"""

__version__ = "0.1.0"
