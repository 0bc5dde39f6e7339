"use strict";

const sheet = document.body.dataset;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/** What this browser keeps for pages, where it keeps anything: opened from a folder, some keep nothing. */
const memory = {
  get(name) {
    try {
      return JSON.parse(localStorage.getItem(`derive:${name}`));
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`derive:${name}`, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  },
};

/** Light or dark: as the reader chose, else as the system has it. */
function followTheme() {
  const button = document.getElementById("dark");
  const system = matchMedia("(prefers-color-scheme: dark)");
  let chosen = memory.get("theme");
  const show = () => {
    const theme = chosen ?? (system.matches ? "dark" : "light");
    document.documentElement.dataset.theme = theme;
    button.setAttribute("aria-pressed", String(theme === "dark"));
  };
  button.addEventListener("click", () => {
    chosen = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    memory.set("theme", chosen);
    show();
  });
  system.addEventListener("change", show);
  show();
}

/** All steps open or closed at once. */
function followSteps() {
  for (const [id, open] of [["open", true], ["close", false]]) {
    const button = document.getElementById(id);
    button.addEventListener("click", () => all("main details").forEach((each) => (each.open = open)));
  }
}

/** On paper everything is open, and afterwards as it was. */
function openOnPaper() {
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    closed.forEach((each) => (each.open = true));
  });
  addEventListener("afterprint", () => closed.forEach((each) => (each.open = false)));
}

/** An equation too wide for its box can be scrolled by keyboard. */
function reachWideRows() {
  for (const box of all(".scroll")) {
    if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}

followTheme();
followSteps();
openOnPaper();
reachWideRows();
addEventListener("resize", reachWideRows);
addEventListener("toggle", reachWideRows, true);
all("[data-program]").forEach((each) => (each.hidden = false));
