"""A text as a web page of a school's content system: menus, cookie banners, accordions, tabs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from html import escape

from .office_forms import tables
from .texts import Part, Text

_MENU = (
    '<a href="#main">Skip To Main Content</a><header><nav aria-label="Main"><ul>'
    '<li><a href="/lunch">Lunch Menus</a></li><li><a href="/calendar">Calendar</a></li>'
    '<li><a href="/athletics">Athletics</a></li><li><a href="/board">Board Meetings</a></li>'
    "</ul></nav></header>"
)
_COOKIES = (
    '<div id="cookie-banner" class="cookie-consent" role="dialog"><p>Cookies help us to improve your '
    "browsing. By clicking Accept All you agree to tracking.</p><button>Accept All</button></div>"
)
_SHARE = (
    '<div class="share-buttons"><a href="#">Share on Facebook</a> <a href="#">Tweet</a> '
    '<a href="#">Print This Page</a></div>'
)
_FOOTER = (
    "<footer><p>Copyright Alder Ridge Webmaster. Powered by Edlio Hosting. Privacy Notice. "
    "Nondiscrimination Sitemap Fax 555-0199</p></footer>"
)
FURNITURE = (
    "Skip To Main Content Lunch Menus Calendar Athletics Board Meetings Cookies help us to improve "
    "your browsing By clicking Accept All you agree to tracking Accept All Share on Facebook Tweet "
    "Print This Page Copyright Alder Ridge Webmaster Powered by Edlio Hosting Privacy Notice "
    "Nondiscrimination Sitemap Fax 555 0199"
)

Ask = Callable[[int, str, str], str]


def _plain_question(_: int, question: str, answer: str) -> str:
    return f"<h3>{question}</h3><p>{answer}</p>"


def _details(_: int, question: str, answer: str) -> str:
    return f"<details><summary>{question}</summary><p>{answer}</p></details>"


def _button(number: int, question: str, answer: str) -> str:
    return (
        f'<h3><button aria-expanded="false" aria-controls="p{number}" id="b{number}">{question}'
        f'</button></h3><div id="p{number}" role="region" aria-labelledby="b{number}" hidden>'
        f"<p>{answer}</p></div>"
    )


def plain(text: Text) -> str:
    return f"<!doctype html><title>{escape(text.title)}</title><body>{_body(text, _plain_question)}"


def page(text: Text) -> str:
    return _page(text, _body(text, _plain_question))


def details(text: Text) -> str:
    return _page(text, _body(text, _details))


def buttons(text: Text) -> str:
    return _page(text, _body(text, _button))


def tabs(text: Text) -> str:
    """The questions of a page as tabs: first all questions, then all answers."""
    asked = text.questions
    names = "".join(
        f'<button role="tab" id="t{n}" aria-controls="a{n}">{escape(q)}</button>'
        for n, (q, _) in enumerate(asked)
    )
    panels = "".join(
        f'<div role="tabpanel" id="a{n}" aria-labelledby="t{n}"><p>{escape(a)}</p></div>'
        for n, (_, a) in enumerate(asked)
    )
    head = f"<h1>{escape(text.title)}</h1>"
    return _page(text, f'{head}<div role="tablist">{names}</div>{panels}')


def json_ld(text: Text) -> str:
    """A page whose questions are loaded by a script, and stand in its FAQPage data."""
    data = {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [
            {"@type": "Question", "name": q, "acceptedAnswer": {"@type": "Answer", "text": a}}
            for q, a in text.questions
        ],
    }
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    return _page(text, f'<h1>{escape(text.title)}</h1><div id="faq-root"></div>{script}')


def questions_only(text: Text) -> Text:
    """What ``tabs`` and ``json_ld`` show of a text: its title, questions and answers."""
    kept = ("title", "question", "answer")
    return Text(text.name, tuple(part for part in text.parts if part.kind in kept))


def _page(text: Text, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(text.title)} - '
        f"Alder Ridge</title></head><body>{_MENU}{_COOKIES}<main id='main'>{body}{_SHARE}</main>"
        f"{_FOOTER}</body></html>"
    )


def _body(text: Text, ask: Ask) -> str:
    return "\n".join(_parts(text, ask))


def _parts(text: Text, ask: Ask) -> Iterator[str]:
    question = ""
    items: list[Part] = []
    for number, part in enumerate([*tables(text), Part("end")]):
        if items and (isinstance(part, list) or part.marker[-1:] != items[0].marker[-1:]):
            yield _list(items)
            items = []
        if isinstance(part, list):
            yield "<table>" + "".join(map(_row, part)) + "</table>"
        elif part.kind == "item":
            items.append(part)
        elif part.kind == "question":
            question = escape(part.text)
        elif part.kind == "answer":
            yield ask(number, question, escape(part.text))
        elif part.kind != "end":
            yield _element(part)


def _element(part: Part) -> str:
    tag = {"title": "h1", "heading": "h2"}.get(part.kind, "p")
    lang = ' lang="es"' if part.kind == "spanish" else ""
    return f"<{tag}{lang}>{escape(part.text)}</{tag}>"


def _list(items: list[Part]) -> str:
    form = {"-": ("ul", ""), "A.": ("ol", ' type="A"'), "1.": ("ol", "")}.get(items[0].marker)
    if form is None:  # numbers that no list element gives are typed
        return "".join(f"<p>{p.marker} {escape(p.text)}</p>" for p in items)
    tag, kind = form
    return f"<{tag}{kind}>{''.join(f'<li>{escape(p.text)}</li>' for p in items)}</{tag}>"


def _row(row: Part) -> str:
    tag = "th" if row.kind == "titles" else "td"
    return f"<tr>{''.join(f'<{tag}>{escape(c)}</{tag}>' for c in row.cells)}</tr>"


WEB_FORMS: dict[str, Callable[[Text], str]] = {
    "html, plain": plain,
    "html, menus and banners": page,
    "html, details": details,
    "html, buttons": buttons,
    "html, tabs": tabs,
    "html, json-ld": json_ld,
}
