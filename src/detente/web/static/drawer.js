// The sentence behind a number, in a drawer over the page; its link is a page of its own.

import { fetched, say } from "./turning.js";

const drawer = () => document.getElementById("drawer");

async function open(url, push) {
  let page;
  try {
    page = await fetched(url);
  } catch {
    location.assign(url);
    return;
  }
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close";
  close.textContent = "Close";
  close.addEventListener("click", () => drawer().close());
  const body = document.createElement("div");
  body.className = "drawn";
  body.append(...page.getElementById("main").childNodes);
  for (const heading of body.querySelectorAll("h1")) {
    const smaller = document.createElement("h2");
    smaller.className = "lead";
    smaller.append(...heading.childNodes);
    heading.replaceWith(smaller);
  }
  drawer().replaceChildren(close, body);
  if (!drawer().open) drawer().showModal();
  drawer().scrollTop = 0;
  if (push) history.pushState({ drawer: url }, "", url);
  say("Evidence opened");
}

export function drawing() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-drawer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(link.href, true);
  });
  const box = drawer();
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
  box.addEventListener("close", () => {
    if (history.state?.drawer) history.back();
  });
  addEventListener("popstate", (event) => {
    if (event.state?.drawer) open(event.state.drawer, false);
    else if (box.open) box.close();
  });
}
