"""A theme that knows whether a screen looked at who sits."""

from __future__ import annotations

from screens.theme import Theme


class AskedTheme(Theme):
    """As a theme; ``asked`` tells whether anything depended on :attr:`sitting` so far.

    A screen that never asked is the same for who sits and for who stands: it need not be laid out for both.
    """

    asked = False

    def forget(self) -> None:
        """Nothing was asked yet."""
        self.__dict__["asked"] = False

    def seat(self, sits: bool) -> None:
        """From now on the resident sits, or stands."""
        self.__dict__["_sits"] = sits

    @property
    def sitting(self) -> bool:
        """Whether the resident sits."""
        self.__dict__["asked"] = True
        return bool(self.__dict__["_sits"])

    @sitting.setter
    def sitting(self, sits: bool) -> None:
        self.__dict__["_sits"] = sits
