"""Opens the map's page in Chromium over an emulated 3G line (1.6 Mbit/s down, 768 kbit/s up, 300 ms round trip, as
webpagetest.org has it) with nothing kept from before: how soon the map is painted, how much comes over the wire, how far
the page shifts. Then moves the slider on every frame and counts them, without a line's limits."""
import os
import statistics
import subprocess
import sys

from benchmarks import lawmap, machine

LINE = {"offline": False, "latency": 300, "downloadThroughput": 1_600_000 / 8, "uploadThroughput": 768_000 / 8}
NO_LINE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
SCREENS = [("phone, 360 x 740", 360, 740, 2, True), ("desktop, 1440 x 900", 1440, 900, 1, False)]

# Runs before the page: when the last tiles of the first view came, of colours and of names, and how far things moved.
WATCH = """
window.seen = {shift: 0, painted: null, named: null};
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.seen.shift += entry.value; }))
  .observe({type: 'layout-shift', buffered: true});
const there = (kind) => {
  const tiles = document.querySelectorAll(`.leaflet-tile[src*="/tiles/${kind}"]`);
  return tiles.length > 0 && [...tiles].every((tile) => tile.complete);
};
setInterval(() => {
  window.seen.painted ||= there('framework') && performance.now();
  window.seen.named ||= there('labels') && performance.now();
}, 10);
"""

SLIDE = """
const slider = document.getElementById('month');
const times = [];
return new Promise((done) => {
  function step(now) {
    times.push(now);
    slider.value = Number(slider.value) - 2;
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    if (times.length <= 300) {
      requestAnimationFrame(step);
    } else {
      done(1000 * 300 / (times.at(-1) - times[0]));
    }
  }
  requestAnimationFrame(step);
});
"""


def add_options(parser):
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="how often each; the median is told; default 5")


def open_once(browser):
    browser.driver.get("about:blank")
    browser.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    browser.driver.execute_cdp_cmd("Network.emulateNetworkConditions", LINE)
    browser.driver.get_log("performance")
    browser.driver.get(browser.origin + "/")
    painted, named = browser.until("window.seen.named && [window.seen.painted, window.seen.named]")
    browser.until("document.querySelectorAll('#reform-list li').length > 0")
    shift = browser.run("return window.seen.shift")
    browser.driver.execute_cdp_cmd("Network.emulateNetworkConditions", NO_LINE)
    came = browser.transferred()
    page = [size for address, size in came if "/tiles/" not in address]
    tiles = [size for address, size in came if "/tiles/" in address]
    return painted / 1000, named / 1000, len(page), sum(page), len(tiles), sum(tiles), shift


def frames(browser):
    """A second, while the slider moves on each of them."""
    browser.run("document.getElementById('month').focus()")
    browser.until("document.getElementById('map').dataset.painted !== undefined")
    browser.driver.set_script_timeout(120)
    return browser.run(SLIDE)


def run(options):
    program = lawmap.build(options.build)[1]
    os.environ.update(LAWMAP_PROGRAM=str(program), LAWMAP_SOURCE_ROOT=str(lawmap.ROOT))
    sys.path[:0] = [str(lawmap.ROOT / "tests" / part) for part in ("http", "web")]
    from browser import Browser
    from service import Server
    chromium = subprocess.run(["chromium", "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    print(f"{machine.today()}, {machine.processor()}, Chromium {chromium}, which has no graphics hardware here; medians of {options.runs}\n")
    print("| screen | map painted | with names | requests, bytes | tiles, bytes | shift | frames a second while sliding |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    with Server("--data", str(lawmap.ROOT / "data"), "--shapefiles", str(lawmap.ROOT / "shapefiles")) as server:
        for name, width, height, scale, mobile in SCREENS:
            browser = Browser(f"http://127.0.0.1:{server.port}")
            try:
                browser.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
                browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                    "width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile})
                browser.driver.execute_cdp_cmd("Network.enable", {})
                runs = [open_once(browser) for _ in range(options.runs)]
                painted, named, requests, size, tiles, tile_size, shift = (statistics.median(values) for values in zip(*runs))
                rate = statistics.median(frames(browser) for _ in range(options.runs))
            finally:
                browser.quit()
            print(f"| {name} | {painted:.2f} s | {named:.2f} s | {requests:.0f}, {size:,.0f} | {tiles:.0f}, {tile_size:,.0f} | {shift:.3f} | {rate:.0f} |")
