// Reading as it goes: what is handed over may be dropped on the form, and what becomes of it comes by itself.

import { say, whenTurned } from "./turning.js";

function handing(main) {
  const form = main.querySelector("form[data-handing]");
  if (!form) return;
  form.elements.live.value = "1";
  const files = form.elements.files;
  const chosen = form.querySelector("[data-chosen]");
  const told = () => {
    const names = [...files.files].map((one) => one.name);
    if (names.length) chosen.textContent = `${names.length} file${names.length === 1 ? "" : "s"}: ${names.slice(0, 6).join(", ")}${names.length > 6 ? " …" : ""}`;
  };
  files.addEventListener("change", told);
  for (const name of ["dragenter", "dragover"])
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) {
      files.files = event.dataTransfer.files;
      told();
      say(chosen.textContent);
      return;
    }
    const words = event.dataTransfer.getData("text/uri-list") || event.dataTransfer.getData("text/plain");
    if (words) form.elements.what.value = words.split(/\r?\n/).filter((line) => !line.startsWith("#")).join("\n");
  });
}

function drawn(html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  return made.content.firstElementChild;
}

function watching(main) {
  const batch = main.querySelector("[data-watch]");
  const from = batch?.dataset.watch;
  if (!from) return;
  delete batch.dataset.watch;
  batch.querySelector("[data-look]")?.remove();
  const stream = new EventSource(from);
  stream.addEventListener("item", (event) => {
    const fresh = drawn(event.data);
    const old = document.getElementById(fresh.id);
    if (old) old.replaceWith(fresh);
    else batch.querySelector(".items").append(fresh);
  });
  stream.addEventListener("state", (event) => {
    const state = batch.querySelector("[data-state]");
    if (state.textContent.trim() === drawn(event.data).textContent.trim()) return;
    state.replaceChildren(drawn(event.data));
    say(state.textContent.replace(/\s+/g, " ").trim());
  });
  stream.addEventListener("end", () => {
    stream.close();
    batch.querySelector(".deciding")?.remove();
    main.querySelector("h1").textContent = "What was read";
    document.title = document.title.replace(/^Reading/, "What was read");
  });
  addEventListener("pagehide", () => stream.close());
}

export function reading() {
  whenTurned(handing);
  whenTurned(watching);
}
