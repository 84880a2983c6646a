/** Characters of a run's UUID in base 36. */
const WIDTH = 25;

/** A batch's key in the 35 characters that ISO 20022 has room for. */
export function messageId(key: string): string {
  const match = /^([0-9a-f]{32})-(\d+)$/.exec(key);
  if (!match) throw new Error(`"${key}" is not the key of a batch`);
  return `${BigInt(`0x${match[1]}`).toString(36).toUpperCase().padStart(WIDTH, '0')}-${match[2]}`;
}

/** The key of the batch that a message's id names; `undefined` where it is none of ours. */
export function keyOfMessage(id: string): string | undefined {
  const match = /^([0-9A-Z]{25})-(\d{4,9})$/.exec(id);
  if (!match?.[1]) return undefined;
  const run = [...match[1]].reduce((value, digit) => value * 36n + BigInt(Number.parseInt(digit, 36)), 0n).toString(16).padStart(32, '0');
  return run.length === 32 ? `${run}-${match[2]}` : undefined;
}
