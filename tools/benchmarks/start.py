"""How long the server takes from its start to its first answers, with its files in the system's memory."""
import socket
import statistics
import time

from benchmarks import http, lawmap, machine

STEPS = ("“listening on …” printed", "/readyz answered", "the first tile answered", "z0 of one more layer answered")
PATHS = "/readyz", "/tiles/framework/4/8/5.png", "/tiles/selling/0/0/0.png"


def add_options(parser):
    parser.add_argument("--rounds", type=int, default=21, help="of which the median counts; default 21")
    parser.add_argument("--threads", type=int, default=2, help="of lawmap; default 2")


def ask(port, path):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    if not answer.startswith(b"HTTP/1.1 200 "):
        raise SystemExit(f"{path}: {answer[:80]}")


def start(program, threads):
    """Milliseconds since the start, of each step."""
    begin = time.monotonic()
    found = []
    with http.run_lawmap(program, threads) as (_, port):
        found.append(time.monotonic() - begin)
        for path in PATHS:
            ask(port, path)
            found.append(time.monotonic() - begin)
    return [1e3 * seconds for seconds in found]


def run(options):
    _, program = lawmap.build(options.build)
    start(program, options.threads)  # which brings the files into memory
    rounds = [start(program, options.threads) for _ in range(options.rounds)]
    print(f"`tools/bench start` on {machine.today()}, {machine.processor()}; {options.rounds} starts of lawmap with "
          f"{options.threads} threads, in ms since its process began\n\n| | median | most |\n| --- | ---: | ---: |")
    for name, found in zip(STEPS, zip(*rounds)):
        print(f"| {name} | {statistics.median(found):.0f} | {max(found):.0f} |")
