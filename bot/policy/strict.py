"""The base of everything a policy file may say: frozen, and unknown keys are refused."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A table of the policy file."""

    model_config = ConfigDict(frozen=True, extra="forbid")
