"""A municipality's own site on another origin, which embeds the chat with the one line of docs/embedding.md."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

SITES = Path(__file__).parent / "sites"


class Site:
    """`with Site(address_of_auta, port=…) as site:` serves sites/<name>.html at /<name>, /other being a second page.

    `?attributes=position="corner"&language=sv` are for the element.
    """

    def __init__(self, auta: str, port: int) -> None:
        self.auta, self.origin = auta, f"http://localhost:{port}"
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = site.page(self.path)
                missing = HTTPStatus.NO_CONTENT if self.path == "/favicon.ico" else HTTPStatus.NOT_FOUND
                self.send_response(HTTPStatus.OK if page else missing)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write((page or "").encode())

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("localhost", port), Handler)

    def __enter__(self) -> Site:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def page(self, address: str) -> str | None:
        """The page at an address; None when there is none."""
        path, asked = urlsplit(address).path, parse_qs(urlsplit(address).query)
        file = SITES / f"{'calm' if path == '/other' else path.strip('/')}.html"
        if not file.is_file():
            return None
        values: Mapping[str, str] = {
            "auta": self.auta,
            "language": asked.get("language", ["fi"])[0],
            "attributes": asked.get("attributes", [""])[0],
        }
        page = file.read_text(encoding="utf-8")
        for name, value in values.items():
            page = page.replace("{" + name + "}", value)
        return page
