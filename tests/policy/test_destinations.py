"""The destination: conditions narrow, an explicit field or a reference prefers, one left is it."""

import pytest

TWO = """
[[destination]]
name = "stripe-uk"
vendor = "stripe"
[destination.when]
references = ["^INV-", "^ch_"]
fields = { "Billing System" = ["uk", "Stripe"] }

[[destination]]
name = "paystack-ng"
vendor = "paystack"
[destination.when]
references = ["^KL-", "^INV-9"]
fields = { billing_system = ["ng"] }
"""


def one(when):
    return f'\n[[destination]]\nname = "d"\nvendor = "stripe"\nwhen = {when}\n'


def test_without_destinations_a_person_has_to_pick(judge):
    evaluation = judge()
    assert (evaluation.ruling.destination, evaluation.ruling.vendor) == (None, None)
    assert "low_confidence_match" in evaluation.ruling.review_reasons
    assert "none fits" in evaluation.notes[1]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"invoice_number": "INV-1"}, "stripe-uk"),
        ({"invoice_number": "inv-1"}, "stripe-uk"),
        ({"payment_id": "x, ch_1"}, "stripe-uk"),
        ({"order_ref": "KL-7"}, "paystack-ng"),
        ({"invoice_number": "INV-91"}, None),  # both patterns match
        ({"invoice_number": "ZZ-1"}, None),  # neither does
        ({}, None),
        ({"invoice_number": "KL-7", "learned": (("billing system", "UK "),)}, "stripe-uk"),
        ({"learned": (("Billing-System", "ng"),)}, "paystack-ng"),
        ({"learned": (("Billing-System", "mars"),)}, None),
    ],
)
def test_a_field_goes_before_a_reference(fields, expected, judge, make_call):
    if "learned" in fields:
        pair = make_call(customer=fields["learned"][0][0], account=fields["learned"][0][1])
        fields = fields | {"learned": ((pair.customer, pair.account),)}
    evaluation = judge(TWO, **fields)
    assert evaluation.ruling.destination == expected
    is_open = "low_confidence_match" in evaluation.ruling.review_reasons
    assert is_open is (expected is None)


def test_those_that_remain_possible_are_told(judge):
    evaluation = judge(TWO)
    assert evaluation.candidates == ("stripe-uk", "paystack-ng")
    assert "several fit (stripe-uk, paystack-ng)" in evaluation.notes[1]


@pytest.mark.parametrize(
    ("when", "fields", "fits"),
    [
        ("{}", {}, True),
        ('{ agents = ["agent_1"] }', {"agent_id": "agent_1"}, True),
        ('{ agents = ["agent_1"] }', {"agent_id": "agent_2"}, False),
        ('{ agents = ["agent_1"] }', {}, False),
        ('{ currencies = ["USD"] }', {"currency": "USD"}, True),
        ('{ currencies = ["USD"] }', {"currency": "EUR"}, False),
        ('{ currencies = ["USD"] }', {}, False),
        ('{ regions = ["IN"] }', {"tax_region": "in-ka"}, True),
        ('{ regions = ["IN"] }', {"tax_region": "INX"}, False),
        ('{ regions = ["IN"] }', {}, False),
        ('{ workflows = ["refund_request"] }', {}, True),
        ('{ workflows = ["receipt_request"] }', {}, False),
        ('{ references = ["^ZZ-"] }', {"invoice_number": "INV-1"}, True),  # the only one left
    ],
)
def test_a_condition_that_is_not_known_to_hold_does_not(when, fields, fits, judge):
    assert judge(one(when), **fields).ruling.destination == ("d" if fits else None)


ONLY_IF_NAMED = """
[[destination]]
name = "everything"
vendor = "stripe"

[[destination]]
name = "few"
vendor = "proabono"
when = { references = ["^F7"], fields = { billing_system = ["proabono"] }, only_if_named = true }
"""


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"invoice_number": "F7.00000012"}, "few"),
        ({"invoice_number": "INV-1"}, "everything"),
        ({}, "everything"),
    ],
)
def test_one_that_is_not_named_is_no_destination(fields, expected, judge):
    assert judge(ONLY_IF_NAMED, **fields).ruling.destination == expected


def test_an_analysis_field_names_it_too(judge, make_call):
    pair = make_call(customer="Billing System", account="ProAbono")
    learned = ((pair.customer, pair.account),)
    assert judge(ONLY_IF_NAMED, learned=learned).ruling.destination == "few"


BY_CURRENCY = """
[[destination]]
name = "anywhere"
vendor = "stripe"
when = { references = ["^INV-"] }

[[destination]]
name = "naira"
vendor = "paystack"
when = { currencies = ["NGN"], references = ["^PSK-"] }
"""


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"currency": "NGN"}, "naira"),
        ({"currency": "NGN", "payment_id": "PSK-1"}, "naira"),
        ({"currency": "NGN", "invoice_number": "INV-1"}, "anywhere"),  # a reference says more
        ({"currency": "NGN", "invoice_number": "INV-1", "payment_id": "PSK-1"}, None),
        ({"currency": "USD"}, "anywhere"),
        ({"currency": "USD", "payment_id": "PSK-1"}, "anywhere"),  # the other one is not for USD
        ({"currency": None}, "anywhere"),
    ],
)
def test_one_that_names_the_currency_goes_before_one_that_names_none(
    fields, expected, judge, make_call
):
    assert judge(BY_CURRENCY, **fields).ruling.destination == expected


def test_two_that_name_the_currency_leave_it_to_a_person(judge):
    more = BY_CURRENCY + BY_CURRENCY.replace('"naira"', '"lagos"').replace('"anywhere"', '"other"')
    assert judge(more, currency="NGN").ruling.destination is None


STRICT_AT_ONE = """
[[rule]]
name = "naira wants a reason"
when = { destinations = ["paystack-ng"] }
reason_required = true
"""


def test_while_several_fit_the_ruling_holds_what_follows_from_each(judge):
    ruling = judge(TWO + STRICT_AT_ONE, invoice_number="INV-91").ruling
    assert (ruling.destination, ruling.can_be_looked_up) == (None, True)
    assert {one.destination for one in ruling.possible} == {"stripe-uk", "paystack-ng"}
    settled = ruling.settled_at("paystack")
    assert settled.reason_required, "a rule about a destination holds once that is the one"
    assert not ruling.settled_at("stripe").reason_required
    assert ruling.settled_at("plisio") == ruling
    assert settled.channel_id == ruling.channel_id


def test_a_clear_destination_leaves_nothing_open(judge):
    ruling = judge(TWO, order_ref="KL-7").ruling
    assert ruling.possible == ()
    assert ruling.settled_at("stripe") == ruling
