// What was typed survives an expired session, a closed tab, a lost connection: <form data-draft="key">.
document.querySelectorAll("form[data-draft]").forEach((form) => {
  const key = "draft:" + form.dataset.draft;
  const fields = [...form.querySelectorAll("textarea, input[type=text]")].filter((f) => f.name);
  let kept = {};
  try { kept = JSON.parse(localStorage.getItem(key) || "{}"); } catch { kept = {}; }
  const bring = form.querySelector("[data-draft-offer]");
  const differs = fields.some((f) => f.name in kept && kept[f.name] !== f.value);
  if (differs && bring) {
    bring.hidden = false;
    bring.querySelector("button").addEventListener("click", () => {
      fields.forEach((f) => { if (f.name in kept) f.value = kept[f.name]; });
      bring.hidden = true;
    });
  }
  form.addEventListener("input", () => {
    const typed = Object.fromEntries(fields.map((f) => [f.name, f.value]));
    localStorage.setItem(key, JSON.stringify(typed));
  });
  // Kept until a page without the form says that it was saved.
  form.addEventListener("submit", () => sessionStorage.setItem("sent-draft", key));
});
const sent = sessionStorage.getItem("sent-draft");
if (sent && document.querySelector(".toast--success")) {
  localStorage.removeItem(sent);
  sessionStorage.removeItem("sent-draft");
}
