import { extensionPoint } from '../../kernel/module/extension-point.js';

/** Rows of a personal table that no export holds, since somebody else would be shown what only few may see. */
export interface LeftOut {
  /** What is left out, and how the person comes to know it, for people. */
  readonly description: string;
  /** `schema.table`; what hangs on its rows is left out with them. */
  readonly table: string;
  /** SQL over the row `t` that is true of what is left out. */
  readonly where: string;
}

export const leftOutOfExports = extensionPoint<LeftOut>('privacy.left-out-of-exports', 'many', 'Rows that no export of a person holds');
