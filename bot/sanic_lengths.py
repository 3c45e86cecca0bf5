"""One correction of Sanic 21.12, for safety.

A request whose Content-Length is negative makes it read for ever, in the loop that serves everybody: one request from
anywhere ends the service. One that is no number, or is missing where it should be, is an error inside Sanic. Both are
refused here before the body is read, and so is a request that says its length twice: proxies and Sanic may believe
different ones. (Sanic compiles the methods of its Http class anew at start, so the place to ask is the Request.)
"""

from __future__ import annotations

from typing import Any

from sanic.compat import Header
from sanic.exceptions import InvalidUsage
from sanic.request import Request

_init = Request.__init__


def checked_init(self: Request, url_bytes: bytes, headers: Header, *args: Any, **kwargs: Any) -> None:
    """Sanic's request. Raises InvalidUsage (400) when the length of its body is no length."""
    lengths = [value for name, value in headers.items() if name == "content-length"]
    codings = [value for name, value in headers.items() if name == "transfer-encoding"]
    is_told = all(one.isascii() and one.isdecimal() for one in lengths) and all(one == "chunked" for one in codings)
    if len(lengths) + len(codings) > 1 or not is_told:
        raise InvalidUsage("Bad Request")
    _init(self, url_bytes, headers, *args, **kwargs)


def apply() -> None:
    """Puts the correction in place, in the process that imports this."""
    Request.__init__ = checked_init  # type: ignore[method-assign]
