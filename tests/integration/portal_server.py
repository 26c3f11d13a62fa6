"""A server on a socket for the tests of the portal, and everything that its pages lead to."""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
from urllib.parse import urljoin

import httpx
import uvicorn

from app.web import create_web_app

LINK = re.compile(r'(?:href|src|action)="([^"]+)"|<loc>([^<]+)</loc>')


@contextlib.asynccontextmanager
async def serving(services):
    """Yield a client of a real server, without any credentials."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(create_web_app(services), lifespan="off", log_config=None, server_header=False)
    )
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        base = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with httpx.AsyncClient(base_url=base, timeout=20) as client:
            yield client
    finally:
        server.should_exit = True
        await task


async def crawl(client, start="/portal"):
    """Return the answer under every address of the portal that is linked to, by address."""
    found, waiting = {}, {str(client.base_url.join(start))}
    while waiting:
        address = waiting.pop()
        answer = await client.get(address)
        found[address] = answer
        if "text/html" in answer.headers["content-type"] or "xml" in answer.headers["content-type"]:
            for one, other in LINK.findall(answer.text):
                link = urljoin(address, (one or other).replace("&amp;", "&")).partition("#")[0]
                if link not in found and link.startswith(str(client.base_url.join("/portal"))):
                    waiting.add(link)
    return found


def everything(answers):
    """Return all that was sent, heads and contents, as one text."""
    return "\n".join(
        "\n".join([str(one.url), *(f"{key}: {value}" for key, value in one.headers.items()), one.text])
        for one in answers
    )
