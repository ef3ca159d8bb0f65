"""On a Ray cluster that is running already: each district is audited by some process of its nodes.

Everything that knows Ray is here. What passes between machines is our own packed form; Ray moves
it, and whoever may use the cluster may run code on it.
"""

from __future__ import annotations

import os
import socket
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from policy_audit.engine.batch import Assessed, Basis
from policy_audit.engine.spool import Packed
from policy_audit.errors import EngineError, PolicyAuditError, UsageError
from policy_audit.ingest import DistrictFolder, read_district
from policy_audit.model import Baseline, Run

_PATIENCE = 300.0  # seconds for any process to get ready; a cold disk and a large queue included
_GLANCE = 1.0
_CALL = 10.0  # seconds until somebody has to answer at an address
_MOST_LOST = 3  # times that one district may be lost with its process
_MOST_FAILED = 10  # processes lost one after the other before any of them got ready


class Auditing:
    """One process of the cluster: opens its judge once, and audits district after district."""

    def __init__(self, basis: Basis) -> None:
        self._basis = basis

    def open(self) -> tuple[Run, str]:
        """Open the judge; what it rests on, and the digest of its baseline."""
        with _told_on_one_line():
            # Never closed: the process is ended with the audit.
            self._guard = self._basis.guard()
            self._reading = self._guard.__enter__()
            self._auditor = self._basis.auditor(self._basis.store())
            return self._auditor.run(self._basis.as_of), self._auditor.baseline.digest

    def audit(self, folder: DistrictFolder) -> bytes:
        """Read and audit a district, and pack what came of it."""
        with _told_on_one_line():
            district = read_district(folder, self._reading)
            return Packed.of(self._auditor.audit_decided(district, self._basis.as_of)).data


@contextmanager
def _told_on_one_line() -> Iterator[None]:
    """Make of any error raised on purpose one that every machine can take to pieces."""
    try:
        yield
    except PolicyAuditError as error:
        raise EngineError(f"on a node of the cluster: {error}") from None


@dataclass(frozen=True, eq=False)
class _Member:
    """A process of the cluster, and since when it was asked for."""

    actor: Any
    since: float


class Cluster:
    """Audits districts on the cluster at ``address``; without one, where ``RAY_ADDRESS`` says.

    The nodes see the districts under the same paths as this machine, have the same version of the
    program, and keep stores of their own. A district that is lost with its node is audited again
    elsewhere. Raises ``EngineError`` where the cluster cannot be reached or loses too much.
    """

    def __init__(self, basis: Basis, address: str | None = None) -> None:
        self._ray = _ray()
        self._basis = _anywhere(basis)
        self._address = address or os.environ.get("RAY_ADDRESS") or "auto"
        self._rests_on: tuple[Run, str] | None = None
        self._members: list[_Member] = []
        self._starting: dict[Any, _Member] = {}
        self._busy: dict[Any, tuple[_Member, int]] = {}
        self._idle: list[_Member] = []
        self._lost: Counter[int] = Counter()
        self._failed = 0

    def assess(self, folders: Sequence[DistrictFolder]) -> Assessed:
        """See ``Engine``."""
        with self._connected() as processors:
            for _ in range(min(self._basis.jobs or processors, len(folders))):
                self._start()
            yield from self._assess([_absolute(folder) for folder in folders])

    def rests_on(self) -> tuple[Run, Baseline]:
        """See ``Engine``."""
        if self._rests_on is None:
            raise RuntimeError("nothing was audited yet")
        run, digest = self._rests_on
        baseline = self._basis.load()
        if baseline.digest != digest:
            raise EngineError(
                f"the cluster has another baseline {baseline.id!r} than this machine: give both "
                "the same version"
            )
        return run, baseline

    @property
    def lost(self) -> int:
        """How many times a district was lost with its process, and audited again."""
        return self._lost.total()

    def _assess(self, folders: Sequence[DistrictFolder]) -> Iterator[tuple[int, Packed]]:
        todo = deque(range(len(folders)))
        while todo or self._busy:
            # One district a process, so that no more are under way than there are processes.
            while todo and self._idle:
                member, place = self._idle.pop(), todo.popleft()
                self._busy[member.actor.audit.remote(folders[place])] = member, place
            for ref in self._finished():
                if ref in self._starting:
                    self._welcome(ref)
                    continue
                member, place = self._busy.pop(ref)
                data = self._result(ref)
                if data is not None:
                    self._idle.append(member)
                    yield place, Packed(data)
                    continue
                self._lost[place] += 1
                if self._lost[place] >= _MOST_LOST:
                    raise EngineError(
                        f"the district {folders[place].id!r} was lost with its process "
                        f"{_MOST_LOST} times: see what Ray's log says of it"
                    )
                todo.appendleft(place)
                self._replace(member)

    def _finished(self) -> Sequence[Any]:
        """What has come to an end, in the order in which it was asked for."""
        waiting = [*self._busy, *self._starting]
        done, _ = self._ray.wait(waiting, num_returns=1, timeout=_GLANCE)
        if not done and not self._busy and not self._idle:
            oldest = min(member.since for member in self._starting.values())
            if time.monotonic() - oldest > _PATIENCE:
                raise EngineError(
                    "no process of the cluster got ready in time: see with `ray status` whether "
                    "it has processors to spare"
                )
        return list(done)

    def _start(self) -> None:
        made = self._ray.remote(Auditing).options(num_cpus=1, max_restarts=0)
        member = _Member(made.remote(self._basis), time.monotonic())
        self._members.append(member)
        self._starting[member.actor.open.remote()] = member

    def _welcome(self, ref: Any) -> None:
        """Take up a process that has got ready, if it rests on the same as the others."""
        member = self._starting.pop(ref)
        found = self._result(ref)
        if found is None:
            self._failed += 1
            if self._failed >= _MOST_FAILED:
                raise EngineError(
                    f"{self._failed} processes of the cluster were lost before they got ready, one "
                    "after the other: see what Ray's log says of them, and whether the nodes have "
                    "memory enough for the encoder"
                )
            self._replace(member)
            return
        self._failed = 0
        if self._rests_on is None:
            self._rests_on = found
        if found != self._rests_on:
            raise EngineError(
                "the nodes of the cluster have different versions of the program, the baseline or "
                "the encoder: give them the same"
            )
        self._idle.append(member)

    def _replace(self, member: _Member) -> None:
        """Ask for another process in place of one that was lost."""
        self._members.remove(member)
        self._end(member)
        self._start()

    def _result(self, ref: Any) -> Any:
        """What a process answered; ``None`` where it was lost."""
        errors = self._ray.exceptions
        try:
            return self._ray.get(ref)
        except errors.RayTaskError as error:
            if isinstance(error.cause, EngineError):
                raise error.cause from None
            what = str(error).strip().rpartition("\n")[2]
            raise EngineError(
                f"a process of the cluster failed ({what}): give its nodes the same version of the "
                "program as this machine has"
            ) from error
        except errors.RayError:
            return None

    def _end(self, member: _Member) -> None:
        with suppress(self._ray.exceptions.RayError, ValueError):
            self._ray.kill(member.actor)

    @contextmanager
    def _connected(self) -> Iterator[int]:
        """Join the cluster and leave it again; gives the number of its processors."""
        try:
            _require_answer(self._address)
            self._ray.init(
                address=self._address, log_to_driver=False, logging_level="ERROR", namespace=None
            )
        except (ConnectionError, RuntimeError, ValueError, OSError) as error:
            why = str(error).strip().partition("\n")[0]
            raise EngineError(
                f"no Ray cluster can be reached at {self._address}: {why}; start one with `ray "
                "start --head`, and give its address with --ray-address"
            ) from error
        try:
            yield max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        finally:
            for member in self._members:
                self._end(member)
            self._ray.shutdown()


def _require_answer(address: str) -> None:
    """Raise ``OSError`` where nothing listens at ``host:port``: Ray would ask there for minutes."""
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if colon and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), _CALL).close()


def _ray() -> Any:
    # What Ray would tell its makers of its use is nobody's business but the user's.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
        import ray.exceptions
    except ImportError as error:
        raise UsageError(
            "--engine ray needs the extra 'ray': pip install 'policy-audit[ray]'"
        ) from error
    return ray


def _anywhere(basis: Basis) -> Basis:
    """The same, whatever folder a process runs in."""
    place = Path(basis.baseline)
    return replace(
        basis,
        baseline=str(place.absolute()) if place.exists() else basis.baseline,
        cache=basis.cache.absolute() if basis.cache else None,
    )


def _absolute(folder: DistrictFolder) -> DistrictFolder:
    return replace(
        folder,
        folder=folder.folder.absolute() if folder.folder else None,
        files=tuple(replace(file, path=file.path.absolute()) for file in folder.files),
        settings=folder.settings.absolute() if folder.settings else None,
        decisions=folder.decisions.absolute() if folder.decisions else None,
    )
