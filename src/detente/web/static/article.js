// A mark in an article opens its reasons; reasons that an address names are opened at once. (Newer browsers unfold what an address
// names by themselves, but not a second time, and not in a page that was turned to.)

import { whenTurned } from "./turning.js";

function open(identity) {
  const finding = document.getElementById(identity)?.closest("details.finding");
  if (!finding) return;
  finding.open = true;
  for (const other of document.querySelectorAll(".finding.lit")) other.classList.remove("lit");
  finding.classList.add("lit");
}

export function articling() {
  whenTurned(() => open(decodeURIComponent(location.hash.slice(1))));
  addEventListener("hashchange", () => open(decodeURIComponent(location.hash.slice(1))));
  // A second press on the same mark changes no address.
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.(".reading a[href^='#']");
    if (mark) open(mark.getAttribute("href").slice(1));
  });
}
