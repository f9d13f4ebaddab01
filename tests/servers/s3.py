"""SeaweedFS: S3 of our own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import uuid
from pathlib import Path

from .loopback import free_port, wait_for


class S3:
    """SeaweedFS. `environment` is what a client needs; `url()` is a fresh prefix of its bucket. `kill`, `start`."""

    bucket = "farm"

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="threedkit-s3-"))
        self.key, self.secret = uuid.uuid4().hex[:20], uuid.uuid4().hex
        self.port = free_port(55_000)
        others = {f"-{name}.port={free_port(55_000)}" for name in ("master", "volume", "filer")}
        while len({one.rpartition("=")[2] for one in others} | {str(self.port)}) < 4:
            others = {f"-{name}.port={free_port(55_000)}" for name in ("master", "volume", "filer")}
        flags = [f"-dir={self.folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-master.telemetry=false", *others]
        flags += [f"-s3.port={self.port}", "-s3.port.iceberg=0", "-s3.port.lance=0", "-webdav=false", "-admin.ui=false"]
        program = str(Path(sys.executable).parent / "weed")
        self.command = [program, "-logtostderr=true", "mini", *flags, f"-bucket={self.bucket}"]
        self.process, self.killed = None, False
        self.start()

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={
                    **os.environ,
                    "AWS_ACCESS_KEY_ID": self.key,
                    "AWS_SECRET_ACCESS_KEY": self.secret,
                    "TMPDIR": str(self.folder),  # it leaves sockets there
                    "HOME": str(self.folder),
                },
                start_new_session=True,
            )
        wait_for(self._is_ready, "SeaweedFS", self.process)
        wait_for(self._keeps, "the volumes of SeaweedFS", self.process)

    def kill(self) -> None:
        """End at once, by SIGKILL: SIGTERM takes half a minute."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # a session of its own
        self.process.wait(60)
        self.killed = True
        for left in self.folder.glob("*.sock"):
            left.unlink()

    @property
    def is_up(self) -> bool:
        return self.process.poll() is None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self, endpoint: str | None = None) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": endpoint or self.endpoint,
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_REGION": "us-east-1",
        }

    def url(self) -> str:
        return f"s3://{self.bucket}/{uuid.uuid4().hex}"

    def _keeps(self) -> bool:
        """Whether it finds what was written before it was killed: for some seconds it answers 500."""
        from obstore.exceptions import BaseError
        from obstore.store import S3Store

        known = self.environment()
        keys = {"access_key_id": self.key, "secret_access_key": self.secret, "region": known["AWS_REGION"]}
        options = {"client_options": {"allow_http": True}, "retry_config": {"max_retries": 0}}
        store = S3Store(self.bucket, endpoint=self.endpoint, virtual_hosted_style_request=False, **keys, **options)
        try:
            if self.killed:
                return bytes(store.get("canary").bytes()) == bytes(1 << 16)
            store.put("canary", bytes(1 << 16))
        except BaseError:
            return False
        return True

    def close(self) -> None:
        self.kill()
        shutil.rmtree(self.folder)

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.endpoint}/status", timeout=5):
                pass
        except (OSError, urllib.error.URLError):
            return False
        try:  # the bucket comes last
            with urllib.request.urlopen(f"{self.endpoint}/{self.bucket}", timeout=5):
                return True
        except urllib.error.HTTPError as error:
            return error.code == 403
        except OSError:
            return False
