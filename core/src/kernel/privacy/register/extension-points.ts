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

/** How long something is kept. */
export interface Retention {
  readonly types: readonly string[];
  /** How long and since when, in words. */
  readonly keep: string;
}

/** How long data is kept, for the processing register. */
export const retentions = extensionPoint<Retention>('kernel.retentions', 'many', 'How long data is kept');
