// The preview beside a form follows what is typed; a page may hold several. Without this the Preview
// button does the same: it posts the form into the frame.
document.querySelectorAll("form[data-mail-preview]").forEach((form) => {
  const frame = document.getElementById(form.dataset.mailPreview);
  const button = form.querySelector("[data-preview]");
  if (!frame || !button) return;
  button.hidden = true;
  let timer = 0;
  let asked = 0;
  const show = async () => {
    const mine = ++asked;
    const response = await fetch(button.formAction, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    if (!response.ok || mine !== asked || !frame.contentDocument) return;
    // The frame's own page stays, and with it its policy, its styles and where one had scrolled to;
    // here, where styles in the markup are forbidden, the answer's are not even parsed.
    const html = (await response.text()).replace(/<style[\s\S]*?<\/style>/gi, "");
    const mail = new DOMParser().parseFromString(html, "text/html");
    frame.contentDocument.body.replaceChildren(...mail.body.childNodes);
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => show().catch(() => {}), 400);
  });
});
