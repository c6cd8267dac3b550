"""The commands, one module each: ``add`` declares its words, ``run`` gives the exit code."""
