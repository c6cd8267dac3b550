"""What a manual is made of: frozen values that know nothing of YAML, Markdown or MkDocs."""
