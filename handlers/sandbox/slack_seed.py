"""The people and channels every local world starts with."""

from handlers.sandbox.slack_directory import (
    BOT_NAME,
    BOT_USER_ID,
    OTHER_TEAM_ID,
    Channel,
    Directory,
    User,
    UserGroup,
)

_FINANCE = ["U0ADA", "U0BEN", "U0CFO"]


def seeded(team_id: str) -> Directory:
    return Directory(_users(team_id), _groups(), _channels())


def _users(team_id: str) -> list[User]:
    def member(user_id: str, real_name: str, title: str, tz: str, **more: bool) -> User:
        name = real_name.split(maxsplit=1)[0].lower()
        email = f"{name}@finance.example"
        return User(user_id, name, real_name, title, tz, team_id, email, **more)

    stranger = User(
        "U0EXT",
        "xena",
        "Xena External",
        "Partner, other workspace",
        "Europe/Paris",
        OTHER_TEAM_ID,
        is_stranger=True,
    )
    return [
        member("U0ADA", "Ada Approver", "Finance", "Europe/Berlin"),
        member("U0BEN", "Ben Bookkeeper", "Finance", "America/New_York"),
        member("U0CFO", "Cleo Chief", "Finance lead", "Europe/London", is_admin=True),
        member("U0OPS", "Oren Ops", "Operations", "Africa/Lagos"),
        member("U0GUEST", "Gus Guest", "Guest", "Asia/Tokyo", is_restricted=True),
        member("U0GONE", "Dora Departed", "Left the company", "Europe/Berlin", deleted=True),
        stranger,
        User(BOT_USER_ID, "handoff", BOT_NAME, "App", "Etc/UTC", team_id, is_bot=True),
    ]


def _groups() -> list[UserGroup]:
    return [
        UserGroup("S0APPROVERS", "finance-approvers", "Finance approvers", ["U0ADA", "U0BEN"]),
        UserGroup("S0LEADS", "finance-leads", "Finance leads", ["U0CFO"]),
        UserGroup("S0GUESTS", "guests-only", "Guests only", ["U0GUEST"]),
        UserGroup("S0EMPTY", "empty", "Nobody yet"),
    ]


def _channels() -> list[Channel]:
    bot = [BOT_USER_ID]
    everybody = [*_FINANCE, "U0OPS", "U0GUEST"]
    return [
        Channel("C0BILLING", "billing-approvals", bot + everybody, purpose="Calls about money"),
        Channel("C0ALERTS", "billing-alerts", bot + _FINANCE, purpose="What cannot wait"),
        Channel("C0VIP", "vip-alerts", bot + _FINANCE, purpose="Blocked important customers"),
        Channel("C0FINOPS", "finance-ops", bot + _FINANCE, purpose="Daily finance work"),
        Channel(
            "C0GENERAL", "general", [*everybody, "U0EXT"], is_private=False, purpose="Everybody"
        ),
        Channel("C0OLD", "old-billing", bot + _FINANCE, is_archived=True),
        Channel("C0BOARD", "board", ["U0CFO"], purpose="The bot is not a member here"),
    ]
