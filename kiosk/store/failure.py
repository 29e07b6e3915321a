"""The store's failures, as the rest of the house knows them."""

from kiosk.failure import StoreFailed, Trouble

__all__ = ["StoreFailed", "Trouble"]
