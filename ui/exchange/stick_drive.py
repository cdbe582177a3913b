"""The stick that is in: what a page offers as its folder."""

from __future__ import annotations

from PySide6.QtCore import QStorageInfo


def removable_folder() -> str | None:
    """A mounted drive that looks removable: not the system's, writable, on its own device."""
    root = QStorageInfo.root().device()
    for volume in QStorageInfo.mountedVolumes():
        path = volume.rootPath()
        is_media = path.startswith(("/media/", "/run/media/", "/mnt/")) or (len(path) == 3 and path[1] == ":")
        if volume.isReady() and not volume.isReadOnly() and volume.device() != root and is_media:
            return path
    return None
