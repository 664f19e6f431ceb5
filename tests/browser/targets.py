"""Controls that a finger may miss: smaller than 44 pixels, and with another one near."""

from __future__ import annotations

from playwright.sync_api import Page

TOO_SMALL = """
() => {
  const LEAST = 44, all = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  const shown = (one) => one.checkVisibility({visibilityProperty: true}) &&
    !one.matches(".visually-hidden, .lompat") && !one.closest(".leaflet-control");
  // What a press reaches: with a tick its label, with a link of a row that leads there the row.
  const area = (one) => {
    const ticked = one.matches("[type=checkbox], [type=radio]") && one.labels.length;
    const box = ticked ? one.labels[0] : one;
    return (box.closest(".baris, [data-garis]") || box).getBoundingClientRect();
  };
  // A link in a sentence may be as high as its line (WCAG 2.5.5, inline).
  const inline = (one) => one.matches("a") && getComputedStyle(one).display === "inline" &&
    Array.from(one.parentElement.childNodes)
      .some((part) => part.nodeType === 3 && part.textContent.trim());
  const controls = Array.from(document.querySelectorAll(all))
    .filter((one) => shown(one) && !inline(one));
  const boxes = controls.map(area);
  const middle = (box) => [box.left + box.width / 2, box.top + box.height / 2];
  const apart = (box) => boxes.every((other) => {
    const [x, y] = middle(box), [u, v] = middle(other);
    return (x === u && y === v) || Math.hypot(x - u, y - v) >= LEAST;
  });
  return controls.filter(function (one, place) {
    const {height} = boxes[place];
    return height > 0 && height < LEAST - 0.5 && (height < 24 || !apart(boxes[place]));
  }).map((one) => one.outerHTML.slice(0, 120));
}
"""


def too_small(page: Page) -> list[str]:
    """The visible controls of a page that are lower than 44 pixels and have no room around them.

    Links within a sentence are left out, as WCAG 2.5.5 does.
    """
    return list(page.evaluate(TOO_SMALL))
