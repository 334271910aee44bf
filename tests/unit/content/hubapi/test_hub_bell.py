"""The bell's frames, as SSE writes them."""

from __future__ import annotations

import asyncio

from content.hubapi.bell import Bell


async def test_a_line_begins_with_the_present_order_and_hears_every_ring() -> None:
    bell = Bell()
    frames = bell.frames(7, lambda: True)
    assert await anext(frames) == b"event: edition\ndata: 7\n\n"
    await asyncio.to_thread(bell.ring, 8)
    assert await anext(frames) == b"event: edition\ndata: 8\n\n"
    assert bell.listeners() == 1
    await frames.aclose()
    assert bell.listeners() == 0


async def test_a_quiet_line_says_so_until_its_listener_is_not_welcome() -> None:
    answers = iter([True, False])
    frames = Bell(quiet_s=0.01).frames(7, lambda: next(answers))
    assert [frame async for frame in frames] == [b"event: edition\ndata: 7\n\n", b": quiet\n\n"]


async def test_closing_the_bell_ends_every_line() -> None:
    bell = Bell()
    lines = [bell.frames(7, lambda: True) for _ in range(3)]
    for line in lines:
        await anext(line)
    await asyncio.to_thread(bell.close)
    assert [[frame async for frame in line] for line in lines] == [[], [], []]
    assert bell.listeners() == 0
