"""How long a visitor waits while 10,000 other connections, from twenty addresses of this machine, are silent or send
the header of a request a byte a second: without them, with them but connected to another program (what they cost the
machine, whoever holds them), and with them, in alternating rounds. The visitor asks at a pace, on one connection or on a
new one for each request; its time counts from when a request was due. And wrk, at full rate, which wants all of
the processor."""
import contextlib
import re
import resource
import socket
import statistics
import subprocess
import threading

from benchmarks import http, lawmap, machine

PATH = http.COUNTRY
UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}
CASES = "kept", "new", "full"
ALONE, ELSEWHERE, BESIDE = SITUATIONS = "alone", "elsewhere", "beside"


def add_options(parser):
    parser.add_argument("--rounds", type=int, default=5, help="of each, of which the median counts; default 5")
    parser.add_argument("--seconds", type=int, default=4, help="of a round; default 4")
    parser.add_argument("--rate", type=int, default=500, help="of the visitor's requests, a second; default 500")
    parser.add_argument("--threads", type=int, default=2, help="of lawmap; default 2")
    parser.add_argument("--connections", type=int, default=4, help="of wrk; default 4")
    parser.add_argument("--crowd", type=int, default=10000, help="default 10000")


@contextlib.contextmanager
def crowd(program, port, count, shares=None):
    """Appends which share of what it was to send it has sent."""
    process = subprocess.Popen([program, str(port), str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout.readline() != "ready\n":
            raise SystemExit("the crowd could not connect")
        yield
    finally:
        process.stdin.close()
        if shares is not None:
            shares.append(float(process.stdout.readline()))
        process.wait()
        process.stdout.close()


@contextlib.contextmanager
def another_program(count):
    """A port on which connections are held, and nothing else."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with contextlib.ExitStack() as connections, socket.create_server(("127.0.0.1", 0), backlog=4096) as listener:
        def accept():
            for _ in range(count):
                connections.enter_context(listener.accept()[0])
        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]


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


def measure_in(options, situation, programs, lawmap_port, case, shares):
    """One round of one case; programs: the crowd's and the visitor's."""
    slow_clients, visitor = programs
    with contextlib.ExitStack() as stack:
        if situation != ALONE:
            port = lawmap_port if situation == BESIDE else stack.enter_context(another_program(options.crowd))
            stack.enter_context(crowd(slow_clients, port, options.crowd, shares))
        return measure(options, visitor, lawmap_port, case)


def print_table(options, found, shares, resident):
    print(f"`tools/bench crowd` on {machine.today()}, {machine.processor()}; lawmap with {options.threads} threads, the "
          f"median of {options.rounds} rounds of {options.seconds} s; a visitor of {options.rate} requests a second, and "
          f"wrk with {options.connections} connections; a crowd of {options.crowd:,} connections.\n\n"
          "| | alone | crowd elsewhere | crowd here | here / alone |\n| --- | ---: | ---: | ---: | ---: |")
    names = {"kept": "a visitor's connection", "new": "a visitor, connecting anew", "full": "at full rate"}
    for case in CASES:
        columns = [list(map(statistics.median, zip(*found[situation, case]))) for situation in SITUATIONS]
        rows = [("median, ms", 0), ("99th percentile, ms", 1)]
        if case == "full":
            rows.append(("requests per second", 2))
        for name, row in rows:
            figures = [column[row] for column in columns]
            cells = " | ".join(f"{figure:,.3g}" for figure in figures)
            print(f"| {names[case]}: {name} | {cells} | {figures[2] / figures[0]:.2f} |")
        sent = " | ".join(f"{100 * statistics.median(shares[situation, case]):.0f} %" for situation in SITUATIONS[1:])
        print(f"| {names[case]}: the crowd sent, of what was due | | {sent} | |")
    print(f"| MB resident, most | {resident[ALONE]:.1f} | {resident[ELSEWHERE]:.1f} | {resident[BESIDE]:.1f} | |")


def run(options):
    _, program, *programs = lawmap.build(options.build, "slow_clients", "paced_visitor")
    found, shares = ({(situation, case): [] for situation in SITUATIONS for case in CASES} for _ in range(2))
    resident = dict.fromkeys(SITUATIONS, 0)
    with http.run_lawmap(program, options.threads) as (pid, port):
        for _ in range(options.rounds):
            for case in CASES:
                for situation in SITUATIONS:
                    key = situation, case
                    found[key].append(measure_in(options, situation, programs, port, case, shares[key]))
                    resident[situation] = max(resident[situation], resident_megabytes(pid))
    print_table(options, found, shares, resident)
