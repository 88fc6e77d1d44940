// <a data-dialog="id"> opens that <dialog>; without JavaScript it stays a link to the same form.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  const closer = event.target.closest("[data-close-dialog]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog").close();
  } else if (event.target instanceof HTMLDialogElement) {
    event.target.close();
  }
});
// A menu closes when one goes elsewhere.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open], .tabbar details[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
// So it does on Escape, and one is back where it was opened from.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
  const menus = document.querySelectorAll("details.menu[open], .tabbar details[open]");
  menus.forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
