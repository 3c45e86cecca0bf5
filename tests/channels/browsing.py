"""A browser without JavaScript: reads pages of ours, fills in their forms and sends them, and keeps nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx

from bot.language.texts import load_texts
from tests.channels.person import new_address

# What leads to a suggestion, as it stands on the buttons.
ANSWERS = {
    "fi": ["Veroasia", "Oma asiani", "Minä itse, joku auttoi", "Pieni neuvo", "Kyllä, ne toimivat", "Oma laite", "Puhelimessa"],
    "sv": ["Skatteärende", "Mitt eget ärende", "Jag själv, någon hjälpte", "Ett litet råd", "Ja, de fungerar", "Egen apparat", "Per telefon"],
}  # fmt: skip


@dataclass
class HtmlForm:
    """A form: where it goes, its hidden fields, its buttons as (name, value, words), and whether one can write."""

    action: str
    method: str
    hidden: dict[str, str] = field(default_factory=dict)
    buttons: list[list[str]] = field(default_factory=list)
    textarea: str | None = None


@dataclass
class Element:
    """A start tag with its attributes."""

    tag: str
    attributes: dict[str, str]


class Page(HTMLParser):
    """A page as a person meets it: its words, headings, forms, links."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__(convert_charrefs=True)
        self.answer, self.status, self.html = answer, answer.status_code, answer.text
        self.elements: list[Element] = []
        self.forms: list[HtmlForm] = []
        self._open: list[str] = []
        self._texts: list[tuple[tuple[str, ...], str]] = []
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append(Element(tag, attributes))
        if tag == "form":
            self.forms.append(HtmlForm(attributes["action"], attributes["method"]))
        elif tag == "input" and attributes.get("type") == "hidden":
            self.forms[-1].hidden[attributes["name"]] = attributes["value"]
        elif tag == "button":
            self.forms[-1].buttons.append([attributes.get("name", ""), attributes.get("value", ""), ""])
        elif tag == "textarea":
            self.forms[-1].textarea = ""
        if tag not in ("meta", "link", "input", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open[-1] == tag, f"</{tag}> closes {self._open[-3:]}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if "style" in self._open or "title" in self._open:
            return
        self._texts.append((tuple(self._open), data))
        if self._open[-1:] == ["button"]:
            self.forms[-1].buttons[-1][2] += data
        elif self._open[-1:] == ["textarea"]:
            self.forms[-1].textarea = data

    @property
    def text(self) -> str:
        """All the words of the page."""
        return " ".join(" ".join(text for _, text in self._texts).split())

    def inside(self, tag: str) -> str:
        """The words inside every such element."""
        return " ".join(" ".join(text for tags, text in self._texts if tag in tags).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of every such element."""
        return [one.attributes for one in self.elements if one.tag == tag]

    @property
    def language(self) -> str:
        """What the page says of its language."""
        return self.all("html")[0]["lang"]

    def button(self, wanted: str) -> tuple[HtmlForm, list[str]]:
        """The first button with these words, or with this payload, and its form."""
        for form in self.forms:
            for one in form.buttons:
                if wanted in (one[1], one[2].strip()):
                    return form, one
        raise AssertionError(f"no button {wanted!r} among {[one[2] for form in self.forms for one in form.buttons]}")


class Visitor:
    """Somebody with such a browser; `page` is what is in front of them."""

    def __init__(self, site: str, language: str = "fi") -> None:
        self.site, self.language = site, language
        self.client = httpx.Client(
            base_url=site, transport=httpx.HTTPTransport(local_address=new_address()), timeout=30
        )

    def go(self, address: str, **headers: str) -> Page:
        """Opens an address."""
        self.page = Page(self.client.get(address, headers=headers))
        return self.page

    def begin(self) -> Page:
        """Starts a conversation as people do: the page, and its button."""
        self.go(f"/plain?language={self.language}")
        form = next(one for one in self.page.forms if one.action == "/plain/start")
        return self._shown(self.send(form, {}))

    def press(self, wanted: str) -> Page:
        """Presses a button, by its words or by what it sends."""
        form, (name, value, _) = self.page.button(wanted)
        return self._shown(self.send(form, {name: value} if name else {}))

    def write(self, text: str) -> Page:
        """Writes into the text field and sends it."""
        form = next(one for one in self.page.forms if one.textarea is not None)
        return self._shown(self.send(form, {"text": text.replace("\n", "\r\n")}))

    def send(self, form: HtmlForm, filled: dict[str, Any], **headers: str) -> httpx.Response:
        """Sends a form as a browser does: its origin named, nothing kept."""
        assert form.method == "post"
        self.last = (form, filled)
        origin = {"Origin": self.site, **headers}
        return self.client.post(form.action.partition("#")[0], data={**form.hidden, **filled}, headers=origin)

    def reload(self) -> Page:
        """Sends the last form once more, as a browser does when a page is loaded again."""
        return self._shown(self.send(*self.last))

    def _shown(self, answer: httpx.Response) -> Page:
        self.page = Page(answer)
        return self.page


def say(visitor: Visitor, name: str, **values: Any) -> str:
    """What a text says in the language of the visitor."""
    return load_texts().say(f"utter_{name}", visitor.language, **values)


def to_the_end(visitor: Visitor) -> Page:
    """Answers until there is a suggestion; returns its page."""
    visitor.begin()
    for answer in ANSWERS[visitor.language]:
        visitor.press(answer)
    return visitor.page
