// Ticking rows of a list: a box for the whole page, Shift-click for a range, a count that is also
// said, buttons that need a certain number. Without scripts the bar is there as well: it is shown
// by its style once a box is ticked.
(() => {
  const bar = () => document.querySelector("form[data-selection]");
  const boxes = () => [...document.querySelectorAll('input[name="row"][form="bulk"]')];
  let last = null;
  let waiting = 0;

  function wholePage() {
    const form = bar();
    const head = document.querySelector("th.tick");
    if (!form || !head || head.querySelector("input")) return;
    const box = document.createElement("input");
    box.type = "checkbox";
    box.setAttribute("aria-label", form.dataset.allLabel);
    box.dataset.wholePage = "";
    head.replaceChildren(box);
  }

  function tell(form, text) {
    const said = document.getElementById("ticked-said");
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (said) said.textContent = `${form.dataset.said} ${text}`; }, 400);
  }

  function show() {
    const form = bar();
    if (!form) return;
    const rows = boxes();
    const ticked = rows.filter((box) => box.checked).length;
    const head = document.querySelector("[data-whole-page]");
    if (head) {
      head.checked = ticked > 0 && ticked === rows.length;
      head.indeterminate = ticked > 0 && ticked < rows.length;
    }
    const all = form.elements.all;
    if (all) {
      all.closest("label").hidden = ticked < rows.length && !all.checked;
      if (!ticked) all.checked = false;
    }
    const text = all?.checked ? all.closest("label").textContent.trim() : String(ticked);
    form.querySelector("[data-ticked]").textContent = text;
    form.querySelectorAll("[data-between]").forEach((button) => {
      const [least, most] = button.dataset.between.split(" ").map(Number);
      button.hidden = Boolean(all?.checked) || ticked < least || ticked > most;
    });
    rows.forEach((box) => box.closest("tr")?.toggleAttribute("data-ticked-row", box.checked));
    tell(form, text);
  }

  document.addEventListener("click", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    if ("wholePage" in box.dataset) {
      boxes().forEach((each) => { each.checked = box.checked; });
      show();
    } else if (box.name === "row") {
      const rows = boxes();
      const [from, to] = [rows.indexOf(last), rows.indexOf(box)].sort((a, b) => a - b);
      if (event.shiftKey && from >= 0) rows.slice(from, to + 1).forEach((each) => { each.checked = box.checked; });
      last = box;
      show();
    } else if (box.name === "all" && box.form === bar()) {
      show();
    }
  });
  // A single row unticked is no longer "all".
  document.addEventListener("change", (event) => {
    const form = bar();
    if (event.target.name === "row" && !event.target.checked && form?.elements.all) {
      form.elements.all.checked = false;
      show();
    }
  });
  document.addEventListener("reset", (event) => {
    if (event.target === bar()) setTimeout(show, 0);
  });
  const begin = () => { last = null; wholePage(); show(); };
  document.addEventListener("htmx:afterSettle", begin);
  window.addEventListener("pageshow", begin);
  begin();
})();
