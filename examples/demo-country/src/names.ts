import type { Random } from './random.js';

const START = ['Ba', 'Do', 'Fi', 'Ga', 'Ki', 'La', 'Mo', 'Nu', 'Pe', 'Ra', 'So', 'Ta', 'Vi', 'Wa', 'Zo'] as const;
const MIDDLE = ['la', 'mi', 'no', 'ra', 'si', 'te', 'vu'] as const;
const END = ['ba', 'da', 'ko', 'li', 'ma', 'ne', 'ro', 'sa', 'ti', 'zu'] as const;

/** A name out of syllables, of nobody. */
export function inventedName(random: Random): string {
  return random.pick(START) + (random.chance(0.5) ? random.pick(MIDDLE) : '') + random.pick(END);
}
