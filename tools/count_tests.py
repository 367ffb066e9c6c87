#!/usr/bin/python3
"""Prints "passed failed skipped" of a directory of logs as Meson writes them (meson-logs)."""
import json
import pathlib
import sys
import xml.etree.ElementTree

logs = pathlib.Path(sys.argv[1])
passed = failed = skipped = 0
for suite in xml.etree.ElementTree.parse(logs / "testlog.junit.xml").getroot():
    for case in suite.iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1
# A program that ended badly has no test case of its own: it took too long, crashed, or a sanitizer spoke at its end.
bad = sum(json.loads(line)["result"] in ("ERROR", "FAIL", "TIMEOUT", "INTERRUPT", "UNEXPECTEDPASS")
          for line in (logs / "testlog.json").read_text("utf-8").splitlines())
print(passed, max(failed, bad), skipped)
