// <form data-draft="key">: what was typed survives an expired session, an old form, a lost connection.
// It stays in this tab, is offered and never put back by itself, and is forgotten once it arrived.
(() => {
  const forms = [...document.querySelectorAll("form[data-draft]")];
  const place = (form) => "draft:" + form.dataset.draft;
  const typed = (form) => Object.fromEntries(
    [...form.querySelectorAll("textarea, select, input:is([type=text], [type=date], [type=number], [type=url], [type=email], :not([type]))")]
      .filter((field) => field.name)
      .map((field) => [field.name, field.value]),
  );
  const sent = sessionStorage.getItem("draft-sent");
  if (sent) {
    sessionStorage.removeItem("draft-sent");
    const back = forms.find((form) => place(form) === sent);
    const refused = back && back.querySelector(".errors");
    const astray = location.pathname.startsWith("/accounts/") || document.querySelector("[data-interrupted]");
    if (!refused && !astray) sessionStorage.removeItem(sent);
  }
  forms.forEach((form) => {
    const shown = typed(form);
    const kept = JSON.parse(sessionStorage.getItem(place(form)) || "null");
    const differs = kept && Object.keys(kept).some((name) => name in shown && kept[name] !== shown[name]);
    if (differs) offer(form, kept);
    let dirty = false;
    form.addEventListener("input", () => {
      dirty = true;
      sessionStorage.setItem(place(form), JSON.stringify(typed(form)));
    });
    form.addEventListener("submit", () => {
      dirty = false;
      sessionStorage.setItem("draft-sent", place(form));
    });
    window.addEventListener("beforeunload", (event) => {
      if (dirty && JSON.stringify(typed(form)) !== JSON.stringify(shown)) event.preventDefault();
    });
  });
  function offer(form, kept) {
    // A form may say it in its own words and place: [data-draft-offer], hidden until now.
    const own = form.querySelector("[data-draft-offer]");
    const bar = own ?? document.getElementById("draft-offer").content.firstElementChild.cloneNode(true);
    const bring = bar.querySelector("[data-bring]") ?? bar.querySelector("button");
    bring.addEventListener("click", () => {
      Object.entries(kept).forEach(([name, value]) => {
        const field = form.elements.namedItem(name);
        if (field && "value" in field) field.value = value;
      });
      bar.remove();
      form.querySelector("textarea, input:not([type=hidden])")?.focus();
    });
    bar.querySelector("[data-drop]")?.addEventListener("click", () => {
      sessionStorage.removeItem(place(form));
      bar.remove();
    });
    if (own) own.hidden = false;
    else form.prepend(bar);
  }
})();
