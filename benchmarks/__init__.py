"""How long things take: a generated manual, and what is measured on it beside the plainest way to do the same."""
