"""`views.*`: modals on a person's screen and their Home tab."""

from typing import Any

from handlers.sandbox.slack_args import Args
from handlers.sandbox.slack_errors import SlackError
from handlers.sandbox.slack_views import View, checked_view
from handlers.sandbox.slack_workspace import Workspace


def open_view(ws: Workspace, args: Args) -> dict[str, Any]:
    """The view is checked before the trigger is used up, so a corrected one may follow."""
    spec = checked_view(args.json("view"), "modal")
    trigger = ws.grants.exchange(args.needed("trigger_id", "invalid_trigger_id"))
    return {"view": ws.views.open(trigger.user, spec).to_json()}


def push_view(ws: Workspace, args: Args) -> dict[str, Any]:
    """Only a trigger that came from inside a modal can push on it."""
    spec = checked_view(args.json("view"), "modal")
    trigger = ws.grants.exchange(args.needed("trigger_id", "invalid_trigger_id"))
    if trigger.view_id is None or ws.views.find(trigger.view_id) is None:
        raise SlackError("not_found")
    return {"view": ws.views.push(trigger.user, spec).to_json()}


def update_view(ws: Workspace, args: Args) -> dict[str, Any]:
    view = _addressed(ws, args)
    spec = checked_view(args.json("view"), str(view.spec["type"]))
    _same_hash(view, args)
    return {"view": ws.views.replace(view, spec).to_json()}


def publish_view(ws: Workspace, args: Args) -> dict[str, Any]:
    user = ws.user(args.needed("user_id"))
    spec = checked_view(args.json("view"), "home")
    home = ws.views.homes.get(user.id)
    if home is not None:
        _same_hash(home, args)
    return {"view": ws.views.publish(user.id, spec).to_json()}


def _addressed(ws: Workspace, args: Args) -> View:
    view_id, external_id = args.text("view_id"), args.text("external_id")
    if view_id is None and external_id is None:
        raise SlackError("invalid_arguments", messages=["missing required field: view_id"])
    found = ws.views.find(view_id) if view_id else ws.views.by_external_id(external_id or "")
    if found is None:
        raise SlackError("not_found")
    return found


def _same_hash(view: View, args: Args) -> None:
    wanted = args.text("hash")
    if wanted is not None and wanted != view.hash:
        raise SlackError("hash_conflict")
