"""Turns the manual into pages and charts: values in, Markdown and SVG texts out; nothing here touches a disk."""
