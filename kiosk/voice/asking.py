"""What a pack should hold, asked of a process of its own: it lays out every screen, without showing one."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Sequence

from kiosk.voice.wanted import Wanted

LONGEST_S = 600.0


def asked(command: Callable[..., Sequence[str]], locale: str) -> Wanted:
    """The sentences and units that a person has to record. Takes a minute; raises OSError.

    command: how a command of this program is started.
    """
    try:
        done = subprocess.run(  # noqa: S603 - this very program
            command("voice", "wanted", "--locale", locale, "--recorded"),
            capture_output=True,
            check=True,
            timeout=LONGEST_S,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        told = json.loads(done.stdout)
        return Wanted(tuple(map(str, told["sentences"])), {str(k): str(v) for k, v in told["units"].items()})
    except (
        subprocess.SubprocessError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise OSError("what to record cannot be looked up") from error
