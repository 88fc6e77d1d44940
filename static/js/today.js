// Today in place: what a form of the list, of its dialog or of a toast answers is taken into the
// page, with place, ticks and focus kept. Keys of a line: `s` its first action, `d` done, `z` rest
// until tomorrow, `w` until Monday, `h` hand over; `u` takes the last rest back (see keyboard.js).
// Without scripts every one of these is a form or a link that loads the page anew.
(() => {
  const page = () => document.getElementById("content");
  const rows = () => [...document.querySelectorAll("[data-row][data-line]")];
  const rowOf = (key) => rows().find((row) => row.dataset.line === key);
  const chosen = () => document.querySelector("[data-row][data-selected]");
  // The line that is worked on, and those after and before it: one of them is next.
  let worked = null;

  const remember = (row) => {
    const all = rows();
    const at = all.indexOf(row);
    worked = at < 0 ? null : [...all.slice(at), ...all.slice(0, at).reverse()].map((one) => one.dataset.line);
  };
  // What opens a dialog, or is pressed, belongs to a line.
  document.addEventListener("click", (event) => {
    const row = event.target.closest?.("[data-row][data-line]");
    if (row) remember(row);
  }, true);

  function choose(row) {
    document.querySelectorAll("[data-selected]").forEach((one) => one.removeAttribute("data-selected"));
    if (!row) return page().focus({ preventScroll: true });
    row.setAttribute("data-selected", "");
    (row.querySelector('[data-key~="s"]:not([data-at-once])') ?? row.querySelector("a")).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function take(answer) {
    const fresh = answer.getElementById("content");
    const ticked = new Set([...document.querySelectorAll('input[name="row"]:checked')].map((box) => box.value));
    const top = window.scrollY;
    document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
    page().replaceWith(fresh);
    fresh.querySelectorAll('input[name="row"]').forEach((box) => { box.checked = ticked.has(box.value); });
    window.htmx?.process(fresh);
    const toasts = answer.getElementById("toasts");
    if (toasts) document.getElementById("toasts").replaceChildren(...toasts.childNodes);
    document.dispatchEvent(new CustomEvent("htmx:oobAfterSwap"));
    document.dispatchEvent(new CustomEvent("htmx:afterSettle"));
    window.scrollTo(0, top);
    choose((worked ?? []).map(rowOf).find(Boolean) ?? rows()[0]);
  }

  // A form that was refused comes back as a page: its form stays in the dialog, with what was typed.
  function refuse(answer, dialog) {
    const form = answer.querySelector("#content .card:has(form)");
    const body = dialog.querySelector(".dialog-body");
    body.replaceChildren(form);
    window.htmx?.process(body);
    (body.querySelector('[aria-invalid="true"]') ?? body.querySelector("textarea, input:not([type=hidden]), select"))?.focus();
  }

  async function post(form, button) {
    const dialog = form.closest("dialog");
    const body = new FormData(form, button);
    form.dataset.sent = "1";
    try {
      const response = await fetch(button?.getAttribute("formaction") ?? form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
      const answer = new DOMParser().parseFromString(await response.text(), "text/html");
      const led = new URL(response.url);
      if (response.ok && led.pathname === location.pathname) {
        if (led.search !== location.search) history.replaceState(null, "", led);
        take(answer);
      }
      else if (dialog && answer.querySelector("#content .card form") && [200, 409, 422].includes(response.status)) refuse(answer, dialog);
      else location.assign(response.redirected ? response.url : location.href);
    } catch {
      // No network, or an answer that is no page: as without scripts.
      delete form.dataset.sent;
      const again = document.createElement("input");
      Object.assign(again, { type: "hidden", name: button?.name ?? "", value: button?.value ?? "" });
      if (again.name) form.append(again);
      form.submit();
    } finally {
      delete form.dataset.sent;
    }
  }

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    const ours = form.matches("[data-in-place], dialog[data-remote] form, #toasts form") || submitter?.hasAttribute("data-in-place");
    if (!ours || event.defaultPrevented || form.method !== "post") return;
    event.preventDefault();
    if (form.dataset.sent) return;
    const row = submitter?.closest("[data-row][data-line]");
    if (row) remember(row);
    post(form, submitter);
  }, true);

  function say(text) {
    const said = document.getElementById("said");
    if (said) said.textContent = text;
  }

  function press(key) {
    const row = chosen() ?? rows()[0];
    if (!row) return;
    remember(row);
    if (row !== chosen()) choose(row);
    const button = row.querySelector(`[data-key~="${key}"]`);
    const said = document.getElementById("said").dataset;
    if (!button) {
      if (key === "d") say(said.noDone);
      else if (key === "h") say(said.noHand);
    } else if ("atOnce" in button.dataset) {
      // It would be done without a question: the key leads there, Enter does it.
      button.focus();
      say(`${said.press} ${button.getAttribute("aria-label")}`);
    } else button.click();
  }
  document.addEventListener("perennial:key", (event) => {
    if (["s", "d", "z", "w", "h"].includes(event.detail)) press(event.detail);
    else if (event.detail === "u") {
      remember(chosen() ?? rows()[0]);
      document.getElementById("undo")?.requestSubmit();
    }
  });

  // How much work is ticked, and what can be done to any of it.
  function weigh() {
    const form = document.getElementById("bulk");
    if (!form) return;
    const ticked = [...document.querySelectorAll('input[name="row"]:checked')];
    const load = form.querySelector("[data-ticked-load]");
    const minutes = ticked.reduce((sum, box) => sum + Number(box.dataset.minutes), 0);
    const parts = [minutes >= 60 && `${Math.floor(minutes / 60)} ${load.dataset.hours}`, minutes % 60 && `${minutes % 60} ${load.dataset.minutes}`];
    load.textContent = minutes ? ` · ${parts.filter(Boolean).join(" ")}` : "";
    const can = new Set(ticked.flatMap((box) => box.dataset.can.split(" ")));
    form.querySelectorAll("[data-needs]").forEach((button) => { button.hidden = !can.has(button.dataset.needs); });
    form.querySelector("[data-tick-all]").hidden = ticked.length === document.querySelectorAll('input[name="row"]').length;
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-tick-all]")) {
      document.querySelectorAll('input[name="row"]').forEach((box) => { box.checked = true; });
      document.dispatchEvent(new CustomEvent("htmx:afterSettle"));
    }
    if (event.target.name === "row" || event.target.closest?.("[data-tick-all]")) weigh();
  });
  document.addEventListener("reset", () => setTimeout(weigh, 0));
  document.addEventListener("htmx:afterSettle", weigh);
  window.addEventListener("pageshow", weigh);
  weigh();
})();
