"""`Hands`: the person in front of the local Slack. Every act becomes a delivery to the bot."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from handlers.sandbox import slack_payloads as payloads
from handlers.sandbox.slack_acts import (
    Click,
    Close,
    Command,
    Event,
    GroupChange,
    Home,
    Say,
    Submit,
)
from handlers.sandbox.slack_args import Args
from handlers.sandbox.slack_blocks import elements_of
from handlers.sandbox.slack_delivery import Answer, Courier
from handlers.sandbox.slack_errors import SlackError
from handlers.sandbox.slack_grants import ResponseUrl
from handlers.sandbox.slack_inputs import full_option, state_name, typed_values
from handlers.sandbox.slack_messages import Ephemeral, Message
from handlers.sandbox.slack_respond import say
from handlers.sandbox.slack_views import View, checked_view
from handlers.sandbox.slack_workspace import Workspace

Result = dict[str, Any]
LATE = "Operation timed out. {app} did not answer within {seconds:g} seconds; try again."
BROKEN = "Something went wrong: {app} answered with an error ({what})."


class Hands:
    def __init__(self, ws: Workspace, courier: Courier) -> None:
        self._ws = ws
        self._courier = courier

    async def click(self, act: Click) -> Result:
        """Raises `message_not_found`, `view_not_found` or `action_not_found`."""
        payload, channel = self._on_view(act) if act.view_id else self._on_message(act)
        answers = await _repeated(act.repeat, lambda: self._courier.interaction(payload))
        self._complain(answers[0], act.user, channel)
        return _result(answers)

    async def submit(self, act: Submit) -> Result:
        view = self._view(act.view_id)
        view.values = typed_values(view.blocks, view.values, act.values)
        view.errors = {}
        payload = payloads.view_submission(self._ws, view)
        answers = await _repeated(act.repeat, lambda: self._courier.interaction(payload))
        for answer in answers:
            self._apply(view, answer)
        return _result(answers)

    async def close(self, act: Close) -> Result:
        """The app hears of it only if the view asked; else `status` is None."""
        view = self._view(act.view_id)
        if act.clear or view.spec.get("clear_on_close"):
            self._ws.views.clear(view.user)
        else:
            self._ws.views.close(view)
        if not view.spec.get("notify_on_close"):
            return Answer(None, None, 0.0).to_json()
        payload = payloads.view_closed(self._ws, view, is_cleared=act.clear)
        return (await self._courier.interaction(payload)).to_json()

    async def command(self, act: Command) -> Result:
        channel = self._ws.directory.channels.get(act.channel)
        if channel is None:
            raise SlackError("channel_not_found")
        grant = ResponseUrl(act.user, channel.id, self._ws.now())
        words = (act.command, act.text)
        form = payloads.slash_command(self._ws, act.user, channel, words, self._url(grant))
        answers = await _repeated(act.repeat, lambda: self._courier.command(form))
        for answer in answers:
            self._show_command_answer(grant, act.command, answer)
        return _result(answers)

    async def home(self, act: Home) -> Result:
        self._ws.user(act.user)
        return await self.event(Event(event=payloads.app_home_opened(self._ws, act.user)))

    async def event(self, act: Event) -> Result:
        wrapped = payloads.event_callback(self._ws, act.event)
        answers = await _repeated(act.repeat, lambda: self._courier.event(wrapped))
        return _result(answers) | {"attempts": answers[0].attempts}

    async def say(self, act: Say) -> Result:
        channel = self._ws.directory.channels.get(act.channel)
        if channel is None:
            raise SlackError("channel_not_found")
        message = self._ws.post(channel, act.text, user=act.user, thread_ts=act.thread_ts)
        if not act.deliver:
            return Answer(None, None, 0.0).to_json() | {"ts": message.ts}
        kinds = {"im": "im", "private_channel": "group", "public_channel": "channel"}
        event = message.to_json(self._ws.config.team_id) | {
            "channel": channel.id,
            "channel_type": kinds[channel.kind],
        }
        return await self.event(Event(event=event)) | {"ts": message.ts}

    async def change_group(self, act: GroupChange) -> Result:
        event = self._ws.set_group_members(act.group, act.users)
        return await self.event(Event(event=event))

    def _url(self, grant: ResponseUrl) -> str:
        base = self._ws.config.base_url.rstrip("/")
        return f"{base}/slack/response/{self._ws.grants.new_response_url(grant)}"

    def _view(self, view_id: str) -> View:
        view = self._ws.views.find(view_id)
        if view is None:
            raise SlackError("view_not_found")
        return view

    def _shown(self, act: Click) -> Message | Ephemeral:
        channel, ts = act.channel or "", act.ts or ""
        found = self._ws.messages.find(channel, ts) or self._ws.messages.ephemeral(channel, ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def _on_message(self, act: Click) -> tuple[Result, str]:
        shown = self._shown(act)
        action = self._action(act, shown.blocks)
        thread_ts = shown.thread_ts
        grant = ResponseUrl(act.user, shown.channel, self._ws.now(), shown.ts, thread_ts)
        url = self._url(grant)
        payload = payloads.block_actions_on_message(self._ws, act.user, shown, action, url)
        return payload, shown.channel

    def _on_view(self, act: Click) -> tuple[Result, str]:
        view = self._view(act.view_id or "")
        action = self._action(act, view.blocks)
        given = _with_selected(act, action) if act.selected else act.values
        view.values = typed_values(view.blocks, view.values, given)
        channel = self._ws.directory.direct_message(act.user).id
        return payloads.block_actions_on_view(self._ws, view, act.user, action), channel

    def _action(self, act: Click, blocks: list[dict[str, Any]]) -> Result:
        """The `actions[0]` of the payload; a button that is gone can still be sent by value."""
        moment = {"action_ts": act.action_ts or self._ws.timestamps.next()}
        for block in blocks:
            for element in elements_of(block):
                here = act.block_id in {None, block["block_id"]}
                if here and element["action_id"] == act.action_id:
                    return _pressed(element, block["block_id"], act) | moment
        if act.value is None:
            raise SlackError("action_not_found")
        return _gone_button(act) | moment

    def _apply(self, view: View, answer: Answer) -> None:
        """Do to the modal what the app answered; a failed answer leaves it, with a sentence."""
        if self._ws.views.find(view.id) is None:
            return
        if not answer.ok:
            view.errors = {"": self._sentence(answer)}
        elif not isinstance(answer.body, dict) or not answer.body.get("response_action"):
            self._ws.views.close(view)
        else:
            self._respond_action(view, answer.body)

    def _respond_action(self, view: View, body: Result) -> None:
        kind = body["response_action"]
        try:
            if kind == "errors":
                view.errors = _under_inputs(view, body.get("errors"))
            elif kind == "update":
                self._ws.views.replace(view, checked_view(body.get("view"), "modal"))
            elif kind == "push":
                self._ws.views.push(view.user, checked_view(body.get("view"), "modal"))
            elif kind == "clear":
                self._ws.views.clear(view.user)
        except SlackError as refused:
            details = "; ".join(refused.messages) or refused.error
            view.errors = {"": BROKEN.format(app="Handoff", what=details)}

    def _show_command_answer(self, grant: ResponseUrl, command: str, answer: Answer) -> None:
        if not answer.ok:
            what = "operation_timeout" if answer.error else "dispatch_failed"
            text = f"{command} failed with the error “{what}”. {self._sentence(answer)}"
            self._ws.whisper(grant.channel, grant.user, text, sender="slackbot")
            return
        values = answer.body if isinstance(answer.body, dict) else {"text": answer.body}
        if not (values.get("text") or values.get("blocks")):
            return
        try:
            say(self._ws, grant, Args(values))
        except SlackError as refused:
            what = "; ".join(refused.messages) or refused.error
            text = BROKEN.format(app="Handoff", what=what)
            self._ws.whisper(grant.channel, grant.user, text, sender="slackbot")

    def _complain(self, answer: Answer, user: str, channel: str) -> None:
        if not answer.ok:
            self._ws.whisper(channel, user, self._sentence(answer), sender="slackbot")

    def _sentence(self, answer: Answer) -> str:
        if answer.error == "operation_timeout":
            return LATE.format(app="Handoff", seconds=self._ws.config.ack_timeout_s)
        what = answer.error or f"HTTP {answer.status}"
        return BROKEN.format(app="Handoff", what=what)


def _under_inputs(view: View, errors: Any) -> dict[str, str]:
    """What stands under which input; Slack shows a fault when there is no such input."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
        raise SlackError("invalid_arguments", messages=["errors name no input of this view"])
    return {block_id: str(sentence) for block_id, sentence in errors.items()}


async def _repeated(times: int, send: Callable[[], Awaitable[Answer]]) -> list[Answer]:
    return list(await asyncio.gather(*(send() for _ in range(times))))


def _result(answers: list[Answer]) -> Result:
    """The first answer; with `repeat` also all of them, in the order of sending."""
    result = answers[0].to_json()
    return result | ({"answers": [a.to_json() for a in answers]} if len(answers) > 1 else {})


def _pressed(element: dict[str, Any], block_id: str, act: Click) -> Result:
    kept = ("type", "action_id", "text", "style", "value", "url", "placeholder", "options")
    action = {"block_id": block_id, **{k: element[k] for k in kept if k in element}}
    if element["type"] != "overflow":
        action.pop("options", None)
    if act.value is not None:
        action["value"] = act.value
    return action | _chosen(element, act)


def _chosen(element: dict[str, Any], act: Click) -> Result:
    chosen = dict(act.selected)
    name = state_name(element["type"])
    if name is not None and name not in chosen:
        chosen[name] = None
    if isinstance(chosen.get("selected_option"), dict):
        chosen["selected_option"] = full_option(element, chosen["selected_option"])
    return chosen


def _gone_button(act: Click) -> Result:
    return {
        "type": "button",
        "action_id": act.action_id,
        "block_id": act.block_id or "gone",
        "text": {"type": "plain_text", "text": "…", "emoji": True},
        "value": act.value,
    }


def _with_selected(act: Click, action: Result) -> dict[str, Any]:
    """Everything typed, and the choice that was just made."""
    block_id = action["block_id"]
    block = {**act.values.get(block_id, {}), act.action_id: act.selected}
    return {**act.values, block_id: block}
