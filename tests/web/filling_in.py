"""What somebody does with a page: unfold it, press, fill in and send."""

from collections.abc import Iterator

from playwright.sync_api import Locator, Page


def unfold(page: Page) -> None:
    """Opens everything that unfolds."""
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


def press(page: Page, button: str | Locator) -> None:
    """Presses what leads on, and waits until it has."""
    with page.expect_navigation():
        (page.locator(button).first if isinstance(button, str) else button).click()


def send(page: Page, button: str = "main button.primary", /, **told: str | bool | None) -> None:
    """Fills the fields in, and presses; what the browser itself would refuse is sent too, for the answer of the server."""
    unfold(page)
    for name, value in told.items():
        found = page.locator(f'main [name="{name}"]').first
        if isinstance(value, bool):
            found.set_checked(value)
        elif found.evaluate("field => field.tagName") == "SELECT":
            found.select_option(value)
        else:
            found.fill(value or "")
    pressed = page.locator(button).first
    pressed.evaluate("button => button.form && (button.form.noValidate = true)")
    press(page, pressed)


def refused(
    page: Page, address: str, called: str, button: str = "main button", /, **told: str
) -> Iterator[tuple[Page, str]]:
    """A page with a form, and the same when what it was told is not taken."""
    page.goto(address)
    yield page, called
    send(page, button, **told)
    yield page, f"{called}, refused"
