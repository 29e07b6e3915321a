"""A server that says where it listens."""

from __future__ import annotations

from collections.abc import Callable
from socket import socket

import uvicorn


class Server(uvicorn.Server):
    """Serves it; stopped by SIGINT or SIGTERM. on_start: told the ports when it listens."""

    on_start: Callable[[list[int]], None] = staticmethod(lambda ports: None)

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Listen."""
        await super().startup(sockets)
        if self.started:
            self.on_start([each.getsockname()[1] for server in self.servers for each in server.sockets])
