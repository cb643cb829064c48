// Taking in another state of the view without leaving the page: filters, days, the next rows, back and forward.

const main = () => document.getElementById("main");

export function say(words) {
  document.getElementById("said").textContent = words;
}

export async function fetched(url) {
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page;
}

const arrived = new Set();

// Whoever gives life to parts of the page is called again when the page has changed.
export function whenTurned(make) {
  arrived.add(make);
  make(main());
}

let latest = 0;
let shown = location.pathname + location.search;

export async function turnTo(url, { push = true, to = null } = {}) {
  const mine = ++latest;
  main().setAttribute("aria-busy", "true");
  let page;
  try {
    page = await fetched(url);
  } catch {
    location.assign(url);
    return;
  }
  if (mine !== latest) return;
  shown = new URL(url, location.href).pathname + new URL(url, location.href).search;
  const focused = place(document.activeElement);
  const open = [...main().querySelectorAll("details[open]")].map((one) => place(one)).filter(Boolean);
  const tall = scrollY;
  main().replaceChildren(...page.getElementById("main").childNodes);
  const foot = page.querySelector("footer.site");
  if (foot) document.querySelector("footer.site").replaceWith(foot);
  document.title = page.title;
  main().removeAttribute("aria-busy");
  if (push) history.pushState({ view: url }, "", url);
  for (const make of arrived) make(main());
  for (const one of open) found(one)?.setAttribute("open", "");
  if (focused) found(focused)?.focus({ preventScroll: true });
  scrollTo(0, tall);
  if (to) document.getElementById(to)?.scrollIntoView({ block: "start" });
  const sum = main().querySelector(".sum");
  if (sum) say(sum.textContent.trim());
}

// Where an element stands, so that its like can be found in the next state of the page.
function place(element) {
  if (!element || !main().contains(element)) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  if (element.name) {
    const value = element.type === "checkbox" ? `[value=${JSON.stringify(element.value)}]` : "";
    return `[name=${JSON.stringify(element.name)}]${value}`;
  }
  return null;
}

function found(selector) {
  return main().querySelector(selector);
}

function filtered(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
  const words = query.toString();
  return form.getAttribute("action").split("#")[0] + (words ? `?${words}` : "");
}

export function turning() {
  let waiting = 0;
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-filters]");
    if (!form || (event.target.type === "date" && !event.target.validity.valid)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => turnTo(filtered(form)), 150);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-filters]")) return;
    event.preventDefault();
    clearTimeout(waiting);
    turnTo(filtered(event.target));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-more]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    more(link);
  });
  addEventListener("popstate", () => {
    // What the drawer lies over is still there.
    if (history.state?.drawer || location.pathname + location.search === shown) return;
    turnTo(location.href, { push: false });
  });
}

async function more(link) {
  link.setAttribute("aria-busy", "true");
  const page = await fetched(link.href).catch(() => location.assign(link.href));
  if (!page) return;
  const list = link.closest(".found, section").querySelector("ol.events");
  const rows = [...page.querySelectorAll("main ol.events > li")];
  list.append(...rows);
  const next = page.querySelector("main a[data-more]");
  if (next) link.replaceWith(next);
  else link.closest(".more").remove();
  rows[0]?.querySelector("a")?.focus({ preventScroll: true });
  say(`${rows.length} more events`);
}
