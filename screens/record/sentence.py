"""One sentence: its words very large, the level, and the keys to record, hear and keep it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kiosk.voice.plan import Line, State
from kiosk.words import Words
from screens.desk.look import FRONT, FRONT_HEAD, HEAD, Picture, button, frame, label
from screens.icons import Icons
from screens.record.meter import LevelMeter
from screens.record.recording import Recording
from screens.record.taking import Zone
from screens.theme import FAMILY, Palette

SIZES = {"says": FRONT_HEAD, "says_more": FRONT, "says_most": HEAD}
"""A sentence has the largest type in which all of it is seen at once."""
_SIDE, _ABOVE, _GAP = 28, 18, 10


class SentencePanel(QWidget):
    """Shows where a :class:`Recording` stands, and asks it for what the speaker wants."""

    def __init__(self, words: Words, icons: Icons, palette: Palette, recording: Recording) -> None:
        super().__init__()
        self._words, self._recording = words, recording
        say = words.say
        self.state = label("", "bold", wrap=True)
        self.text = label("", "says", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.was = label("", "", wrap=True)
        self.meter = LevelMeter(words, palette)
        self.telling = label("", "bold", wrap=True)
        self._warning = Picture(icons, "warning", 32, palette.ink)
        self.record = button("", "go", "record")
        self.listen = button(say("record.listen"), size="head")
        self.keep = button(say("record.keep"), "go", "head")
        self.back = button(say("record.back"))
        self.skip = button(say("record.skip"))
        self.record.clicked.connect(recording.record_or_stop)
        self.listen.clicked.connect(recording.listen)
        self.keep.clicked.connect(recording.keep)
        self.back.clicked.connect(recording.back)
        self.skip.clicked.connect(recording.skip)
        recording.taking.heard.connect(self._heard)

        told = frame("front")
        inner = QVBoxLayout(told)
        inner.setContentsMargins(_SIDE, _ABOVE, _SIDE, _ABOVE)
        inner.setSpacing(_GAP)
        inner.addWidget(self.state)
        inner.addWidget(self.text, 1)
        inner.addWidget(self.was)
        # Where even the smallest type leaves too little room on a small monitor, the words scroll.
        area = self._area = QScrollArea()
        area.setWidget(told)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self._warning)
        line.addWidget(self.telling, 1)
        take = QHBoxLayout()
        take.setSpacing(14)
        take.addWidget(self.listen, 2)
        take.addWidget(self.keep, 3)
        ways = QHBoxLayout()
        ways.setSpacing(14)
        ways.addWidget(self.back)
        ways.addStretch(1)
        ways.addWidget(self.skip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(area, 1)
        column.addWidget(self.meter)
        column.addLayout(line)
        column.addWidget(self.record)
        column.addLayout(take)
        column.addLayout(ways)

    def show_recording(self) -> None:
        """How things stand now."""
        recording, say, line = self._recording, self._words.say, self._recording.line
        going, take = recording.taking.going, recording.take
        for key in (self.back, self.skip):
            key.setEnabled(bool(recording.lines))
        self.record.setEnabled(line is not None)
        self.listen.setEnabled(recording.can_listen)
        self.keep.setEnabled(recording.can_keep)
        again = take is not None or (line is not None and line.state is State.RECORDED)
        self.record.setText(say("record.stop" if going else "record.again" if again else "record.record"))
        self.record.setAccessibleName(self.record.text())
        # Only one key leads on: after a good take that is the one that keeps it.
        self._look(self.record, "" if recording.can_keep and take is not None and not take.fault else "go")
        if not going:
            self.meter.rest()
        self._show_line(line)
        self._show_telling(going)

    @staticmethod
    def _look(key: QPushButton, part: str) -> None:
        if key.property("part") != part:
            key.setProperty("part", part)
            key.style().polish(key)

    def _show_line(self, line: Line | None) -> None:
        say = self._words.say
        if line is None:
            self.state.setText(say("record.reading") if self._recording.reading else "")
            self.text.setText("")
            self.was.hide()
            return
        state = say(f"record.state.{line.state.value}")
        place = say("record.place_of", at=self._recording.at + 1, of=len(self._recording.lines))
        told = [place, say("record.state.new") if line.new and line.state is State.MISSING else state]
        if line.unit:
            told.append(say("record.unit"))
        self.state.setText("　".join(told))
        self.text.setText(line.text)
        self.was.setVisible(bool(line.was))
        self.was.setText(say("record.was", text=line.was))
        self._fit()

    def _fit(self) -> None:
        room = self._area.viewport().size() - QSize(2 * _SIDE + 6, 2 * _ABOVE + 6)
        others = [each for each in (self.state, self.was) if not each.isHidden()]
        left = room.height() - sum(each.heightForWidth(room.width()) + _GAP for each in others)
        font = QFont(FAMILY)
        font.setBold(True)
        chosen = ""
        for chosen, pixels in SIZES.items():  # noqa: B007 - the last one, where none has room
            font.setPixelSize(pixels)
            box = QRect(0, 0, room.width(), 10_000)
            flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
            if QFontMetrics(font).boundingRect(box, flags, self.text.text()).height() <= left:
                break
        if self.text.property("type") != chosen:
            self.text.setProperty("type", chosen)
            self.text.style().polish(self.text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less room for the words."""
        super().resizeEvent(event)
        self._fit()

    def _show_telling(self, going: bool) -> None:
        recording, say, notice = self._recording, self._words.say, self._recording.notice
        warns = notice is not None and notice.id not in ("record.new_since", "record.all_done")
        self._warning.setVisible(warns and not going)
        if going:
            self.telling.setText(say("record.zone.silent"))
        elif notice is not None:
            self.telling.setText(say(notice.id, **notice.params))
        elif recording.can_keep:
            self.telling.setText(say("record.take_well"))
        else:
            self.telling.setText(say("record.how") if recording.line is not None else "")

    def _heard(self, level: float, zone: str) -> None:
        if self._recording.taking.going:
            self.meter.show_level(level, Zone(zone))
            self.telling.setText(self._words.say(f"record.zone.{zone}"))
