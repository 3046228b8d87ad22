"""The whole local world behind one port: page, doors, Slack, Stripe, Paystack, sample calls."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from pydantic import Field
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from handlers.sandbox.calls import SampleCall, deliver, fresh, sample_calls, unanalysed
from handlers.sandbox.config import LOOPBACK, SandboxConfig
from handlers.sandbox.dialnexa_books import DialNexaBooks
from handlers.sandbox.dialnexa_routes import dialnexa_routes
from handlers.sandbox.dialnexa_ui import dialnexa_ui_routes
from handlers.sandbox.faults import Fault, Switchboard
from handlers.sandbox.google_books import GoogleBooks
from handlers.sandbox.google_routes import google_routes
from handlers.sandbox.google_view import view_of as google_view
from handlers.sandbox.hubspot_books import HubSpotBooks
from handlers.sandbox.hubspot_routes import hubspot_routes
from handlers.sandbox.hubspot_seed import seeded_hubspot
from handlers.sandbox.hubspot_view import view_of as hubspot_view
from handlers.sandbox.paystack_books import PaystackBooks
from handlers.sandbox.paystack_routes import paystack_routes
from handlers.sandbox.paystack_seed import seeded_paystack
from handlers.sandbox.paystack_ui import paystack_ui_routes
from handlers.sandbox.paystack_view import view_of
from handlers.sandbox.plisio_books import PlisioBooks
from handlers.sandbox.plisio_routes import plisio_routes
from handlers.sandbox.plisio_seed import seeded_plisio
from handlers.sandbox.plisio_ui import plisio_ui_routes
from handlers.sandbox.plisio_ui import view_of as plisio_view
from handlers.sandbox.polygon_books import PolygonBooks
from handlers.sandbox.polygon_routes import polygon_routes
from handlers.sandbox.polygon_seed import seeded_polygon
from handlers.sandbox.proabono_books import ProAbonoBooks
from handlers.sandbox.proabono_routes import proabono_routes
from handlers.sandbox.proabono_seed import seeded_proabono
from handlers.sandbox.proabono_ui import proabono_ui_routes
from handlers.sandbox.proabono_view import view_of as proabono_view
from handlers.sandbox.quickbooks_books import QuickBooksBooks
from handlers.sandbox.quickbooks_routes import quickbooks_routes
from handlers.sandbox.quickbooks_seed import seeded_quickbooks
from handlers.sandbox.quickbooks_ui import quickbooks_ui_routes
from handlers.sandbox.quickbooks_view import view_of as quickbooks_view
from handlers.sandbox.reports import VENDORS, Reporter, Way
from handlers.sandbox.skyfire_books import SkyfireBooks
from handlers.sandbox.skyfire_routes import seller_routes, skyfire_routes
from handlers.sandbox.skyfire_ui import skyfire_ui_routes
from handlers.sandbox.skyfire_ui import view_of as skyfire_view
from handlers.sandbox.slack_acts import Act
from handlers.sandbox.slack_delivery import UNREACHABLE, Courier, HttpCourier, new_client
from handlers.sandbox.slack_errors import SlackError
from handlers.sandbox.slack_hands import Hands
from handlers.sandbox.slack_messages import Clock
from handlers.sandbox.slack_socket_courier import SocketCourier
from handlers.sandbox.slack_state import state_of
from handlers.sandbox.slack_ui import Endpoint, act_route, ui_routes
from handlers.sandbox.slack_web import slack_routes
from handlers.sandbox.slack_workspace import Workspace, utc_now
from handlers.sandbox.stripe_books import StripeBooks
from handlers.sandbox.stripe_papers import stripe_paper_routes
from handlers.sandbox.stripe_routes import stripe_routes
from handlers.sandbox.stripe_seed import seeded_books
from handlers.sandbox.stripe_ui import stripe_ui_routes
from handlers.sandbox.zendesk_books import ZendeskBooks
from handlers.sandbox.zendesk_routes import zendesk_routes
from handlers.sandbox.zendesk_seed import seeded_zendesk
from handlers.sandbox.zendesk_view import view_of as zendesk_view

PAGE = Path(__file__).parent / "page"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class FaultChange(Act):
    """Switch a fault; `fault` is "none" to switch off."""

    vendor: str
    fault: Fault
    times: int | None = Field(default=None, ge=1)
    only: str | None = None


class CallChange(Act):
    """Send a sample call; `as_new` gives it a call id of its own, else it repeats word by word.

    `withhold` leaves it in DialNexa's books and sends nothing; `without_analysis` sends it before
    the analysis is made.
    """

    name: str
    as_new: bool = False
    withhold: bool = False
    without_analysis: bool = False


class ReportChange(Act):
    """How Stripe or Paystack reports from now on; `late_s` is for both."""

    vendor: str
    way: Way
    late_s: float | None = Field(default=None, ge=0)


@dataclass(slots=True)
class Sandbox:
    """Everything a test in the same process may look at; belongs to the app's event loop."""

    config: SandboxConfig
    now: Clock
    workspace: Workspace
    books: StripeBooks
    paystack: PaystackBooks
    plisio: PlisioBooks
    skyfire: SkyfireBooks
    proabono: ProAbonoBooks
    polygon: PolygonBooks
    quickbooks: QuickBooksBooks
    google: GoogleBooks
    dialnexa: DialNexaBooks
    hubspot: HubSpotBooks
    zendesk: ZendeskBooks
    faults: Switchboard
    reporter: Reporter
    client: httpx.AsyncClient
    hands: Hands
    calls: dict[str, SampleCall]
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def state(self) -> dict[str, Any]:
        """What `GET /ui/state` answers."""
        calls = [
            {
                "name": each.name,
                "title": each.title,
                "call_id": each.call_id,
                "destination": each.destination,
            }
            for each in self.calls.values()
        ]
        return state_of(self.workspace) | {
            "faults": self.faults.state(),
            "stripe": self.books.view(),
            "paystack": view_of(self.paystack),
            "plisio": plisio_view(self.plisio),
            "skyfire": skyfire_view(self.skyfire),
            "proabono": proabono_view(self.proabono),
            "polygon": self.polygon.view(),
            "quickbooks": quickbooks_view(self.quickbooks),
            "google": google_view(self.google),
            "hubspot": hubspot_view(self.hubspot),
            "zendesk": zendesk_view(self.zendesk),
            "dialnexa": self.dialnexa.view(),
            "reports": self.reporter.state(),
            "calls": calls,
            "bot_url": self.config.bot_url,
        }

    def reset(self) -> None:
        self.workspace.reset()
        self.books.reset()
        self.paystack.reset()
        self.plisio.reset()
        self.skyfire.reset()
        self.proabono.reset()
        self.polygon.reset()
        self.quickbooks.reset()
        self.google.reset()
        self.hubspot.reset()
        self.zendesk.reset()
        self.dialnexa.reset()
        self.faults.clear()
        self.reporter.reset()

    async def change_fault(self, act: FaultChange) -> dict[str, Any]:
        try:
            self.faults.set(act.vendor, act.fault, act.times, act.only)
        except ValueError as wrong:
            raise SlackError(str(wrong)) from wrong
        return {"faults": self.faults.state()}

    async def change_reports(self, act: ReportChange) -> dict[str, Any]:
        if act.vendor not in VENDORS:
            raise SlackError(f"{act.vendor} reports nothing here")
        self.reporter.ways[act.vendor] = act.way
        if act.late_s is not None:
            self.reporter.late_s = act.late_s
        return {"reports": self.reporter.state()}

    async def send_call(self, act: CallChange) -> dict[str, Any]:
        if act.name not in self.calls:
            raise SlackError("no_such_call")
        call = self.calls[act.name]
        if act.as_new:
            call = fresh(call, next(self._numbers))
        self.dialnexa.keep(call.body, analysed=not act.without_analysis)
        if act.withhold:
            return {"status": None, "call_id": call.call_id, "withheld": True}
        sent = unanalysed(call) if act.without_analysis else call
        try:
            status = await deliver(sent, self.config, self.client)
        except httpx.TransportError:
            return {"status": None, "call_id": call.call_id, "error": UNREACHABLE}
        return {"status": status, "call_id": call.call_id}


def new_sandbox(config: SandboxConfig, now: Clock = utc_now) -> Sandbox:
    """A world without a door yet."""
    workspace, faults = Workspace(config, now), Switchboard()
    client = new_client()
    http = HttpCourier(config, now, client)
    courier: Courier = SocketCourier(workspace, faults) if config.socket_mode else http
    reporter = Reporter(config, now)
    books = seeded_books(api_key=config.stripe_api_key, now=now)
    paystack = seeded_paystack(api_key=config.paystack_secret_key, now=now)
    proabono = seeded_proabono(
        agent_key=config.proabono_agent_key, api_key=config.proabono_api_key, now=now
    )
    books.tell, paystack.tell = reporter.tell_of("stripe"), reporter.tell_of("paystack")
    quickbooks = seeded_quickbooks(
        client_secret=config.quickbooks_client_secret,
        refresh_token=config.quickbooks_refresh_token,
        now=now,
    )
    quickbooks.tell = reporter.tell_of("quickbooks")
    plisio = seeded_plisio(api_key=config.plisio_api_key, now=now)
    plisio.tell = reporter.tell_of("plisio")
    proabono.tell = reporter.tell_of("proabono")
    return Sandbox(
        config=config,
        now=now,
        workspace=workspace,
        books=books,
        paystack=paystack,
        plisio=plisio,
        skyfire=SkyfireBooks(api_key=config.skyfire_api_key, now=now),
        proabono=proabono,
        polygon=seeded_polygon(api_key=config.polygon_api_key, now=now),
        quickbooks=quickbooks,
        google=GoogleBooks(now),
        dialnexa=DialNexaBooks(api_key=config.dialnexa_api_key, now=now),
        hubspot=seeded_hubspot(access_token=config.hubspot_access_token, now=now),
        zendesk=seeded_zendesk(
            client_id=config.zendesk_client_id, client_secret=config.zendesk_client_secret, now=now
        ),
        faults=faults,
        reporter=reporter,
        client=client,
        hands=Hands(workspace, courier),
        calls={call.name: call for call in sample_calls(now())},
    )


def build_sandbox(config: SandboxConfig, now: Clock = utc_now) -> Starlette:
    """The ASGI application; its `Sandbox` is `app.state.sandbox`."""
    sandbox = new_sandbox(config, now)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with sandbox.client:
            sandbox.reporter.start(sandbox.client)
            yield
            await sandbox.reporter.stop()

    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=sorted(LOOPBACK))
    app = Starlette(routes=_routes(sandbox), lifespan=lifespan, middleware=[hosts])
    app.state.sandbox = sandbox
    return app


def _routes(sandbox: Sandbox) -> list[BaseRoute]:
    return [
        Route("/", _page),
        Route("/archives/{channel}/{message}", _page),
        Mount("/page", StaticFiles(directory=PAGE)),
        Route("/ui/state", _state_door(sandbox)),
        Route("/ui/reset", _reset_door(sandbox), methods=["POST"]),
        act_route("/ui/faults", FaultChange, sandbox.change_fault),
        act_route("/ui/reports", ReportChange, sandbox.change_reports),
        act_route("/ui/calls", CallChange, sandbox.send_call),
        *ui_routes(sandbox.hands),
        *stripe_ui_routes(sandbox.books),
        *paystack_ui_routes(sandbox.paystack),
        *plisio_ui_routes(sandbox.plisio),
        *skyfire_ui_routes(sandbox.skyfire),
        *proabono_ui_routes(sandbox.proabono),
        *quickbooks_ui_routes(sandbox.quickbooks),
        *dialnexa_ui_routes(sandbox.dialnexa),
        Mount("/slack", routes=slack_routes(sandbox.workspace, sandbox.faults)),
        Mount(
            "/stripe",
            routes=[
                *stripe_paper_routes(sandbox.books),
                *stripe_routes(sandbox.books, sandbox.faults),
            ],
        ),
        Mount("/paystack", routes=paystack_routes(sandbox.paystack, sandbox.faults)),
        Mount("/plisio", routes=plisio_routes(sandbox.plisio, sandbox.faults)),
        Mount("/skyfire", routes=skyfire_routes(sandbox.skyfire, sandbox.faults)),
        Mount("/seller", routes=seller_routes(sandbox.skyfire, sandbox.faults)),
        Mount("/quickbooks", routes=quickbooks_routes(sandbox.quickbooks, sandbox.faults)),
        Mount("/proabono", routes=proabono_routes(sandbox.proabono, sandbox.faults)),
        Mount("/polygon", routes=polygon_routes(sandbox.polygon, sandbox.faults)),
        Mount("/google", routes=google_routes(sandbox.google, sandbox.faults)),
        Mount("/hubspot", routes=hubspot_routes(sandbox.hubspot, sandbox.faults)),
        Mount("/zendesk", routes=zendesk_routes(sandbox.zendesk, sandbox.faults)),
        Mount("/dialnexa", routes=dialnexa_routes(sandbox.dialnexa, sandbox.faults)),
    ]


async def _page(_request: Request) -> Response:
    headers = {"content-security-policy": _POLICY, "cache-control": "no-cache"}
    return FileResponse(PAGE / "index.html", headers=headers)


def _state_door(sandbox: Sandbox) -> Endpoint:
    async def answer(_request: Request) -> Response:
        return JSONResponse(sandbox.state(), headers={"cache-control": "no-store"})

    return answer


def _reset_door(sandbox: Sandbox) -> Endpoint:
    async def answer(_request: Request) -> Response:
        sandbox.reset()
        return JSONResponse({"ok": True})

    return answer
