"""What is missing, in the order in which to mend it: each finding says how it is and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import SecretStr

from bot.handoff.approvals import members
from bot.handoff.people import Directory
from bot.policy import Destination, Policy
from bot.settings import Settings
from bot.vendor_settings import Mode, PolygonSettings
from handlers.cli.doctor_by_address import address_findings
from handlers.cli.doctor_quickbooks import quickbooks_findings
from handlers.cli.findings import Finding

NEEDED_SCOPES = frozenset(
    {
        "channels:history",
        "channels:read",
        "chat:write",
        "commands",
        "groups:history",
        "groups:read",
        "im:history",
        "im:write",
        "usergroups:read",
        "users:read",
        "users:read.email",
    }
)
"""Exactly what manifest.yml asks for; a test compares the two."""


APP_TOKENS_BEGIN = "xapp-"


def settings_findings(settings: Settings) -> Iterator[Finding]:
    """Look at what is set, without asking anybody."""
    yield _present("HANDOFF_KEYS", bool(settings.keys), "set one long random value")
    yield _present(
        "SLACK_BOT_TOKEN",
        settings.slack_bot_token is not None,
        "install the app from manifest.yml and copy the bot token",
    )
    yield _way_in(settings.slack_signing_secret, settings.slack_app_token)
    yield _present(
        "DIALNEXA_WEBHOOK_SECRETS",
        bool(settings.dialnexa_webhook_secrets),
        "copy the organisation's webhook secret from DialNexa",
    )
    yield _rereading(settings.dialnexa_api_key)
    stripe, paystack = settings.stripe, settings.paystack
    yield _vendor("Stripe", "STRIPE_API_KEY", stripe.api_key, stripe.mode)
    if stripe.api_key is not None:
        yield _reports("Stripe", "STRIPE_WEBHOOK_SECRET", is_checked=bool(stripe.webhook_secret))
    yield _vendor("Paystack", "PAYSTACK_SECRET_KEY", paystack.secret_key, paystack.mode)
    if paystack.secret_key is not None:
        yield _reports("Paystack", "PAYSTACK_SECRET_KEY", is_checked=True)
    yield from address_findings(settings)
    if settings.plisio.api_key is not None:
        yield _reports("Plisio", "PLISIO_API_KEY", is_checked=True)
    yield from _proabono(settings)
    yield from quickbooks_findings(settings)
    hubspot = settings.hubspot
    yield _unmarked("HubSpot", "HUBSPOT_ACCESS_TOKEN", is_on=hubspot.access_token is not None)
    variables = "ZENDESK_BASE_URL, ZENDESK_CLIENT_ID and ZENDESK_CLIENT_SECRET"
    yield _unmarked("Zendesk", variables, is_on=settings.zendesk.is_complete)
    yield _asked(settings.polygon)


def _proabono(settings: Settings) -> Iterator[Finding]:
    """Sandbox and production are two businesses; nothing in a key says which one it is of."""
    one = settings.proabono
    is_on = bool(one.agent_key and one.api_key)
    yield _unmarked("ProAbono", "PROABONO_AGENT_KEY and PROABONO_API_KEY", is_on=is_on)
    if is_on:
        is_checked = one.webhook_secret is not None
        yield _reports("ProAbono", "PROABONO_WEBHOOK_SECRET", is_checked=is_checked)


def _asked(polygon: PolygonSettings) -> Finding:
    """It is only asked, so there is no mode to mistake."""
    if polygon.api_key is None:
        return Finding("Polygon.io", good=True, how="off", remedy="set POLYGON_API_KEY")
    most = polygon.calls_a_minute
    how = f"on, {most} calls a minute" if most else "on, without a limit of calls"
    return Finding("Polygon.io", good=True, how=how)


def _present(name: str, there: bool, remedy: str) -> Finding:  # noqa: FBT001 - a fact, not a switch
    return Finding(name, there, "set" if there else "not set", "" if there else remedy)


def _way_in(signing_secret: SecretStr | None, app_token: SecretStr | None) -> Finding:
    """Over HTTP Slack signs what it sends; a socket is opened with the app's own token."""
    if app_token is None:
        return _present(
            "SLACK_SIGNING_SECRET",
            signing_secret is not None,
            "copy it from the app's Basic Information page, or set SLACK_APP_TOKEN (Socket Mode)",
        )
    good = app_token.get_secret_value().startswith(APP_TOKENS_BEGIN)
    return Finding(
        "SLACK_APP_TOKEN",
        good=good,
        how="set: Socket Mode" if good else f"is no app-level token ({APP_TOKENS_BEGIN}...)",
        remedy="" if good else "make one with connections:write on the Basic Information page",
    )


def socket_finding(refusal: str | None) -> Finding:
    """What Slack says when it is asked for a socket."""
    return Finding(
        "Socket Mode",
        good=refusal is None,
        how=refusal or "Slack gives a socket",
        remedy="" if refusal is None else "see SLACK_APP_TOKEN in .env.example",
    )


def _unmarked(title: str, variables: str, *, is_on: bool) -> Finding:
    """Of a vendor whose credentials do not say whether the account is a test account."""
    if not is_on:
        return Finding(title, good=True, how="off", remedy=f"set {variables} to turn it on")
    return Finding(title, good=True, how="on; nothing there tells a test account from a live one")


def _rereading(key: SecretStr | None) -> Finding:
    """Nothing stops without it, but what a webhook left out is then never asked for."""
    if key is None:
        how = "off: calls without analysis are not read again, lost webhooks are not found"
        return Finding("DialNexa's REST", good=True, how=how, remedy="set DIALNEXA_API_KEY")
    return Finding("DialNexa's REST", good=True, how="on")


def books_finding(refusal: str | None) -> Finding:
    """What DialNexa says when it is asked for its list of calls."""
    return Finding(
        "DialNexa's list of calls",
        good=refusal is None,
        how=refusal or "can be read",
        remedy="" if refusal is None else "check DIALNEXA_API_KEY (<key id>:<secret>)",
    )


def _vendor(title: str, variable: str, key: SecretStr | None, mode: Mode) -> Finding:
    """Both vendors' keys say their mode: `sk_test_`, `rk_live_`."""
    if key is None:
        return Finding(title, good=True, how="off", remedy=f"set {variable} to turn it on")
    if f"_{mode}_" in key.get_secret_value():
        return Finding(title, good=True, how=f"on, {mode} mode")
    switch = f"{title.upper()}_MODE"
    return Finding(
        title,
        good=False,
        how=f"{switch} is {mode} but the key is not of that mode",
        remedy=f"use a key of that mode, or change {switch}",
    )


def _reports(title: str, variable: str, *, is_checked: bool) -> Finding:
    """Nothing stops without them, but what is returned or disputed later then shows nowhere."""
    what = f"{title}'s reports"
    if is_checked:
        return Finding(what, good=True, how=f"taken at /webhooks/{title.lower()}")
    how = "off: what fails later or is disputed after a decision is not heard of"
    return Finding(what, good=True, how=how, remedy=f"set {variable}")


def policy_findings(policy: Policy, vendors_on: Sequence[str]) -> Iterator[Finding]:
    """Look at the policy and whether its destinations can be reached."""
    yield Finding("Policy", good=True, how=f"{policy.name}: {policy.id}")
    yield _fallback(policy)
    for destination in policy.file.destination:
        yield _reachable(destination, vendors_on)
        yield from _paired(destination, vendors_on)
        yield _mapped(destination)


def _fallback(policy: Policy) -> Finding:
    """Nothing is lost without one; nobody sees it either, until the channel is mended."""
    if policy.fallback_channel is not None:
        return Finding("Fallback channel", good=True, how=policy.fallback_channel)
    how = "none: what cannot be shown in its own channel waits"
    remedy = "name a private channel as fallback_channel under [policy]"
    return Finding("Fallback channel", good=True, how=how, remedy=remedy)


def _reachable(destination: Destination, vendors_on: Sequence[str]) -> Finding:
    """One that is only asked about calls that name it keeps no other call from anything."""
    vendor = destination.vendor
    on = vendor in vendors_on
    remedy = "" if on else f"set the credentials of {vendor}, or take it out of the policy"
    how = f"{vendor} is {'on' if on else 'off'}"
    good = on or destination.when.only_if_named
    return Finding(f"Destination {destination.name}", good=good, how=how, remedy=remedy)


def _paired(destination: Destination, vendors_on: Sequence[str]) -> Iterator[Finding]:
    for system in destination.pairings.systems:
        on = system in vendors_on
        remedy = "" if on else f"set the credentials of {system}, or take the pairing out"
        how = f"{system} is {'on' if on else 'off'}"
        yield Finding(f"Beside {destination.name}", good=on, how=how, remedy=remedy)


def _mapped(destination: Destination) -> Finding:
    """Tell whether it says where each fact of a handoff stands in that system."""
    what, missing = f"Mapping of {destination.name}", destination.mapping.missing
    if not missing:
        return Finding(what, good=True, how="complete")
    how = f"does not say {', '.join(missing)}"
    return Finding(what, good=False, how=how, remedy="state them under [destination.mapping]")


def scope_finding(granted: Sequence[str]) -> Finding:
    """Compare what Slack granted with what is used."""
    missing = sorted(NEEDED_SCOPES - set(granted))
    if not missing:
        return Finding("Slack scopes", good=True, how="all granted")
    return Finding(
        "Slack scopes",
        good=False,
        how=f"missing {', '.join(missing)}",
        remedy="update the app from manifest.yml and install it again",
    )


def directory_findings(policy: Policy, directory: Directory) -> Iterator[Finding]:
    """Look at channels and roles as Slack has them now."""
    wanted = policy.references()
    for name in wanted.channels:
        yield _channel(name, directory)
    for name in wanted.groups:
        yield _group(name, directory)
    yield from _chains(policy, directory)
    yield _stoppers(policy, directory)


def _group(name: str, directory: Directory) -> Finding:
    """Tell apart a plan without groups, a group that is not there, and one with nobody in it."""
    people = directory.groups.get(name, ())
    if people:
        return Finding(f"Group {name}", good=True, how=f"{len(people)} people")
    how, remedy = "nobody is in it", "add people to the user group in Slack"
    if not directory.has_groups:
        how = "this workspace's plan has no user groups"
        remedy = f'name people instead of {name}: `users = ["U..."]` under [[role]]'
    elif name in directory.unknown_groups:
        how = "not found, or several have this name"
        remedy = "create it in Slack, write its id (S...), or name users under [[role]]"
    return Finding(f"Group {name}", good=False, how=f"{how}: nobody can approve", remedy=remedy)


def _chains(policy: Policy, directory: Directory) -> Iterator[Finding]:
    """An alert that reaches nobody is as good as none."""
    roles = {role.name: members(role, directory) for role in policy.roles}
    for alert in policy.file.alert:
        empty = [rung.role for rung in alert.chain if not roles.get(rung.role)]
        yield Finding(
            f"Alert {alert.name}",
            good=not empty,
            how=f"nobody is in {', '.join(empty)}" if empty else f"calls in {alert.channel}",
            remedy="name people in that role" if empty else "",
        )


def _stoppers(policy: Policy, directory: Directory) -> Finding:
    """One person who stops needs another who resumes."""
    role = policy.stop_role
    people = members(role, directory) if role else ()
    enough = len(people) > 1
    return Finding(
        "Emergency stop",
        good=enough,
        how=f"{len(people)} people may stop money" if role else "no role may stop money in Slack",
        remedy="" if enough else "name a stop_role of at least two: one stops, another resumes",
    )


def _channel(name: str, directory: Directory) -> Finding:
    channel = directory.channels.get(name)
    if channel is None:
        return Finding(
            f"Channel {name}",
            good=False,
            how="not found",
            remedy="create it as a private channel and invite the bot",
        )
    problems = {
        "is public": not channel.is_private,
        "is archived": channel.is_archived,
        "has no bot in it": not channel.has_bot,
    }
    wrong = [problem for problem, holds in problems.items() if holds]
    return Finding(
        f"Channel {name}",
        good=not wrong,
        how=", ".join(wrong) or "private, bot is in",
        remedy="make it private, not archived, and invite the bot" if wrong else "",
    )
