"""Polygon.io, now Massive: public facts about listed companies, read and nothing else."""

from providers.polygon.adapter import PolygonVendor, build

__all__ = ["PolygonVendor", "build"]
