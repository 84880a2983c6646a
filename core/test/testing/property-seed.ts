import fc from 'fast-check';

/** Where the numbers of property tests begin: the same in each run, unless `KINGA_PROPERTY_SEED` is another number, or `random`. */
export function propertySeed(said = process.env['KINGA_PROPERTY_SEED']): number {
  if (said === undefined || said === '') return 732_024_789;
  if (said === 'random') return Date.now() % 1_000_000_000;
  const seed = Number(said);
  if (!Number.isSafeInteger(seed)) throw new Error(`KINGA_PROPERTY_SEED is ${said}; it is a whole number, or random`);
  return seed;
}

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: propertySeed() });
