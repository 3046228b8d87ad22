"""The doors of the page, which tests use as well: `/ui/...`, JSON in and out.

A bad request gets 400 with `{"error": ...}`; something that is not there gets 404.
"""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from handlers.sandbox import slack_acts as acts
from handlers.sandbox.slack_errors import SlackError
from handlers.sandbox.slack_hands import Hands, Result

Endpoint = Callable[[Request], Awaitable[Response]]
ActT = TypeVar("ActT", bound=acts.Act)


def ui_routes(hands: Hands) -> list[Route]:
    return [
        act_route("/ui/click", acts.Click, hands.click),
        act_route("/ui/submit", acts.Submit, hands.submit),
        act_route("/ui/close", acts.Close, hands.close),
        act_route("/ui/command", acts.Command, hands.command),
        act_route("/ui/home", acts.Home, hands.home),
        act_route("/ui/event", acts.Event, hands.event),
        act_route("/ui/say", acts.Say, hands.say),
        act_route("/ui/group", acts.GroupChange, hands.change_group),
    ]


def act_route(
    path: str, model: type[ActT], use: Callable[[ActT], Awaitable[dict[str, Any]]]
) -> Route:
    """A POST door that takes one act and answers what came of it."""

    async def answer(request: Request) -> Response:
        try:
            result: Result = await use(model.model_validate_json(await request.body()))
        except ValidationError as wrong:
            return JSONResponse({"error": _first(wrong)}, 400)
        except SlackError as wrong:
            return JSONResponse({"error": wrong.error}, 404)
        return JSONResponse(result)

    return Route(path, answer, methods=["POST"])


def _first(wrong: ValidationError) -> str:
    problem = wrong.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in problem["loc"]) or "body"
    return f"{where}: {problem['msg']}"
