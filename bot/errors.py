"""What can go wrong, for whom; every door translates into one of these."""

from __future__ import annotations


class HandoffError(Exception):
    """The root of all errors that Handoff raises on purpose."""


class ConfigurationError(HandoffError):
    """A setting or the policy cannot be used; the message names what, where and what to do."""


class DatabaseBusy(HandoffError):
    """The database did not take the write in time; nothing was changed."""


class Overtaken(HandoffError):
    """Somebody changed the handoff between reading and writing: the transaction starts over."""


class LostLease(HandoffError):
    """Another worker holds the step now: whatever this one knows must not be written."""


class VendorFailure(HandoffError):
    """A provider or Slack did not do as asked.

    `reason` is a sentence for people, already redacted by the adapter that raised it;
    `code` is the vendor's own short word, for logs.
    """

    def __init__(self, reason: str, *, code: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


class Refused(VendorFailure):
    """The vendor answered no: this call had no effect and repeating it will not help.

    `mendable` says that a person can change that outside (a token, an invitation to a channel), so
    that what is only to be said may wait for it.
    """

    def __init__(self, reason: str, *, code: str = "", mendable: bool = False) -> None:
        super().__init__(reason, code=code)
        self.mendable = mendable


class Unavailable(VendorFailure):
    """The call had no effect (never sent, or turned away) and may be tried again.

    `retry_after_s` is the vendor's own wish, in seconds, when it stated one; `method` what it was
    asked for, where the wish may hold for that alone.
    """

    method = ""

    def __init__(self, reason: str, *, code: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(reason, code=code)
        self.retry_after_s = retry_after_s


class OutcomeUnknown(VendorFailure):
    """The call may have had its effect: look in the vendor's books before anything is repeated.

    `answered` is true when the vendor finished and answered with a fault (so nothing of this
    call is still under way), false when no answer came.
    """

    def __init__(self, reason: str, *, code: str = "", answered: bool = False) -> None:
        super().__init__(reason, code=code)
        self.answered = answered
