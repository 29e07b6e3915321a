"""The key: everything that can be touched is one."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from screens.layout.text import Laid, draw, lay, widest_piece, width_of
from screens.theme import Role, Size
from screens.ui import Ui
from screens.widgets.press import LAST_TAP as LAST_TAP
from screens.widgets.press import SPOT_MM, WANDER_MM
from screens.widgets.ring import HoldRing
from screens.widgets.tap import TapButton


class Look(StrEnum):
    """How a key looks, by what it does."""

    PLAIN = "plain"
    GO = "go"
    QUIET = "quiet"
    CANDIDATE = "candidate"
    GUIDE = "guide"
    GUIDE_SIDE = "guide_side"


class Mark(StrEnum):
    """The sign of a key that selects."""

    NONE = "none"
    RADIO = "radio"
    BOX = "box"


class Key(TapButton):
    """A key with a word, a line below it, a pictogram or a tick.

    One finger, tap only: pressed and released where it began. A held key does not repeat. The chosen
    state has an edge, a tick and bold type: colour is never the only signal.
    """

    def __init__(
        self,
        ui: Ui,
        text: str,
        *,
        sub: str = "",
        icon: str = "",
        icon_after: str = "",
        look: Look = Look.PLAIN,
        mark: Mark = Mark.NONE,
        role: Role = Role.BODY,
        bold: bool = True,
        left: bool = False,
        least: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ui.theme.px(SPOT_MM), ui.theme.px(WANDER_MM), parent)
        self._ui, self._sub, self._icon, self._icon_after = ui, sub, icon, icon_after
        self._look, self._mark, self._role, self._bold = look, mark, role, bold
        self._left = left or mark is not Mark.NONE
        self._least = ui.theme.target if least is None else least
        self._speaking = False
        self.words_fixed = True
        """Whether the words are the same for everybody, so that their sound may be kept."""
        self.neutral = False
        """Drawn as if it were not chosen, touched, focused or spoken, for eyes that must not learn it."""
        self._ring: HoldRing | None = None
        self._also: tuple[str, ...] = ()
        self._known: dict[object, int] = {}
        """Sizes in pixels that were asked for: a layout asks many times while it looks how all fits best."""
        self._told_state = False
        self._listens = False
        self.setText(text)
        self.setAccessibleName(f"{text} {sub}".strip())
        if mark is not Mark.NONE:
            self.setCheckable(True)
        # To a screen reader a radio button; alone, it may be unchosen again like a box.
        self.setAutoExclusive(mark is Mark.RADIO)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    # --- what is chosen -------------------------------------------------------------------

    def setCheckable(self, checkable: bool) -> None:
        """Let it be chosen, or only touched as most keys are: these need not hear that they were chosen."""
        super().setCheckable(checkable)
        if checkable and not self._listens:
            self._listens = True
            self.toggled.connect(self._toggled)

    def setChecked(self, checked: bool) -> None:
        """Show the key as chosen or not; nothing else happens."""
        told, self._told_state = self._told_state, True
        super().setChecked(checked)
        self._told_state = told

    @property
    def _chosen(self) -> bool:
        """Whether it is to look chosen."""
        return self.isChecked() and not self.neutral

    @property
    def _pressed(self) -> bool:
        """Whether it is to look pressed."""
        return self.isDown() and not self.neutral

    @property
    def _ringed(self) -> bool:
        """Whether it is to show that the four keys stand on it."""
        return self.hasFocus() and bool(self.window().property("keys_in_use")) and not self.neutral

    def nextCheckState(self) -> None:
        """A tap changes the state, and is told as a click afterwards."""
        told, self._told_state = self._told_state, True
        super().nextCheckState()
        self._told_state = told

    def _toggled(self, checked: bool) -> None:
        """A screen reader's "toggle" changes the state behind the key's back; it is meant as a tap.

        Of a group of which one is chosen, the other one only goes out.
        """
        if not self._told_state and (checked or not self.autoExclusive()):
            self.clicked.emit()

    # --- what it says and looks like ------------------------------------------------------

    def setText(self, text: str) -> None:
        """Change the word."""
        self._known.clear()
        super().setText(text)

    def set_words(self, text: str, sub: str = "") -> None:
        """Change the words."""
        self._sub = sub
        self.setText(text)
        self.setAccessibleName(f"{text} {sub}".strip())
        self.update()

    def set_speaking(self, speaking: bool) -> None:
        """Mark the key's words as being spoken."""
        if self._speaking != speaking:
            self._speaking = speaking
            self.update()

    @property
    def pictogram(self) -> str:
        """The pictogram before the words; "" for none."""
        return self._icon

    @property
    def look(self) -> Look:
        """How it looks."""
        return self._look

    @property
    def sub(self) -> str:
        """The line below the word."""
        return self._sub

    def reserve(self, texts: tuple[str, ...]) -> None:
        """Keep room for other words that the key bears at other times."""
        self._also = texts
        self._known.clear()

    def set_icon(self, before: str = "", after: str = "") -> None:
        """Show other pictograms beside the words, or none."""
        self._icon, self._icon_after = before, after
        self._known.clear()
        self.update()

    # --- size -----------------------------------------------------------------------------

    def _pad(self) -> int:
        theme = self._ui.theme
        if self._look is Look.CANDIDATE:
            return theme.px(2)
        return theme.px(6) if self._left else theme.px(4)

    def _side(self, name: str) -> int:
        """The side of a pictogram or mark, with its gap."""
        return round(self._ui.theme.em(self._role) * 1.1) + self._ui.theme.px(4) if name else 0

    def _lead(self, width: int | None = None) -> int:
        """The room of a mark or pictogram before the words; a pictogram yields where a word would be cut."""
        if self._mark is not Mark.NONE:
            return self._side("mark")
        if self._icon and self._sub and self._left:
            lead = round(self._ui.theme.em(Role.TITLE) * 1.6) + self._ui.theme.px(8)
            return lead if width is None or self._widest_piece() + 2 * self._pad() + lead <= width else 0
        return 0 if self._bare(width) else self._side(self._icon)

    def _tail(self, width: int) -> int:
        """The room of the pictogram after the words, which yields likewise."""
        return 0 if self._bare(width) else self._side(self._icon_after)

    def _bare(self, width: int | None) -> bool:
        return width is not None and self._mark is Mark.NONE and self.width_least() > width

    def _room(self, width: int) -> int:
        """The width in pixels that is left for the words."""
        return max(40, width - 2 * self._pad() - self._lead(width) - self._tail(width))

    def _around(self) -> int:
        return 2 * self._pad() + self._lead() + self._side(self._icon_after)

    def _widest_piece(self) -> int:
        theme = self._ui.theme
        font = theme.font(self._role, bold=True)
        widest = max(widest_piece(text, font) for text in (self.text(), *self._also))
        return max(widest, widest_piece(self._sub, theme.font(Role.BODY)) if self._sub else 0)

    def _lay(self, width: int) -> tuple[Laid, Laid | None]:
        """The text and the line below it."""
        room, theme = self._room(width), self._ui.theme
        font = theme.font(self._role, bold=self._bold or self._chosen)
        sub = lay(self._sub, theme.font(Role.BODY), room) if self._sub else None
        text = lay(self.text(), font, room, balanced=not self._left)
        if not self._left and sub is None and text.lines > 1:
            text = lay(self.text(), font, text.width + 1, Qt.AlignmentFlag.AlignHCenter)
        return text, sub

    def _words_height(self, width: int) -> int:
        if width not in self._known:
            self._known[width] = self._words_high(width)
        return self._known[width]

    def _words_high(self, width: int) -> int:
        # A choice turns bold when it is chosen: measured bold, so that nothing moves then.
        theme, room = self._ui.theme, self._room(width)
        font = theme.font(self._role, bold=True)
        height = max(lay(text, font, room).height for text in (self.text(), *self._also))
        return height + (lay(self._sub, theme.font(Role.BODY), room).height if self._sub else 0)

    def height_for(self, width: int) -> int:
        """The height in pixels that the words need at this width; never less than a touch target."""
        # The largest words bring enough room of their own between their lines.
        close = self._look is Look.CANDIDATE or self._ui.theme.size is Size.LARGEST
        pad = self._ui.theme.px(1 if close else 3)
        return max(self._least, self._words_height(width) + 2 * pad)

    def comfort_for(self, width: int) -> int:
        """The height in pixels that the key takes where there is room."""
        more = 1.6 if self._icon and self._sub else 0.6 if self._sub else 1.1
        return max(
            self.height_for(width),
            self._words_height(width) + round(more * self._ui.theme.em(self._role)),
        )

    def width_wanted(self) -> int:
        """The width in pixels at which the words stand on one line each."""
        if "wanted" not in self._known:
            self._known["wanted"] = self._wide()
        return self._known["wanted"]

    def _wide(self) -> int:
        theme = self._ui.theme
        font = theme.font(self._role, bold=True)
        widest = max(width_of(text, font) for text in (self.text(), *self._also))
        if self._sub:
            widest = max(widest, width_of(self._sub, theme.font(Role.BODY)))
        return max(self._least, widest + self._around())

    def width_bare(self) -> int:
        """The width in pixels at which the words stand on one line each, without pictograms."""
        return max(self._least, self.width_wanted() - self._around() + 2 * self._pad())

    def width_least(self) -> int:
        """The width in pixels below which a word would be broken beside the pictograms."""
        if "least" not in self._known:
            self._known["least"] = max(self._least, self._widest_piece() + self._around())
        return self._known["least"]

    def cut(self) -> bool:
        """Whether the words do not fit the key as it stands."""
        text, sub = self._lay(self.width())
        height = text.height + (sub.height if sub else 0)
        return text.cut or bool(sub and sub.cut) or height > self.height()

    def sizeHint(self) -> QSize:
        """The size at which the words stand on one line."""
        return QSize(self.width_wanted(), self.height_for(self.width_wanted()))

    # --- drawing --------------------------------------------------------------------------

    def hold_shown(self, progress: float | None) -> None:
        """The ring round the key fills while it is held, and is gone after that."""
        if progress is not None:
            self._ring = self._ring or HoldRing(self, self._ui.theme)
            self._ring.show_progress(progress)
        elif self._ring is not None:
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The focus is drawn."""
        super().focusInEvent(event)
        self.update()

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        """Fill, edge and text."""
        p = self._ui.theme.palette
        if not self.isEnabled():
            return p.paper, p.rule, p.ink
        if self._look is Look.GO:
            fill = p.go
            return (fill.darker(125) if self._pressed else fill), fill, p.on_go
        if self._look is Look.GUIDE:
            return (p.guide.darker(112) if self._pressed else p.guide), p.guide_edge, p.on_guide
        if self._look is Look.GUIDE_SIDE:
            return (p.chosen if self._pressed else p.card), p.ink, p.ink
        if self._chosen or self._pressed:
            return p.chosen, p.go, p.ink
        return (
            p.card,
            (p.go if self._look is Look.QUIET else p.ink),
            (p.go if self._look is Look.QUIET else p.ink),
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the key."""
        theme = self._ui.theme
        palette = theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, edge, ink = self._colours()
        ringed = self._ringed
        # Under the ring the thick edge of what is chosen would melt into it: tick and bold type still tell.
        width = theme.px(2.4) if self._chosen and not ringed else theme.line
        pen = QPen(edge, width)
        if not self.isEnabled():
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(fill)
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(box, theme.radius, theme.radius)
        self._paint_words(painter, ink)
        if ringed:
            ring = QPen(
                self._colours()[2] if self._look in (Look.GO, Look.GUIDE) else palette.ink,
                max(6, theme.px(2)),
            )
            painter.setPen(ring)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inset = theme.px(1.9)  # between the edge and the words
            inside = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(inside, theme.radius, theme.radius)

    def _paint_words(self, painter: QPainter, ink: QColor) -> None:
        theme = self._ui.theme
        text, sub = self._lay(self.width())
        height = text.height + (sub.height if sub else 0)
        y = (self.height() - height) / 2
        lead, tail = self._lead(self.width()), self._tail(self.width())
        words = max(text.width, sub.width if sub else 0)
        x = (
            float(self._pad())
            if self._left
            else max(float(self._pad()), (self.width() - lead - words - tail) / 2)
        )
        if lead:
            self._paint_lead(painter, x, lead, ink)
        at = x + lead
        speaking = self._speaking and not self.neutral
        behind = theme.palette.spoken if speaking else None
        colour = theme.palette.on_spoken if speaking else ink
        centre = 0.0 if self._left or sub else (words - text.width) / 2
        draw(painter, text, QPointF(at + centre, y), colour, behind, theme.px(1))
        if sub:
            draw(painter, sub, QPointF(at, y + text.height), ink)
        if tail:
            side = theme.em(self._role)
            right = at + words + theme.px(4)
            self._ui.icons.draw(
                painter,
                self._icon_after,
                QRectF(right, (self.height() - side) / 2, side, side),
                ink,
            )

    def _paint_lead(self, painter: QPainter, x: float, lead: int, ink: QColor) -> None:
        theme = self._ui.theme
        palette = theme.palette
        if self._mark is Mark.NONE:
            side = lead - theme.px(8 if self._icon and self._sub and self._left else 4)
            colour = palette.go if self._sub and self._look is Look.PLAIN else ink
            self._ui.icons.draw(
                painter,
                self._icon,
                QRectF(x, (self.height() - side) / 2, side, side),
                colour,
            )
            return
        side = theme.em(self._role)
        box = QRectF(x, (self.height() - side) / 2, side, side).adjusted(2, 2, -2, -2)
        chosen = self._chosen
        painter.setPen(QPen(palette.go if chosen else palette.ink, theme.px(1.2)))
        painter.setBrush(palette.go if chosen else palette.card)
        if self._mark is Mark.RADIO:
            painter.drawEllipse(box)
        else:
            painter.drawRoundedRect(box, theme.px(2), theme.px(2))
        if chosen:
            pen = QPen(
                palette.on_go,
                theme.px(1.6),
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
            )
            painter.setPen(pen)
            w, h = box.width(), box.height()
            points = [(0.24, 0.52), (0.43, 0.70), (0.76, 0.32)]
            painter.drawPolyline([QPointF(box.x() + a * w, box.y() + b * h) for a, b in points])


class PadKey(Key):
    """A key of a keypad: 15 mm at the least, one or two characters on it."""

    def __init__(
        self,
        ui: Ui,
        text: str,
        *,
        role: Role = Role.CHOICE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ui, text, look=Look.CANDIDATE, role=role, least=ui.theme.key, parent=parent)
