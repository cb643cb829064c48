// A button beside what one would want to copy.

import { say } from "./turning.js";

export function copying() {
  const add = () => {
    for (const code of document.querySelectorAll("figure.code:not([data-copies])")) {
      code.dataset.copies = "";
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Copy";
      button.setAttribute("aria-label", `Copy ${code.querySelector("figcaption").textContent}`);
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(code.querySelector("pre").textContent);
        button.textContent = "Copied";
        say("Copied");
        setTimeout(() => (button.textContent = "Copy"), 1500);
      });
      code.querySelector("figcaption").append(button);
    }
  };
  add();
  new MutationObserver(add).observe(document.body, { childList: true, subtree: true });
}
