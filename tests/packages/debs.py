"""The packages that make_packages.py made, and programs that look at them."""
import os
import pathlib
import subprocess

SOURCE = pathlib.Path(os.environ.get("TIP_SOURCE", "."))
PACKAGES = pathlib.Path(os.environ.get("TIP_PACKAGES", "build/packages"))
NAMES = ("libtipsearch-dev", "libtipsearch1", "tipsearch", "tipsearchd")


def run(*command, status=0, **options):
    """What a program printed; a failure, with all that it said, unless it exits with `status`."""
    options.setdefault("encoding", "utf-8")
    options.setdefault("stderr", subprocess.PIPE)
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, check=False,
                          stdin=subprocess.DEVNULL, **options)
    if done.returncode != status:
        raise AssertionError(f"{' '.join(map(str, command))}: exit status {done.returncode}\n"
                             f"{done.stdout}{done.stderr or ''}")
    return done.stdout


def release_build():
    """The folder of the release build: build/release, or one of the tests where that is not there."""
    build = SOURCE / "build/release"
    return build if (build / "CMakeCache.txt").exists() else pathlib.Path(os.environ["TIP_RELEASE"])


def file_of(name, folder="first"):
    """The file of a package; there is one."""
    found, = (PACKAGES / folder).glob(f"{name}_*.deb")
    return found


def fields_of(file):
    """The control fields of a package, by name."""
    fields = {}
    for line in run("dpkg-deb", "-f", file).splitlines():
        if line.startswith(" "):
            fields[name] += "\n" + line
        else:
            name, _, value = line.partition(":")
            fields[name] = value.strip()
    return fields


def at_version(file, version, folder):
    """A copy of a package with another version, in `folder`, as a later release would be."""
    name = file.name.split("_")[0]
    tree = folder / name
    run("dpkg-deb", "-R", file, tree)
    control = tree / "DEBIAN/control"
    old = fields_of(file)["Version"]
    control.write_text(control.read_text().replace(old, version))
    configuration = tree / "etc/tipsearch/tipsearchd.conf"
    if configuration.exists():
        configuration.write_text("; a later release says more\n" + configuration.read_text())
    run("dpkg-deb", "-b", "--root-owner-group", tree, folder)
    return folder / f"{name}_{version}_{fields_of(file)['Architecture']}.deb"
