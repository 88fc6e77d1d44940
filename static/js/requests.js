// htmx asks with the CSRF token of the page, shows answers that refuse a form (422) in place, and
// leads to the sign-in page as a whole when the session has run out meanwhile.
(() => {
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  document.addEventListener("htmx:configRequest", (event) => {
    if (token()) event.detail.headers["X-CSRFToken"] = token();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.responseURL && new URL(xhr.responseURL).pathname.startsWith("/accounts/login")) {
      event.detail.shouldSwap = false;
      location.href = "/accounts/login/?next=" + encodeURIComponent(location.pathname + location.search);
    } else if (xhr.status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
})();
