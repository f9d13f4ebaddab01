"""The command line: ``threedkit info | validate | convert | render | run | dashboard | jobs | worker``.

Each command parses, calls one room and prints. Exit codes: 0 done; 1 it ran and the answer is no (a file with errors,
a run that failed); 2 the input or the output place cannot be used; 130 stopped. Errors are one line on stderr.
"""

from threedkit.cli.main import app, main

__all__ = ["app", "main"]
