"""`python docs/pictures/take.py`: takes the pictures of the README anew, from a fresh demonstration that it starts and stops."""

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyotp
from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE, PORT = Path(__file__).parent, 8765
SITE = f"http://127.0.0.1:{PORT}"
WIDTH, HEIGHT, COLOURS = 1100, 780, 96
TOLD = "My passport is in the safe of the owner, and I have had no wages since March. The door is locked at night."


def main() -> None:
    """Three pictures: the answer about rights, a receipt, and the inbox."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is missing. On Debian, as root: apt-get install chromium")
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        amparo = Path(sys.executable).with_name("amparo")
        command = [str(amparo), "demo", "run", "--home", f"{home}/demonstration", "--port", str(PORT)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            printed = "".join(iter(server.stdout.readline, "Ctrl-C stops it.\n"))
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
            _rights(page)
            _receipt(page)
            _inbox(page, re.findall(r"^  ana +(\w+)", printed, re.MULTILINE)[0])
            browser.close()
            server.terminate()


def _rights(page: Page) -> None:
    page.goto(f"{SITE}/en/rights/")
    page.select_option('[name="state"]', "ESP")
    page.click("main button.primary")
    while not page.locator('[name="said"][value="documents-taken"]').count():
        page.click('[value="skip"]')
    page.check('[name="said"][value="documents-taken"]')
    page.click('[value="stop"]')
    _take(page, "rights")


def _receipt(page: Page) -> None:
    page.goto(f"{SITE}/en/tell/")
    page.fill('[name="words"]', TOLD)
    page.click("main button.primary")
    _take(page, "receipt")


def _inbox(page: Page, seed: str) -> None:
    page.goto(f"{SITE}/en/work/sign-in/")
    code = pyotp.TOTP(seed).at(int(time.time()))
    for name, told in (("name", "ana"), ("passphrase", "nobody real is in here"), ("code", code)):
        page.fill(f'[name="{name}"]', told)
    page.click("main button")
    page.locator("main table").wait_for()
    _take(page, "inbox")


def _take(page: Page, name: str) -> None:
    """Saves what the window shows, in few colours: a page needs no more."""
    page.wait_for_load_state()
    path = HERE / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as taken:
        taken.convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    main()
