"""Connections that do not wait for ever: an idle or half-sent request is cut off."""

from __future__ import annotations

from asyncio import TimerHandle, Transport

from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE = 30.0
"""Seconds within which a request has to begin and its head to be complete."""

MOST = 200
"""Connections at a time; the next one is closed at once."""


class Patient(H11Protocol):
    """uvicorn's own protocol, with an end to waiting for a request's head."""

    _look: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Take a connection, unless there are too many."""
        super().connection_made(transport)
        if len(self.connections) > MOST:
            transport.close()
            return
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        if self._look is not None:
            self._look.cancel()
        super().connection_lost(exc)

    def _watch(self) -> None:
        self._look = self.loop.call_later(PATIENCE, self._looked, self.cycle)

    def _looked(self, before: object) -> None:
        """Close a connection on which no request has been complete since the last look."""
        cycle = self.cycle
        answering = cycle is not None and not cycle.response_complete
        if not answering and cycle is before:
            self.transport.close()
            return
        self._watch()
