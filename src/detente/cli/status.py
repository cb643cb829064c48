"""What a running watch tells of itself over HTTP: /healthz, /readyz and /metrics."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from detente.errors import UsageError

Answer = tuple[int, str, str]
"""Status, media type and text."""


@contextmanager
def answering(address: str, answers: dict[str, Callable[[], Answer]]) -> Iterator[str]:
    """Answers GET requests for these paths at `HOST:PORT` until the block ends; gives the address under which it does.

    Raises `UsageError` where the address is none or taken.
    """
    host, _, port = address.rpartition(":")
    if not port.isdecimal() or int(port) > 65535:
        raise UsageError(f"--status: {address!r} is no address; write 127.0.0.1:9464")
    host = host.strip("[]") or "127.0.0.1"
    try:
        server = ThreadingHTTPServer((host, int(port)), _handler(answers))
    except OSError as error:
        raise UsageError(f"--status: cannot listen on {address} ({error.strerror})") from None
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{host}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _handler(answers: dict[str, Callable[[], Answer]]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10.0

        def do_GET(self) -> None:
            found = answers.get(self.path.partition("?")[0])
            status, kind, text = found() if found else (404, "text/plain", "nothing here\n")
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Probes come every few seconds and are no news."""

    return Handler
