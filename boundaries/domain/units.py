"""What a map sheet, a list or a paper is about: a village, a segment, a kecamatan."""

VILLAGE, SEGMENT, KECAMATAN = "village", "segment", "kecamatan"
UNITS = (VILLAGE, SEGMENT, KECAMATAN)
