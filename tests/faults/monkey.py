"""A monkey at the dashboard: random screens, languages, clicks, words, keys, files and links in a real browser.

    python -m tests.faults.monkey --minutes 20 [--seed 7] [--store DIR]

It fails on any traceback in the server's log, any exception box, any answer of 500 and above, any error of a script.
What was done last is printed with each finding; the same seed does the same things as far as the screens allow.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Error, Locator, Page, sync_playwright

from tests.browser.conftest import start_server, stop_server
from tests.chromium import find_chromium
from tests.conftest import QUIET
from tests.faults.reader import COULD_NOT
from tests.house import ROOT
from tests.small_sample import sample_store, write_exports

SCREENS = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
LANGUAGES = ("en", "ru", "pl")
WORDS = (
    "", " ", "0", "-1", "1e309", "999999999999999999999", "NaN", "31.02.2026", "Żółć, źdźbło", "Скидка 20 %", "🛒" * 30,
    "'; drop table cards; --", "<img src=x onerror=alert(1)>", "![x](http://evil.example/p)", "{0}{name}%s", "=1+1",
    "a" * 5000, "\u202eabc", "../../etc/passwd", "[a](javascript:alert(1))", "$\\\\frac{1}{0}$",
    ":material/home: :red[x]",
)  # fmt: skip
PARAMETERS = (
    "from", "to", "device", "channel", "by", "card", "experiment", "lost", "per", "problem", "reference", "lang",
    "list", "group", "owner_role", "step", "counting", "unit", "window", "meeting", "s", "present",
)  # fmt: skip
KEYS = ("Enter", "Escape", "Tab", "ArrowLeft", "ArrowRight", "ArrowDown", "Shift+ArrowRight", "Space", "Backspace")
CLICKED = (
    "button:visible, [role=tab]:visible, [role=radio]:visible, [role=checkbox]:visible, [role=option]:visible, "
    "summary:visible, [data-testid=stMain] a:visible, [role=button]:visible, .card:visible"
)
TYPED = "input[type=text]:visible, input[type=number]:visible, textarea:visible, input[role=combobox]:visible"
FILES = ("visits.csv", "Заказы.csv", "empty.csv", "binary.xlsx", "formula.csv")
SHORT = 3_000
LONG = 120_000


class Monkey:
    """One browser page, what was done to it and what it was caught at."""

    def __init__(self, page: Page, address: str, log: Path, seed: int, folder: Path) -> None:
        self.page, self.address, self.log, self.folder = page, address, log, folder
        self.chance = random.Random(seed)
        self.done: deque[str] = deque(maxlen=8)
        self.found: list[str] = []
        self.did: Counter[str] = Counter()
        self._read = 0
        page.set_default_timeout(SHORT)
        page.on("pageerror", lambda error: self._caught(f"script: {error}"))
        page.on("response", lambda answer: self._answered(answer.status, answer.url))
        page.on("dialog", lambda dialog: dialog.dismiss())

    def step(self) -> None:
        """Do one thing and look what came of it."""
        deeds: tuple[tuple[Callable[[], str], int], ...] = (
            (self._open_screen, 3), (self._open_nonsense, 2), (self._click, 12), (self._type, 5), (self._press, 3),
            (self._go_back, 1), (self._drop_files, 1), (self._resize, 1),
        )  # fmt: skip
        deed = self.chance.choices([one for one, _ in deeds], [weight for _, weight in deeds])[0]
        try:
            told = deed()
        except Error as error:  # what was to be clicked went away meanwhile
            told = f"{deed.__name__}: {str(error).splitlines()[0][:80]}"
        self.did[deed.__name__.strip("_")] += 1
        self.done.append(told)
        self._settle()
        self._judge()

    def _settle(self) -> None:
        ready = "[data-testid=stApp][data-test-script-state=notRunning]"
        try:
            self.page.wait_for_selector(ready, timeout=LONG)
        except Error:
            self._caught(f"the screen did not come to rest within {LONG // 1000} s")

    def _open_screen(self) -> str:
        path = f"/{self.chance.choice(SCREENS)}?lang={self.chance.choice(LANGUAGES)}".replace("/funnel?", "/?")
        self.page.goto(self.address + path, timeout=LONG)
        return path

    def _open_nonsense(self) -> str:
        chosen = self.chance.sample(PARAMETERS, 4)
        query = "&".join(f"{name}={quote(self.chance.choice(WORDS)[:200])}" for name in chosen)
        path = f"/{self.chance.choice([*SCREENS, 'nowhere'])}?{query}".replace("/funnel?", "/?")
        self.page.goto(self.address + path, timeout=LONG)
        return path

    def _one_of(self, selector: str) -> Locator | None:
        there = self.page.locator(selector)
        count = there.count()
        return there.nth(self.chance.randrange(count)) if count else None

    def _click(self) -> str:
        chosen = self._one_of(CLICKED)
        if chosen is None:
            return "nothing to click"
        told = f"click {chosen.inner_text(timeout=SHORT)[:40]!r}"
        chosen.click(timeout=SHORT)
        return told

    def _type(self) -> str:
        chosen = self._one_of(TYPED)
        if chosen is None:
            return "nothing to type into"
        word = self.chance.choice(WORDS)
        chosen.fill(word, timeout=SHORT)
        self.page.keyboard.press(self.chance.choice(("Enter", "Tab")))
        return f"type {word[:30]!r}"

    def _press(self) -> str:
        keys = self.chance.choices(KEYS, k=3)
        for key in keys:
            self.page.keyboard.press(key)
        return f"keys {keys}"

    def _go_back(self) -> str:
        self.page.go_back(timeout=LONG)
        return "back"

    def _drop_files(self) -> str:
        self.page.goto(f"{self.address}/imports?lang={self.chance.choice(LANGUAGES)}", timeout=LONG)
        name = self.chance.choice(FILES)
        self.page.locator("input[type=file]").first.set_input_files(self.folder / name, timeout=LONG)
        self.page.wait_for_timeout(2_000)
        return f"drop {name}"

    def _resize(self) -> str:
        size = self.chance.choice(((1440, 900), (390, 844), (1920, 1080)))
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        return f"size {size}"

    def _judge(self) -> None:
        if self.page.locator("[data-testid=stException]").count():
            self._caught("exception box: " + self.page.locator("[data-testid=stException]").first.inner_text()[:200])
        alerts = self.page.locator("[data-testid=stAlert]").all_inner_texts()
        for told in alerts:
            if any(sentence in told for sentence in COULD_NOT):
                self._caught("a screen could not be shown")
        fresh = self.log.read_text(encoding="utf-8", errors="replace")[self._read :]
        self._read += len(fresh)
        if "Traceback" in fresh:
            self._caught(f"traceback:\n{fresh[-3000:]}")

    def _answered(self, status: int, url: str) -> None:
        if status >= 500:
            self._caught(f"{status} from {url}")

    def _caught(self, told: str) -> None:
        self.found.append(f"{told}\n   at {self.page.url}\n   after {list(self.done)}")
        print(self.found[-1], flush=True)


@contextmanager
def at_the_dashboard(store: Path, seed: int, folder: Path) -> Iterator[Monkey]:
    """A server over `store`, a browser, and the monkey before it."""
    log = folder / "server.log"
    write_files(folder)
    server = start_server(store, log=log)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=list(QUIET))
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            page.goto(server.address, timeout=LONG)
            yield Monkey(page, server.address, log, seed, folder)
            browser.close()
    finally:
        stop_server(server)


def write_files(folder: Path) -> None:
    """Files no importer expects, beside one it knows."""
    visits = "session_id,moment,event\n" + "".join(f"m{n},2026-11-10T10:00:00,session_start\n" for n in range(50))
    texts = {
        "visits.csv": visits,
        "Заказы.csv": "Номер;Сумма\n1;2,5\n",
        "empty.csv": "",
        "formula.csv": "=1+1,@x\n1,2\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "binary.xlsx").write_bytes(random.Random(1).randbytes(4000))


def main() -> int:
    """0 when nothing was caught."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", type=Path, help="a copy of this store instead of a small sample shop")
    parser.add_argument("--short", action="store_true", help="two minutes")
    asked = parser.parse_args()
    if asked.short:
        asked.minutes = 2
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if asked.store:
            shutil.copytree(asked.store, folder / "store")
        else:
            sample_store(folder / "store", write_exports(folder / "exports"))
        with at_the_dashboard(folder / "store", asked.seed, folder) as monkey:
            end = time.monotonic() + 60 * asked.minutes
            while time.monotonic() < end:
                monkey.step()
    print(f"{sum(monkey.did.values())} steps {dict(monkey.did)}, {len(monkey.found)} findings")
    return 1 if monkey.found else 0


if __name__ == "__main__":
    sys.exit(main())
