"""The store's schema, step by step.

The migrations are modules that are imported by name, not files that are searched for: so they also run
from a frozen program, and need no ini file.
"""

HEAD = "0023"
"""The newest revision: known without importing alembic, which an up-to-date store never needs."""
