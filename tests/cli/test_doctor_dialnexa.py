"""Doctor says whether calls are read again, and what to set when they are not."""

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from handlers.cli.doctor import books_finding, settings_findings


@pytest.mark.parametrize(
    ("key", "how", "remedy"),
    [
        (None, "off", "set DIALNEXA_API_KEY"),
        (SecretStr("local-key-id:local-key"), "on", ""),
    ],
)
def test_it_says_whether_calls_are_read_again(key, how, remedy):
    settings = Settings(_env_file=None, dialnexa_api_key=key)
    (found,) = [one for one in settings_findings(settings) if one.what == "DialNexa's REST"]
    assert found.good, "nothing stops without it"
    assert found.how.startswith(how)
    assert found.remedy == remedy
    assert "local-key" not in repr(found)


def test_it_says_what_dialnexa_says():
    good, bad = books_finding(None), books_finding("DialNexa does not accept DIALNEXA_API_KEY.")
    assert (good.good, good.remedy) == (True, "")
    assert (bad.good, bad.how) == (False, "DialNexa does not accept DIALNEXA_API_KEY.")
    assert "DIALNEXA_API_KEY" in bad.remedy
