"use strict";

// SHA-256 (FIPS 180-4) and PBKDF2 under HMAC (RFC 8018). Written out, because a page that was opened
// from a folder has the browser's own only in some browsers.

const ROOTS = Int32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);
const START = Int32Array.of(
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
);
const BLOCK = 64; // bytes
const SCHEDULE = new Int32Array(BLOCK);

const turned = (word, by) => (word >>> by) | (word << (32 - by));

/** The state after one more block of 16 words. */
function compressed(state, block) {
  for (let i = 0; i < BLOCK; i++) {
    if (i < 16) {
      SCHEDULE[i] = block[i];
      continue;
    }
    const near = SCHEDULE[i - 2];
    const far = SCHEDULE[i - 15];
    const mixed = (turned(near, 17) ^ turned(near, 19) ^ (near >>> 10)) + SCHEDULE[i - 7];
    SCHEDULE[i] = mixed + (turned(far, 7) ^ turned(far, 18) ^ (far >>> 3)) + SCHEDULE[i - 16];
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < BLOCK; i++) {
    const chosen = (e & f) ^ (~e & g);
    const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + chosen + ROOTS[i] + SCHEDULE[i]) | 0;
    const majority = (a & b) ^ (a & c) ^ (b & c);
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + majority) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) | 0);
}

/** Bytes as words of four, the highest first. */
function words(bytes) {
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / 4 }, (_, i) => view.getInt32(4 * i));
}

/** The hash of a message of words, of which a block was compressed into the state before. */
function finished(state, message) {
  const length = 32 * message.length + 8 * BLOCK; // bits
  const room = (32 - ((message.length + 3) % 16)) % 16;
  const whole = [...message, 0x80000000 | 0, ...Array(room).fill(0), 0, length];
  for (let i = 0; i < whole.length; i += 16) state = compressed(state, whole.slice(i, i + 16));
  return state;
}

/** The first words of PBKDF2: an answer of at most 64 bytes, a salt of whole words, so many rounds; in hex. */
function derivedKey(answer, salt, rounds) {
  const key = new Uint8Array(BLOCK);
  key.set(new TextEncoder().encode(answer));
  const [inner, outer] = [0x36, 0x5c].map((pad) => compressed(START, words(key.map((byte) => byte ^ pad))));
  const hmac = (message) => finished(outer, finished(inner, message));
  let last = hmac([...words(new TextEncoder().encode(salt)), 1]);
  const sum = [...last];
  for (let i = 1; i < rounds; i++) {
    last = hmac(last);
    last.forEach((word, j) => (sum[j] ^= word));
  }
  return sum.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
