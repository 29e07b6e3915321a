"""The window in which station staff record sentence by sentence."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.voice.pack import Pack, PackDamaged
from screens.desk.look import Picture, button, frame, label
from screens.icons import Icons
from screens.record.choosing import ChoosingPage
from screens.record.listing import PlanList
from screens.record.look import stylesheet
from screens.record.parts import RecordParts
from screens.record.recording import Recording
from screens.record.sentence import SentencePanel
from screens.record.taking import Taking
from screens.record.voices import Kind, make
from screens.theme import FAMILY, PAPER, Palette


class RecordWindow(QWidget):
    """Choosing a voice, then recording. Space records and stops, Enter keeps and goes on.

    closed: the window was closed.
    """

    closed = Signal()

    def __init__(self, parts: RecordParts, palette: Palette = PAPER) -> None:
        super().__init__()
        self._parts, words = parts, parts.words
        self._begun = False
        icons = Icons(parts.icons)
        self.setProperty("part", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(stylesheet(palette, FAMILY))
        self.setWindowTitle(words.say("record.title"))
        self.setMinimumSize(1024, 720)
        self.resize(1280, 800)
        taking = Taking(parts.make_microphone(), self)
        self.recording = Recording(parts.load, parts.heard, taking, parts.make_player(), parts.report, self)
        self.choosing = ChoosingPage(words)
        self.list = PlanList(words, self.recording)
        self.sentence = SentencePanel(words, icons, palette, self.recording)
        self.message = label("", "bold", wrap=True)
        self._message_box = frame("message")
        box = QHBoxLayout(self._message_box)
        box.setContentsMargins(18, 8, 18, 8)
        box.setSpacing(14)
        box.addWidget(Picture(icons, "info", 32, palette.ink))
        box.addWidget(self.message, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.choosing)
        self._pages.addWidget(self._recording_page())
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._header())
        page.addWidget(self._pages, 1)
        self.choosing.chosen.connect(self.begin)
        self.choosing.made.connect(self._make)
        self.recording.changed.connect(self.show_recording)
        self.choose()

    def _header(self) -> QWidget:
        say = self._parts.words.say
        header = frame("header")
        header.setFixedHeight(66)
        self.voice = label("", "bold")
        self.other = button(say("record.other_voice"))
        self.other.clicked.connect(self.choose)
        row = QHBoxLayout(header)
        row.setContentsMargins(24, 8, 24, 8)
        row.setSpacing(16)
        row.addWidget(label(say("record.title"), "head"))
        row.addStretch(1)
        row.addWidget(self.voice)
        row.addWidget(self.other)
        return header

    def _recording_page(self) -> QWidget:
        made = QWidget()
        self.list.setFixedWidth(400)
        self._message_box.setFixedWidth(400)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self._message_box)
        left.addWidget(self.list, 1)
        page = QHBoxLayout(made)
        page.setContentsMargins(24, 16, 24, 16)
        page.setSpacing(20)
        page.addLayout(left)
        page.addWidget(self.sentence, 1)
        for keys, does in (
            ((Qt.Key.Key_Space,), self.recording.record_or_stop),
            ((Qt.Key.Key_Return, Qt.Key.Key_Enter), self.recording.keep),
        ):
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), made)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(does)
        return made

    # --- which voice --------------------------------------------------------------------------

    def choose(self) -> None:
        """Whose voice?"""
        self.recording.leave()
        self.voice.hide()
        self.other.hide()
        self._pages.setCurrentIndex(0)
        try:
            self.choosing.show_voices(self._parts.packs)
        except OSError as error:
            self._tell_choosing(error)

    def _make(self, kind: str, speaker: str, licence: str) -> None:
        say, today = self._parts.words.say, self._parts.today()
        try:
            pack = make(
                self._parts.packs,
                Kind(kind),
                speaker,
                licence=say("record.licence_of", licence=licence, date=today.isoformat()),
                source=say("record.source", date=today.isoformat()),
            )
        except (OSError, PackDamaged) as error:
            self._tell_choosing(error)
        else:
            self.begin(pack)

    def _tell_choosing(self, error: Exception) -> None:
        self._parts.report(error)
        self.choosing.message.setText(self._parts.words.say("record.no_folder"))
        self.choosing.message.show()

    def begin(self, pack: Pack) -> None:
        """Record into this pack."""
        self.voice.setText(self.choosing.name_of(pack))
        self.voice.show()
        self.other.show()
        self._pages.setCurrentIndex(1)
        self._begun = False
        self.recording.begin(pack)

    # --- showing ------------------------------------------------------------------------------

    def show_recording(self) -> None:
        """How things stand now."""
        new = self.recording.plan.new
        self._message_box.setVisible(new > 0)
        if new:
            self.message.setText(self._parts.words.say("record.new_since", count=new))
        self.list.show_recording()
        self.sentence.show_recording()
        if self.recording.lines and not self._begun:
            self._begun = True
            self.sentence.record.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What was kept is in the pack; what was not is gone."""
        self.recording.leave()
        self.closed.emit()
        super().closeEvent(event)
