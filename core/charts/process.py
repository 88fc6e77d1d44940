"""Keeps the drawing process: started when first needed, one for each process of ours, killed when
it does not answer in time, started anew when it is gone."""

import contextlib
import json
import os
import selectors
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

_BASE = Path(__file__).resolve().parents[2]
# A cold start takes half a second, a chart 30 to 80 ms; machines are shared.
TIMEOUT = 20.0


class NotDrawn(Exception):
    """The picture could not be drawn; the text says why."""


class Artist:
    def __init__(self, command: list[str] | None = None) -> None:
        self.command = command or [sys.executable, "-m", "core.charts.renderer"]
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        os.register_at_fork(after_in_child=self._forget)

    def draw(self, wish: dict[str, Any], *, timeout: float = TIMEOUT) -> str:
        """The answer to one wish (see renderer.py). Raises NotDrawn."""
        line = json.dumps(wish).encode() + b"\n"
        with self._lock:
            # It may have gone to sleep just as we asked: then a fresh one is asked again.
            said = self._ask(line, timeout) or self._ask(line, timeout)
        if not said:
            raise NotDrawn("the drawing process ended without an answer")
        answer = json.loads(said)
        if "error" in answer:
            raise NotDrawn(answer["error"])
        return answer["done"]

    def stop(self) -> None:
        with self._lock:
            self._stop()

    def _ask(self, line: bytes, timeout: float) -> bytes:
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(line)
            process.stdin.flush()
            return self._read(process, time.monotonic() + timeout)
        except BrokenPipeError:
            self._stop()
            return b""

    def _read(self, process: subprocess.Popen[bytes], until: float) -> bytes:
        assert process.stdout is not None
        said = b""
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while not said.endswith(b"\n"):
                if not selector.select(max(0.0, until - time.monotonic())):
                    self._stop()
                    raise NotDrawn("the drawing process did not answer in time")
                part = os.read(process.stdout.fileno(), 1 << 16)
                if not part:
                    self._stop()
                    return b""
                said += part
        return said

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self._stop()
        if self._process is None:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_BASE,
                env={**os.environ, "TZ": "UTC"},
            )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()  # type: ignore[union-attr]

    def _forget(self) -> None:
        """In a forked child: the process belongs to the parent, and the lock may be held there."""
        self._lock = threading.Lock()
        self._process = None


artist = Artist()
