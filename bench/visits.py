"""What opening a page costs: statements, bytes over the wire, processor time."""

import gzip
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from django.urls import resolve

from bench.counting import cpu_ms, statements
from bench.pages import Page
from groups.models import User
from selection_site.management.year.people import DOMAIN

EMPTY = "/healthz"
# What every browser takes; over HTTPS they also take brotli, and style and scripts are smaller.
HEADERS = {"Host": "localhost", "Accept-Encoding": "gzip"}
IMPORTED = re.compile(r'\bfrom "(\./[^"]+)"')


class Visit(NamedTuple):
    """One page: `html` bytes of it as written, `sent` as sent, `first` with all it loads.

    `repeated` is how often its most frequent statement ran, `cpu` how many empty pages it costs.
    """

    page: str
    login: str
    view: str
    queries: int
    repeated: int
    html: int
    sent: int
    first: int
    cpu: float


class StaticFiles(HTMLParser):
    """The static files that a page asks for: each once, whatever part of it is meant."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in ("href", "src") and value and value.startswith(settings.STATIC_URL):
                self.found.add(value.partition("#")[0])


class StaticFile(NamedTuple):
    """A file's bytes over the wire, and the addresses of the modules that it imports."""

    sent: int
    imports: frozenset[str]


@dataclass
class Visitors:
    """A browser for each login, each static file as it was sent, and what it imports.

    `empty` is what a page that only says ok costs, in milliseconds of processor time; the cost of
    a page is the median of so many `times`.
    """

    times: int = 5
    clients: dict[str, Client] = field(default_factory=dict)
    files: dict[str, StaticFile] = field(default_factory=dict)
    empty: float = field(init=False)

    def __post_init__(self) -> None:
        client = self.client("")
        client.get(EMPTY)
        self.empty = cpu_ms(lambda: client.get(EMPTY), times=100)

    def client(self, login: str) -> Client:
        if login not in self.clients:
            client = self.clients[login] = Client(headers=HEADERS)
            if login:
                client.force_login(User.objects.get(email=f"{login}@{DOMAIN}"))
        return self.clients[login]

    def visit(self, page: Page) -> Visit:
        """Open a page once to warm what is loaded once, then measure it."""
        client = self.client(page.login)
        response = client.get(page.address)
        if response.status_code != 200:
            raise SystemExit(f"{page.name}, {page.login}: {page.address} is {response.status_code}")
        html = gzip.decompress(response.content)
        with statements() as seen:
            client.get(page.address)
        return Visit(
            page=page.name,
            login=page.login,
            view=resolve(page.address.partition("?")[0])._func_path,
            queries=seen.total(),
            repeated=max(seen.values(), default=0),
            html=len(html),
            sent=len(response.content),
            first=len(response.content) + self.weight(html.decode()),
            cpu=cpu_ms(lambda: client.get(page.address), times=self.times) / self.empty,
        )

    def weight(self, html: str) -> int:
        """Bytes of all that a page loads beside itself, as sent to somebody who comes new."""
        loaded: set[str] = set()
        asked = StaticFiles(html).found
        while asked:
            loaded |= asked
            asked = {name for address in asked for name in self.file(address).imports} - loaded
        return sum(self.file(address).sent for address in loaded)

    def file(self, address: str) -> StaticFile:
        if address not in self.files:
            response = self.client("").get(address)
            if response.status_code != 200:
                raise SystemExit(f"A page asks for {address}, which is {response.status_code}.")
            body = b"".join(response)
            response.close()
            self.files[address] = StaticFile(len(body), imports_of(address, response, body))
        return self.files[address]


def imports_of(address: str, response: HttpResponseBase, body: bytes) -> frozenset[str]:
    if not address.endswith(".js"):
        return frozenset()
    text = gzip.decompress(body) if response.get("Content-Encoding") == "gzip" else body
    return frozenset(urljoin(address, name) for name in IMPORTED.findall(text.decode()))
