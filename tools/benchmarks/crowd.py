"""How long a visitor waits while 10,000 other connections, from twenty addresses of this machine, are silent or send
the header of a request a byte a second: wrk's latencies without and with them, in alternating rounds."""
import contextlib
import re
import resource
import socket
import statistics
import subprocess
import threading

from benchmarks import http, lawmap, machine

PATH = http.COUNTRY
BEGINNING = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: "
UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


def add_options(parser):
    parser.add_argument("--rounds", type=int, default=5, help="of each, of which the median counts; default 5")
    parser.add_argument("--seconds", type=int, default=5, help="of a round; default 5")
    parser.add_argument("--threads", type=int, default=2, help="of lawmap; default 2")
    parser.add_argument("--connections", type=int, default=4, help="of the visitors; default 4")
    parser.add_argument("--crowd", type=int, default=10000, help="default 10000")


@contextlib.contextmanager
def crowd(port, count):
    """Half of them send a byte a second; who is thrown out comes again."""
    ended = threading.Event()

    def connect(number):
        connection = socket.create_connection(("127.0.0.1", port), 10, (f"127.0.1.{number % 20 + 1}", 0))
        if number % 2:
            connection.sendall(BEGINNING)
        return connection

    def stay():
        while not ended.wait(1):
            for number, connection in enumerate(connections):
                try:
                    if number % 2:
                        connection.sendall(b"y")
                    else:
                        connection.setblocking(False)
                        if connection.recv(1) == b"":
                            raise ConnectionError
                except BlockingIOError:
                    pass
                except OSError:
                    connection.close()
                    with contextlib.suppress(OSError):
                        connections[number] = connect(number)

    connections = [connect(number) for number in range(count)]
    thread = threading.Thread(target=stay)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        for connection in connections:
            connection.close()


def latencies(options, port):
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


def resident_megabytes(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) * 1024 / 1e6


def run(options):
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    _, program = lawmap.build(options.build)
    alone, beside, resident = [], [], 0
    with http.run_lawmap(program, options.threads) as (pid, port):
        for _ in range(options.rounds):
            alone.append(latencies(options, port))
            with crowd(port, options.crowd):
                beside.append(latencies(options, port))
                resident = max(resident, resident_megabytes(pid))
    alone, beside = (list(map(statistics.median, zip(*found))) for found in (alone, beside))
    print(f"`tools/bench crowd` on {machine.today()}, {machine.processor()}; lawmap with {options.threads} threads, "
          f"{options.connections} connections of wrk, the median of {options.rounds} rounds of {options.seconds} s.\n\n"
          f"| | alone | beside {options.crowd:,} connections | ratio |\n| --- | ---: | ---: | ---: |")
    for name, before, after in zip(("median, ms", "99th percentile, ms", "requests per second"), alone, beside):
        print(f"| {name} | {before:,.3g} | {after:,.3g} | {after / before:.2f} |")
    print(f"| MB resident, most | | {resident:.1f} | |")
