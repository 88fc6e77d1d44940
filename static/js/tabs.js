// On a narrow screen a bar of tabs is longer than the screen: the current one is brought into view,
// and an edge fades while more of them lie behind it.
for (const bar of document.querySelectorAll(".tabs")) {
  const current = bar.querySelector("[aria-current]");
  if (current) bar.scrollLeft = current.offsetLeft - bar.offsetLeft - (bar.clientWidth - current.offsetWidth) / 2;
  const fade = () => {
    bar.classList.toggle("tabs--before", bar.scrollLeft > 2);
    bar.classList.toggle("tabs--more", bar.scrollLeft + bar.clientWidth < bar.scrollWidth - 2);
  };
  bar.addEventListener("scroll", fade, { passive: true });
  window.addEventListener("resize", fade);
  fade();
}
