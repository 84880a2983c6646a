/** A map that cannot be changed: `Object.freeze` alone does not reach a map's entries. */
export function frozenMap<K, V>(entries: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
  const refuse = (): never => {
    throw new TypeError('The plan is frozen');
  };
  const map = new Map(entries);
  for (const change of ['set', 'delete', 'clear']) Object.defineProperty(map, change, { value: refuse });
  return Object.freeze(map);
}
