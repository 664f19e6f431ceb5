"""Geometry of boundaries: arrays in, arrays out, metres, no files and no ids beyond the index."""
