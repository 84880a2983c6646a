/** Which rows somebody may see and write: a limit for each dimension, all of which hold. Codes; `null` is no limit, an empty list nothing. */
export interface Scope {
  /** Codes of the places whose subtrees count. */
  readonly places: readonly string[] | null;
  readonly organisations: readonly string[] | null;
  readonly programmes: readonly string[] | null;
}

/** No limit in any dimension. */
export const everywhere: Scope = Object.freeze({ places: null, organisations: null, programmes: null });

/** A scope as a token or a test may give it: what isn't said of organisations and programmes is no limit. */
export type GivenScope = Pick<Scope, 'places'> & Partial<Scope>;

export function scopeOf({ places, organisations = null, programmes = null }: GivenScope): Scope {
  return { places, organisations, programmes };
}

/** Whether it is without limit in every dimension. */
export function isEverywhere({ places, organisations, programmes }: Scope): boolean {
  return places === null && organisations === null && programmes === null;
}
