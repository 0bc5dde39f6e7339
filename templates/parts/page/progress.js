"use strict";

// What was typed, and how it was judged, is kept for this page alone: another page has another salt.

const fields = all(".field");
const inputOf = (field) => field.querySelector("input");
const isRight = (field) => ["right", "near"].includes(field.dataset.state);

/** How many are right, and how many of them but for rounding. */
function count() {
  const right = fields.filter(isRight).length;
  const near = fields.filter((field) => field.dataset.state === "near").length;
  const said = [sheet.progress.replace("{right}", right).replace("{all}", fields.length)];
  if (near) said.push(sheet.nearCount.replace("{near}", near));
  if (right === fields.length) said.push(sheet.done);
  document.getElementById("progress").textContent = said.join(" · ");
  document.getElementById("bar").value = right;
}

/** Keeps everything that was typed. */
function keep() {
  const typed = fields.map((field) => [field.id, inputOf(field).value, field.dataset.state ?? ""]);
  const kept = memory.set(sheet.salt, typed);
  document.getElementById("unkept").hidden = kept;
}

/** Puts back what was typed when the page was last open. */
function recall() {
  for (const [id, text, state] of memory.get(sheet.salt) ?? []) {
    const field = document.getElementById(id);
    inputOf(field).value = text;
    if (state) show(field, state);
  }
  keep();
  count();
}

/** Begins anew, once that is confirmed. */
function reset() {
  if (!confirm(sheet.really)) return;
  for (const field of fields) {
    inputOf(field).value = "";
    clear(field);
  }
  all("details").forEach((each) => (each.open = false));
  keep();
  count();
  inputOf(fields[0]).focus();
}
