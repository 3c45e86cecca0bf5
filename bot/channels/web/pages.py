"""Our own pages: the full page, the statements, the files that other sites load. Templates are in templates/."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from sanic import Blueprint
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse, html, raw

from bot.authority import load_authority
from bot.channels.web.conversations import exists
from bot.conversation.state import contact_card
from bot.language.texts import load_texts
from bot.language.words import LANGUAGES
from bot.providers import load_directory, now_in_finland

HERE = Path(__file__).resolve().parent
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
# The statements: what each is called in the address and in the template's name.
STATEMENTS = {
    "privacy": {"fi": "tietosuoja", "sv": "dataskydd"},
    "accessibility": {"fi": "saavutettavuus", "sv": "tillganglighet"},
}
GETS = frozenset({"GET", "HEAD"})
# `same-origin`, and not `no-referrer`: with that, browsers send our own forms with "Origin: null". Others learn nothing
# of either.
HEADERS = {
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
}
FOR_OTHER_SITES = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    # Asked for again each time, mostly answered by a 304: files of two versions never meet in one page.
    "Cache-Control": "public, no-cache",
    "Vary": "Accept-Encoding",
}
# An address in a text: a whole one, or one of suomi.fi as people write it. What ends a sentence is no part of it.
_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]|\bsuomi\.fi/\w+")


@dataclass(frozen=True)
class StaticFile:
    """A file as it is sent, and compressed."""

    body: bytes
    zipped: bytes
    type: str
    etag: str


def add_to(blueprint: Blueprint) -> None:
    """Adds the full page, the statements and the files to the channel's routes."""
    blueprint.add_route(full_page, "/", methods=GETS, name="full_page")
    blueprint.add_route(static_file, "/auta/<name:str>", methods=GETS, name="static_file")
    for kind, names in STATEMENTS.items():
        for language, name in names.items():
            blueprint.add_route(_statement(language, name), f"/{name}", methods=GETS, name=f"{kind}_{language}")


async def full_page(request: Request) -> HTTPResponse:
    """The chat on a page of its own; without JavaScript, the way to the conversation by forms."""
    language, municipality = wished_language(request), wished_municipality(request)
    modules = sorted(name for name in static_files() if name.endswith(".js"))
    switch = "/" + in_other(language, municipality)
    return page(
        "chat.html",
        language,
        municipality=municipality,
        modules=modules,
        switch=switch,
        contact=contact(language, municipality),
    )


async def static_file(request: Request, name: str) -> HTTPResponse:
    """A file of static/, from the list made at start: no other name can be asked for."""
    file = static_files().get(name)
    if file is None:
        raise NotFound("no such file")
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    etag = f'"{file.etag}-gz"' if zipped else f'"{file.etag}"'
    headers = {**FOR_OTHER_SITES, "ETag": etag, **({"Content-Encoding": "gzip"} if zipped else {})}
    if etag in request.headers.get("if-none-match", ""):
        return raw(b"", status=304, headers=headers, content_type=file.type)
    return raw(file.zipped if zipped else file.body, headers=headers, content_type=file.type)


def page(template: str, language: str, *, status: int = 200, store: bool = True, **values: Any) -> HTTPResponse:
    """A page of ours. `store` is False where nothing of it may stay on the device.

    Every page has the human contact: `values` may bring that of the conversation's municipality.
    """
    known = {
        "language": language,
        "other": other(language),
        "authority": load_authority(),
        "addresses": addresses(language),
        "switch": None,  # the address of the same page in the other language
        "say": _say(language),
        "says": {one: _say(one) for one in LANGUAGES},
    }
    if "contact" not in values:
        known["contact"] = contact(language)
    body = _templates().get_template(template).render(known | values)
    headers = {
        **HEADERS,
        "Content-Security-Policy": content_security_policy(),
        "Content-Language": language,
        "Cache-Control": "no-cache" if store else "no-store",
        "Vary": "Accept-Language",
    }
    return html(body, status=status, headers=headers)


@lru_cache
def content_security_policy() -> str:
    """What our pages may load: our own files. A form may end at the quick exit, for browsers look where it leads."""
    way_out = urlsplit(load_authority().exit)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            f"form-action 'self' {way_out.scheme}://{way_out.netloc}",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def contact(language: str, municipality: str | None = None) -> dict[str, Any]:
    """The card of a municipality's own human contact; where it has none here, that of the authority that is served."""
    known = municipality if municipality in load_directory().contacts else None
    return contact_card(known, language, now_in_finland())


def wished_language(request: Request) -> str:
    """The language of the address, else the one that the browser prefers, else Finnish."""
    wished = request.args.get("language")
    if wished in LANGUAGES:
        return wished
    preferred = re.findall(r"\b(fi|sv)\b", request.headers.get("accept-language", "").lower())
    return preferred[0] if preferred else LANGUAGES[0]


def wished_municipality(request: Request) -> str | None:
    """The municipality of the address, when there is such a one."""
    return known_municipality(request.args.get("municipality"))


def known_municipality(code: object) -> str | None:
    """A code that a page or a form says, when there is such a municipality."""
    return code if exists(code) else None


def addresses(language: str) -> dict[str, str]:
    """Where the statements are in a language, by kind."""
    return {kind: f"/{names[language]}" for kind, names in STATEMENTS.items()}


def in_other(language: str, municipality: str | None) -> str:
    """The query of the same page in the other language."""
    return "?" + urlencode({"language": other(language), **({"municipality": municipality} if municipality else {})})


def other(language: str) -> str:
    """The other one of the two languages."""
    return next(one for one in LANGUAGES if one != language)


@lru_cache
def static_files(folder: Path = HERE / "static") -> Mapping[str, StaticFile]:
    """The files that may be asked for, by name; read once."""
    return {path.name: _static_file(path) for path in sorted(folder.iterdir()) if path.suffix in TYPES}


def _static_file(path: Path) -> StaticFile:
    body = path.read_bytes()
    return StaticFile(body, gzip.compress(body, mtime=0), TYPES[path.suffix], hashlib.sha256(body).hexdigest()[:16])


def _statement(language: str, name: str) -> Any:
    async def statement(_: Request) -> HTTPResponse:
        kind = next(kind for kind, names in STATEMENTS.items() if names[language] == name)
        return page(f"{language}/{name}.html", language, switch=f"/{STATEMENTS[kind][other(language)]}")

    return statement


@lru_cache
def _templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(linked=linked, parted=parted, day=day)
    return found


def _say(language: str) -> Any:
    """What a template calls for a text of data/responses, as `say("page_send")`."""

    def say(name: str, /, **values: object) -> str:
        return load_texts().say(f"utter_{name}", language, **values)

    return say


def parted(text: str) -> tuple[str, str]:
    """The first sentence of a text, and the rest."""
    first = re.match(r".+?[.!?](?=\s|$)", text)
    end = first.end() if first else len(text)
    return text[:end], text[end:].lstrip()


def linked(text: str) -> Markup:
    """A text for HTML: escaped, with its lines, and with links where it has addresses."""
    return Markup("").join(_parts(text))


def _parts(text: str) -> Iterator[Markup]:
    done = 0
    for match in _ADDRESS.finditer(text):
        yield _lines(text[done : match.start()])
        address = match.group()
        target = address if "://" in address else f"https://www.{address}"
        yield Markup('<a href="{}" rel="noreferrer" target="_blank">{}</a>').format(target, address)
        done = match.end()
    yield _lines(text[done:])


def _lines(text: str) -> Markup:
    return Markup("<br>\n").join(escape(line) for line in text.split("\n"))


def day(value: date) -> str:
    """A date as people in Finland write it, in both languages."""
    return f"{value.day}.{value.month}.{value.year}"
