// On a narrow screen the bar of tabs is longer than the screen: the current one is brought into view.
for (const bar of document.querySelectorAll(".tabs")) {
  const current = bar.querySelector("[aria-current]");
  if (current) bar.scrollLeft = current.offsetLeft - bar.offsetLeft - (bar.clientWidth - current.offsetWidth) / 2;
}
