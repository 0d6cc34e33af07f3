"""A Debian 12 of its own, made by debootstrap in memory, in namespaces of its own: what is mounted and
started here ends with this process, however that ends.

It has the machine's network until what must be downloaded is there, then loopback alone: ports are
its own."""
import ctypes
import fcntl
import os
import pathlib
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile

import debs

RELEASE = "bookworm"
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8",
               "DEBIAN_FRONTEND": "noninteractive"}
INSIDE = "TIP_INSIDE_NAMESPACES"
NAMESPACES = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")
# In a chroot whose / is no mount there is no private one; what is mounted is undone at the end.
PROPAGATIONS = ("private", "unchanged")
NEW_NETWORK = 0x40000000  # CLONE_NEWNET of sched.h
SET_FLAGS, UP = 0x8914, 0x1  # SIOCSIFFLAGS, IFF_UP of netdevice(7)


def enter_namespaces():
    """Runs this program again in namespaces of its own, and returns None there; else what it is that
    a root needs and is not there."""
    if INSIDE in os.environ:
        return None
    if os.geteuid() != 0:
        return "root's rights"
    if not shutil.which("debootstrap"):
        return "debootstrap (scripts/install-packages gets it)"
    propagation = _propagation()
    if not propagation:
        return "the right to make namespaces"
    os.environ[INSIDE] = "yes"
    os.execvp("unshare", [*NAMESPACES, "--propagation", propagation, sys.executable, "-B",
                          *sys.argv])


def _propagation():
    """The first that is allowed; None when no namespaces are."""
    for kind in PROPAGATIONS:
        tried = subprocess.run([*NAMESPACES, "--propagation", kind, "--net", "true"],
                               capture_output=True, check=False)
        if tried.returncode == 0:
            return kind
    return None


def mirror():
    """Where this machine has its packages from."""
    sources = [pathlib.Path("/etc/apt/sources.list"),
               *pathlib.Path("/etc/apt/sources.list.d").glob("*")]
    for file in sources:
        found = re.search(r"https?://\S*/debian/?(?=\s)", file.read_text() if file.exists() else "")
        if found:
            return found[0]
    return "http://deb.debian.org/debian"


class NoMirror(Exception):
    """The packages that the root needs cannot be had."""


class Root:
    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="tipsearch-root-"))
        debs.run("mount", "-t", "tmpfs", "-o", "mode=755", "root", self.path)

    def make(self, needed):
        """Makes the root, with `needed` (a field's value, as in Depends) installed. NoMirror."""
        try:
            debs.run("debootstrap", "--variant=minbase", RELEASE, self.path, mirror())
            debs.run("mount", "-t", "proc", "proc", self.path / "proc")
            settings = pathlib.Path("/etc/apt/apt.conf.d")
            for file in settings.glob("*proxy*"):
                shutil.copy(file, self.path / "etc/apt/apt.conf.d")
            self.run("apt-get", "update", "-qq")
            self.run("apt-get", "satisfy", "-qq", needed)
        except AssertionError as error:
            raise NoMirror(str(error)) from None
        self.run("apt-get", "clean")
        self._leave_network()

    def _leave_network(self):
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(NEW_NETWORK) != 0:
            raise OSError(ctypes.get_errno(), "unshare")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
            fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))

    def close(self):
        subprocess.run(["umount", "-R", self.path], check=False)
        self.path.rmdir()

    def run(self, *command, status=0):
        return debs.run("chroot", self.path, *command, status=status, env=ENVIRONMENT)

    def start(self, *command):
        return subprocess.Popen(["chroot", self.path, *map(str, command)], env=ENVIRONMENT,
                                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, text=True)

    def file(self, path):
        return self.path / path.lstrip("/")

    def processes(self, name):
        """The processes of a program that run; the namespace has none but those of this test."""
        found = []
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                stat = (folder / "stat").read_text()
            except OSError:  # it has ended meanwhile
                continue
            if f"({name}) " in stat and ") Z" not in stat:
                found.append(int(folder.name))
        return found

    def stop(self, name):
        for process in self.processes(name):
            os.kill(process, signal.SIGTERM)
