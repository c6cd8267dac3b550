"""The tests: small documents in `cases`, short functions that walk them, and pages tried in a real browser."""
