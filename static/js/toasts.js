// A toast can be closed, and leaves by itself unless it tells of an error or is being read.
document.querySelectorAll("[data-toast]").forEach((toast) => {
  const close = toast.querySelector("[data-close]");
  close.hidden = false;
  close.addEventListener("click", () => toast.remove());
  if (toast.classList.contains("toast--error")) return;
  let timer = setTimeout(() => toast.remove(), 7000);
  toast.addEventListener("mouseenter", () => clearTimeout(timer));
  toast.addEventListener("focusin", () => clearTimeout(timer));
});
const focused = document.querySelector("[data-focus]");
if (focused) focused.focus();
