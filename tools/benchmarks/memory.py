"""How much memory the server holds, one thing after the other: the world loaded, z0-z8 drawn, the names of five
languages, the large answers of the API, requests at full rate, 1,000 reloads, and a crowd of slow clients."""
import http.client
import os
import signal
import subprocess
import time

from benchmarks import crowd, http as servers, lawmap, machine

LARGE = ("/api/v1/jurisdictions.geojson?detail=high", "/api/v1/jurisdictions?level=all", "/api/v1/changes", "/table",
         "/figures/framework.png", "/figures/framework.pdf")


def add_options(parser):
    parser.add_argument("--last-zoom", type=int, default=8, choices=range(11), help="default 8")
    parser.add_argument("--reloads", type=int, default=1000, help="default 1000")
    parser.add_argument("--crowd", type=int, default=10000, help="default 10000")
    parser.add_argument("--threads", type=int, default=2, help="of lawmap; default 2")


class Client:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    def fetch(self, path):
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        return body

    def tiles(self, layer, last_zoom):
        for z in range(last_zoom + 1):
            for x in range(1 << z):
                for y in range(1 << z):
                    self.fetch(f"/tiles/{layer}/{z}/{x}/{y}.png")

    def reloads(self):
        text = self.fetch("/metrics").decode()
        return int(text.partition("\nlawmap_reloads_total ")[2].split()[0])


def reload(pid, client, count):
    """One after the other, each when the one before is done: signals that come together count once."""
    for number in range(client.reloads() + 1, client.reloads() + 1 + count):
        os.kill(pid, signal.SIGHUP)
        while client.reloads() < number:
            time.sleep(0.002)


def run(options):
    _, program, slow_clients = lawmap.build(options.build, "slow_clients")
    print(f"`tools/bench memory` on {machine.today()}, {machine.processor()}; lawmap with {options.threads} threads\n\n"
          "| after | MB resident | of it its own |\n| --- | ---: | ---: |")
    with servers.run_lawmap(program, options.threads) as (pid, port):
        def row(name):
            print(f"| {name} | {crowd.resident_megabytes(pid):.1f} | {crowd.resident_megabytes(pid, 'RssAnon'):.1f} |",
                  flush=True)
        client = Client(port)
        row("the start")
        client.tiles("framework", options.last_zoom)
        row(f"z0-z{options.last_zoom} drawn")
        for language in "en", "fr", "es", "ru", "zh":
            client.tiles(f"labels-{language}", 4)
        row("the names of z0-z4 in five languages")
        for path in LARGE:
            client.fetch(path)
        row("large answers")
        subprocess.run(["wrk", "-t1", "-c32", "-d5s", f"http://127.0.0.1:{port}{servers.COUNTRY}"], check=True,
                       stdout=subprocess.DEVNULL)
        row("5 s of requests at full rate")
        reload(pid, client, options.reloads)
        row(f"{options.reloads:,} reloads")
        with crowd.crowd(slow_clients, port, options.crowd):
            time.sleep(3)
            row(f"{options.crowd:,} slow connections, still there")
        time.sleep(1)
        row("all of it")
