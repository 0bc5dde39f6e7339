"use strict";

// An answer is right, right but for rounding, or not yet right; each miss opens one more hint.

const MARKS = { right: "✓", near: "≈", wrong: "✗", unread: "?", empty: "" };
const HINTS = 3; // the rule, the formula, the equations it uses

/** What an answer is: right, near, wrong, unread or empty. */
function judged(field, text) {
  if (!text.trim()) return "empty";
  const number = typed(text);
  if (!number) return "unread";
  const name = field.dataset.question.padEnd(12);
  const keys = new Set([exactKey(number), roundedKey(number, Number(sheet.digits), sheet.unit)]);
  const hashes = [...keys]
    .filter((key) => key.length <= BLOCK)
    .map((key) => derivedKey(key, sheet.salt + name, Number(sheet.rounds)).slice(0, 16));
  const holds = (list) => hashes.some((hash) => list.split(" ").includes(hash));
  return holds(field.dataset.right) ? "right" : holds(field.dataset.near) ? "near" : "wrong";
}

/** Says and marks what an answer is. */
function show(field, state, said = sheet[state]) {
  field.dataset.state = state;
  field.querySelector("output").textContent = `${MARKS[state]} ${said ?? ""}`.trim();
  inputOf(field).setAttribute("aria-invalid", String(state === "wrong" || state === "unread"));
}

/** Takes back what was said of an answer. */
function clear(field) {
  delete field.dataset.state;
  delete field.dataset.misses;
  delete field.dataset.checked;
  field.querySelector("output").textContent = "";
  inputOf(field).removeAttribute("aria-invalid");
}

/** Checks a field whose text has changed since it was checked last. */
function check(field) {
  const text = inputOf(field).value;
  if (field.dataset.checked === text) return;
  field.dataset.checked = text;
  const state = judged(field, text);
  if (state === "wrong") miss(field);
  else show(field, state);
  keep();
  count();
}

/** One more hint: the rule, which is in the task; then the formula; then the equations it uses. */
function miss(field) {
  const misses = Math.min(Number(field.dataset.misses ?? 0) + 1, HINTS);
  field.dataset.misses = misses;
  show(field, "wrong", sheet[`hint-${misses}`]);
  all("[data-hint]", field.closest(".task")).forEach((hint) => (hint.open ||= Number(hint.dataset.hint) <= misses));
}

/** Checks what stands in a task; from a right answer on to the next that is not right yet. */
function submit(event) {
  event.preventDefault();
  const inside = all(".field", event.target);
  const current = inside.find((field) => inputOf(field) === document.activeElement) ?? inside[0];
  inside.filter((field) => field === current || inputOf(field).value.trim()).forEach(check);
  const at = fields.indexOf(current);
  const open = [...fields.slice(at + 1), ...fields.slice(0, at + 1)].find((field) => !isRight(field));
  const next = isRight(current) ? open : current;
  if (next) {
    inputOf(next).focus();
    inputOf(next).select();
  }
}

for (const field of fields) {
  inputOf(field).addEventListener("change", () => check(field));
}
all("form").forEach((form) => form.addEventListener("submit", submit));
document.getElementById("reset").addEventListener("click", reset);
recall();
