"""Lets ``python -m handbook_builder`` run the commands."""

import sys

from handbook_builder.cli import main

sys.exit(main())
