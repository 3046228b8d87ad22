"""The same use cases for a terminal."""

from handlers.cli.commands import Program, build

__all__ = ["Program", "build"]
