// <a href="…" hx-get="…" hx-target="#act-body"> brings a form into <dialog data-remote> and opens it.
// Without scripts the link leads to the same form as a page.
document.addEventListener("htmx:afterSwap", (event) => {
  const dialog = event.detail.target.closest?.("dialog[data-remote]");
  if (!dialog || dialog.open) return;
  document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });
  dialog.showModal();
  const field = dialog.querySelector("textarea, input:not([type=hidden]), select");
  field?.focus();
  // One writes on behind what stands there already.
  if (field?.tagName === "TEXTAREA") field.setSelectionRange(field.value.length, field.value.length);
});
