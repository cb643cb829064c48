// One key, one decision: forms are sent without leaving the page, and what they answer takes its place.

import { say, turnTo } from "./turning.js";

const main = () => document.getElementById("main");
// In the drawer a row is corrected over the page that it came from.
const place = () => document.querySelector("dialog#drawer[open] .drawn") ?? main();
let busy = false;
let touched = false;

async function send(form, button) {
  if (busy) return;
  busy = true;
  const where = place();
  const fields = new URLSearchParams(new FormData(form));
  if (button?.name) fields.append(button.name, button.value);
  where.setAttribute("aria-busy", "true");
  try {
    // Not form.action: buttons of that name stand in its place.
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: fields, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok) return refused(page, form);
    touched = true;
    shown(page, where);
    const there = new URL(answer.url);
    // What a preview answers is no page that one could come back to.
    if (answer.redirected && where === main()) history.replaceState(history.state, "", there.pathname + there.search);
  } catch {
    say("The server did not answer; nothing was written.");
  } finally {
    where.removeAttribute("aria-busy");
    busy = false;
  }
}

function refused(page, form) {
  const words = page.querySelector(".said")?.textContent ?? "The server refused.";
  const note = form.querySelector(".refusal") ?? document.createElement("p");
  note.className = "refusal warned";
  note.setAttribute("role", "alert");
  note.textContent = words;
  form.append(note);
}

function shown(page, where) {
  const fresh = page.getElementById("main");
  const drawn = where !== main();
  where.replaceChildren(...fresh.childNodes);
  if (!drawn) document.title = page.title;
  const note = where.querySelector(".done p");
  const next = where.querySelector("h1");
  say([note?.textContent, next?.textContent].filter(Boolean).join(". Next: ").replace(/\s+/g, " "));
  if (where.querySelector(".editing table, .changes .none")) where.querySelector(".changes").scrollIntoView({ block: "nearest" });
  else next?.focus({ preventScroll: drawn });
  if (!drawn && !where.querySelector("#edit[open]")) scrollTo(0, 0);
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.repeat) return;
  const review = place().querySelector("[data-review]");
  const target = event.target;
  if (!review || target.closest?.("input, textarea, select, [contenteditable]")) {
    if (event.key === "Escape") target.blur?.();
    return;
  }
  // Space presses what has the focus, if that can be pressed.
  if (event.key === " " && target.closest?.("button, a, summary")) return;
  const found = review.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!found) return;
  event.preventDefault();
  if (found.matches("details")) {
    found.open = !found.open;
    if (found.open) found.querySelector("input:not([type=hidden]), select")?.focus();
  } else if (found.matches("form")) found.querySelector("button")?.click();
  else found.click();
}

export function reviewing() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-deed]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  document.addEventListener("keydown", pressed);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[data-key=" "]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (busy) return;
    turnTo(link.getAttribute("href")).then(() => {
      scrollTo(0, 0);
      main().querySelector("h1")?.focus();
    });
  });
  // What was corrected in the drawer is seen on the page below.
  document.getElementById("drawer").addEventListener("close", () => {
    if (touched && !main().querySelector("[data-review]")) setTimeout(() => turnTo(location.href, { push: false }), 50);
    touched = false;
  });
}
