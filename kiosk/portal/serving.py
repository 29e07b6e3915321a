"""Serving the portal: over TLS of its own, or on this machine alone, where a proxy has it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import uvicorn

from kiosk.listening import Server
from kiosk.portal.app import Portal
from kiosk.portal.doors import DoorLimits, Doors
from kiosk.portal.patience import patient

PORT = 8470
CLOSING_S = 3
IDLE_S = 5
"""How long a connection may do nothing."""
LARGEST_HEAD = 16 * 1024
"""Bytes of a request before its body."""
USUAL = DoorLimits()
LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Place:
    """Where the portal listens. port 0: any free one. Certificate and key: PEM files, both or neither."""

    host: str = "127.0.0.1"
    port: int = PORT
    certificate: Path | None = None
    private_key: Path | None = None

    @property
    def is_safe(self) -> bool:
        """Whether nothing can be read on the way: over TLS, or without leaving this machine."""
        return self.certificate is not None or self.host in LOOPBACK


class PortalServer(Server):
    """Serves it to whom its doors let in."""

    def __init__(self, config: uvicorn.Config, doors: Doors) -> None:
        super().__init__(config)
        self.doors = doors

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Listen."""
        if sockets is None:
            with suppress(OSError):  # told by the server itself, which meets it too
                sockets = await self.doors.listen(self.config.host, self.config.port)
        await super().startup(sockets)


def server(portal: Portal, place: Place, limits: DoorLimits = USUAL) -> PortalServer:
    """What serves it. Without a certificate a proxy on this machine tells whose address asks."""
    doors = Doors(limits, by_address=place.certificate is not None)
    return PortalServer(
        uvicorn.Config(
            portal.app,
            host=place.host,
            port=place.port,
            ssl_certfile=place.certificate,
            ssl_keyfile=place.private_key,
            loop="asyncio",
            http=patient(doors.arrived),
            ws="none",
            lifespan="on",
            proxy_headers=place.certificate is None,
            forwarded_allow_ips=["127.0.0.1", "::1"],
            limit_concurrency=limits.all,
            timeout_keep_alive=IDLE_S,
            h11_max_incomplete_event_size=LARGEST_HEAD,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=True,
            timeout_graceful_shutdown=CLOSING_S,
        ),
        doors,
    )
