"""A line that breaks: a TCP proxy that resets its connections whenever so many bytes have gone up.

``python -m app.measure.upload_proxy PORT`` prints the port it listens on; each line ``CUTS SIZE`` on its
standard input sets how often to cut the next upload of so many bytes, and is answered with the cuts before.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import sys
import threading

BUFFER = 256 * 1024
RESET = struct.pack("ii", 1, 0)
"""``SO_LINGER`` of no time: closing is a reset, as when the other side has vanished."""


class Proxy:
    """Passes bytes on, and counts those that go up."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._lock = threading.Lock()
        self._up = 0
        self._marks: list[int] = []
        self.cuts = 0

    def plan(self, cuts: int, size: int) -> None:
        """Cut ``cuts`` times, evenly over ``size`` bytes from now."""
        with self._lock:
            self.cuts = 0
            self._up = 0
            self._marks = [size * number // (cuts + 1) for number in range(1, cuts + 1)]

    def serve(self, listening: socket.socket) -> None:
        """Accept connections for ever."""
        while True:
            client, _ = listening.accept()
            server = socket.create_connection(("127.0.0.1", self._port))
            for one, other, upward in ((client, server, True), (server, client, False)):
                threading.Thread(
                    target=self._pump, args=(one, other), kwargs={"upward": upward}, daemon=True
                ).start()

    def _pump(self, source: socket.socket, target: socket.socket, *, upward: bool) -> None:
        buffer = bytearray(BUFFER)
        with contextlib.suppress(OSError):
            while count := source.recv_into(buffer):
                target.sendall(memoryview(buffer)[:count])
                if upward and self._due(count):
                    for end in (source, target):
                        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                    break
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _due(self, count: int) -> bool:
        with self._lock:
            self._up += count
            if not self._marks or self._up < self._marks[0]:
                return False
            self._marks.pop(0)
            self.cuts += 1
            return True


def main() -> None:
    """Run the proxy until standard input ends."""
    proxy = Proxy(int(sys.argv[1]))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=proxy.serve, args=(listening,), daemon=True).start()
        print(listening.getsockname()[1], flush=True)  # noqa: T201 - for the parent
        for line in sys.stdin:
            cuts, size = (int(word) for word in line.split())
            print(proxy.cuts, flush=True)  # noqa: T201 - likewise
            proxy.plan(cuts, size)


if __name__ == "__main__":
    main()
