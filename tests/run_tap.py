#!/usr/bin/python3
"""Runs the unittest module that its argument names and prints TAP (testanything.org), which Meson counts: a line a
test. Debian's python3-tap counts every subtest, a thousand lines for twenty tests."""
import importlib.util
import pathlib
import sys
import unittest


class TapResult(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.count = 0

    def line(self, ok, test, note=""):
        self.count += 1
        print(f"{'ok' if ok else 'not ok'} {self.count} {test.id()}{note}", flush=True)

    def stopTest(self, test):
        super().stopTest(test)
        faults = [text for failed, text in self.failures + self.errors
                  if failed is test or getattr(failed, "test_case", None) is test]
        skips = [reason for skipped, reason in self.skipped if skipped is test]
        for text in faults:
            print("\n".join("# " + line for line in text.splitlines()))
        self.line(not faults, test, f" # SKIP {skips[0]}" if skips and not faults else "")

    def addError(self, test, error):
        super().addError(test, error)
        if not isinstance(test, unittest.TestCase):  # a fixture of a class or module, outside any test
            print("# " + str(error[1]).replace("\n", "\n# "))
            self.line(False, test)


def load(path):
    path = pathlib.Path(path).resolve()
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return unittest.defaultTestLoader.loadTestsFromModule(module)


if __name__ == "__main__":
    result = TapResult()
    load(sys.argv[1]).run(result)
    print(f"1..{result.count}")
    sys.exit(not result.wasSuccessful())
