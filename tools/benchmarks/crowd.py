"""How long a visitor waits while 10,000 other connections, from twenty addresses of this machine, are silent or send
the header of a request a byte a second: without and with them, in alternating rounds. The visitor asks at a pace, on
one connection or on a new one for each request; its time counts from when a request was due. And wrk, at full rate."""
import contextlib
import re
import statistics
import subprocess

from benchmarks import http, lawmap, machine

PATH = http.COUNTRY
UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}
CASES = "kept", "new", "full"


def add_options(parser):
    parser.add_argument("--rounds", type=int, default=5, help="of each, of which the median counts; default 5")
    parser.add_argument("--seconds", type=int, default=4, help="of a round; default 4")
    parser.add_argument("--rate", type=int, default=500, help="of the visitor's requests, a second; default 500")
    parser.add_argument("--threads", type=int, default=2, help="of lawmap; default 2")
    parser.add_argument("--connections", type=int, default=4, help="of wrk; default 4")
    parser.add_argument("--crowd", type=int, default=10000, help="default 10000")


@contextlib.contextmanager
def crowd(program, port, count):
    process = subprocess.Popen([program, str(port), str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout.readline() != "ready\n":
            raise SystemExit("the crowd could not connect")
        yield
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


def full_rate(options, port):
    """Milliseconds: the median and the 99th percentile; and requests a second."""
    ran = subprocess.run(["wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}s", "--latency",
                          f"http://127.0.0.1:{port}{PATH}"], capture_output=True, text=True, check=True)
    if re.search("Non-2xx|Socket errors", ran.stdout):
        raise SystemExit(ran.stdout)
    found = []
    for percent in "50", "99":
        value, unit = re.search(rf"^\s+{percent}%\s+([\d.]+)([a-z]+)$", ran.stdout, re.MULTILINE).groups()
        found.append(float(value) * UNITS[unit])
    return *found, float(re.search(r"Requests/sec:\s+([\d.]+)", ran.stdout)[1])


def measure(options, visitor, port, case):
    if case == "full":
        return full_rate(options, port)
    ran = subprocess.run([visitor, str(port), PATH, str(options.rate), str(options.seconds), case],
                         stdout=subprocess.PIPE, text=True, check=True)
    median, percentile, _ = map(float, ran.stdout.split())
    return median / 1e3, percentile / 1e3, options.rate


def resident_megabytes(pid, what="VmRSS"):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return int(re.search(rf"{what}:\s+(\d+)", status.read())[1]) * 1024 / 1e6


def run(options):
    _, program, slow_clients, visitor = lawmap.build(options.build, "slow_clients", "paced_visitor")
    alone, beside = ({case: [] for case in CASES} for _ in range(2))
    resident = [0, 0]
    with http.run_lawmap(program, options.threads) as (pid, port):
        for _ in range(options.rounds):
            for case in CASES:
                alone[case].append(measure(options, visitor, port, case))
            resident[0] = max(resident[0], resident_megabytes(pid))
            with crowd(slow_clients, port, options.crowd):
                for case in CASES:
                    beside[case].append(measure(options, visitor, port, case))
                resident[1] = max(resident[1], resident_megabytes(pid))
    print(f"`tools/bench crowd` on {machine.today()}, {machine.processor()}; lawmap with {options.threads} threads, the "
          f"median of {options.rounds} rounds of {options.seconds} s; a visitor of {options.rate} requests a second, "
          f"and wrk with {options.connections} connections.\n\n"
          f"| | alone | beside {options.crowd:,} connections | ratio |\n| --- | ---: | ---: | ---: |")
    names = {"kept": "a visitor's connection", "new": "a visitor, connecting anew", "full": "at full rate"}
    for case in CASES:
        before, after = (list(map(statistics.median, zip(*found[case]))) for found in (alone, beside))
        rows = [(f"{names[case]}: median, ms", 0), (f"{names[case]}: 99th percentile, ms", 1)]
        if case == "full":
            rows.append(("requests per second", 2))
        for name, column in rows:
            print(f"| {name} | {before[column]:,.3g} | {after[column]:,.3g} | {after[column] / before[column]:.2f} |")
    print(f"| MB resident, most | {resident[0]:.1f} | {resident[1]:.1f} | |")
