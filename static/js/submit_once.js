// A second click while the first is under way does nothing; the server would refuse it as well.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  // After the browser has collected name and value of the button.
  setTimeout(() => form.querySelectorAll("button[type=submit], button:not([type])").forEach((b) => b.setAttribute("aria-disabled", "true")), 0);
});
// A form that is answered by a file leaves the page as it is.
document.addEventListener("submit", (event) => {
  if ("stays" in event.target.dataset) setTimeout(free, 3000);
});
const free = () => document.querySelectorAll("form[data-sent]").forEach((form) => {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
});
window.addEventListener("pageshow", free);
document.addEventListener("htmx:afterRequest", free);
