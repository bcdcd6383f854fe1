"""How long a lever takes to its picture: ``python3 tests/browser/times.py``; a table on the screen.

Wall time from the move to the drawn picture in a browser, and processor time of the program for a
move, for every lever that acts; then memory after a thousand moves.
"""

import os
import platform
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.browser.served import QUIET, browser_here, resident, serving, settle

MOVES = 20
MANY = 1000

MOVE = """async ([name, share]) => {
  const row = document.querySelector(`#lever-${name}`).closest(".lever");
  const slider = row.querySelector("input[type=range]"), box = row.querySelector("input");
  performance.clearMeasures("picture");
  if (slider) {
    const low = +slider.min, high = +slider.max, step = +slider.step;
    slider.value = low + Math.round((high - low) * share / step) * step;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  } else { box.click(); }
  const drawn = () => performance.getEntriesByName("picture");
  while (!drawn().length) { await new Promise((done) => setTimeout(done, 2)); }
  return drawn()[0].duration;
}"""


def tell(text: str) -> None:
    """A line on the screen."""
    sys.stdout.write(f"{text}\n")


def processor(pid: int) -> float:
    """Seconds of processor that a process has had (Linux)."""
    parts = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def measure(page, program, scenario: str) -> None:
    """A row for every lever that acts in a scenario."""
    page.goto("about:blank")
    began = time.perf_counter()
    page.goto(f"{program.address}#scenario={scenario}")
    page.wait_for_selector("body[data-ready]")
    first = 1e3 * (time.perf_counter() - began)
    settle(page)
    tell(f"| {scenario}: first page | {first:.0f} | | |")
    names = page.evaluate(
        "[...document.querySelectorAll('.lever:not(.idle) input[id]')].map(e => e.id.slice(6))"
    )
    every = []
    for name in names:
        page.evaluate(MOVE, [name, 0.3])
        settle(page)
        before = processor(program.process.pid)
        shares = [0.15 + 0.7 * ((n * 7) % MOVES) / MOVES for n in range(MOVES)]
        walls = [page.evaluate(MOVE, [name, share]) for share in shares]
        spent = 1e3 * (processor(program.process.pid) - before) / MOVES
        every += walls
        told = f"{statistics.median(walls):.0f} | {statistics.quantiles(walls, n=20)[-1]:.0f}"
        tell(f"| {scenario}: {name} | {told} | {spent:.0f} |")
        page.click("#reset")
        settle(page)
    told = f"{statistics.median(every):.0f} | {statistics.quantiles(every, n=20)[-1]:.0f}"
    tell(f"| **{scenario}: all** | {told} | |")


def remember(page, program) -> None:
    """What the program holds before and after many moves of two levers."""
    for n in range(20):
        page.evaluate(MOVE, ["delay_factor", n / 20])
    settle(page)
    before = resident(program.process)
    for n in range(MANY):
        page.evaluate(MOVE, [("delay_factor", "cancellation")[n % 2], ((n * 37) % 100) / 100])
    settle(page)
    tell(f"memory: {before:.0f} MB after 20 moves, {resident(program.process):.0f} after {MANY}")


def main() -> None:
    """Measure, and tell on which machine."""
    from playwright.sync_api import sync_playwright

    tell(f"{platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    tell("| move | median, ms | 95 %, ms | processor, ms |\n|---|--:|--:|--:|")
    with sync_playwright() as driver, serving() as program:
        found = driver.chromium.launch(executable_path=browser_here(), args=list(QUIET))
        page = found.new_page()
        for scenario in ("baseline", "long_view_2030"):
            measure(page, program, scenario)
        if "--memory" in sys.argv:
            page.goto(f"{program.address}#scenario=baseline")
            settle(page)
            remember(page, program)
        found.close()


if __name__ == "__main__":
    main()
