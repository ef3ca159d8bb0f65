"""``python -m policy_audit``: the same as the ``policy-audit`` command."""

import sys

from policy_audit.cli import main

if __name__ == "__main__":
    sys.exit(main())
