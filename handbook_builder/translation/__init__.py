"""Translations: how each of them stands, and how they go to translators and come back."""
