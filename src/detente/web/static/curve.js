// The curve under the hand: what was told in a week, and days chosen by dragging or by the arrow keys.

import { turnTo, whenTurned } from "./turning.js";

const DAY = 86_400_000;
const known = new Map();

function alive(figure, weeks) {
  const plot = figure.querySelector(".plot");
  const first = Date.parse(figure.dataset.first);
  const span = Date.parse(figure.dataset.last) - first || DAY;
  const stretch = Date.parse(weeks[0].last) - Date.parse(weeks[0].first) + DAY;
  const line = part("cursor");
  const brush = part("brush");
  const tip = part("tip");
  plot.append(brush, line);
  figure.append(tip);
  let from = null;
  let at = weeks.length - 1;
  let waiting = 0;

  function part(name) {
    const made = document.createElement("div");
    made.className = name;
    made.hidden = true;
    return made;
  }
  const share = (index) => Math.min(1, (index * stretch) / span);
  const under = (event) => {
    const box = plot.getBoundingClientRect();
    const part = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return Math.min(weeks.length - 1, Math.floor((part * span) / stretch));
  };

  function show(index) {
    at = index;
    const week = weeks[index];
    const middle = 100 * Math.min(1, share(index + 0.5));
    line.hidden = tip.hidden = false;
    line.style.left = `${middle}%`;
    const right = middle > 50;
    tip.style.left = right ? "auto" : `calc(${middle}% + .8rem)`;
    tip.style.right = right ? `calc(${100 - middle}% + .8rem)` : "auto";
    tip.replaceChildren(head(week));
    plot.setAttribute("aria-valuenow", index);
    plot.setAttribute("aria-valuetext", words(week));
    if (from !== null) {
      const [low, high] = [Math.min(from, index), Math.max(from, index)];
      brush.hidden = false;
      brush.style.left = `${100 * share(low)}%`;
      brush.style.width = `${100 * (share(high + 1) - share(low))}%`;
    }
    clearTimeout(waiting);
    if (week.events) waiting = setTimeout(() => events(week, index), 120);
  }

  function head(week) {
    const made = document.createElement("p");
    made.textContent = words(week);
    return made;
  }

  async function events(week, index) {
    const url = `${figure.dataset.events}&from=${week.first}&to=${week.last}&limit=5`;
    if (!known.has(url)) {
      const answer = await fetch(url);
      if (!answer.ok) return;
      known.set(url, (await answer.json()).events);
    }
    if (index !== at || tip.hidden) return;
    const list = document.createElement("ul");
    for (const event of known.get(url)) {
      const row = document.createElement("li");
      const to = event.recipients?.length ? ` → ${event.recipients.join(", ")}` : "";
      row.textContent = `${event.deed}: ${(event.actors ?? []).join(", ")}${to}`;
      list.append(row);
    }
    tip.append(list);
  }

  function choose(low, high) {
    const url = new URL(figure.dataset.url, location.href);
    url.searchParams.set("from", weeks[low].first);
    url.searchParams.set("to", weeks[high].last);
    url.hash = "";
    turnTo(url.pathname + url.search);
  }

  function leave() {
    from = null;
    line.hidden = tip.hidden = brush.hidden = true;
  }

  plot.addEventListener("pointermove", (event) => show(under(event)));
  plot.addEventListener("pointerleave", () => from === null && leave());
  plot.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch" || event.target.closest("[data-turn]")) return;
    plot.setPointerCapture(event.pointerId);
    from = under(event);
    event.preventDefault();
    plot.focus({ preventScroll: true });
  });
  plot.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const [low, high] = [Math.min(from, under(event)), Math.max(from, under(event))];
    leave();
    choose(low, high);
  });
  plot.addEventListener("pointercancel", leave);
  // The number of a turn leads to what is told of it.
  for (const flag of plot.querySelectorAll("[data-turn]")) {
    flag.addEventListener("click", () => location.assign(`#turn-${flag.dataset.turn}`));
  }
  // The bars are links for those without this module; here a press on them is a choice of days.
  for (const link of plot.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  for (const title of plot.querySelectorAll(".strip title")) title.remove();

  plot.tabIndex = 0;
  plot.setAttribute("role", "slider");
  plot.setAttribute("aria-label", "Week of the curve; arrow keys move, with Shift they choose days, Enter shows them");
  plot.setAttribute("aria-valuemin", 0);
  plot.setAttribute("aria-valuemax", weeks.length - 1);
  plot.setAttribute("aria-valuenow", at);
  plot.setAttribute("aria-valuetext", words(weeks[at]));
  plot.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: 8, PageDown: -8, Home: -at, End: weeks.length - 1 - at }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      from = event.shiftKey ? (from ?? at) : null;
      brush.hidden = from === null;
      show(Math.min(weeks.length - 1, Math.max(0, at + step)));
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(Math.min(from ?? at, at), Math.max(from ?? at, at));
    } else if (event.key === "Escape") leave();
  });
  plot.addEventListener("blur", leave);
}

function words(week) {
  const number = week.events === 1 ? "1 event" : week.events ? `${week.events} events` : "nothing told";
  return `${spoken(week.first)} to ${spoken(week.last)}: ${number}; ${signed(week.mean)} (${signed(week.low)} to ${signed(week.high)})`;
}

const style = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

function spoken(date) {
  return style.format(Date.parse(date));
}

function signed(value) {
  return (value < 0 ? "\u2212" : "+") + Math.abs(value).toFixed(2);
}

export function curving() {
  whenTurned((main) => {
    const data = main.querySelector("#curve-weeks");
    const figure = main.querySelector("figure[data-curve]");
    if (!data || !figure) return;
    const weeks = JSON.parse(data.textContent);
    if (weeks.length) alive(figure, weeks);
  });
}
