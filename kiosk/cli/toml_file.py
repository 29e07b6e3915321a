"""What staff set by a TOML file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kiosk.settings import SettingsError

if TYPE_CHECKING:
    from pydantic import BaseModel

M = TypeVar("M", bound="BaseModel")


def read_toml(path: Path, model: type[M], what: str) -> M:
    """What stands in the file. what: that in a word or two. Raises ``SettingsError``, which says which place
    to mend."""
    from pydantic import ValidationError

    try:
        return model.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{path} cannot be read as text. Name a TOML file with {what}.") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{path}, {where}: {said}. Mend that place.") from None
    except ValueError as error:  # besides what TOML forbids, such as a number of thousands of digits
        raise SettingsError(f"{path} is no TOML: {error}. Mend that place.") from None
    except RecursionError:
        raise SettingsError(f"{path} is no TOML: too many brackets. Mend that place.") from None
