/** Whose parameters and tables are installed. */
export interface Owner {
  /** The programme's id; null where they are shared by all programmes. */
  readonly programmeId: string | null;
  /** What it is called where a step is told. */
  readonly name: string;
  /** ISO 4217 code of the programme's money; null where each says its own. */
  readonly currency: string | null;
}

/** What all programmes share. */
export const SHARED: Owner = { programmeId: null, name: 'shared', currency: null };
