import type { Context } from '../../context.js';
import { extensionPoint } from '../../module/extension-point.js';

/** A way by which data leaves the platform. */
export interface Recipient {
  /** Who gets it, how, in a few words. */
  readonly description: string;
  /** Types whose data goes that way; every type that is listed where left out. */
  readonly types?: readonly string[];
}

/** Ways by which data leaves the platform, for the processing register. */
export const recipients = extensionPoint<Recipient>('kernel.recipients', 'many', 'Ways by which data leaves the platform');

/** How long something is kept, in words: how long, and since when. */
export type Retention =
  | { readonly types: readonly string[]; readonly keep: string }
  /** Where the database says it: words by purpose. Asked by the query, not by the command, which has no database. */
  | { readonly byPurpose: (ctx: Context) => Promise<ReadonlyMap<string, string>> };

/** How long data is kept, for the processing register. */
export const retentions = extensionPoint<Retention>('kernel.retentions', 'many', 'How long data is kept');
