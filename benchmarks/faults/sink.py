"""An SMTP server that keeps each Message-ID on disk before it says yes, and takes its time on both
sides of that, so that kills hit the windows. `python -m benchmarks.faults.sink PORT FILE`."""

import asyncio
import os
import random
import re
import sys
from typing import Any

from aiosmtpd.smtp import SMTP

# Seconds, at most: before the mail is kept, and between that and the answer.
BEFORE, AFTER = 0.025, 0.025


class Keeper:
    def __init__(self, path: str) -> None:
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        found = re.search(rb"(?im)^Message-ID:\s*(<[^>]+>)", envelope.content)
        await asyncio.sleep(random.uniform(0, BEFORE))
        os.write(self.file, (found[1] if found else b"<none>") + b"\n")
        os.fsync(self.file)
        await asyncio.sleep(random.uniform(0, AFTER))
        return "250 kept"


async def serve(port: int, path: str) -> None:
    keeper = Keeper(path)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeper, hostname="sink"), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
