"""Who may import whom."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = ("flow", "field", "visit", "assist", "cases", "figures", "duty")
ALLOWED = {
    "kiosk",
    "pydantic",
    "pydantic_core",
    "ruamel",
    "phonenumbers",
    "babel",
    "stdnum",
    "typing_extensions",
}
NEVER = {
    "asyncio", "ctypes", "ftplib", "http", "imaplib", "multiprocessing", "poplib", "select", "selectors",
    "smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "telnetlib", "tkinter", "urllib",
    "xmlrpc",
}  # fmt: skip
LAZY = set((ROOT / "kiosk" / "cli").glob("*.py"))


def _python(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def _imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            yield node, node.module or ""


def test_the_contracts_are_kept() -> None:
    ended = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_stores_private_modules_are_all_protected() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (rows,) = [c for c in told["tool"]["importlinter"]["contracts"] if c["id"] == "rows"]
    there = {f"kiosk.store.{path.stem}" for path in (ROOT / "kiosk" / "store").glob("_[a-z]*.py")}
    assert set(rows["protected_modules"]) == there


@pytest.mark.parametrize("path", _python(*(f"kiosk/{name}" for name in DOMAIN)), ids=lambda path: path.name)
def test_the_domain_uses_only_what_is_named(path: Path) -> None:
    for node, name in _imports(ast.parse(path.read_text(encoding="utf-8"))):
        top = name.partition(".")[0]
        assert top in ALLOWED or (top in sys.stdlib_module_names and top not in NEVER), (
            f"{name}, {node.lineno}"
        )


@pytest.mark.parametrize("path", _python("kiosk", "screens"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_inside_a_function(path: Path) -> None:
    if path in LAZY:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inside = [name for _, name in _imports(function)]
            assert not inside, f"{function.name} imports {inside}"


WITHOUT_QT = """
import importlib, pkgutil, sys

class NoPixels:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6", "qasync", "screens"):
            raise AssertionError(f"{name} was imported")

sys.meta_path.insert(0, NoPixels())
import kiosk
names = [each.name for each in pkgutil.walk_packages(kiosk.__path__, "kiosk.")]
BUILD_ONLY = ("onnxruntime", "misaki")  # needed to make packs, not to run
for name in names:
    if name == "kiosk.__main__":
        continue
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name not in BUILD_ONLY:
            raise
print(len(names))
"""


def test_kiosk_runs_without_qt() -> None:
    """Every module, the commands too: they import screens only when a command needs them."""
    ended = subprocess.run([sys.executable, "-c", WITHOUT_QT], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 50


@pytest.mark.parametrize("module", ["screens.shell.app", "screens.shell.kiosk", "screens.desk.app"])
def test_a_window_comes_up_without_sql(module: str) -> None:
    """sqlmodel is imported after the first paint."""
    code = (
        f"import {module}, sys; slow = ('sqlmodel', 'sqlalchemy', 'alembic', 'cryptography', 'pyttsx3'); "
        "print([name for name in slow if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "[]\n"


def test_a_command_starts_only_what_it_needs() -> None:
    code = (
        "import kiosk.cli.commands, sys; print([n for n in ('PySide6', 'screens', 'sqlmodel', 'sqlalchemy', "
        "'ruamel.yaml', 'structlog', 'kiosk.store') if n in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "[]\n"
