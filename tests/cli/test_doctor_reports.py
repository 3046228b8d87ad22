"""Doctor says of which providers nothing is heard after a decision."""

from pydantic import SecretStr

from bot.settings import Settings
from bot.vendor_settings import PaystackSettings, StripeSettings
from handlers.cli.doctor import settings_findings

KEY = SecretStr("sk_test_local")


def finding(what, **vendors):
    off = {
        "stripe": StripeSettings(_env_file=None),
        "paystack": PaystackSettings(_env_file=None),
    }
    found = settings_findings(Settings(_env_file=None, **(off | vendors)))
    return next((one for one in found if one.what == what), None)


def test_stripe_without_a_webhook_secret_is_named_with_its_remedy():
    missing = finding("Stripe's reports", stripe=StripeSettings(_env_file=None, api_key=KEY))
    assert missing.good, "it does not keep anybody from starting"
    assert missing.how.startswith("off")
    assert missing.remedy == "set STRIPE_WEBHOOK_SECRET"


def test_a_secret_or_paystacks_own_key_is_enough():
    several = StripeSettings(_env_file=None, api_key=KEY, webhook_secret="whsec_a, whsec_b")
    assert [one.get_secret_value() for one in several.webhook_secret] == ["whsec_a", "whsec_b"]
    assert finding("Stripe's reports", stripe=several).how == "taken at /webhooks/stripe"
    paystack = PaystackSettings(_env_file=None, secret_key=KEY)
    assert finding("Paystack's reports", paystack=paystack).how == "taken at /webhooks/paystack"


def test_of_a_provider_that_is_off_nothing_is_said():
    assert finding("Stripe's reports") is None
    assert finding("Paystack's reports") is None
