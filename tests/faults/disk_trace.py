"""What a program did to the disk, as strace saw it, and the disks a power cut could have left of it.

The model of a disk: a write is safe once its file was fsynced; before that it may be there, be torn at any 512-byte
sector, or be missing, each by itself and in any order; a file's creation or removal is safe once its folder was
fsynced. (SQLite's own crash tests use the same model.)
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.faults.program import environment

SECTOR = 512
CALLS = "openat,open,creat,write,pwrite64,ftruncate,fsync,fdatasync,unlink,unlinkat,rename,renameat,renameat2"
CALL = re.compile(r"(?:\d+\s+)?(\w+)\((.*)\)\s+= (-?\d+)(?:<[^>]*>)?.*")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
HANDLE = re.compile(r"^(\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)>")


@dataclass(frozen=True)
class Step:
    """One thing done: write, truncate, sync, create, remove, rename or said (an answer on standard output)."""

    kind: str
    path: str
    at: int = 0
    data: bytes = b""
    to: str = ""


def record(command: list[str], sent: bytes, folder: Path, trace: Path) -> list[Step]:
    """Run a command under strace and return what it did inside `folder`, with its answers between."""
    strace = ["strace", "-f", "-y", "-xx", "-s", "9999999", "-o", str(trace), "-e", f"trace={CALLS}"]
    done = subprocess.run([*strace, *command], input=sent, capture_output=True, env=environment(), check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode("utf-8", "replace")[-2000:])
    return list(_steps(trace, str(folder)))


def _steps(trace: Path, folder: str) -> Iterator[Step]:
    started: dict[str, str] = {}
    known = {str(path) for path in Path(folder).rglob("*")}
    with trace.open("r", encoding="ascii", errors="replace") as source:
        for line in source:
            text = _whole(line.rstrip("\n"), started)
            match = CALL.fullmatch(text) if text else None
            if match and int(match[3]) >= 0:
                yield from _step(match[1], match[2], int(match[3]), folder, known)


def _whole(line: str, started: dict[str, str]) -> str:
    """Join a call that another thread interrupted; empty while it is not finished."""
    thread, _, rest = line.partition(" ")
    if rest.endswith(" <unfinished ...>"):
        started[thread] = rest.removesuffix(" <unfinished ...>")
        return ""
    resumed = re.match(r"\s*<\.\.\. \w+ resumed>(.*)", rest)
    return started.pop(thread, "") + resumed[1] if resumed else rest.strip()


def _step(call: str, arguments: str, result: int, folder: str, known: set[str]) -> Iterator[Step]:
    if call in ("write", "pwrite64", "ftruncate", "fsync", "fdatasync"):
        handle = HANDLE.match(arguments)
        path = _plain(handle[2]).decode() if handle else ""
        if handle and handle[1] == "1" and call == "write":
            yield Step("said", "", data=_first_text(arguments))
        elif path.startswith(folder):
            yield from _on_file(call, path, arguments, result)
        return
    names = [_plain(text).decode("utf-8", "replace") for text in TEXT.findall(arguments)]
    if not names or not names[0].startswith(folder):
        return
    if call in ("openat", "open", "creat") and "O_CREAT" in arguments and names[0] not in known:
        known.add(names[0])
        yield Step("create", names[0])
    elif call in ("openat", "open") and "O_TRUNC" in arguments:
        yield Step("truncate", names[0], 0)
    elif call.startswith("unlink"):
        known.discard(names[0])
        yield Step("remove", names[0])
    elif call.startswith("rename"):
        known.discard(names[0])
        known.add(names[1])
        yield Step("rename", names[0], to=names[1])


def _on_file(call: str, path: str, arguments: str, result: int) -> Iterator[Step]:
    if call == "pwrite64":
        yield Step("write", path, int(arguments.rsplit(",", 1)[1]), _first_text(arguments)[:result])
    elif call == "write":
        yield Step("append", path, 0, _first_text(arguments)[:result])
    elif call == "ftruncate":
        yield Step("truncate", path, int(arguments.rsplit(",", 1)[1]))
    else:
        yield Step("sync", path)


def _first_text(arguments: str) -> bytes:
    found = TEXT.search(arguments)
    return _plain(found[1]) if found else b""


def _plain(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))


@dataclass
class _File:
    """A file: what is safe of it, and what was written since."""

    safe: bytearray
    waiting: list[Step] = field(default_factory=list)


class Disk:
    """The disk while the steps are walked; `crash` writes one possible state of it after a power cut."""

    def __init__(self, start: Path) -> None:
        self.root = start
        self.files = {str(path): _File(bytearray(path.read_bytes())) for path in start.rglob("*") if path.is_file()}
        self.names = {path: path for path in self.files}  # name as the program sees it -> the file behind it
        self.safe_names = dict(self.names)
        self.ends: dict[str, int] = {}
        self.count = 0

    def take(self, step: Step) -> None:
        """Walk one step."""
        if step.kind == "create":
            self.count += 1
            inner = f"{step.path}#{self.count}"
            self.files[inner] = _File(bytearray())
            self.names[step.path] = inner
            self.ends[inner] = 0
        elif step.kind == "remove":
            self.names.pop(step.path, None)
        elif step.kind == "rename":
            self.names[step.to] = self.names.pop(step.path)
        elif step.kind == "sync" and Path(step.path).is_dir() and step.path not in self.names:
            self.safe_names = dict(self.names)
        elif step.path in self.names:
            self._content(self.files[self.names[step.path]], self.names[step.path], step)

    def _content(self, file: _File, inner: str, step: Step) -> None:
        if step.kind == "sync":
            for one in file.waiting:
                _apply(file.safe, one)
            file.waiting = []
            # A synced file that was never removed is found by its name: ext4, xfs and NTFS log the creation with it.
            name = next((name for name, behind in self.names.items() if behind == inner), None)
            if name is not None and name not in self.safe_names:
                self.safe_names[name] = inner
            return
        if step.kind == "append":
            at = self.ends.get(inner, 0)
            self.ends[inner] = at + len(step.data)
            step = Step("write", step.path, at, step.data)
        elif step.kind == "truncate":
            self.ends[inner] = step.at
        file.waiting.append(step)

    def crash(self, to: Path, chance: Random) -> None:
        """Write the files as a power cut at this moment could have left them."""
        names = {**self.safe_names}
        for name in set(self.names) | set(self.safe_names):
            if self.names.get(name) != self.safe_names.get(name) and chance.random() < 0.5:
                names[name] = self.names.get(name, "")
        for name, inner in names.items():
            if not inner or name.endswith("-shm"):
                continue  # the shared-memory index is never trusted after a crash
            file = self.files[inner]
            content = bytearray(file.safe)
            waiting = list(file.waiting)
            if chance.random() < 0.5:
                chance.shuffle(waiting)
            for step in waiting:
                if chance.random() < 0.6:
                    _apply(content, _torn(step, chance))
            place = to / Path(name).relative_to(self.root)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)


def _apply(content: bytearray, step: Step) -> None:
    if step.kind == "truncate":
        if step.at < len(content):
            del content[step.at :]
        else:
            content.extend(bytes(step.at - len(content)))
        return
    end = step.at + len(step.data)
    if end > len(content):
        content.extend(bytes(end - len(content)))
    content[step.at : end] = step.data


def _torn(step: Step, chance: Random) -> Step:
    """Some sectors of a write only, now and then."""
    if step.kind != "write" or chance.random() < 0.7 or len(step.data) <= SECTOR:
        return step
    kept = chance.randrange(0, len(step.data), SECTOR)
    if chance.random() < 0.5:
        return Step("write", step.path, step.at, step.data[:kept])
    return Step("write", step.path, step.at + kept, step.data[kept:])


def same_name(path: str, name: str) -> bool:
    """Whether a traced path is the file of this name."""
    return os.path.basename(path) == name  # noqa: PTH119  a traced string, not a path of ours
