"""A bad network: a proxy on loopback that cuts, delays, repeats and reorders, a whole request at a time."""

import random
import socket
import struct
import threading
import time
from collections import Counter

PIECE = 16 * 1024
_RESET = struct.pack("ii", 1, 0)
WAYS = {"pass": 40, "cut on its way": 20, "cut after it": 12, "slow": 10, "twice": 9, "late": 9}


class Flaky:
    """Listens on a port of its own; every connection carries one request, and what becomes of it is drawn."""

    def __init__(self, target: int, seed: int) -> None:
        self.target, self.done = target, Counter[str]()
        self._random, self._guard = random.Random(seed), threading.Lock()  # noqa: S311 - chaos that can be repeated
        self._late: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def settle(self) -> None:
        """Wait for what is still on its way."""
        for thread in self._late:
            thread.join(30)
        self._late.clear()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _draw(self) -> tuple[str, float]:
        with self._guard:
            way = self._random.choices(list(WAYS), list(WAYS.values()))[0]
            self.done[way] += 1
            return way, self._random.random()

    def _serve(self, client: socket.socket) -> None:
        with client:
            try:
                head, body, length = _request_of(client)
                way, dice = self._draw()
                if way == "late":
                    self._deliver_late(client, head, _rest(client, body, length), dice)
                elif way == "twice":
                    whole = _rest(client, body, length)
                    self._ask(head + whole)
                    client.sendall(self._ask(head + whole))
                else:
                    self._relay(client, head, body, length, way, dice)
            except OSError:
                _cut(client)

    def _relay(self, client: socket.socket, head: bytes, body: bytes, length: int, way: str, dice: float) -> None:
        most = int(length * dice) if way == "cut on its way" else length
        with socket.create_connection(("127.0.0.1", self.target), timeout=60) as server:
            server.sendall(head + body[:most])
            sent = len(body[:most])
            while sent < most and (piece := client.recv(min(PIECE, most - sent))):
                if way == "slow":
                    time.sleep(0.01 * dice)
                server.sendall(piece)
                sent += len(piece)
            if way == "cut on its way":
                if dice < 0.5:
                    _cut(server)
                _cut(client)
                return
            answer = _all_of(server)
        if way == "cut after it":
            _cut(client)
        else:
            client.sendall(answer)

    def _ask(self, request: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.target), timeout=60) as server:
            server.sendall(request)
            return _all_of(server)

    def _deliver_late(self, client: socket.socket, head: bytes, body: bytes, dice: float) -> None:
        """The sender is cut off and asks anew; what it sent before arrives after that."""

        def deliver() -> None:
            time.sleep(0.7 * dice)
            try:
                self._ask(head + body)
            except OSError:
                return

        thread = threading.Thread(target=deliver, daemon=True)
        self._late.append(thread)
        thread.start()
        _cut(client)


def _request_of(client: socket.socket) -> tuple[bytes, bytes, int]:
    """The head of a request that closes its connection, what came of its body with it, and the body's length."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = client.recv(PIECE)
        if not piece:
            raise ConnectionResetError
        data += piece
    head, _blank, body = data.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith((b"connection:", b"expect:"))]
    lengths = [int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:")]
    return b"\r\n".join([*lines, b"Connection: close", b"", b""]), body, sum(lengths)


def _rest(client: socket.socket, body: bytes, length: int) -> bytes:
    parts, missing = [body], length - len(body)
    while missing > 0:
        piece = client.recv(min(PIECE, missing))
        if not piece:
            raise ConnectionResetError
        parts.append(piece)
        missing -= len(piece)
    return b"".join(parts)


def _all_of(server: socket.socket) -> bytes:
    parts = []
    while piece := server.recv(PIECE):
        parts.append(piece)
    return b"".join(parts)


def _cut(connection: socket.socket) -> None:
    """A reset, as a network that goes away looks to the other side."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    connection.close()
