"""A window in which only keys are pressed, as by somebody who sees no pointer."""

from dataclasses import dataclass

from playwright.sync_api import Page

FOCUS = """selector => {
  const one = document.activeElement, around = one.closest("label") ?? one;
  const isOutlined = (it) => getComputedStyle(it).outlineStyle !== "none" && parseFloat(getComputedStyle(it).outlineWidth) >= 2;
  return [one.matches(selector), one === document.body || isOutlined(one) || isOutlined(around), one.outerHTML.slice(0, 120)];
}"""


@dataclass
class Keyboard:
    """A window in which only keys are pressed."""

    page: Page

    def to(self, selector: str) -> "Keyboard":
        """Tabs to it; wherever it stops on the way, the focus is seen."""
        for _ in range(250):
            self.page.keyboard.press("Tab")
            is_there, is_seen, what = self.page.evaluate(FOCUS, selector)
            assert is_seen, what
            if is_there:
                return self
        raise AssertionError(f"No number of tabs leads to {selector}.")

    def write(self, selector: str, words: str) -> None:
        """Types into a field, after what stands there."""
        self.to(selector).page.keyboard.type(words)

    def press(self, selector: str, key: str = "Enter") -> None:
        """Presses a button or follows a link, and waits for where it leads."""
        self.to(selector)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def skip(self) -> None:
        """Goes past what stands above the content."""
        self.to(".skip").page.keyboard.press("Enter")

    def choose(self, selector: str, value: str) -> None:
        """Chooses an option of a list, by going down to it."""
        self.to(selector)
        for _ in range(250):
            if self.page.input_value(selector) == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{selector} has no option {value}.")

    def unfold(self, selector: str) -> None:
        """Opens what unfolds, if it is closed."""
        self.to(selector)
        if not self.page.evaluate("document.activeElement.parentElement.open"):
            self.page.keyboard.press("Space")
