"""Every error that policy-audit raises on purpose.

::

    PolicyAuditError            one line that says what to do; the command line shows it as it is
    ├── UsageError              the request makes no sense (exit 2)
    │   └── ConfigError         a file the user writes is wrong: file, place and what is allowed
    │       ├── BaselineError   ... in a baseline folder (no audit was performed)
    │       ├── DistrictError   ... in a district.toml
    │       ├── DecisionsError  ... in a decisions.toml, or a spreadsheet of decisions
    │       ├── SettingsError   ... in policy-audit.toml, pyproject.toml or a POLICY_AUDIT_ variable
    │       ├── GoldError       ... in a gold case
    │       └── RecordError     ... in an assessment.json that is read back
    ├── NothingToAuditError     no readable document under the given paths (exit 3)
    ├── EncoderError            the encoder is absent, altered or cannot be loaded
    ├── LearnedError            what was learned cannot be read or does not fit its baseline
    ├── OutputError             a report could not be written
    ├── WorkerError             the process that reads documents could not be started
    ├── EngineError             the machines that audit cannot be reached, or were lost
    └── UnreadableError         one document could not be read; becomes an ``Unread`` value, never
                                leaves ``ingest``
"""

from __future__ import annotations

from collections.abc import Sequence


class PolicyAuditError(Exception):
    """Base of all errors raised on purpose. ``str(error)`` is one line for a person."""


class UsageError(PolicyAuditError):
    """The request itself is wrong: an unknown district, an option that fits nothing."""


class ConfigError(UsageError):
    """A file that users write is wrong.

    ``where`` names the file; ``place`` the table or field in it; ``problem`` what is wrong and
    what is allowed.
    """

    def __init__(self, where: str, place: str, problem: str) -> None:
        self.where = where
        self.place = place
        self.problem = problem
        location = f"{where}: {place}" if place else where
        super().__init__(f"{location}: {problem}")


class BaselineError(ConfigError):
    """A baseline folder breaks the format or contradicts itself."""


class DistrictError(ConfigError):
    """A ``district.toml`` breaks the format."""


class DecisionsError(ConfigError):
    """A ``decisions.toml``, or a spreadsheet that decisions are taken from, breaks the format."""


class SettingsError(ConfigError):
    """A setting of the command line breaks the format: in a file, or in the environment."""


class GoldError(ConfigError):
    """A gold case breaks the format."""


class RecordError(ConfigError):
    """An ``assessment.json`` is none, is broken, or was written by a newer version."""


class NothingToAuditError(PolicyAuditError):
    """Not one readable document was found. ``unread``: a line on each that could not be read."""

    def __init__(self, problem: str, unread: Sequence[str] = ()) -> None:
        self.unread = tuple(unread)
        super().__init__(problem)


class EncoderError(PolicyAuditError):
    """The encoder is absent, was altered, or cannot be loaded."""


class LearnedError(PolicyAuditError):
    """What was learned from a baseline cannot be read or does not fit it."""


class OutputError(PolicyAuditError):
    """A report could not be written."""


class WorkerError(PolicyAuditError):
    """The process that reads documents could not be started."""


class UnreadableError(PolicyAuditError):
    """One document could not be read: ``category`` is an ``UnreadCategory`` value."""

    def __init__(self, category: str, reason: str) -> None:
        self.category = category
        super().__init__(reason)


class EngineError(PolicyAuditError):
    """The machines that audit cannot be reached, do not agree, or were lost too often."""
