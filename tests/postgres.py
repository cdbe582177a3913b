"""A private PostgreSQL for tests: started in a folder of its own, on a socket and a port of its own, gone afterwards."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

USER = "postgres"


class Server:
    """A cluster that can be stopped hard, as by a power cut, and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: dict[str, str] = {}
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self.data = folder / "data"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        folder.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(folder, USER)
        self._run("initdb", "-D", str(self.data), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        self.start()

    @classmethod
    def missing(cls) -> str:
        """Why there can be none here; empty if there can."""
        return "" if list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) else "postgresql is not installed"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -h 127.0.0.1 -F"
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it; `immediate` is a crash."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", how, "stop")

    def database(self, name: str) -> str:
        """A new empty database; its URL."""
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", USER, name)
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def emptied(self, name: str) -> str:
        """A database that has nothing in it, made where there is none: emptying is quicker than making; its URL."""
        if name not in self._made:
            self._made[name] = self.database(name)
        self.play(self._made[name], b"DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
        return self._made[name]

    def play(self, url: str, script: bytes) -> None:
        """Run a script of statements, such as a plain dump."""
        self._run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url, content=script)

    def _run(self, tool: str, *arguments: str, content: bytes = b"") -> None:
        command = [str(self.bin / tool), *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", *command]
        quiet = subprocess.DEVNULL
        subprocess.run(command, check=True, input=content, cwd="/", stdout=quiet, stderr=quiet)
