const LETTERS = 'aeiounrstlkmbdh';

/** What clerks and callers do to a word, each a function of the word and of a source of random numbers. */
export const SLIPS = {
  dropped: (word, random) => cut(word, 1 + random.below(word.length - 1), 1, ''),
  swapped: (word, random) => {
    // Two letters that are the same would leave the word as it is.
    const places = Array.from({ length: word.length - 1 }, (_, at) => at).filter((at) => at > 0 && word[at] !== word[at + 1]);
    const at = places.length > 0 ? random.pick(places) : 0;
    return cut(word, at, 2, word[at + 1] + word[at]);
  },
  doubled: (word, random) => {
    const at = random.below(word.length);
    return cut(word, at, 1, word[at] + word[at]);
  },
  replaced: (word, random) => cut(word, 1 + random.below(word.length - 1), 1, random.pick([...LETTERS])),
};

/** How one sound is written by one office and by the next, both ways. */
const VARIANTS = [
  ['ou', 'u'], ['dj', 'j'], ['ee', 'i'], ['oo', 'u'], ['ph', 'f'], ['kh', 'k'], ['ck', 'k'], ['q', 'k'], ['aa', 'a'], ['sh', 'ch'], ['y', 'i'], ['w', 'ou'], ['ss', 's'],
  ['mm', 'm'], ['th', 't'], ['dh', 'd'], ['gh', 'g'], ['z', 's'], ['v', 'b'], ['ai', 'ei'], ['c', 'k'], ['o', 'u'], ['e', 'i'], ['ah', 'a'],
];

/** The word in another spelling of the same sounds: one or two of the variants; undefined where none applies. */
export function respell(word, random) {
  let spelled = word;
  for (let turn = 0; turn < 1 + random.below(2); turn += 1) {
    const [from, to] = random.pick(VARIANTS.flatMap((pair) => [pair, pair.toReversed()]).filter(([part]) => spelled.includes(part, 1)).concat([['', '']]));
    const at = spelled.indexOf(from, 1);
    if (from) spelled = cut(spelled, at, from.length, to);
  }
  return spelled === word ? undefined : spelled;
}

function cut(word, at, length, replacement) {
  return word.slice(0, at) + replacement + word.slice(at + length);
}
