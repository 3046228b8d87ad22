"""`.env.example` names what is read from the environment: nothing missing, nothing made up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import AliasChoices, SecretStr
from pydantic_settings import BaseSettings

import app
from bot.settings import Settings
from bot.vendor_settings import VENDORS

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "providers", "storage")
CODE = {
    file: file.read_text(encoding="utf-8")
    for file in (ROOT / "app.py", *(file for room in ROOMS for file in (ROOT / room).rglob("*.py")))
}
LINE = re.compile(r"^(?:# )?([A-Z][A-Z0-9_]+)=(.*)$", re.MULTILINE)
LOOKS_REAL = re.compile(r"(sk|rk|pk)_(test|live)_\w|xox[a-z]-|xapp-|whsec_|[A-Za-z0-9+/]{32,}")


def fields(model: type[BaseSettings], prefix: str = "") -> Iterator[tuple[str, str, object]]:
    """Each setting as (the name in the environment, the name in the code, the default)."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseSettings):
            yield from fields(kind, str(kind.model_config.get("env_prefix", "")))
        else:
            alias = field.validation_alias
            stated = alias.choices[0] if isinstance(alias, AliasChoices) else None
            yield str(stated or f"{prefix}{name}").upper(), name, field.default


FOLDERS = dict.fromkeys(("drive", "sheets", "gmail"), "google")


def is_read(env: str, name: str) -> bool:
    """Whether any code but the declaration itself takes the setting; a vendor's own, its folder."""
    owner = next((one for one in VENDORS if env.startswith(f"{one}_".upper())), "settings")
    room = ROOT / "providers" / FOLDERS.get(owner, owner)
    anywhere, at_home = (
        re.compile(rf"\b({who})\.{name}\b") for who in (owner, f"{owner}|settings")
    )
    return any(
        (at_home if room in file.parents else anywhere).search(text) for file, text in CODE.items()
    )


READ = {env: default for env, name, default in fields(Settings) if is_read(env, name)}


@pytest.fixture(scope="module")
def example() -> str:
    return (ROOT / ".env.example").read_text(encoding="utf-8")


def test_it_names_every_variable_that_is_read_and_no_other(example):
    named = [name for name, _ in LINE.findall(example)]
    assert len(named) == len(set(named))
    assert set(named) == set(READ)


def test_every_variable_has_a_sentence(example):
    for paragraph in re.split(r"\n\n+", example):
        lines = paragraph.splitlines()
        said = [line for line in lines if line.startswith("# ") and not LINE.fullmatch(line)]
        assert not any(LINE.fullmatch(line) for line in lines) or said, paragraph


def test_what_is_shown_is_the_default(example):
    for name, shown in LINE.findall(example):
        assert shown == as_written(READ[name]), name


def as_written(default: object) -> str:
    return (
        ""
        if default is None or default == ()
        else f"{default:g}"
        if isinstance(default, float)
        else str(default)
    )


def test_no_value_looks_like_a_secret(example):
    assert not any(LOOKS_REAL.search(shown) for _, shown in LINE.findall(example))


def test_secrets_do_not_show_themselves():
    settings = Settings(_env_file=None, slack_bot_token=SecretStr("unsayable"))
    assert "unsayable" not in repr(settings)


def test_a_file_filled_in_is_read_as_a_whole(monkeypatch, tmp_path, example):
    """Every group of settings, also the vendors', comes from `.env` when it is there."""
    filled = example.replace("STRIPE_API_KEY=", "STRIPE_API_KEY=sk_test_local")
    (tmp_path / ".env").write_text(filled, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    settings = app.read_settings()
    assert settings.stripe.api_key is not None
    assert settings.stripe.api_key.get_secret_value() == "sk_test_local"


def test_a_line_left_empty_sets_nothing(monkeypatch, tmp_path, example):
    (tmp_path / ".env").write_text(example, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    settings = app.read_settings()
    assert settings.slack_bot_token is None
    assert settings.keys == ()
