"""HTTP of a connection, byte by byte, on a transport and a clock of the test: what it keeps, and how it ends."""

from __future__ import annotations

import asyncio

import pytest
import uvicorn
from uvicorn.server import ServerState

from threedkit.service.heads import HEAD_BYTES, bounded_heads

SECONDS, KEEP_ALIVE = 30.0, 5.0
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


class Transport(asyncio.Transport):
    """What is written stays here."""

    def __init__(self):
        super().__init__()
        self.written, self.closed, self.paused = b"", False, False

    def write(self, data):
        self.written += bytes(data)

    def close(self):
        self.closed = True

    def is_closing(self):
        return self.closed

    def pause_reading(self):
        self.paused = True

    def resume_reading(self):
        self.paused = False


class Clock:
    """A loop whose timers run when the test says so."""

    def __init__(self):
        self._loop, self._now, self._timers = asyncio.get_running_loop(), 0.0, []

    def call_later(self, seconds, work, *args):
        timer = asyncio.TimerHandle(self._now + seconds, work, args, self)
        self._timers.append(timer)
        return timer

    def pass_by(self, seconds):
        self._now += seconds
        for timer in [one for one in self._timers if one.when() <= self._now]:
            self._timers.remove(timer)
            if not timer.cancelled():
                timer._run()

    def _timer_handle_cancelled(self, timer):
        self._timers = [one for one in self._timers if one is not timer]

    def get_debug(self):
        return False

    def __getattr__(self, name):
        return getattr(self._loop, name)


class Connection:
    """A connection to an app: ``await one.send(b"GET ...")``."""

    def __init__(self, app):
        config = uvicorn.Config(app, log_config=None, ws="none", timeout_keep_alive=int(KEEP_ALIVE), lifespan="off")
        self.clock, self.transport = Clock(), Transport()
        self.protocol = bounded_heads(SECONDS)(config, ServerState(), {}, _loop=self.clock)
        self.protocol.connection_made(self.transport)

    async def send(self, data):
        if not self.transport.closed:
            self.protocol.data_received(data)
        await self.settle()

    async def settle(self):
        for _ in range(5):
            await asyncio.sleep(0)

    @property
    def statuses(self):
        return [int(one[:3]) for one in self.transport.written.split(b"HTTP/1.1 ")[1:]]

    @property
    def kept(self):
        return sum(len(name) + len(value) for name, value in self.protocol.headers)


async def refusing(scope, receive, send):
    await send({"type": "http.response.start", "status": 401, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body"})


async def reading(scope, receive, send):
    while (message := await receive())["type"] == "http.request" and message["more_body"]:
        pass
    await refusing(scope, receive, send)


async def waiting(scope, receive, send):
    await asyncio.Event().wait()


def connected(app):
    """Run a test with a connection to an app."""

    def decorate(function):
        def test():
            async def run():
                await function(Connection(app))

            asyncio.run(run())

        test.__doc__ = function.__doc__
        test.__name__ = function.__name__
        return test

    return decorate


def post(length):
    return b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % length


CHUNKED = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize("app", [refusing, reading, waiting])
def test_trailers_are_bounded(app):
    """With the answer there, awaited, or never to come."""

    async def run():
        one = Connection(app)
        await one.send(CHUNKED + b"0\r\n")
        for number in range(50):
            await one.send(b"X-%d: " % number + b"a" * 10_000 + b"\r\n")
        assert one.transport.closed
        assert one.kept <= HEAD_BYTES
        assert one.statuses == ([401] if app is refusing else [431])

    asyncio.run(run())


def test_one_trailer_without_end():
    async def run():
        one = Connection(reading)
        await one.send(CHUNKED + b"0\r\nX: ")
        for _ in range(50):
            await one.send(b"a" * 10_000)
        assert one.transport.closed
        assert one.statuses == [431]

    asyncio.run(run())


@pytest.mark.parametrize("pieces", [1, 2, 100])
@pytest.mark.parametrize("length", [HEAD_BYTES - 100, HEAD_BYTES + 1])
@pytest.mark.parametrize("form", [b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n", b"GET / HTTP/1.1\r\nX: %s\r\n\r\n"])
def test_a_head_is_bounded_however_it_comes(pieces, length, form):
    head = form % (b"a" * length)
    step = -(-len(head) // pieces)

    async def run():
        one = Connection(refusing)
        for start in range(0, len(head), step):
            await one.send(head[start : start + step])
        assert one.statuses == ([401] if length < HEAD_BYTES else [431])

    asyncio.run(run())


def test_many_small_headers():
    async def run():
        one = Connection(refusing)
        await one.send(b"GET / HTTP/1.1\r\n" + b"a:\r\n" * HEAD_BYTES + b"\r\n")
        assert one.statuses == [431]

    asyncio.run(run())


@connected(reading)
async def test_a_body_is_no_part_of_the_next_head(one):
    """Also where both come in one piece."""
    await one.send(post(100_000))
    await one.send(b"a" * 100_000 + GET[:10])
    assert one.statuses == [401]
    await one.send(GET[10:])
    assert one.statuses == [401, 401]
    assert not one.transport.closed


@connected(refusing)
async def test_the_rest_of_a_body_that_nobody_reads_is_not_awaited_for_ever(one):
    await one.send(post(1000))
    assert one.statuses == [401]
    for _ in range(9):
        one.clock.pass_by(KEEP_ALIVE - 1)
        await one.send(b"a")
    assert one.transport.closed


@connected(refusing)
async def test_a_body_that_comes_after_the_answer(one):
    """A client that sends it all the same goes on with its next request, and may not stay for ever without one."""
    await one.send(post(3000))
    for _ in range(3):
        await one.send(b"a" * 1000)
    await one.send(GET)
    assert one.statuses == [401, 401]
    await one.send(post(1))
    await one.send(b"a")
    one.clock.pass_by(SECONDS)
    assert one.statuses == [401, 401, 401]
    assert one.transport.closed


@connected(refusing)
async def test_line_breaks_between_requests(one):
    """The parser passes them over: they keep no connection."""
    await one.send(GET)
    for _ in range(9):
        one.clock.pass_by(KEEP_ALIVE - 1)
        await one.send(b"\r\n")
    assert one.transport.closed
    assert one.statuses == [401]


@connected(refusing)
async def test_no_words_in_the_middle_of_another_answer(one):
    one.protocol.app = waiting
    await one.send(GET)
    await one.send(GET[:-2] + b"X: " + b"a" * HEAD_BYTES + b"\r\n\r\n")
    assert one.transport.closed
    assert one.transport.written == b""


@connected(waiting)
async def test_a_head_may_wait_for_the_answer_before_it(one):
    """The service is slow then, not the client."""
    await one.send(GET)
    await one.send(GET[:5])
    one.clock.pass_by(SECONDS)
    assert not one.transport.closed


@connected(refusing)
async def test_a_slow_head(one):
    await one.send(GET[:5])
    one.clock.pass_by(SECONDS - 1)
    await one.send(GET[5:10])
    one.clock.pass_by(1)
    assert one.statuses == [408]
    assert one.transport.closed
