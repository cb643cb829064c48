"""Pieces read by the workers of a Ray cluster, each by the same foreman as on one machine.

What travels is an order of some hundred bytes and a line of the manifest: pages and rows go from the shared folder to the
shared folder, never through Ray's object store. So there are no blocks that could grow too large (docs/decisions/cluster.md).
"""

from __future__ import annotations

import os
import socket
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec

from detente.errors import DetenteError, ModelError, UsageError
from detente.record.manifest import PieceLine
from detente.runs.foreman import Foreman
from detente.runs.orders import Begin, ReadPiece

RETRIES = 5
"""How often Ray gives a piece to another worker when one dies with its machine."""
START = "120"
"""Seconds that Ray's own processes may take to come up; its 30 are too few on a busy machine."""
STORE = 100_000_000
"""Bytes of Ray's object store where we start it ourselves: nothing travels in it, and Ray would take a third of the memory."""
ANSWERS = 10.0
"""Seconds within which a cluster that is named takes a connection."""
AHEAD = 2
"""Pieces handed out for each core, so that none waits for the next."""
_FOREMEN: dict[bytes, Foreman] = {}
"""The foreman of this worker of the cluster, which keeps its process from one piece to the next."""


def read_on_cluster(
    orders: Sequence[ReadPiece], begin: Begin, address: str, workers: int | None = None
) -> Iterator[PieceLine]:
    """What became of each piece, in the order in which they are finished, on at most so many cores.

    `address`: of a running cluster, or "auto" for the one of this machine, which is started if there is none. Every
    machine needs this Détente and sees sources and folder under the same paths. Raises `UsageError` where no cluster answers.
    """
    ray = _opened(address, workers)
    try:
        yield from _read(ray, orders, begin, workers)
    finally:
        ray.shutdown()


def _opened(address: str, workers: int | None) -> Any:
    try:
        import ray
    except ImportError:
        raise UsageError("reading on a cluster needs Ray: pip install 'detente[cluster]'") from None
    if address not in ("auto", "local"):
        _check_that_it_answers(address)
    os.environ.setdefault("RAY_raylet_start_wait_time_s", START)
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "error"}
    try:
        if address != "auto":
            ray.init(address=address, **quiet)
            return ray
        try:
            ray.init(address="auto", **quiet)
        except ConnectionError:
            ours: dict[str, Any] = {"include_dashboard": False, "object_store_memory": STORE}
            ray.init(address="local", num_cpus=workers or os.cpu_count(), **ours, **quiet)
    except Exception as error:
        # Ray itself raises a bare Exception where its own processes do not come up in time.
        said = (str(error).splitlines() or [""])[0]
        raise UsageError(f"no Ray cluster at {address} ({said}); `ray start --head` starts one") from None
    return ray


def _check_that_it_answers(address: str) -> None:
    """Raises `UsageError` where nothing listens at an address (host:port, or ray://host:port)."""
    # Ray itself tries twenty times, half a minute each, before it says so.
    try:
        named = urlsplit(address if "://" in address else f"ray://{address}")
        socket.create_connection((named.hostname or "", named.port or 6379), timeout=ANSWERS).close()
    except (OSError, ValueError) as error:
        raise UsageError(f"no Ray cluster at {address} ({error}); `ray start --head` starts one") from None


def _read(ray: Any, orders: Sequence[ReadPiece], begin: Begin, workers: int | None) -> Iterator[PieceLine]:
    task = ray.remote(num_cpus=1, max_retries=RETRIES, scheduling_strategy="SPREAD")(read_for)
    cores = int(ray.cluster_resources().get("CPU", 1))
    most = min(workers, AHEAD * cores) if workers else AHEAD * cores
    beginning = msgspec.msgpack.encode(begin)
    left, waiting = deque(orders), list[Any]()
    while left or waiting:
        while left and len(waiting) < most:
            waiting.append(task.remote(msgspec.msgpack.encode(left.popleft()), beginning))
        ready, waiting = ray.wait(waiting, num_returns=1)
        for answer in ready:
            try:
                line = ray.get(answer)
            except ray.exceptions.RayTaskError as error:
                raise _ours(error) from None
            except ray.exceptions.RayError as error:
                # Ray's own processes have died, or a worker again and again.
                said = (str(error).splitlines() or [type(error).__name__])[0]
                raise ModelError(
                    f"the cluster failed ({said}); what is done is kept, and the same command does the rest"
                ) from None
            yield msgspec.msgpack.decode(line, type=PieceLine)


def read_for(order: bytes, begin: bytes) -> bytes:
    """One task: an order and the beginning it needs, as MessagePack, to a line of the manifest."""
    if begin not in _FOREMEN:
        _FOREMEN[begin] = Foreman(msgspec.msgpack.decode(begin, type=Begin))
    return msgspec.msgpack.encode(_FOREMEN[begin].read(msgspec.msgpack.decode(order, type=ReadPiece)))


def _ours(error: Any) -> DetenteError:
    cause = error.cause
    return (
        cause if isinstance(cause, DetenteError) else ModelError(f"a worker of the cluster failed: {cause}")
    )
