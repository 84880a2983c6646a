import type { Somebody } from '../../people/testing/registry.js';

/** Everybody else: names of syllables, no two of them alike. */
export function others(count: number): Somebody[] {
  const [starts, middles, ends] = [['Ba', 'De', 'Fo', 'Gu', 'Ki', 'La', 'Mo', 'Ne', 'Po', 'Ru'], ['lan', 'rib', 'tok', 'mus', 'ged'], ['do', 'fi', 'gar', 'hen', 'jus', 'mil']];
  const word = (n: number): string => `${starts[n % 10]}${middles[Math.floor(n / 10) % 5]}${ends[Math.floor(n / 50) % 6]}`;
  return Array.from({ length: count }, (_, n) => ({
    givenName: word((n * 7) % 300), familyName: word((n * 13 + 5) % 300), sex: n % 2 ? 'MALE' : 'FEMALE',
    birthDate: `${1950 + ((n * 11) % 60)}-${String(1 + ((n * 5) % 12)).padStart(2, '0')}-${String(1 + ((n * 17) % 28)).padStart(2, '0')}`,
  }));
}
