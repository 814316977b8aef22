"""``python -m lossnotes``: a reader's workspace, progress and solutions, from the command line."""

import sys

from lossnotes._commands import main

sys.exit(main(sys.argv[1:]))
