// A toast can be closed, and leaves by itself unless it tells of an error or is being read.
const tend = (toast) => {
  delete toast.dataset.toast;
  const close = toast.querySelector("[data-close]");
  close.hidden = false;
  close.addEventListener("click", () => toast.remove());
  if (toast.classList.contains("toast--error")) return;
  // Whoever may want to undo is given time to think.
  let timer = setTimeout(() => toast.remove(), toast.querySelector("form") ? 30000 : 7000);
  toast.addEventListener("mouseenter", () => clearTimeout(timer));
  toast.addEventListener("focusin", () => clearTimeout(timer));
};
const tendAll = () => document.querySelectorAll("[data-toast]").forEach(tend);
tendAll();
// Those that a swap brought along (hx-select-oob="#toasts:innerHTML").
document.addEventListener("htmx:oobAfterSwap", tendAll);
const focused = document.querySelector("[data-focus]");
if (focused) focused.focus();
