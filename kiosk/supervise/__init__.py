"""Keeps the kiosk alive: starts it, sees that it moves, brings it back, and the resident with it.

The supervisor holds no window, no store and no answer, and imports next to nothing, so that little of it can
break. The kiosk is its child; between the two lies the lifeline.
"""
