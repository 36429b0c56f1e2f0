"""What opening a page costs: statements, bytes over the wire, processor time."""

import gzip
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

from django.conf import settings
from django.test import Client
from django.urls import resolve

from bench.counting import cpu_ms, statements
from bench.pages import Page
from groups.models import User
from selection_site.management.year.people import DOMAIN

EMPTY = "/healthz"
# What every browser takes; over HTTPS they also take brotli, and style and scripts are smaller.
HEADERS = {"Host": "localhost", "Accept-Encoding": "gzip"}


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


@dataclass
class Visitors:
    """A browser for each login, and the weight of each static file as it was sent.

    `empty` is what a page that only says ok costs, in milliseconds of processor time; the cost of
    a page is the median of so many `times`.
    """

    times: int = 5
    clients: dict[str, Client] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)
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
        return sum(self.file_weight(address) for address in StaticFiles(html).found)

    def file_weight(self, address: str) -> int:
        if address not in self.weights:
            response = self.client("").get(address)
            if response.status_code != 200:
                raise SystemExit(f"A page asks for {address}, which is {response.status_code}.")
            self.weights[address] = len(b"".join(response))
            response.close()
        return self.weights[address]
