"""Our own pages: what they load, what they say of themselves, in both languages; and the files for other sites."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from bot.authority import load_authority
from bot.channels.web import pages
from bot.data_file import ROOT
from bot.language.texts import load_texts
from bot.language.words import LANGUAGES
from tests.channels.browsing import Page, Visitor

STATEMENTS = {"fi": ("/tietosuoja", "/saavutettavuus"), "sv": ("/dataskydd", "/tillganglighet")}
ADDRESSES = [
    (language, address)
    for language in LANGUAGES
    for address in (
        f"/?language={language}",
        f"/plain?language={language}",
        *STATEMENTS[language],
        f"/nowhere?language={language}",
    )
]
SECURITY = {
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.fixture
def visitor(assistant) -> Visitor:
    return Visitor(assistant.site)


@pytest.mark.parametrize(("language", "address"), ADDRESSES)
def test_a_page_is_safe(visitor, language, address):
    answer = visitor.go(address).answer
    for name, value in SECURITY.items():
        assert answer.headers[name] == value
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy.pop("form-action") == "'self' https://www.ilmatieteenlaitos.fi"
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }
    assert "microphone=()" in answer.headers["permissions-policy"]
    assert "set-cookie" not in answer.headers
    # what the policy would refuse is not in the page either
    page = visitor.page
    assert not [
        one for one in page.elements if any(name == "style" or name.startswith("on") for name in one.attributes)
    ]
    assert "<style" not in page.html and not re.search(r"<script[^>]*>[^<]", page.html)


@pytest.mark.parametrize(("language", "address"), ADDRESSES)
def test_a_page_loads_nothing_from_elsewhere(visitor, language, address):
    page = visitor.go(address)
    loaded = [one["href"] for one in page.all("link")] + [
        one["src"] for tag in ("script", "img", "iframe") for one in page.all(tag)
    ]
    assert loaded and all(one.startswith("/auta/") for one in loaded)
    assert all(form.action.startswith("/plain") for form in page.forms)


@pytest.mark.parametrize(("language", "address"), ADDRESSES)
def test_a_page_is_in_its_language_and_has_a_person_and_who_is_responsible(visitor, language, address):
    page, authority = visitor.go(address), load_authority()
    assert page.language == language
    assert page.answer.headers["content-language"] == language
    assert authority.names[language] in page.text
    assert authority.responsible in page.inside("footer")
    assert any(one["href"] == "tel:+358900000001" for one in page.all("a"))
    assert len(page.all("h1")) == 1
    texts = load_texts()
    assert texts.say("utter_page_quick_exit", language) in page.text
    assert texts.say("utter_page_privacy", language) in page.inside("footer")


@pytest.mark.parametrize(("language", "address"), ADDRESSES)
def test_the_links_of_a_page_lead_somewhere(visitor, language, address):
    page = visitor.go(address)
    ids = {one.attributes["id"] for one in page.elements if "id" in one.attributes}
    for link in page.all("a"):
        target = urlsplit(link["href"])
        if link["href"].startswith("#"):
            assert link["href"][1:] in ids
        elif not target.scheme:
            assert visitor.client.get(link["href"]).status_code == 200, link["href"]
        elif target.scheme == "https":
            assert "noreferrer" in link["rel"], link
        else:
            assert target.scheme in ("tel", "mailto")
    for one in page.all("link"):
        assert visitor.client.get(one["href"]).status_code == 200, one["href"]


def test_the_full_page_starts_a_conversation_without_javascript_too(visitor):
    page = visitor.go("/?language=sv&municipality=018")
    (chat,) = page.all("auta-chat")
    named = {"lang": "sv", "language": "sv", "municipality": "018"}
    assert chat == {**named, "exit": load_authority().exit, "no-links": ""}
    (form,) = [one for one in page.forms if one.action == "/plain/start"]
    assert form.hidden == {"language": "sv", "municipality": "018"}
    assert "auta-chat" in page._open or "auta-chat" in page.html.split("<form")[0]
    shown = Page(visitor.send(form, {}))
    assert shown.language == "sv" and "Auta" in shown.inside("h1")


@pytest.mark.parametrize(
    ("header", "language"),
    [("sv-FI,sv;q=0.9,fi;q=0.8", "sv"), ("fi-FI,fi;q=0.9,sv;q=0.5", "fi"), ("en-GB,en;q=0.9", "fi"), ("en,sv;q=0.5", "sv"), ("", "fi")],
)  # fmt: skip
def test_without_a_wish_a_page_is_in_the_language_of_the_browser(visitor, header, language):
    assert visitor.go("/", **{"Accept-Language": header}).language == language


@pytest.mark.parametrize("path", ["/", "/plain"])
@pytest.mark.parametrize("parameter", ["language", "municipality"])
def test_what_the_address_says_is_never_in_the_page_unless_it_is_known(visitor, path, parameter):
    hostile = '"><script>alert(1)</script>'
    page = Page(visitor.client.get(path, params={parameter: hostile}))
    assert page.status == 200
    assert "alert(1)" not in page.html


def test_an_unknown_address_is_a_page_with_a_way_on(visitor):
    page = visitor.go("/nowhere?language=sv")
    assert page.status == 404
    assert "finns inte" in page.text
    assert Page(visitor.send(page.forms[0], {})).status == 200


@pytest.mark.parametrize("path", ["/", "/plain", "/tietosuoja", "/auta/page.css"])
def test_a_method_that_is_not_meant_is_refused(visitor, path):
    assert visitor.client.put(path).status_code == 405
    assert visitor.client.delete(path).status_code == 405


@pytest.mark.parametrize("path", ["/", "/plain", "/dataskydd", "/auta/page.css"])
def test_head_is_answered_without_a_body(visitor, path):
    answer = visitor.client.head(path)
    assert answer.status_code == 200 and answer.content == b""


# ---- the files that other sites load


@pytest.mark.parametrize("name", sorted(pages.static_files()))
def test_a_file_may_be_loaded_by_other_sites(assistant, name):
    answer = httpx.get(f"{assistant.site}/auta/{name}")
    assert answer.status_code == 200
    assert answer.content == (Path(pages.HERE) / "static" / name).read_bytes()
    assert answer.headers["content-type"] == pages.TYPES[Path(name).suffix]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "no-cache" in answer.headers["cache-control"]


def test_a_file_is_compressed_and_sent_once(assistant):
    address = f"{assistant.site}/auta/page.css"
    packed, plain = (
        httpx.get(address, headers={"Accept-Encoding": "gzip"}),
        httpx.get(address, headers={"Accept-Encoding": "identity"}),
    )
    assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert int(packed.headers["content-length"]) == len(gzip.compress(plain.content, mtime=0)) < len(plain.content) / 2
    assert packed.headers["etag"] != plain.headers["etag"], "a strong ETag is of the bytes that are sent"
    for first, coding in ((packed, "gzip"), (plain, "identity")):
        again = httpx.get(
            address, headers={"Accept-Encoding": coding, "If-None-Match": f'"other", {first.headers["etag"]}'}
        )
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize(
    "path",
    ["/auta/nothing.js", "/auta/", "/auta/..%2fapi.py", "/auta/%2e%2e%2fapi.py", "/auta/../api.py", "/auta/templates/base.html",
     "/auta/page.css%00.js", "/auta/%2fetc%2fpasswd", "/auta/PAGE.CSS"],
)  # fmt: skip
def test_no_other_file_can_be_asked_for(assistant, path):
    connection = httpx.Client(base_url=assistant.site)
    request = connection.build_request("GET", "/")
    request.url = request.url.copy_with(raw_path=path.encode())
    answer = connection.send(request)
    assert answer.status_code in (400, 404)
    assert "import " not in answer.text and "root:" not in answer.text


# ---- words


def test_every_text_of_the_templates_exists_and_every_plain_text_is_used():
    used: set[str] = set()
    for path in (*(pages.HERE / "templates").rglob("*.html"), pages.HERE / "plain.py", pages.HERE / "pages.py"):
        used.update(re.findall(r"[\"'](?:utter_)?((?:plain|page|said)_\w+)[\"']", path.read_text(encoding="utf-8")))
    known = {name.removeprefix("utter_") for name in load_texts().variations}
    assert used <= known, used - known
    assert {name for name in known if name.startswith("plain_")} <= used


def test_a_template_has_its_words_in_data_and_not_in_itself():
    """But for the statements, which are whole pages in each language."""
    for path in (pages.HERE / "templates").glob("*.html"):
        text = re.sub(
            r"{% block target %}.*?{% endblock %}|{#.*?#}|{%.*?%}|{{.*?}}|<[^>]*>",
            " ",
            path.read_text(encoding="utf-8"),
            flags=re.DOTALL,
        )
        assert not re.findall(r"[A-Za-zÅÄÖåäö]{3,}", text), path.name


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Asian hoitaa Kela: https://www.kela.fi", '<a href="https://www.kela.fi" rel="noreferrer" target="_blank">https://www.kela.fi</a>'),
        ("osoitteessa suomi.fi/valtuudet tai", '<a href="https://www.suomi.fi/valtuudet" rel="noreferrer" target="_blank">suomi.fi/valtuudet</a>'),
        ("Katso https://a.fi/b?c=1&d=2.", '<a href="https://a.fi/b?c=1&amp;d=2" rel="noreferrer" target="_blank">https://a.fi/b?c=1&amp;d=2</a>.'),
        ("<b>&\nrivi", "&lt;b&gt;&amp;<br>\nrivi"),
        ('https://a.fi/"onclick="x', 'href="https://a.fi/"'),
        ("javascript:alert(1)", "javascript:alert(1)"),
    ],
)  # fmt: skip
def test_addresses_in_a_text_become_links_and_nothing_else_becomes_html(text, html):
    linked = str(pages.linked(text))
    assert html in linked
    assert "<b>" not in linked and 'onclick="' not in linked and 'href="javascript' not in linked


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_tells_what_the_law_asks(visitor, language):
    """306/2019, 9 and 10 §: how accessible, what is not, feedback with its 14 days, who supervises."""
    page, authority = visitor.go(STATEMENTS[language][1]), load_authority()
    supervisor = {
        "fi": ("Liikenne- ja viestintävirasto Traficom", "www.saavutettavuusvaatimukset.fi", "saavutettavuus@traficom.fi", "029 534 5000", "14 päivän kuluessa"),
        "sv": ("Transport- och kommunikationsverket Traficom", "www.tillganglighetskrav.fi", "tillganglighet@traficom.fi", "029 534 5000", "inom 14 dagar"),
    }  # fmt: skip
    for words in (*supervisor[language], "306/2019", "WCAG 2.1", authority.accessibility.feedback.email, "16.11.2026"):
        assert words in page.text, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_known_shortcoming_makes_the_statement_say_in_part(language, tmp_path, monkeypatch):
    file = tmp_path / "authority.yml"
    shortcomings = '[{fi: "Kuva on epäselvä.", sv: "Bilden är oklar.", criterion: "1.4.3", until: "2027-01-31"}]'
    shipped = (ROOT / "data" / "authority.yml").read_text(encoding="utf-8")
    file.write_text(re.sub(r"shortcomings: .*", f"shortcomings: {shortcomings}", shipped), encoding="utf-8")
    name = STATEMENTS[language][1][1:]
    whole = pages.page(f"{language}/{name}.html", language).body.decode()
    monkeypatch.setenv("AUTA_AUTHORITY", str(file))
    partly = pages.page(f"{language}/{name}.html", language).body.decode()
    fully, in_part = {"fi": ("<strong>kokonaan", "<strong>osittain"), "sv": ("<strong>helt", "<strong>delvis")}[
        language
    ]
    assert fully in whole and in_part not in whole and "16.11.2026" in whole.partition(fully)[2].partition("<h2>")[0]
    assert in_part in partly and fully not in partly
    assert "WCAG 1.4.3" in partly and "31.1.2027" in partly


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_privacy_page_tells_the_times_that_the_code_keeps(visitor, language):
    from bot.storage import references, sessions

    assert sessions.IDLE_SECONDS == 60 * 60
    assert sessions.ONE_DAY_SECONDS == 24 * 60 * 60
    assert references.TWO_WEEKS_SECONDS == 14 * 24 * 60 * 60
    page = visitor.go(STATEMENTS[language][0])
    told = {
        "fi": ("tunti", "vuorokau", "14 päivää", "kaksi tuntia", "noin minuutissa", "Tietosuojavaltuutetun"),
        "sv": ("timme", "dygn", "14 dagar", "två timmar", "ungefär en minut", "Dataombudsmannens"),
    }
    for words in told[language]:
        assert words in page.text, words


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_runs_the_server_for_the_authority_is_told(language, tmp_path, monkeypatch):
    """Nothing is said to be kept to oneself that another sees; where nobody else does, nothing is said of another."""
    name, words = STATEMENTS[language][0][1:], {"fi": "paitsi sille, joka", "sv": "utom till den som"}[language]
    alone = pages.page(f"{language}/{name}.html", language).body.decode()
    file = tmp_path / "authority.yml"
    processor = 'data_protection:\n  processor: {fi: "Palvelinta hoitaa Yritys Oy.", sv: "Servern sköts av Yritys Oy."}'
    shipped = (ROOT / "data" / "authority.yml").read_text(encoding="utf-8")
    file.write_text(shipped.replace("data_protection:", processor), encoding="utf-8")
    monkeypatch.setenv("AUTA_AUTHORITY", str(file))
    together = pages.page(f"{language}/{name}.html", language).body.decode()
    assert words not in alone and together.count(words) == 2 and "Yritys Oy" in together


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_privacy_page_tells_how_the_controller_is_reached_and_how_to_delete(visitor, language):
    page, controller = visitor.go(STATEMENTS[language][0]), load_authority().controller
    for words in (controller.email, controller.phone, controller.address[language]):
        assert words in page.text
    assert f"”{load_texts().say('utter_page_tool_end', language)}”" in page.text, "the button's own words"
