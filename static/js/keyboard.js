// `/` search, `g t` Today, `g c` creators, `g p` partnerships, `g m` campaigns, `j` `k` move, `Enter` open, `c` create.
const places = { t: "/today/", c: "/creators/", p: "/partnerships/", m: "/campaigns/" };
let afterG = false;
const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]");
const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent);
function move(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.hasAttribute("data-selected"));
  all.forEach((row) => row.removeAttribute("data-selected"));
  const next = all[Math.min(all.length - 1, Math.max(0, now + step))];
  next.setAttribute("data-selected", "");
  const link = next.querySelector("a");
  if (link) link.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}
document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
  const home = document.body.dataset.home;
  if (afterG) {
    afterG = false;
    if (home && places[event.key]) location.href = home + places[event.key];
    return;
  }
  if (event.key === "g") {
    afterG = true;
    setTimeout(() => { afterG = false; }, 1200);
  } else if (event.key === "/") {
    const search = document.querySelector("[data-search-here], [data-search]");
    if (search) { event.preventDefault(); search.focus(); }
  } else if (event.key === "j") {
    move(1);
  } else if (event.key === "k") {
    move(-1);
  } else if (event.key === "c") {
    const create = document.querySelector("[data-create]");
    if (create) create.click();
  } else if (event.key === "?") {
    const help = document.getElementById("keys");
    if (help) help.showModal();
  }
});
