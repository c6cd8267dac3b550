"""Files of the manual for other programs: forms, cards, slides."""
