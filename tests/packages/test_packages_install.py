#!/usr/bin/python3
"""The packages in a Debian of their own: install, ask, upgrade, remove, install again, purge."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.request

import debs
import root as roots

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "web"))
from harness import waiting  # noqa: E402  the same for all tests in Python

CONFIGURATION = "/etc/tipsearch/tipsearchd.conf"
FOLDER = "/var/lib/tipsearch"
INDEX = FOLDER + "/index"
SOCKET = "/run/tipsearch/tipsearch.sock"
FOREGROUND = ("runuser", "-u", "tipsearch", "--", "tipsearchd", "-c", CONFIGURATION, "-f")
WANTS = "/etc/systemd/system/sockets.target.wants"
# In the place of systemd, which a root cannot have: notes what it is asked for.
SYSTEMCTL = """#!/bin/sh
echo "$*" >> /tmp/systemctl
case "$*" in *is-enabled*) echo enabled ;; *is-active*) exit 3 ;; esac
"""
ENABLED = "/etc/systemd/system/multi-user.target.wants/tipsearchd.service"
KEEP_OLD = ("-o", "Dpkg::Options::=--force-confold")
# What any installation leaves: the records of dpkg and apt, logs and caches; and the user.
OF_THE_SYSTEM = re.compile("/(var/lib/(dpkg|apt)|var/(log|cache)|tmp|proc)/"
                           "|/etc/(passwd|group|shadow|gshadow|subuid|subgid)-?$|/etc/[.]pwd[.]lock$"
                           "|/etc/ld[.]so[.]cache$|/run/adduser$")
OWN_REPORT = "# An orchard\n\nThe quince grower was paid in vouchers and held for a debt.\n"


def foreign_dependencies():
    """What the packages depend on or recommend that is not among them."""
    needed = []
    for name in debs.NAMES:
        fields = debs.fields_of(debs.file_of(name))
        for field in ("Depends", "Recommends"):
            needed += [part for part in fields.get(field, "").split(", ")
                       if part and part.split()[0] not in debs.NAMES]
    return ", ".join(needed)


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.root = roots.Root()
        cls.addClassCleanup(cls.root.close)
        try:
            cls.root.make(foreign_dependencies())
        except roots.NoMirror as error:
            raise unittest.SkipTest(f"nothing was installed: {error}") from None
        cls.root.file("/tmp/debs").mkdir()
        cls.now = [cls.offer(debs.file_of(name)) for name in debs.NAMES]
        with tempfile.TemporaryDirectory() as folder:
            version = debs.fields_of(debs.file_of("tipsearch"))["Version"] + "+next"
            cls.later = [cls.offer(debs.at_version(debs.file_of(name), version,
                                                   pathlib.Path(folder)))
                         for name in debs.NAMES]
        cls.before = cls.files()

    @classmethod
    def offer(cls, file):
        """The package's path in the root."""
        shutil.copy(file, cls.root.file("/tmp/debs"))
        return "/tmp/debs/" + file.name

    @classmethod
    def files(cls):
        """Every file, folder and link of the root but what OF_THE_SYSTEM says, with its content."""
        found = {}
        for folder, folders, files in os.walk(cls.root.path):
            for entry in folders + files:
                path = pathlib.Path(folder, entry)
                name = "/" + str(path.relative_to(cls.root.path))
                if OF_THE_SYSTEM.match(name + "/" * (entry in folders)):
                    folders[:] = set(folders) - {entry}
                elif path.is_file() and not path.is_symlink():
                    found[name] = path.read_bytes()
                else:
                    found[name] = b""
        return found

    def setUp(self):
        self.server = None
        self.addCleanup(self.purge)

    def purge(self):
        self.stop()
        self.root.run("dpkg", "--purge", *debs.NAMES)
        shutil.rmtree(self.root.file("/srv/tipsearch"), ignore_errors=True)

    def install(self, files=None, *options):
        return self.root.run("apt-get", "install", "-qq", *options, *(files or self.now))

    def serve(self):
        """Starts the server as the manual has it for where there is no systemd."""
        server = self.root.start(*FOREGROUND)
        self.addCleanup(server.stderr.close)
        waiting.until(lambda: self.root.file(SOCKET).exists() or server.poll() is not None,
                      "the socket")
        if server.poll() is not None:
            self.fail(f"tipsearchd: {server.stderr.read()}")
        self.server = server

    def stop(self):
        """Ends every tipsearchd; returns the exit status of the one that serve() started."""
        self.root.stop("tipsearchd")
        waiting.until(lambda: not self.root.processes("tipsearchd"), "the end of tipsearchd")
        return self.server.wait(waiting.LIMIT_S) if self.server else None

    def ask(self, *query, user="nobody", status=0):
        return self.root.run("runuser", "-u", user, "--", "tipsearch", *query, status=status)

    def get(self, path):
        with urllib.request.urlopen("http://127.0.0.1:7180" + path, timeout=20) as reply:
            return reply.status, reply.read().decode()

    def write(self, path, text):
        file = self.root.file(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def build_own(self):
        self.write("/srv/tipsearch/own.md", OWN_REPORT)
        self.root.run("runuser", "-u", "tipsearch", "--", "tipindex", "build", "-q", "-i", INDEX,
                      "/srv/tipsearch")

    def state(self, name):
        return self.root.run("dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}", name)

    def mount(self, path, options):
        """A file system of its own at a folder, until the test ends."""
        folder = self.root.file(path)
        folder.mkdir(exist_ok=True)
        debs.run("mount", "-t", "tmpfs", "-o", options, "tip", folder)

        def unmount():
            debs.run("umount", folder)
            folder.rmdir()
        self.addCleanup(unmount)
        self.addCleanup(self.purge)  # before that: the last is the first
        return folder

    def configure(self):
        return self.root.run("/var/lib/dpkg/info/tipsearchd.postinst", "configure",
                             debs.fields_of(debs.file_of("tipsearchd"))["Version"])

    # ---- the promises ----

    def test_installed_it_answers(self):
        self.assertIn("holds sample reports", self.install())
        self.serve()
        self.assertIn("passages, ", self.ask("-n", "1", "cyber", "scam"))
        self.assertIn("India (IN)\n", self.ask("--facets", "country", "-n", "0", "pattern:debt-bondage"))
        self.assertIn("debt", self.ask("--complete", "deb"))
        status, reply = self.get("/search?q=debt+bondage&limit=1")
        self.assertEqual(status, 200)
        self.assertGreater(json.loads(reply)["total"], 0)
        self.assertEqual(self.get("/")[0], 200)
        self.assertEqual(self.stop(), 0)
        self.assertFalse(self.root.file(SOCKET).exists())
        self.serve()
        self.ask("debt")

    def test_everybody_has_programs_pages_and_completions(self):
        self.install()
        for program in ("tipsearch", "tipsearchd", "tipindex"):
            self.assertRegex(self.ask("--version") if program == "tipsearch" else
                             self.root.run(program, "--version"), r"\d+\.\d+\.\d+")
        for page in ("man1/tipsearch.1", "man1/tipindex.1", "man8/tipsearchd.8",
                     "man3/libtipsearch.3", "man7/tipsearch-operation.7"):
            self.assertTrue(self.root.file(f"/usr/share/man/{page}.gz").exists(), page)
        self.root.run("tipsearchd", "--check-config", "-c", CONFIGURATION)
        self.root.run("tipsearchd", "--check-knowledge")

    def test_files_belong_to_whom_they_should(self):
        self.install()
        number = int(self.root.run("id", "-u", "tipsearch"))
        for path, owner, mode in ((FOLDER, number, 0o750), ("/run/tipsearch", number, 0o755),
                                  (INDEX, number, 0o700), ("/etc/tipsearch", 0, 0o755),
                                  (CONFIGURATION, 0, 0o644)):
            facts = self.root.file(path).stat()
            self.assertEqual((facts.st_uid, facts.st_mode & 0o7777), (owner, mode), path)
        self.assertRegex(self.root.run("getent", "passwd", "tipsearch"), "/usr/sbin/nologin$")
        self.ask("debt", "-i", INDEX, status=2)

    def test_service_is_enabled_until_it_is_purged(self):
        self.install()
        link = self.root.file(ENABLED)
        self.assertTrue(link.is_symlink())
        link.unlink()  # as systemctl disable does
        self.install(self.later, *KEEP_OLD)
        self.assertFalse(link.is_symlink(), "an upgrade enables what the administrator disabled")

    def test_own_reports_replace_the_sample_while_it_serves(self):
        self.install()
        self.serve()
        self.ask("quince", status=1)
        self.build_own()
        waiting.until(lambda: "quince" in self.get("/search?q=quince&limit=1")[1],
                      "the new index")
        self.assertIn("1 passage", self.ask("*"))

    def test_upgrade_keeps_configuration_and_index(self):
        self.install()
        self.build_own()
        edited = self.root.file(CONFIGURATION).read_text() + "max_connections = 17\n"
        self.write(CONFIGURATION, edited)
        current = self.root.file(INDEX + "/CURRENT").read_text()
        self.install(self.later, *KEEP_OLD)
        self.assertRegex(self.state("tipsearchd"), "^installed .*[+]next$")
        self.assertEqual(self.root.file(CONFIGURATION).read_text(), edited)
        self.assertEqual(self.root.file(INDEX + "/CURRENT").read_text(), current)
        self.serve()
        self.assertIn("quince", self.ask("quince"))

    def test_reinstall_replaces_what_has_the_same_version(self):
        self.install()
        version = debs.fields_of(debs.file_of("tipsearch"))["Version"]
        with tempfile.TemporaryDirectory() as folder:
            other = debs.at_version(debs.file_of("tipsearchd"), version, pathlib.Path(folder))
            self.root.file("/tmp/same").mkdir()
            self.addCleanup(shutil.rmtree, self.root.file("/tmp/same"))
            shutil.copy(other, self.root.file("/tmp/same"))
        self.install(["/tmp/same/" + other.name], "--reinstall")
        self.assertIn("a later release", self.root.file(CONFIGURATION).read_text())

    def test_units_need_nothing_that_is_not_there(self):
        self.install()
        units = [path.name for path in self.root.file("/usr/lib/systemd/system").glob("tipsearch*")]
        self.addCleanup(shutil.rmtree, self.root.file("/usr/local/lib/systemd"))
        for target in ("sysinit", "shutdown"):  # of systemd, which the root has not
            self.write(f"/usr/local/lib/systemd/system/{target}.target", "[Unit]\n")
        self.assertEqual(debs.run("systemd-analyze", "verify", "--man=no", "--root", self.root.path,
                                  *units, stderr=subprocess.STDOUT), "")

    def test_enabled_sockets_are_started_as_the_service_is(self):
        self.write("/run/systemd/system/.keep", "")
        self.addCleanup(shutil.rmtree, self.root.file("/run/systemd"))
        self.write("/usr/bin/systemctl", SYSTEMCTL)
        self.root.file("/usr/bin/systemctl").chmod(0o755)
        self.addCleanup(self.root.file("/usr/bin/systemctl").unlink)
        self.install()
        self.root.file(WANTS).mkdir(parents=True, exist_ok=True)
        self.root.file(WANTS + "/tipsearchd.socket").symlink_to("/lib/systemd/system/tipsearchd.socket")
        self.root.run("apt-get", "remove", "-qq", "tipsearchd")
        self.root.file("/tmp/systemctl").unlink()
        self.addCleanup(self.root.file("/tmp/systemctl").unlink)
        self.install()
        asked = self.root.file("/tmp/systemctl").read_text()
        self.assertIn(" start tipsearchd.socket\n", asked)
        self.assertRegex(asked, r"(?s) start tipsearchd[.]socket\n.* (re)?start tipsearchd[.]service\n")
        self.assertNotIn(" start tipsearchd-http.socket\n", asked)

    def test_removal_ends_the_server_in_the_foreground(self):
        self.install()
        self.serve()
        self.install(self.later, *KEEP_OLD)
        self.assertNotEqual(self.root.processes("tipsearchd"), [], "an upgrade leaves it")
        self.assertIn("ending the server", self.root.run("apt-get", "remove", "-qq", "tipsearchd"))
        self.assertEqual(self.root.processes("tipsearchd"), [])
        self.assertEqual(self.server.wait(waiting.LIMIT_S), 0)

    def test_unedited_configuration_is_that_of_the_later_release(self):
        self.install()
        self.install(self.later)
        self.assertIn("a later release", self.root.file(CONFIGURATION).read_text())

    def test_removed_and_installed_again_it_goes_on(self):
        self.install()
        self.build_own()
        edited = "; mine\n" + self.root.file(CONFIGURATION).read_text()
        self.write(CONFIGURATION, edited)
        self.root.run("apt-get", "remove", "-qq", *debs.NAMES)
        self.assertFalse(self.root.file("/usr/bin/tipsearchd").exists())
        self.assertFalse(self.root.file("/run/tipsearch").exists())
        self.assertEqual(self.root.file(CONFIGURATION).read_text(), edited)
        self.install()
        self.assertEqual(self.root.file(CONFIGURATION).read_text(), edited)
        self.serve()
        self.assertIn("1 passage", self.ask("*"))

    def test_purge_leaves_nothing(self):
        self.install()
        self.serve()
        self.ask("debt")
        self.write("/etc/tipsearch/secrets/tokens", "# none\n")
        self.write("/var/lib/tipsearch-watch/cases.watch", "one: debt\n")
        self.write("/etc/systemd/system/timers.target.wants/tipsearch-update.timer", "")
        self.root.run("apt-get", "purge", "-qq", *debs.NAMES)
        after = self.files()
        self.assertEqual(sorted(after.keys() ^ self.before.keys()), [])
        self.assertEqual([name for name in after if after[name] != self.before[name]], [])
        self.assertEqual(self.root.processes("tipsearchd"), [])

    def test_first_index_overwrites_nothing_and_may_fail(self):
        self.write(INDEX + "/mine", "kept\n")
        self.assertNotIn("sample", self.install())
        self.assertEqual(self.root.file(INDEX + "/mine").read_text(), "kept\n")
        self.purge()
        self.root.file(FOLDER).mkdir()  # root's: the user cannot write to it
        self.install()
        self.assertRegex(self.state("tipsearchd"), "^installed ")
        self.assertFalse(self.root.file(INDEX).exists())

    def test_first_index_that_had_no_room_is_made_by_the_next_configuration(self):
        self.install()
        number = self.root.run("id", "-u", "tipsearch").strip()
        self.purge()
        folder = self.mount(FOLDER, f"size=64k,mode=750,uid={number},gid={number}")
        self.assertNotIn("holds sample", self.install())
        self.assertFalse((folder / "index/CURRENT").exists())
        debs.run("mount", "-o", "remount,size=100m", folder)
        self.assertIn("holds sample", self.configure())
        self.serve()
        self.ask("debt")

    def test_purge_empties_a_mount_point_and_goes_on(self):
        self.install()
        number = self.root.run("id", "-u", "tipsearch").strip()
        self.purge()
        folder = self.mount(FOLDER, f"mode=750,uid={number},gid={number}")
        self.install()
        self.assertTrue((folder / "index/CURRENT").exists())
        self.root.run("apt-get", "purge", "-qq", *debs.NAMES)
        self.assertEqual(list(folder.iterdir()), [])
        self.assertFalse(self.root.file(ENABLED).is_symlink())
        self.assertFalse(self.root.file("/etc/tipsearch").exists())

    def test_user_who_was_there_with_another_group_stays(self):
        self.install()
        self.purge()
        self.root.run("userdel", "--force", "tipsearch")  # and the group
        self.root.run("getent", "group", "tipsearch", status=2)
        self.root.run("adduser", "--system", "--quiet", "--ingroup", "nogroup", "--no-create-home",
                      "--home", "/nonexistent", "tipsearch")
        self.addCleanup(self.root.run, "userdel", "--force", "tipsearch")
        self.install()
        self.assertEqual(self.root.run("id", "-gn", "tipsearch"), "nogroup\n")
        self.assertEqual(self.root.run("stat", "-c", "%G", FOLDER), "tipsearch\n")
        self.serve()
        self.ask("debt")

    def test_first_index_knows_countries_where_proc_is_not_mounted(self):
        debs.run("umount", self.root.file("/proc"))
        self.addCleanup(debs.run, "mount", "-t", "proc", "proc", self.root.file("/proc"))
        self.assertNotIn("countries.tsv", self.install())
        self.serve()
        self.assertIn("India (IN)\n", self.ask("--facets", "country", "-n", "0", "debt bondage"))

    def test_scripts_run_again(self):
        self.install()
        current = self.root.file(INDEX + "/CURRENT").read_text()
        version = debs.fields_of(debs.file_of("tipsearchd"))["Version"]
        for arguments in (("configure", ""), ("configure", version), ("abort-remove",)):
            self.root.run("/var/lib/dpkg/info/tipsearchd.postinst", *arguments)
        self.root.run("/var/lib/dpkg/info/tipsearchd.prerm", "remove")
        self.root.run("/var/lib/dpkg/info/tipsearchd.postrm", "upgrade", version)
        self.assertEqual(self.root.file(INDEX + "/CURRENT").read_text(), current)

    def test_one_who_has_an_index_asks_his_own(self):
        self.install()
        self.serve()
        self.write("/tmp/own/own.md", OWN_REPORT)
        self.root.run("tipindex", "build", "-q", "/tmp/own")
        self.addCleanup(shutil.rmtree, self.root.file("/root/.local"))
        self.assertIn("1 passage", self.root.run("tipsearch", "*"))


def main():
    lacks = roots.enter_namespaces()
    if lacks:
        print(f"SKIPPED, nothing was installed: {lacks} is missing", file=sys.stderr)
        sys.exit(0)
    result = unittest.main(verbosity=2, exit=False).result
    sys.exit(0 if result.wasSuccessful() and (result.testsRun > 0 or result.skipped) else 1)


if __name__ == "__main__":
    main()
