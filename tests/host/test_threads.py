"""A program ends when it is asked to, whatever a helper thread still waits for."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading

import pytest

from tests.support.until import until
from workboard.host.threads import let_go_at_the_end


def test_a_loop_ends_while_a_name_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, asked, waited_out = threading.Event(), threading.Event(), threading.Event()

    def never(*given: object, **named: object) -> list[object]:
        asked.set()
        if not go_on.wait(20):
            waited_out.set()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", never)

    async def look_up() -> None:
        let_go_at_the_end()
        task = asyncio.create_task(asyncio.get_running_loop().getaddrinfo("desk.example", 443))
        await until(asked.is_set)
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(look_up())
    assert not waited_out.is_set()
    go_on.set()


def test_a_process_ends_too() -> None:
    code = """
import asyncio, threading
from workboard.host.threads import let_go_at_the_end
async def main():
    let_go_at_the_end()
    asyncio.create_task(asyncio.to_thread(threading.Event().wait))
    await asyncio.to_thread(print, "done", flush=True)
asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True)
    assert done.stdout.split() == [b"done"]


async def test_results_and_errors_come_back() -> None:
    let_go_at_the_end()
    let_go_at_the_end()
    assert await asyncio.to_thread(lambda: 7) == 7
    with pytest.raises(KeyError):
        await asyncio.to_thread(dict[str, int]().__getitem__, "x")
    assert await asyncio.gather(*(asyncio.to_thread(int, str(n)) for n in range(30))) == list(range(30))
