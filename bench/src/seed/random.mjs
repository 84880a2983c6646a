/** Numbers that are the same in each run (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit) => Math.floor(next() * limit);
  return { below, pick: (list) => list[below(list.length)] };
}

/** UUIDv7s as if one had been made each `step` milliseconds: they sort by the order in which they are asked for. */
export function idsFrom(random, start = Date.UTC(2024, 0, 1), step = 10) {
  let time = start;
  const hex = (value, digits) => value.toString(16).padStart(digits, '0');
  return () => {
    time += step;
    const stamp = hex(time, 12);
    const [a, b, c] = [random.below(0x1000), random.below(0x4000), random.below(0x1_0000_0000)];
    return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${hex(a, 3)}-${hex(0x8000 | b, 4)}-${hex(random.below(0x10000), 4)}${hex(c, 8)}`;
  };
}

/** A day as `YYYY-MM-DD`, a number of days after the first of January 1940. */
export function day(number) {
  return new Date(Date.UTC(1940, 0, 1 + number)).toISOString().slice(0, 10);
}
