// Ctrl-K (or Cmd-K) finds any record or page; arrows move among what was found, Enter goes there.
(() => {
  const palette = document.getElementById("palette");
  if (!palette) return;
  const field = palette.querySelector("input");
  const hits = () => [...palette.querySelectorAll("[data-hit]")];
  function open() {
    if (palette.open) return;
    palette.showModal();
    field.select();
    field.dispatchEvent(new Event("palette"));
  }
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyK") {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]")) {
      event.preventDefault();
      open();
    }
  });
  palette.addEventListener("keydown", (event) => {
    const found = hits();
    if (!found.length) return;
    const at = found.indexOf(document.activeElement);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = at + (event.key === "ArrowDown" ? 1 : -1);
      (next < 0 ? field : found[Math.min(next, found.length - 1)]).focus();
    } else if (event.key === "Enter" && document.activeElement === field) {
      event.preventDefault();
      found[0].click();
    }
  });
})();
