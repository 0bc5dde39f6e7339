"use strict";

// Numbers as they are typed, exactly: a whole number over another, never a binary float.

const LONGEST = 60; // characters
const FARTHEST = 5000; // powers of ten
const LARGE = 10n ** 7n; // from here on a number is written with a power of ten
const NUMERAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i;
const POWER_OF_TEN = /(^|[+-]|[*·×x])10\^\(?([+-]?\d+)\)?$/i;

/** The number that a text stands for, as {top, bottom}; null for a text that is none. */
function typed(text) {
  const plain = text.replace(/\s/g, "").replace(/[−–]/g, "-").replace(",", ".").replace(POWER_OF_TEN, asExponent);
  const parts = plain.split("/").map(numeral);
  if (text.length > LONGEST || parts.length > 2 || parts.includes(null)) return null;
  const [above, below] = [parts[0], parts[1] ?? { top: 1n, bottom: 1n }];
  return below.top === 0n ? null : ratio(above.top * below.bottom, above.bottom * below.top);
}

/** A power of ten in the short way: e-5. */
function asExponent(_, before, power) {
  return "+-".includes(before) ? `${before}1e${power}` : `e${power}`;
}

/** A decimal number without a fraction; null where it is none. */
function numeral(text) {
  const [, sign, whole, places = "", power = "0"] = NUMERAL.exec(text) ?? [];
  if (whole === undefined || whole + places === "" || Math.abs(Number(power)) > FARTHEST) return null;
  const units = BigInt(whole + places) * (sign === "-" ? -1n : 1n);
  const last = Number(power) - places.length;
  return last < 0 ? { top: units, bottom: 10n ** BigInt(-last) } : { top: units * 10n ** BigInt(last), bottom: 1n };
}

/** A fraction in lowest terms, with its sign above. */
function ratio(top, bottom) {
  let [common, rest] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  while (rest) [common, rest] = [rest, common % rest];
  if (bottom < 0n) common = -common;
  return { top: top / common, bottom: bottom / common };
}

/** The way in which an exact number is compared: 312e-4, 0 or 1/3. */
function exactKey({ top, bottom }) {
  let [places, rest] = [0, bottom];
  while (rest % 10n === 0n) [rest, places] = [rest / 10n, places + 1];
  for (const prime of [2n, 5n]) while (rest % prime === 0n) [rest, places] = [rest / prime, places + 1];
  return rest === 1n ? unitsKey((top * 10n ** BigInt(places)) / bottom, -places) : `${top}/${bottom}`;
}

/** So many units of a power of ten, without zeros at the end. */
function unitsKey(units, last) {
  if (units === 0n) return "0";
  while (units % 10n === 0n) [units, last] = [units / 10n, last + 1];
  return `${units}e${last}`;
}

/** The same for the number rounded as results are printed: half up, to places or to figures. */
function roundedKey(number, digits, unit) {
  const size = number.top < 0n ? -number.top : number.top;
  if (unit === "places" && size < LARGE * number.bottom) {
    const units = wholeUnits(number, -digits);
    if (units !== 0n || size === 0n) return unitsKey(units, -digits);
  }
  if (size === 0n) return "0";
  const last = magnitude(size, number.bottom) - Math.max(digits, 1) + 1;
  return unitsKey(wholeUnits(number, last), last); // 0.99996 becomes 10000 units, which is 1 without its zeros
}

/** The number over a power of ten, rounded to a whole one; a tie goes away from zero. */
function wholeUnits({ top, bottom }, last) {
  const above = (top < 0n ? -top : top) * 10n ** BigInt(Math.max(-last, 0));
  const below = bottom * 10n ** BigInt(Math.max(last, 0));
  const units = (2n * above + below) / (2n * below);
  return top < 0n ? -units : units;
}

/** The power of ten of the first digit. */
function magnitude(top, bottom) {
  const guess = String(top).length - String(bottom).length;
  const above = top * 10n ** BigInt(Math.max(-guess, 0));
  return above >= bottom * 10n ** BigInt(Math.max(guess, 0)) ? guess : guess - 1;
}
