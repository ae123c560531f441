"""The server: gunicorn with one process of work and a few threads. It writes no address, no path and no word of anybody."""

import ctypes
import gc
import logging
import resource
import socket
import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from sys import exc_info
from time import monotonic

from django.conf import settings
from django.db import connections
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from amparo.errors import BadInput
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.web.logs import report
from amparo.web.operating.daily import every_day

THREADS = 8
# Seconds that somebody may send and take nothing, and keep a thread in all. A proxy sends and takes everything at once, and waits 90.
_SILENT, _LONGEST = 10, 90
_ARENAS, _MAPPED = -8, -3  # M_ARENA_MAX, M_MMAP_THRESHOLD
# What gunicorn says of itself; everything else it says may hold an address or a path.
_OF_ITSELF = ("Worker (pid:%s)", "WORKER TIMEOUT (pid:%s)")


class Quiet(Logger):  # type: ignore[misc]
    """gunicorn's log without what people sent: only that a process ended, and where our code failed."""

    def access(self, *args: object, **kwargs: object) -> None:
        """Nothing: who came and what for is nobody's business."""

    def log(self, lvl: int, msg: object, *args: object, **kwargs: object) -> None:
        """Passes on what gunicorn says of its own processes."""
        if str(msg).startswith(_OF_ITSELF) and lvl >= logging.WARNING:
            logging.getLogger("amparo").log(lvl, str(msg), *args)

    def critical(self, msg: object, *args: object, **kwargs: object) -> None:
        self.log(logging.CRITICAL, msg, *args)

    def error(self, msg: object, *args: object, **kwargs: object) -> None:
        self.log(logging.ERROR, msg, *args)

    def warning(self, msg: object, *args: object, **kwargs: object) -> None:
        self.log(logging.WARNING, msg, *args)

    def info(self, *args: object, **kwargs: object) -> None:
        pass

    debug = info

    def exception(self, *args: object, **kwargs: object) -> None:
        wrong = exc_info()[1]
        # Who was silent for too long is no failure of ours, and could fill the log.
        if wrong is not None and not isinstance(wrong, BlockingIOError):
            report(wrong)


class Brisk(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker with threads, from which a connection that is silent or very slow takes its thread for a while only."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._since: dict[TConn, float] = {}

    def handle(self, conn: TConn) -> object:
        """Answers one request; reading and writing fail after so long a silence."""
        # Told to the system, for gunicorn sets the socket's own limit anew.
        for what in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            conn.sock.setsockopt(socket.SOL_SOCKET, what, struct.pack("ll", _SILENT, 0))
        self._since[conn] = monotonic()
        try:
            return super().handle(conn)
        finally:
            del self._since[conn]

    def murder_keepalived(self, *args: object, **kwargs: object) -> None:
        """Ends connections that wait for nothing, as each second, and those that have kept a thread for too long."""
        super().murder_keepalived(*args, **kwargs)
        for conn, since in list(self._since.items()):
            if monotonic() - since > _LONGEST:
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RDWR)


class _Site(BaseApplication):  # type: ignore[misc]
    """Our application, for gunicorn."""

    def __init__(self, options: Mapping[str, object]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        from amparo.web.wsgi import application  # noqa: PLC0415 - it sets Django up

        # Or the first person after each start would wait for it.
        load_catalogue()
        import_module(settings.ROOT_URLCONF)
        # All this stays: looking through it for garbage, again and again, held up every other page for a tenth of a second.
        gc.collect()
        gc.freeze()
        return application


def serve(host: str, port: int, *, threads: int = THREADS, when_ready: Callable[[], None] = lambda: None) -> None:
    """Serves until it is told to stop (Ctrl-C or SIGTERM), then finishes what it is doing; raises BadInput if the port is taken."""
    _check_port(host, port)
    # A dump of the process would hold keys.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _keep_memory_together()
    connections.close_all()
    options = {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "worker_class": Brisk,
        "workers": 1,
        "threads": threads,
        "preload_app": True,
        "timeout": 90,
        "graceful_timeout": 30,
        "keepalive": 5,
        "accesslog": None,
        "logger_class": Quiet,
        "control_socket_disable": True,
        # Only AMPARO_PROXY says whom to believe.
        "forwarded_allow_ips": "",
        "forwarder_headers": "",
        "when_ready": lambda _server: when_ready(),
        "post_worker_init": lambda _worker: every_day(),
    }
    _Site(options).run()


def _keep_memory_together() -> None:
    """Threads of glibc each keep what they freed for themselves; two such stores are enough, and what is free goes back."""
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(_ARENAS, 2)
        library.mallopt(_MAPPED, 256 * 1024)


def _check_port(host: str, port: int) -> None:
    """Says at once, and once, what gunicorn would try five times."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(found[0]) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(found[4])
    except OSError as wrong:
        raise BadInput(
            "no-port", f"Port {port} of {host} cannot be used ({wrong.strerror}). Name another with --port."
        ) from None
