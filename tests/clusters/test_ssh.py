"""The page's `SSHCluster`, on a real SSH server of ours on the loopback address."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

SERVER = """
import asyncio, sys
import asyncssh

async def copy(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)

async def handle(process):
    child = await asyncio.create_subprocess_shell(
        process.command, stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )
    await asyncio.gather(copy(child.stdout, process.stdout), copy(child.stderr, process.stderr))
    process.exit(await child.wait())

async def serve(key):
    server = await asyncssh.create_server(
        asyncssh.SSHServer, "127.0.0.1", 0, server_host_keys=[key], authorized_client_keys=key + ".pub",
        process_factory=handle, encoding=None,
    )
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()

asyncio.run(serve(sys.argv[1]))
"""


@pytest.mark.cluster
@pytest.mark.engine
def test_the_page_draws_on_machines_behind_ssh(snippet, program, line_with, tmp_path):
    import asyncssh

    key = tmp_path / "key"
    pair = asyncssh.generate_private_key("ssh-ed25519")
    pair.write_private_key(key)
    pair.write_public_key(f"{key}.pub")
    server = program(sys.executable, "-c", SERVER, str(key))
    port = int(line_with(server, "port ").split()[1])
    connect = {"port": port, "username": "farm", "client_keys": [str(key)], "known_hosts": None}
    code = snippet(
        "ssh.md",
        instead={
            '["10.0.0.1", "10.0.0.1", "10.0.0.2"]': '["127.0.0.1", "127.0.0.1", "127.0.0.1"]',
            '{"username": "farm"}': json.dumps(connect).replace("null", "None"),
            '"dashboard_address": ":0"': '"dashboard_address": "127.0.0.1:0", "host": "127.0.0.1"',
            "/opt/threedkit/bin/python": sys.executable,
        },
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr + server.said.read_text()
    assert done.stdout.split()[-2:] == ["succeeded", "4"]
