#!/usr/bin/python3
"""Opens a report in headless Chromium, the way a person does.

    report_browser.py check REPORT --rejected N --code CODE
        searches, filters, sorts and scrolls; prints one line a claim, exit 1 if one does not hold
    report_browser.py shoot REPORT FOLDER
        pictures at desktop and phone width, light and dark, and the print as a PDF
    report_browser.py picture REPORT FILE
        the picture of the README
    report_browser.py probe
        exit 0 if there is a browser to open anything with

Debian's chromium, chromium-driver and python3-selenium.
"""

import base64
import json
import os
import pathlib
import sys
import time

try:
    from selenium import webdriver
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.support.ui import Select
except ImportError:
    print("python3-selenium is not installed")
    sys.exit(77)

DRIVER, BROWSER = "/usr/bin/chromedriver", "/usr/bin/chromium"


def browser(width=1280, height=900):
    for path in (DRIVER, BROWSER):
        if not os.path.exists(path):
            print(f"{path} is not installed")
            sys.exit(77)
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for word in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                 "--hide-scrollbars", "--force-color-profile=srgb", f"--window-size={width},{height}"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    made = webdriver.Chrome(service=Service(DRIVER), options=options)
    made.set_page_load_timeout(120)
    made.set_script_timeout(120)
    return made


def resize(driver, width, height):
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})


def scheme(driver, name):
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "features": [{"name": "prefers-color-scheme", "value": name}]})


def address(path):
    return pathlib.Path(path).resolve().as_uri()


class Page:
    """The report as a person sees it."""

    def __init__(self, driver):
        self.driver = driver

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def script(self, text, *values):
        return self.driver.execute_script(text, *values)

    def found(self):
        """Numbers in the line that says how many records are listed."""
        text = self.one("#found").text.replace(",", "")
        return [int(word) for word in text.split() if word.isdigit()]

    def rows(self):
        return self.script(
            "return [...document.querySelectorAll('#rows tr')].map("
            "(row) => [...row.cells].map((cell) => cell.textContent))")

    def first(self, column):
        return self.script(
            "return [...document.querySelectorAll('#rows tr')].sort("
            "(a, b) => a.dataset.place - b.dataset.place)[0]?.querySelector(arguments[0]).textContent",
            column)

    def until(self, holds, seconds=30):
        """Waits for what the page does after a key; how long it takes is not what is asked."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if holds():
                return True
            time.sleep(0.02)
        return False

    def search(self, text):
        field = self.one("#search")
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(text if text else Keys.DELETE)


class Claims:
    def __init__(self):
        self.failures = 0

    def hold(self, claim, holds, more=""):
        print(("ok      " if holds else "NOT OK  ") + claim + (f": {more}" if not holds else ""))
        self.failures += not holds


ROWS_IN_DOCUMENT = 60


def check(path, rejected, code):
    claims = Claims()
    driver = browser()
    try:
        driver.get(address(path))
        page = Page(driver)
        claims.hold("the table is there", page.until(lambda: page.found()))
        claims.hold("rejected records are shown at first", page.found()[0] == rejected, page.found())
        listed = page.found()[-1]
        claims.hold("few rows are in the document", bounded(page), len(page.rows()))
        page.one("#clear").click()
        claims.hold("all can be shown", page.until(lambda: page.found() == [listed]), page.found())
        check_filters(page, claims, listed, rejected, code)
        check_sorting(page, claims)
        check_scrolling(page, claims, listed)
        check_keys(page, claims)
        check_hostile(page, claims)
        check_names(page, claims)
        check_widths(driver, page, claims)
        check_quiet(driver, page, claims, path)
    finally:
        driver.quit()
    print(f"{claims.failures} claims do not hold" if claims.failures else "all claims hold")
    sys.exit(1 if claims.failures else 0)


def bounded(page):
    return len(page.rows()) <= ROWS_IN_DOCUMENT


def check_filters(page, claims, listed, rejected, code):
    claims.hold("few rows are in the document", bounded(page), len(page.rows()))
    Select(page.one("#outcome")).select_by_value("rejected")
    claims.hold("the outcome filters", page.until(lambda: page.found() == [rejected, listed]),
                page.found())
    outcomes = {row[1] for row in page.rows()}
    claims.hold("all rows shown have it", outcomes == {"rejected"}, outcomes)
    Select(page.one("#code")).select_by_value(code)
    claims.hold("a code filters too", page.until(lambda: 0 < page.found()[0] < rejected),
                page.found())
    claims.hold("all rows shown have that", all(code in row[-1] for row in page.rows() if
                                                "+" not in row[-1]), page.rows()[:3])
    one = page.found()[0]
    page.one("#clear").click()
    claims.hold("the filters can be taken off", page.until(lambda: page.found() == [listed]),
                page.found())
    link = page.one(f"a.filter[data-code='{code}']")
    page.script("arguments[0].scrollIntoView({block: 'center'})", link)
    link.click()
    claims.hold("a cause leads to its records", page.until(
        lambda: page.found()[0] >= one and Select(
            page.one("#code")).first_selected_option.get_attribute("value") == code), page.found())
    page.one("#clear").click()
    page.until(lambda: page.found() == [listed])
    page.search("ada.abel")
    claims.hold("a search finds", page.until(lambda: 0 < page.found()[0] < listed), page.found())
    claims.hold("what it finds has it", all("ada.abel" in " ".join(row) for row in page.rows()))
    claims.hold("few rows are in the document after it", bounded(page), len(page.rows()))
    page.search("nobody-is-called-this")
    claims.hold("a search finds nothing", page.until(lambda: page.found() == [0, listed]),
                page.found())
    page.search("")
    claims.hold("an empty search shows all", page.until(lambda: page.found() == [listed]),
                page.found())


def check_sorting(page, claims):
    def sorted_as(key):
        return page.one(f"th:has(button[data-key={key}])").get_attribute("aria-sort")

    claims.hold("records are in order at first", sorted_as("record") == "ascending")
    page.script("document.querySelector('#scroller').scrollIntoView({block: 'start'})")
    page.one("th button[data-key=email]").click()
    claims.hold("a click sorts", page.until(lambda: sorted_as("email") == "ascending"))
    lowest = page.first(".c-email")
    page.one("th button[data-key=email]").send_keys(Keys.ENTER)
    claims.hold("a key turns it round", page.until(lambda: sorted_as("email") == "descending"))
    page.until(lambda: page.first(".c-email") != lowest)
    emails = [row[4] for row in page.rows()]
    claims.hold("the order is that of the column", emails == sorted(emails, reverse=True) or
                "" in emails, emails[:4])
    page.one("th button[data-key=record]").send_keys(Keys.SPACE)
    claims.hold("the order of the file comes back", page.until(
        lambda: sorted_as("record") == "ascending" and page.first(".c-record button") == "1"))


def check_scrolling(page, claims, listed):
    page.script("const s = document.querySelector('#scroller'); s.scrollTop = s.scrollHeight")
    last = str(listed + 1)
    claims.hold("the last row can be scrolled to", page.until(lambda: page.script(
        "return !!document.querySelector(`#rows tr[aria-rowindex='${arguments[0]}']`)", last)))
    claims.hold("few rows are in the document at the end", bounded(page), len(page.rows()))
    hidden = page.script(
        "const s = document.querySelector('#scroller').getBoundingClientRect();"
        "const r = document.querySelector(`#rows tr[aria-rowindex='${arguments[0]}']`)"
        ".getBoundingClientRect(); return r.bottom - s.bottom", last)
    claims.hold("it can be seen whole", hidden <= 1, hidden)


def check_keys(page, claims):
    page.script("document.querySelector('#scroller').scrollTop = 0")
    page.until(lambda: page.first(".c-record button") == "1")
    button = page.one("#rows tr .c-record button")
    button.send_keys(Keys.ARROW_DOWN)
    focused = "return document.activeElement.closest('tr')?.getAttribute('aria-rowindex')"
    claims.hold("an arrow goes to the next record", page.until(lambda: page.script(focused) == "3"),
                page.script(focused))
    page.script("return document.activeElement").send_keys(Keys.ENTER)
    claims.hold("a key opens a record", page.until(lambda: page.one("#detail").is_displayed()))
    claims.hold("it says which", page.one("#detail-title").text.startswith("Record 2"),
                page.one("#detail-title").text)
    page.one("#detail-title").send_keys(Keys.ESCAPE)
    claims.hold("a key closes it", page.until(lambda: not page.one("#detail").is_displayed()))
    claims.hold("and goes back to the record", page.script(focused) == "3", page.script(focused))


def check_hostile(page, claims):
    name = "<img src=x onerror=alert(1)>"
    page.search("onerror=alert")
    claims.hold("a hostile name is found as text", page.until(
        lambda: any(name in cell for row in page.rows() for cell in row)), page.rows()[:2])
    page.one("#rows tr .c-record button").click()
    claims.hold("it is text in its record", page.until(
        lambda: name in page.one("#facts").text), page.one("#facts").text)
    page.one("#close").click()
    made = page.script("return document.querySelectorAll('img, iframe, object, embed, svg[onload]').length")
    claims.hold("no element was made of it", made == 0, made)
    scripts = page.script("return document.scripts.length")
    claims.hold("nor a script", scripts == 1, scripts)
    page.search("202e")
    claims.hold("a bidi mark is shown by its number", page.until(
        lambda: any("\\u{202E}" in cell for row in page.rows() for cell in row)), page.rows()[:2])
    page.search("")


def check_names(page, claims):
    unnamed = page.script("""
        const named = (e) => e.labels?.length || e.textContent.trim() || e.getAttribute('aria-label');
        return [...document.querySelectorAll('button, input, select, a')].filter((e) => !named(e))
            .map((e) => e.outerHTML)""")
    claims.hold("everything that can be used has a name", unnamed == [], unnamed)
    marks = page.script(
        "return ['header', 'main', 'footer', 'h1', '[role=search]', '[aria-live=polite]', "
        "'html[lang]', 'a.skip'].filter((s) => !document.querySelector(s))")
    claims.hold("landmarks are there", marks == [], marks)
    low = page.script(CONTRAST)
    claims.hold("text stands out from its ground", low == [], low[:5])


# WCAG 2.2, 1.4.3: contrast of text of 4.5 to 1 (large: 3 to 1).
CONTRAST = """
const light = (c) => { const [r, g, b] = c.map((v) => { v /= 255;
  return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const parts = (c) => c.match(/[\\d.]+/g).map(Number);
const ground = (e) => { for (; e; e = e.parentElement) {
  const c = parts(getComputedStyle(e).backgroundColor);
  if (c.length < 4 || c[3] > 0.99) return c.slice(0, 3); } return [255, 255, 255]; };
const low = [];
for (const e of document.querySelectorAll('body *')) {
  const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
  if (!own || !e.offsetParent || e.closest('.skip, script, style')) continue;
  const style = getComputedStyle(e), size = parseFloat(style.fontSize);
  const a = light(parts(style.color).slice(0, 3)), b = light(ground(e));
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < (size >= 24 || (size >= 18.6 && style.fontWeight >= 600) ? 3 : 4.5))
    low.push(e.textContent.trim().slice(0, 40) + ' ' + ratio.toFixed(2));
}
return low;
"""


def check_widths(driver, page, claims):
    for width in (390, 320, 768, 1280):
        resize(driver, width, 844)
        page.until(lambda: len(page.rows()) > 0)
        over = page.script(
            "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        claims.hold(f"nothing sticks out at {width} pixels", over <= 0, over)
        inside = page.script(
            "const s = document.querySelector('#scroller'); return s.scrollWidth - s.clientWidth")
        claims.hold(f"nor in the table at {width} pixels", width == 768 or inside <= 0, inside)
        claims.hold(f"few rows are in the document at {width} pixels", bounded(page))
    scheme(driver, "dark")
    low = page.script(CONTRAST)
    claims.hold("text stands out in the dark, too", low == [], low[:5])
    scheme(driver, "light")


def check_quiet(driver, page, claims, path):
    entries = page.script(
        "return performance.getEntriesByType('resource').map((entry) => entry.name)")
    claims.hold("nothing was loaded", entries == [], entries)
    asked = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
    others = [url for url in asked if url != address(path) and not url.startswith("data:")]
    claims.hold("nothing was asked for but the page", others == [], others)
    claims.hold("the page was asked for, so that this is seen", address(path) in asked, asked)
    errors = driver.get_log("browser")
    claims.hold("nothing was complained of", errors == [], errors)
    try:
        text = driver.switch_to.alert.text
        claims.hold("no dialog opened", False, text)
    except Exception:
        claims.hold("no dialog opened", True)


def shoot(path, folder):
    os.makedirs(folder, exist_ok=True)
    driver = browser()
    try:
        for tone in ("light", "dark"):
            for width, height in ((1280, 900), (390, 844)):
                resize(driver, width, height)
                scheme(driver, tone)
                driver.get(address(path))
                page = Page(driver)
                page.until(lambda: page.found())
                full = page.script("return document.documentElement.scrollHeight")
                save(driver, f"{folder}/{tone}-{width}.png", width, full)
        scheme(driver, "light")
        made = driver.execute_cdp_cmd("Page.printToPDF", {
            "printBackground": True, "paperWidth": 8.27, "paperHeight": 11.69})
        with open(f"{folder}/print.pdf", "wb") as file:
            file.write(base64.b64decode(made["data"]))
    finally:
        driver.quit()


def picture(path, file):
    driver = browser()
    try:
        resize(driver, 1280, 900)
        scheme(driver, "light")
        driver.get(address(path))
        page = Page(driver)
        page.until(lambda: page.found())
        save(driver, file, 1280, 1560)
    finally:
        driver.quit()


def save(driver, file, width, height):
    made = driver.execute_cdp_cmd("Page.captureScreenshot", {
        "captureBeyondViewport": True,
        "clip": {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}})
    with open(file, "wb") as target:
        target.write(base64.b64decode(made["data"]))


def main():
    words = sys.argv[1:]
    if words[:1] == ["probe"]:
        browser().quit()
    elif words[:1] == ["check"] and len(words) == 6:
        check(words[1], int(words[3]), words[5])
    elif words[:1] == ["shoot"] and len(words) == 3:
        shoot(words[1], words[2])
    elif words[:1] == ["picture"] and len(words) == 3:
        picture(words[1], words[2])
    else:
        print(__doc__)
        sys.exit(64)


main()
