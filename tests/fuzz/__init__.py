"""Files that nobody would write, and that some day stand in the folder all the same: none may stop the program.

``python -m tests.fuzz --minutes 10`` tries as many as there is time for; the same seed gives the same files.
"""
