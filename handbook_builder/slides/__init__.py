"""Slides of workshops, procedures and decision trees: one deck as values, shown as HTML, as PowerPoint and as text."""
