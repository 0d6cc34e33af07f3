#!/usr/bin/python3
"""Makes the packages, twice, with different umasks, of the release build in build/release, or of one
of its own where that is not there: in $TIP_PACKAGES/first and /second."""
import os
import shutil

import debs


def main():
    build = debs.release_build()
    debs.run("cmake", "--preset", "release", "-S", debs.SOURCE, "-B", build)
    debs.run("cmake", "--build", build, "--parallel", os.cpu_count() or 1)
    shutil.rmtree(debs.PACKAGES, ignore_errors=True)
    for name, umask in (("first", 0o022), ("second", 0o077)):
        os.umask(umask)
        debs.run("cpack", "--config", build / "CPackConfig.cmake", "-B", debs.PACKAGES / name)


if __name__ == "__main__":
    main()
