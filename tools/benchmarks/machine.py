"""What was measured, where and when: figures mean nothing without."""
import datetime
import re
import subprocess
import time


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        names = re.findall(r"^model name\s*: (.*)$", info.read(), re.MULTILINE)
    return f"{names[0]}, {len(names)} cores" if names else "processor unknown"


def today():
    return datetime.datetime.now(datetime.timezone.utc).date().isoformat()


def debian_version(package):
    result = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True, text=True)
    return result.stdout or "not installed"


def processor_seconds(work):
    """Of this process, while `work` runs; other programs on the machine do not count."""
    start = time.process_time()
    work()
    return time.process_time() - start
