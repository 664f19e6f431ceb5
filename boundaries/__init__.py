"""Find, settle and hand over village boundaries."""

__version__ = "0.1.0"
