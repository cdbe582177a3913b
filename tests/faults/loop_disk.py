"""A small real file system on a loop device whose power can be cut: ext4 or xfs, root only.

`cut` is the file systems' own shutdown call (FS_IOC_SHUTDOWN without flushing the log): from that moment nothing
reaches the image, whatever is still in memory is gone, as when the plug is pulled.
"""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
from pathlib import Path

SHUTDOWN = 0x8004587D
WITHOUT_LOG = 2
SIZES = {"ext4": 48, "xfs": 320}  # MB; xfs makes nothing smaller


def usable(kind: str = "ext4") -> str:
    """Why loop disks cannot be used here; empty if they can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "needs root"
    for tool in ("mount", "umount", f"mkfs.{kind}"):
        if subprocess.run(["which", tool], capture_output=True, check=False).returncode:
            return f"needs {tool}"
    if kind not in Path("/proc/filesystems").read_text():
        return f"this kernel has no {kind}"
    if not Path("/dev/loop-control").exists():
        return "needs loop devices"
    return ""


class LoopDisk:
    """An image with a file system, mounted at `at`."""

    def __init__(self, folder: Path, kind: str = "ext4") -> None:
        self.image, self.at, self.kind = folder / "disk.img", folder / "disk", kind
        self.at.mkdir()
        with self.image.open("wb") as out:
            out.truncate(SIZES[kind] << 20)
        quiet = ["-q", "-F"] if kind == "ext4" else ["-q", "-f"]
        subprocess.run([f"mkfs.{kind}", *quiet, str(self.image)], check=True, capture_output=True)
        self.mount()

    def mount(self, *options: str) -> None:
        """Mount it; the file system's own log is replayed here."""
        subprocess.run(["mount", "-o", ",".join(["loop", *options]), str(self.image), str(self.at)], check=True)

    def unmount(self) -> None:
        """Unmount it."""
        subprocess.run(["umount", str(self.at)], check=True)

    def cut(self) -> None:
        """Cut its power."""
        handle = os.open(self.at, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", WITHOUT_LOG))
        finally:
            os.close(handle)

    def remove(self) -> None:
        """Unmount, whatever its state."""
        subprocess.run(["umount", "-l", str(self.at)], check=False, capture_output=True)
