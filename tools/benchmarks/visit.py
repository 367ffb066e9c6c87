"""What visits ask for, and what they cost the server. Chromium plays visitors who have nothing kept from before: each
opens the map, finds a country by its code, goes closer twice, goes back twenty years, and opens the country's page.
Their requests are then sent again, over loopback and without TLS: the server's own processor time for a visit whose
answers were never made before, and for one whose answers were."""
import collections
import contextlib
import http.client
import os
import sys
import time

from benchmarks import http as server_side
from benchmarks import lawmap, machine

COUNTRIES = ["KE", "NZ", "SE", "IN", "BR", "DE", "US", "TH", "ZA", "FR", "CN", "MX"]
LANGUAGES = ["en", "fr", "es", "ru", "zh"]
SCREENS = [(360, 740, 2, True), (1440, 900, 1, False)]
QUIET = 1.0  # seconds without a request, after which a step is over
DAY = 86400
VISITORS = 1_000_000


def add_options(parser):
    parser.add_argument("--visits", type=int, default=len(COUNTRIES), help=f"default {len(COUNTRIES)}")
    parser.add_argument("--rounds", type=int, default=50, help="how often they are sent again; default 50")


def settle(browser, came):
    """Adds what came to the list, until nothing more does."""
    last = time.monotonic()
    while time.monotonic() - last < QUIET:
        time.sleep(0.1)
        new = browser.transferred()
        if new:
            last = time.monotonic()
        came += new


def play(browser, country):
    """The (address, bytes) of a visit."""
    from selenium.webdriver.common.keys import Keys
    came = []
    browser.open("/")
    settle(browser, came)
    field = browser.driver.find_element("id", "search")
    field.send_keys(country)
    browser.until("document.querySelector('#search-list [role=option]') !== null")
    field.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    browser.until("document.querySelector('#place:not([aria-busy]) h2') !== null")
    settle(browser, came)
    for _ in range(2):
        browser.run("document.querySelector('.leaflet-control-zoom-in').click()")
        settle(browser, came)
    browser.run("""const slider = document.getElementById('month');
        slider.focus();
        slider.value = Number(slider.value) - 240;
        ['input', 'change'].forEach((event) => slider.dispatchEvent(new Event(event, {bubbles: true})));""")
    settle(browser, came)
    browser.driver.get(f"{browser.origin}/country/{country}")
    settle(browser, came)
    return came


def record(number, origin):
    from browser import Browser
    width, height, scale, mobile = SCREENS[number % len(SCREENS)]
    language = LANGUAGES[number % len(LANGUAGES)]
    browser = Browser(origin, f"--accept-lang={language}")
    try:
        browser.driver.execute_cdp_cmd("Network.enable", {})
        browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile})
        came = play(browser, COUNTRIES[number % len(COUNTRIES)])
    finally:
        browser.quit()
    return language, [(address.removeprefix(origin), size) for address, size in came]


def send(port, visits):
    """Each visit over a connection of its own."""
    for language, came in visits:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
            for path, _ in came:
                connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Accept-Language": language})
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    raise SystemExit(f"{path}: {answer.status}")


def replay(program, visits, rounds):
    """Milliseconds of processor time a visit: the first time, and again."""
    with server_side.run_lawmap(program, 1) as (pid, port):
        start = server_side.processor_seconds(pid)
        send(port, visits)
        first = server_side.processor_seconds(pid)
        for _ in range(rounds):
            send(port, visits)
        again = server_side.processor_seconds(pid)
    return 1e3 * (first - start) / len(visits), 1e3 * (again - first) / rounds / len(visits)


def report(options, visits, first, again):
    requests = [len(came) for _, came in visits]
    sizes = [sum(size for _, size in came) for _, came in visits]
    forms = collections.Counter((language if "lang=" not in path else "", path) for language, came in visits for path, _ in came)
    mean_requests, mean_size = sum(requests) / len(visits), sum(sizes) / len(visits)
    print(f"`tools/bench visit` on {machine.today()}, {machine.processor()}; {len(visits)} visits, sent again {options.rounds} times.\n")
    print("| a visit | mean | least | most |\n|---|---:|---:|---:|")
    print(f"| requests | {mean_requests:.0f} | {min(requests)} | {max(requests)} |")
    print(f"| kB over the wire | {mean_size / 1e3:.0f} | {min(sizes) / 1e3:.0f} | {max(sizes) / 1e3:.0f} |")
    print(f"| processor time, never made before, ms | {first:.1f} | | |")
    print(f"| processor time, made before, ms | {again:.2f} | | |\n")
    print(f"{sum(requests)} requests are for {len(forms)} answers.\n")
    print(f"| {VISITORS:,} such visits a day | mean | in an hour with three times the mean |\n|---|---:|---:|")
    a_second = VISITORS * mean_requests / DAY
    print(f"| requests a second | {a_second:,.0f} | {3 * a_second:,.0f} |")
    megabits = VISITORS * mean_size * 8 / DAY / 1e6
    print(f"| Mbit a second | {megabits:,.0f} | {3 * megabits:,.0f} |")
    share = 100 * VISITORS * again / 1e3 / DAY
    print(f"| of one core, % | {share:.1f} | {3 * share:.1f} |")
    print(f"| TB a month of 30 days | {VISITORS * mean_size * 30 / 1e12:.1f} | |")


def run(options):
    program = lawmap.build(options.build)[1]
    os.environ.update(LAWMAP_PROGRAM=str(program), LAWMAP_SOURCE_ROOT=str(lawmap.ROOT))
    sys.path[:0] = [str(lawmap.ROOT / "tests" / part) for part in ("http", "web")]
    with server_side.run_lawmap(program, 1) as (_, port):
        visits = [record(number, f"http://127.0.0.1:{port}") for number in range(options.visits)]
    report(options, visits, *replay(program, visits, options.rounds))
