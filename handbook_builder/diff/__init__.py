"""What changed between two revisions of a manual, in meaning."""
