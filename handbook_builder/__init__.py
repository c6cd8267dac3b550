"""A compiler of procedures: YAML definitions in, a checked manual of pages, charts and decision trees out."""
