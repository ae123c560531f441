"""Makes a release in a process of its own: it may take a while, and whoever asked for it has others to answer.

`begin` hands the order and the people to that process by a pipe, so that nothing of anybody is on a disk, and returns at once. The process
holds a lock (`turns`) as long as it lives, and puts the bundle in its place whole, or not at all.
"""

import io
import json
import os
import resource
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import Thread

import polars as pl

from amparo.evidence.counting.records import records_of
from amparo.evidence.release.bundles.placing import place
from amparo.evidence.release.bundles.writing import bundle_files
from amparo.evidence.release.ledger import Account
from amparo.evidence.release.orders import Order

# Of the surroundings no more than Python needs: the password of the database is among them.
_NEEDED = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR")
LONGEST = 7200  # seconds of the processor; whoever stops sooner wastes what was spent


def begin(order: Order, account: Account, people: pl.DataFrame, to: Path, lock: int) -> int:
    """Has the bundle made, of people as text in the attributes of the order, and put in a new folder; the number of the process.

    What another process left unfinished beside it, whoever stopped that, is cleared away.
    """
    for left in to.parent.glob(".*.unfinished"):
        shutil.rmtree(left, ignore_errors=True)
    told = {"order": order.to_plain(), "account": {**asdict(account), "shown": [], "told": []}}
    payload = json.dumps(told).encode() + b"\n" + people.select(order.domain.names).write_csv().encode()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", __name__, str(to)],  # no code from the folder in which the server was started
        env={name: os.environ[name] for name in _NEEDED if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(lock,),
        start_new_session=True,  # to stop the server does not waste what was spent
    )
    # The pipe holds little: somebody has to wait until everything is read, and in the end for the process.
    Thread(target=_feed, args=(process, payload), name="making", daemon=True).start()
    return process.pid


def _feed(process: "subprocess.Popen[bytes]", payload: bytes) -> None:
    with suppress(OSError):
        process.communicate(payload)


def main(to: Path) -> None:
    """Makes what standard input asks for."""
    os.umask(0o077)
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would hold people
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    head, _, table = sys.stdin.buffer.read().partition(b"\n")
    told = json.loads(head)
    order, account = Order.of(told["order"]), Account(**told["account"])
    frame = pl.read_csv(io.BytesIO(table), infer_schema=False).fill_null("")
    place(bundle_files(order.make(records_of(frame, order.domain, "people"), account)), to)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
