// `/` search, `g t` Today, `g c` creators, `g p` partnerships, `g m` campaigns, `j` `k` move, `Enter` open,
// `x` tick the row, `c` create, `?` help. By the key's place on the keyboard, so that they work with Russian letters on.
(() => {
  const places = { t: "/today/", c: "/creators/", p: "/partnerships/", m: "/campaigns/" };
  // People who dictate or use switches turn single keys off (WCAG 2.1.4).
  const off = () => localStorage.getItem("keys") === "off";
  let afterG = 0;
  const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog[open]");
  const keyOf = (event) => {
    if (event.key === "/" || event.key === "?") return event.key;
    if (event.code === "Slash") return event.shiftKey ? "?" : "/";
    return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
  };
  function move(step) {
    const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
    if (!rows.length) return;
    const now = rows.findIndex((row) => row.hasAttribute("data-selected"));
    rows.forEach((row) => row.removeAttribute("data-selected"));
    const next = rows[Math.min(rows.length - 1, Math.max(0, now + step))];
    next.setAttribute("data-selected", "");
    // What the row is there for, if it says so: else where it leads.
    (next.querySelector('[data-key~="s"]:not([data-at-once])') ?? next.querySelector("a"))?.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }
  const acts = {
    "/": () => document.querySelector("[data-search-here]") ?? document.querySelector("[data-search]"),
    j: () => move(1),
    k: () => move(-1),
    x: () => document.querySelector("[data-row][data-selected] input[type=checkbox]")?.click(),
    c: () => document.querySelector("[data-create]")?.click(),
    "?": () => document.getElementById("keys")?.showModal(),
    g: () => { afterG = Date.now(); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
    const key = keyOf(event);
    if (off() && key !== "?") return;
    const home = document.body.dataset.home;
    if (afterG && Date.now() - afterG < 1500) {
      afterG = 0;
      if (home && places[key]) location.href = home + places[key];
      return;
    }
    // Keys of a page's own, such as those of Today.
    if (!acts[key]) document.dispatchEvent(new CustomEvent("perennial:key", { detail: key }));
    const field = acts[key]?.();
    if (field instanceof HTMLElement) {
      event.preventDefault();
      field.focus();
    }
  });
  const choice = document.querySelector("[data-keys-choice]");
  if (choice) {
    choice.checked = !off();
    choice.closest("label").hidden = false;
    choice.addEventListener("change", () => localStorage.setItem("keys", choice.checked ? "on" : "off"));
  }
})();
