"""A policy that cannot be used says what is wrong, in which file, line and key."""

from datetime import date, time

import pytest

from bot.errors import ConfigurationError
from bot.policy import References, parse_policy


def test_a_policy_knows_whom_the_directory_has_to_load(parse):
    more = '[[rule]]\nname = "r"\nwhen = { workflows = ["receipt_request"] }\nowner = "U0ADA"\n'
    assert parse(more).references() == References(
        users=("U0ADA", "U0BOSS"), groups=("@clerks",), channels=("#money", "#big-money")
    )


def test_the_hash_follows_the_text(parse):
    assert parse().text_hash == parse().text_hash
    assert parse().text_hash != parse("# a comment\n").text_hash


def test_roles_are_frozen_with_limits_in_every_known_currency(parse):
    clerk, boss = parse().roles
    assert clerk.limits_minor == {"USD": 10000, "GBP": 9000, "EUR": 8000, "JPY": 12500}
    assert (clerk.groups, clerk.unlimited) == (("@clerks",), False)
    assert (boss.users, boss.unlimited, boss.limits_minor) == (("U0BOSS",), True, {})


def test_a_role_has_a_title(parse):
    assert (parse().title_of("boss"), parse().title_of("clerk")) == ("The boss", "Clerk")


def test_who_may_stop_money_is_a_role_of_the_policy(small):
    text = small.replace('id = "small"', 'id = "small"\nstop_role = "boss"')
    assert parse_policy(text, name="p").stop_role.users == ("U0BOSS",)
    assert parse_policy(small, name="p").stop_role is None
    with pytest.raises(ConfigurationError, match=r"line 4, policy\.stop_role: .*clerk, boss"):
        parse_policy(text.replace('"boss"\n', '"bos"\n', 1), name="p")


def test_working_time_is_read(small):
    text = small.replace(
        'zone = "Europe/London"',
        'zone = "Asia/Kolkata"\nworking_days = ["sun", "mon"]\nworking_hours = "10:00-18:30"\n'
        "holidays = [2026-12-25]",
    )
    policy = parse_policy(text, name="p")
    assert policy.zone.key == "Asia/Kolkata"
    assert policy.hours.days == {6, 0}
    assert (policy.hours.start, policy.hours.end) == (time(10), time(18, 30))
    assert policy.hours.holidays == {date(2026, 12, 25)}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('id = "small"', "", "line 2, policy.id: is missing"),
        ('zone = "Europe/London"', 'zone = "Mars"', "line 4, policy.zone: is not a time zone"),
        (
            'zone = "Europe/London"',
            'zonne = "UTC"',
            'line 4, policy.zonne: unknown key; did you mean "zone"?',
        ),
        ("[rates]", "[ratse]", "line 6, ratse: unknown key"),
        ('base = "USD"', 'base = "usd"', "line 7, rates.base: is not an ISO 4217"),
        ('EUR = "1.25"', "EUR = 1.25", "line 8, rates.worth.EUR: write a fraction as text"),
        ('EUR = "1.25"', 'EUR = "0"', "line 8, rates.worth.EUR"),
        ('EUR = "1.25"', 'EUR = "much"', "line 8, rates.worth.EUR"),
        ('groups = ["@clerks"]', "", 'line 10, role[1]: nobody is in the role "clerk"'),
        ('groups = ["@clerks"]', 'groups = ["clerks"]', "line 12, role[1].groups[1]"),
        (
            'groups = ["@clerks"]',
            'gruops = ["@clerks"]',
            'line 12, role[1].gruops: unknown key; did you mean "groups"?',
        ),
        ("USD = 100,", "USD = -1,", "line 13, role[1].limits: USD -1 is negative"),
        ("USD = 100,", 'USD = "0.001",', "line 13, role[1].limits: USD 0.001"),
        ("USD = 100,", "USD = true,", "line 13, role[1].limits.USD: must be a whole number"),
        ("USD = 100,", "", "line 13, role[1].limits: must name USD, the base of [rates]"),
        ("USD = 100,", "USD = 100, XQX = 1,", "line 13, role[1].limits.XQX: is not an ISO 4217"),
        ('users = ["U0BOSS"]', 'users = ["boss"]', "line 18, role[2].users[1]"),
        (
            "unlimited = true",
            "unlimited = true\nlimits = { USD = 1 }",
            "line 20, role[2].limits: a role has limits or is unlimited",
        ),
        ("unlimited = true", 'unlimited = "yes"', "line 19, role[2].unlimited"),
        ('name = "boss"', 'name = "clerk"', 'line 16, role[2].name: "clerk" is defined twice'),
        ('name = "#big-money"', 'name = "#Big Money"', "line 25, channel[2].name"),
        ('owner = "clerk"', 'owner = "nobody"', 'line 29, baseline.owner: "nobody" is no role'),
        (
            'channel = "#money"',
            'channel = "#other"',
            'line 30, baseline.channel: "#other" is no [[channel]]',
        ),
        (
            'role = "boss", above',
            'role = "bos", above',
            'line 31, baseline.approvals[2].role: "bos" is no role',
        ),
        (
            '{ role = "clerk" }, ',
            "",
            "line 31, baseline.approvals: at least one approval must be required",
        ),
        ("approvals = [", "approvals = []#", "line 31, baseline.approvals"),
        (
            'escalate_to = ["boss"]',
            'escalate_to = ["x"]',
            'line 32, baseline.escalate_to: "x" is no role',
        ),
        ('escalate_to = ["boss"]', "cancel_window_s = -1", "line 32, baseline.cancel_window_s"),
        ('escalate_to = ["boss"]', "cancel_window_s = true", "line 32, baseline.cancel_window_s"),
        (
            'escalate_to = ["boss"]',
            'nudge_offsets = ["soon"]',
            'line 32, baseline.nudge_offsets[1]: must be a time such as "90m"',
        ),
        ('escalate_to = ["boss"]', 'nudge_offsets = ["0h"]', "line 32, baseline.nudge_offsets[1]"),
    ],
)
def test_a_fault_is_named_with_file_line_and_key(old, new, expected, small):
    assert old in small
    with pytest.raises(ConfigurationError) as caught:
        parse_policy(small.replace(old, new, 1), name="small.toml")
    assert f"small.toml, {expected}" in str(caught.value)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("when = {}", "rule[1].when: a rule needs a condition"),
        ("", "rule[1].when: is missing"),
        (
            'when = { tiers = ["gold"] }',
            'rule[1].when.tiers: "gold" is no [[tier]] of this policy (standard)',
        ),
        ('when = { destinations = ["x"] }', 'rule[1].when.destinations: "x" is no [[destination]]'),
        ('when = { workflows = ["refunds"] }', "rule[1].when.workflows[1]"),
        (
            'when = { workflow = ["refund_request"] }',
            'rule[1].when.workflow: unknown key; did you mean "workflows"?',
        ),
        ("when = { above = { EUR = 5 } }", "rule[1].when.above: must name USD"),
        ('when = { confidence = "low" }\nowner = "x"', 'rule[1].owner: "x" is no role'),
        ('when = { confidence = "low" }\nfields = ["customer"]', "rule[1].fields: unknown key"),
    ],
)
def test_a_fault_in_a_rule_is_named(more, expected, parse):
    with pytest.raises(ConfigurationError) as caught:
        parse(f'[[rule]]\nname = "r"\n{more}\n')
    assert expected in str(caught.value)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('vendor = "strip"', "destination[1].vendor"),
        (
            'vendor = "stripe"\nwhen = { references = ["("] }',
            "destination[1].when.references[1]: is not a regular",
        ),
        (
            'vendor = "stripe"\nmapping = { objekt = "x" }',
            'destination[1].mapping.objekt: unknown key; did you mean "object"?',
        ),
    ],
)
def test_a_fault_in_a_destination_is_named(more, expected, parse):
    with pytest.raises(ConfigurationError) as caught:
        parse(f'[[destination]]\nname = "d"\n{more}\n')
    assert expected in str(caught.value)


def test_all_faults_are_told_at_once_by_line(small):
    text = small.replace('"@clerks"', '"clerks"').replace("USD = 100", "USD = 1.5")
    with pytest.raises(ConfigurationError) as caught:
        parse_policy(text, name="p")
    first, second = str(caught.value).splitlines()
    assert (first[:10], second[:10]) == ("p, line 12", "p, line 13")


def test_very_many_faults_are_counted(small):
    text = small + "".join(f"wrong_{number} = 1\n" for number in range(60))
    with pytest.raises(ConfigurationError) as caught:
        parse_policy(text, name="p")
    assert str(caught.value).splitlines()[-1] == "and 40 more"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[policy\n", "p, line 1: this is not TOML"),
        ('[policy]\nid = "a"\nid = "b"\n', "p, line 3: this is not TOML"),
        ("a = " + "[" * 5000, "p: this is not TOML"),
        ("", "p, policy: is missing"),
    ],
)
def test_what_is_no_toml_is_told_by_line(text, expected):
    with pytest.raises(ConfigurationError) as caught:
        parse_policy(text, name="p")
    assert expected in str(caught.value)


def test_a_destination_says_what_its_mapping_lacks(parse):
    more = '[[destination]]\nname = "d"\nvendor = "stripe"\n'
    more += 'mapping = { object = "charge", owner = "x" }\n'
    (destination,) = parse(more).file.destination
    assert destination.mapping.missing == ("status", "urgency", "next_step", "record_url")
