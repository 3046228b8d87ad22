"""Whether clocks agree, and whether this can be reached: only what was really tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.settings import Settings
from handlers.cli.findings import Finding

CLOCKS_DIFFER_BY = timedelta(seconds=60)
"""Signatures are refused at five minutes; long before that, deadlines and windows are wrong."""


def clock_finding(ours: datetime, theirs: datetime | None) -> Finding:
    """Compare this machine's clock with the date of Slack's answer (whole seconds)."""
    if theirs is None:
        return Finding("Clock", good=True, how="not compared: Slack's answer had no date")
    skew = ours - theirs
    seconds = round(abs(skew).total_seconds())
    good = abs(skew) <= CLOCKS_DIFFER_BY
    side = "ahead of" if skew > timedelta() else "behind"
    how = f"within {seconds} s of Slack's" if good else f"{seconds} s {side} Slack's"
    remedy = "" if good else "switch time synchronisation (NTP) on"
    return Finding("Clock", good=good, how=how, remedy=remedy)


def reach_findings(
    settings: Settings, *, here: str | None, outside: str | None, socket_mode: bool
) -> Iterator[Finding]:
    """Say what was tried. `here`, `outside`: why it did not answer; None: it did.

    From here nobody can see the way from Slack to this machine; that the address answers at all
    is as much as can be tried.
    """
    where = f"{settings.host}:{settings.port}"
    if here is not None:
        how, remedy = f"{where}: {here}", "run `make serve`, then ask doctor again"
        yield Finding("Serving", good=True, how=f"not tried: {how}", remedy=remedy)
        return
    yield Finding("Serving", good=True, how=f"answers on {where}")
    if settings.public_url is None:
        who = "DialNexa" if socket_mode else "Slack and DialNexa"
        yield Finding(
            "Webhook address",
            good=True,
            how="not tried: PUBLIC_URL is not set",
            remedy=f"set it to the https address that {who} were given",
        )
        return
    yield _address(settings.public_url, outside)


def _address(public_url: str, outside: str | None) -> Finding:
    if outside is None:
        how = f"{public_url} answers, asked from here; that Slack reaches it, only Slack can say"
        return Finding("Webhook address", good=True, how=how)
    return Finding(
        "Webhook address",
        good=False,
        how=f"{public_url}: {outside}",
        remedy="let the TLS proxy pass /slack/events, /dialnexa/webhook and /healthz on to it",
    )
