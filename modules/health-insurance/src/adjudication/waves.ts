/** A claim with the policies and persons that it may touch. */
export interface Touching {
  readonly id: string;
  readonly touches: readonly string[];
}

/**
 * Claims in sets of which no two touch the same, each after all before it that it shares something with: what a claim finds of a policy is
 * what it would find if claims were decided one by one in the order given.
 */
export function inWaves(claims: readonly Touching[]): readonly (readonly string[])[] {
  const last = new Map<string, number>();
  const waves: string[][] = [];
  for (const { id, touches } of claims) {
    const wave = touches.reduce((most, one) => Math.max(most, (last.get(one) ?? -1) + 1), 0);
    touches.forEach((one) => last.set(one, wave));
    (waves[wave] ??= []).push(id);
  }
  return waves;
}
