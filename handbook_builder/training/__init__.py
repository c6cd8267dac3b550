"""What trainers work with, made from the procedures: worked cases with their keys, decks of slides, forms."""
