"""A proxy that can break down."""

from __future__ import annotations

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Proxy:
    """An HTTP proxy in front of a server: answers with `failing` (a status) while that is set. Counts requests."""

    def __init__(self, target: str) -> None:
        self.host = target.removeprefix("http://")
        self.failing: int | None = None
        self.failed = 0
        self.passed = 0
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if proxy.failing is not None:
                    proxy.failed += 1
                    self._answer(proxy.failing, [], b"<Error><Code>InternalError</Code></Error>")
                    return
                connection = http.client.HTTPConnection(proxy.host, timeout=60)
                connection.request(self.command, self.path, body, dict(self.headers.items()))
                answer = connection.getresponse()
                content = answer.read()
                proxy.passed += 1
                headers = [
                    (k, v) for k, v in answer.getheaders() if k.lower() not in {"connection", "transfer-encoding"}
                ]
                self._answer(answer.status, headers, content)
                connection.close()

            do_PUT = do_POST = do_DELETE = do_HEAD = do_GET  # noqa: N815 - names that http.server asks for

            def _answer(self, status, headers, content) -> None:
                self.send_response_only(status)
                for name, value in headers:
                    self.send_header(name, value)
                if "content-length" not in {name.lower() for name, _ in headers}:
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(content)

            def log_message(self, *_) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address) -> None:
                """A client that hangs up is no news."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
