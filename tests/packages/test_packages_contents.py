#!/usr/bin/python3
"""What is in the packages, and what they say of themselves."""
import pathlib
import re
import sys
import tempfile
import unittest

import debs

# Package: fields that have these values, and words that the dependencies hold.
FIELDS = {
    "tipsearch": ({"Section": "text", "Multi-Arch": "foreign", "Recommends": "tipsearchd"},
                  ("libc6", "libjansson4", "libssl3")),
    "tipsearchd": ({"Section": "text", "Multi-Arch": "foreign"},
                   ("adduser", "libxapian30", "libicu", "libpoppler-glib8", "libseccomp2")),
    "libtipsearch1": ({"Section": "libs", "Multi-Arch": "same"},
                      ("libc6", "libjansson4", "libssl3")),
    "libtipsearch-dev": ({"Section": "libdevel", "Multi-Arch": "same"},
                         ("libtipsearch1 (= {version})", "libjansson-dev", "libssl-dev")),
}

# Package: what it holds, and files of others must not.
FILES = {
    "tipsearch": (
        "usr/bin/tipsearch", "usr/share/man/man1/tipsearch.1.gz",
        "usr/share/man/man7/tipsearch-query.7.gz", "usr/share/man/man7/tipsearch-dossier.7.gz",
        "usr/share/bash-completion/completions/tipsearch",
        "usr/share/zsh/vendor-completions/_tipsearch",
        "usr/share/fish/vendor_completions.d/tipsearch.fish",
        "usr/share/doc/tipsearch/examples/ask.py"),
    "tipsearchd": (
        "usr/bin/tipsearchd", "usr/bin/tipindex", "usr/share/man/man1/tipindex.1.gz",
        "usr/share/man/man8/tipsearchd.8.gz", "usr/share/man/man7/tipsearch-operation.7.gz",
        "usr/share/bash-completion/completions/tipindex", "usr/share/tipsearch/countries.tsv",
        "usr/share/tipsearch/sample/sample-report-2023.md", "etc/tipsearch/tipsearchd.conf",
        "usr/lib/systemd/system/tipsearchd.service", "usr/lib/sysusers.d/tipsearch.conf",
        "usr/lib/tmpfiles.d/tipsearch.conf", "usr/share/doc/tipsearchd/examples/tokens.example"),
    "libtipsearch1": ("usr/lib/{triplet}/libtipsearch.so.1",),
    "libtipsearch-dev": (
        "usr/include/tipsearch.h", "usr/lib/{triplet}/libtipsearch.so",
        "usr/lib/{triplet}/libtipsearch.a", "usr/lib/{triplet}/pkgconfig/tipsearch.pc",
        "usr/lib/{triplet}/cmake/tipsearch/tipsearchConfig.cmake",
        "usr/share/man/man3/libtipsearch.3.gz"),
}


class Contents(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="tipsearch-debs-")
        cls.addClassCleanup(folder.cleanup)
        cls.root = pathlib.Path(folder.name)
        cls.triplet = debs.run("dpkg-architecture", "-qDEB_HOST_MULTIARCH").strip()
        cls.holds = {}
        for name in debs.NAMES:
            tree = cls.root / name
            debs.run("dpkg-deb", "-R", debs.file_of(name), tree)
            cls.holds[name] = {str(path.relative_to(tree)) for path in tree.rglob("*")
                               if path.is_symlink() or not path.is_dir()}

    def elf_files(self):
        for name in debs.NAMES:
            for file in self.holds[name]:
                path = self.root / name / file
                if not path.is_symlink() and path.read_bytes()[:4] == b"\x7fELF":
                    yield path

    def test_lintian_has_nothing_to_tell(self):
        said = debs.run("lintian", "--allow-root", "--fail-on", "error,warning",
                        *map(debs.file_of, debs.NAMES))
        self.assertEqual(said, "")

    def test_two_runs_make_the_same_bytes(self):
        for name in debs.NAMES:
            for part in ("--ctrl-tarfile", "--fsys-tarfile"):
                first, second = (debs.run("dpkg-deb", part, debs.file_of(name, folder),
                                          encoding="latin-1") for folder in ("first", "second"))
                self.assertTrue(first == second, f"{part} of {name} differs")

    def test_fields(self):
        for name, (fields, needed) in FIELDS.items():
            with self.subTest(package=name):
                told = debs.fields_of(debs.file_of(name))
                self.assertEqual({field: told.get(field) for field in fields}, fields)
                self.assertEqual(told["Priority"], "optional")
                self.assertGreater(told["Description"].count("\n"), 3)
                for word in needed:
                    self.assertIn(word.format(version=told["Version"]), told["Depends"])

    def test_files(self):
        for name, files in FILES.items():
            for file in files:
                file = file.format(triplet=self.triplet)
                owners = [owner for owner in debs.NAMES if file in self.holds[owner]]
                self.assertEqual(owners, [name], file)
        for name, files in self.holds.items():
            elsewhere = [file for file in files if not re.match("DEBIAN/|usr/|etc/tipsearch/", file)
                         or file.startswith("usr/local/")]
            self.assertEqual(elsewhere, [], name)
            self.assertIn(f"usr/share/doc/{name}/copyright", files)
            self.assertIn(f"usr/share/doc/{name}/changelog.Debian.gz", files)

    def test_every_installed_file_is_of_some_package(self):
        debs.run("cmake", "--install", debs.release_build(), "--component", "Unspecified",
                 "--prefix", self.root / "unspecified")
        self.assertEqual(list((self.root / "unspecified").rglob("*")), [],
                         "install() without a COMPONENT")

    def test_every_program_has_a_page_in_its_package(self):
        for name in debs.NAMES:
            for file in self.holds[name]:
                if re.match("usr/s?bin/", file):
                    page = re.compile(f"usr/share/man/man[18]/{pathlib.Path(file).name}[.][18][.]gz")
                    self.assertTrue(any(map(page.fullmatch, self.holds[name])), file)

    def test_units_and_files_name_what_is_installed(self):
        tree = self.root / "tipsearchd"
        for unit in (tree / "usr/lib/systemd/system").glob("*.service"):
            program, = re.findall("^ExecStart=(/[^ ]*)", unit.read_text(), re.M)
            self.assertRegex(program, "^/usr/bin/tip(search|searchd|index)$", unit.name)
        conffiles = (tree / "DEBIAN/conffiles").read_text().split()
        etc = sorted("/" + file for file in self.holds["tipsearchd"] if file.startswith("etc/"))
        self.assertEqual(sorted(conffiles), etc)

    def test_programs_are_hardened_and_find_no_library_elsewhere(self):
        files = list(self.elf_files())
        self.assertEqual(len(files), 4, files)
        for file in files:
            told = debs.run("readelf", "-W", "-h", "-d", "-l", file)
            for part in ("Type: +DYN", r"\bNOW\b", "GNU_RELRO"):
                self.assertRegex(told, part, file)
            self.assertNotRegex(told, "RPATH|RUNPATH", file)

    def test_symbols_are_those_of_the_library(self):
        tree = self.root / "libtipsearch1"
        told = debs.run("nm", "-D", "--defined-only", "--with-symbol-versions",
                        tree / "usr/lib" / self.triplet / "libtipsearch.so.1")
        exported = sorted(line.split()[-1].replace("@@", "@") for line in told.splitlines()
                          if " A " not in line)
        listed = [line.split()[0] for line in (tree / "DEBIAN/symbols").read_text().splitlines()
                  if line.startswith(" ")]
        self.assertEqual([name for name in sorted(listed) if name.startswith("tipsearch_")],
                         exported)
        self.assertIn("TIPSEARCH_1@TIPSEARCH_1", listed)
        self.assertEqual((tree / "DEBIAN/shlibs").read_text().split()[:3],
                         ["libtipsearch", "1", "libtipsearch1"])

    def test_a_program_is_built_with_the_development_files(self):
        for name in ("libtipsearch1", "libtipsearch-dev"):
            debs.run("dpkg-deb", "-x", debs.file_of(name), self.root / "both")
        libraries = self.root / "both/usr/lib" / self.triplet
        flags = debs.run("pkg-config", "--cflags", "--libs", "tipsearch",
                         env={"PKG_CONFIG_PATH": str(libraries / "pkgconfig"), "PATH": "/usr/bin"})
        example = self.root / "both/usr/share/doc/libtipsearch-dev/examples/poll.c"
        debs.run("cc", "-Werror", example, "-o", self.root / "poll", *flags.split())
        self.assertIn("libtipsearch.so.1", debs.run("readelf", "-d", self.root / "poll"))

    def test_what_others_wrote_is_named_with_its_licence(self):
        told = (debs.SOURCE / "scripts/packaging/copyright").read_text()
        vendor = debs.SOURCE / "daemon/web/assets/vendor"
        folders = sorted(path.name for path in vendor.iterdir() if path.is_dir())
        self.assertNotEqual(folders, [])
        for folder in folders:
            self.assertIn(f"daemon/web/assets/vendor/{folder}/*", told)
            licence = (vendor / folder / "LICENSE.txt").read_text()
            for who in re.findall(r"^Copyright (.+)$", licence, re.M):
                self.assertIn(who, told, folder)


if __name__ == "__main__":
    program = unittest.main(verbosity=2, exit=False)
    sys.exit(0 if program.result.wasSuccessful() and program.result.testsRun > 0 else 1)
