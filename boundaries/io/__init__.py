"""Paths, drivers and encodings: reading layers and writing results."""
