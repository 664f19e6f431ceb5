"""Tables, charts and pages made from an analysis."""
