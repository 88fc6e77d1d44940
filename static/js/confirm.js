// data-confirm="Question?" on a form or its button asks first, in the page's own dialog.
(() => {
  const dialog = document.getElementById("confirm");
  if (!dialog) return;
  const yes = dialog.querySelector("[data-yes]");
  let sure = null;
  let waiting = null;
  // In the capture phase: before anything that acts on the sending of a form.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    const question = button?.dataset.confirm || form.dataset.confirm;
    if (!question || sure === form) {
      sure = null;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    waiting = { form, button };
    dialog.querySelector("#confirm-text").textContent = question;
    yes.textContent = button ? button.textContent.trim() : "OK";
    yes.classList.toggle("button--solid", Boolean(button?.classList.contains("button--danger")));
    dialog.showModal();
  }, true);
  yes.addEventListener("click", () => {
    const { form, button } = waiting;
    dialog.close();
    sure = form;
    form.requestSubmit(button ?? undefined);
  });
})();
