#!/usr/bin/python3
"""Prints "passed failed skipped" of a JUnit report as Meson writes it."""
import sys
import xml.etree.ElementTree

passed = failed = skipped = 0
for suite in xml.etree.ElementTree.parse(sys.argv[1]).getroot():
    for case in suite.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1
    # A program that ended badly outside its tests (a sanitizer at exit, a crash) has no test case of its own.
    failed += int(suite.get("errors", 0)) if suite.find(".//error") is None else 0
print(passed, failed, skipped)
