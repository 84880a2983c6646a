import type { DataKey } from '../../../kernel/secrets/data-keys.js';
import type { ImportField } from '../fields.js';
import type { ProblemCode } from '../problem-texts.js';

/** A number that names a person, as it is stored. */
export interface MappedIdentifier {
  readonly id: string;
  readonly type: string;
  readonly value: string | null;
  readonly digest: Buffer;
  /** Digests by keys that are still in use, while they rotate. */
  readonly older: readonly Buffer[];
  readonly sealed: Buffer | null;
  readonly issuer: string | null;
}

/** Why a row cannot be imported. */
export interface RowProblem {
  readonly code: ProblemCode;
  readonly field: ImportField | null;
  /** As the file calls it. */
  readonly column: string | null;
}

/** What a row says, after mapping. What it doesn't say, or says wrongly, is left out. */
export interface MappedRow {
  number: number;
  /** What sealed its numbers, where it has any. */
  key?: DataKey;
  householdCode?: string;
  placeCode?: string;
  role?: string;
  since?: string;
  givenName?: string;
  patronymic?: string;
  familyName?: string;
  sex?: string;
  birthDate?: string;
  birthPrecision?: string;
  birthEstimated?: boolean;
  deathDate?: string;
  readonly phones: string[];
  readonly emails: string[];
  readonly identifiers: MappedIdentifier[];
  readonly attributes: Record<string, unknown>;
  readonly householdAttributes: Record<string, unknown>;
  readonly problems: RowProblem[];
}
