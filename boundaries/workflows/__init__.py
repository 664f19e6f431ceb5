"""Use cases as plain functions, shared by the command line and the web."""
