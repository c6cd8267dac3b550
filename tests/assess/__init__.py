"""What ``handbook assess`` makes of the answers to a workshop's questionnaires."""
