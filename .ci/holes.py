"""Say what an audit found, one line a hole; the exit code is 1 where there is one. usage: holes.py REPORT"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def holes(report: dict[str, Any]) -> Iterator[str]:
    """Each with the version in which it is mended, where there is one."""
    for package in report["dependencies"]:
        for hole in package.get("vulns", ()):
            mended = ", ".join(hole["fix_versions"]) or "nowhere yet"
            yield f"{package['name']} {package['version']}: {hole['id']}, mended in {mended}"


if __name__ == "__main__":
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    found = list(holes(report))
    print(*found, f"audit: {len(report['dependencies'])} packages, {len(found)} known holes", sep="\n")
    sys.exit(bool(found))
