"""Whether the hub is there and knows a key: asked once, apart from any connection that is kept up."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import gaierror
from urllib.parse import urlsplit

from kiosk.hub.keys import Claimant, shown
from kiosk.hub.part import Part

KNOWN = "known"
"""What the hub says to one that it knows."""

OPEN_S = 10.0
"""A hub that has not answered within this time is taken for away."""


class Met(StrEnum):
    """How the hub was met."""

    KNOWN = "known"
    """It is there, and knows the key."""
    UNKNOWN_KEY = "unknown_key"
    """It is there, and does not: nobody of this name is enrolled, or with another key."""
    NOT_READY = "not_ready"
    """It is there, and its database is not."""
    NO_HUB = "no_hub"
    """Something else answers there, or a hub of an older version."""
    CERTIFICATE = "certificate"
    """Its certificate cannot be trusted: the key was not shown to it."""
    NO_NAME = "no_name"
    """Its host's name leads nowhere."""
    NO_ANSWER = "no_answer"
    """Nobody answers at the address."""


_BY_STATUS = {200: Met.KNOWN, 401: Met.UNKNOWN_KEY, 503: Met.NOT_READY}


@dataclass(frozen=True)
class Meeting:
    """How it was met. detail: in the words of whoever found out; the key is not in it."""

    met: Met
    detail: str = ""


def meet(address: str, claimant: Claimant, part: Part) -> Meeting:
    """Ask the hub at ``address``, https://HOST[:PORT], whether it knows the key. Waits, up to :data:`OPEN_S`.

    It trusts the certificates that the system trusts, as the connection of a kiosk or a desk does.
    """
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=OPEN_S)
    try:
        path = f"{parts.path.rstrip('/')}/v1/{part}"
        connection.request("GET", path, headers={"Authorization": shown(claimant)})
        answer = connection.getresponse()
        status, said = answer.status, answer.read(len(KNOWN) + 1).decode("ascii", "replace")
    except ssl.SSLCertVerificationError as error:
        return Meeting(Met.CERTIFICATE, error.verify_message)
    except ssl.SSLError as error:
        return Meeting(Met.NO_HUB, error.reason or "no TLS")
    except gaierror as error:
        return Meeting(Met.NO_NAME, error.strerror or "")
    except OSError as error:
        return Meeting(Met.NO_ANSWER, error.strerror or str(error))
    except HTTPException as error:
        return Meeting(Met.NO_HUB, type(error).__name__)
    finally:
        connection.close()
    met = _BY_STATUS.get(status, Met.NO_HUB)
    if met is Met.KNOWN and said != KNOWN:  # whatever else answers 200 to everything
        met = Met.NO_HUB
    return Meeting(met, f"status {status}" if met is Met.NO_HUB else "")
