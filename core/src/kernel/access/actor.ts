/** Who acts: a signed-in user, a service, or the platform itself. */
export interface Actor {
  /** Stable subject of the issuer, such as `clerk@example.org`. */
  readonly id: string;
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<string>;
  /** Codes of the places whose subtrees the actor may see; `null` means every place, an empty list none. */
  readonly places: readonly string[] | null;
}
