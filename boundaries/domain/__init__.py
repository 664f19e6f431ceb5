"""What the geometry means: codes, names, villages, findings; no file, no SQL, no web."""
