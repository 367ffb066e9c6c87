"""Runs the tests of one file and reports them as TAP version 13.

usage of a test file: test_NAME.py LAWMAP_PROGRAM SOURCE_TREE
"""
import pathlib
import sys
import traceback
import unittest

PROGRAM = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()


class TapResult(unittest.TestResult):
    """One line a test; what failed within it, sub-test by sub-test, as comments above."""

    def __init__(self):
        super().__init__()
        self.count = 0
        self.failed = False

    def startTest(self, test):
        super().startTest(test)
        self.failed = False

    def stopTest(self, test):
        super().stopTest(test)
        self.count += 1
        print(f'{"not ok" if self.failed else "ok"} {self.count} - {test.shortDescription() or test.id()}',
              flush=True)

    def note(self, test, error):
        self.failed = True
        text = ''.join(traceback.format_exception(*error))
        print(''.join(f'# {line}\n' for line in f'{test}\n{text}'.splitlines()), end='', flush=True)

    def addError(self, test, err):
        super().addError(test, err)
        self.note(test, err)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.note(test, err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.note(subtest, err)


def main():
    """Runs every test of the calling file; exits 1 when one fails."""
    suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules['__main__'])
    result = TapResult()
    print('TAP version 13', flush=True)
    suite.run(result)
    print(f'1..{result.count}')
    # An error in setUpClass() belongs to no test: nothing must hide it.
    sys.exit(0 if result.wasSuccessful() and result.count > 0 else 1)
