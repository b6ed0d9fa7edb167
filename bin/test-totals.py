#!/usr/bin/env python3
"""Prints "N passed, N failed, N skipped" over the Surefire and Failsafe reports of all modules under a folder."""
import pathlib
import sys
import xml.etree.ElementTree as ElementTree


def main(root):
    passed = failed = skipped = 0
    unreadable = []
    for report in sorted(root.glob("*/target/*-reports/TEST-*.xml")):
        try:
            cases = ElementTree.parse(report).getroot().findall("testcase")
        except ElementTree.ParseError:
            unreadable.append(report)
            continue
        for case in cases:
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
            elif case.find("skipped") is not None:
                skipped += 1
            else:
                passed += 1
    for report in unreadable:
        # A JVM that died in the middle leaves half a file: that is no pass.
        print(f"unreadable test report: {report}", file=sys.stderr)
        failed += 1
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if unreadable else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
