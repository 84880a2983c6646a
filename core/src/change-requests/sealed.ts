import type { Context } from '../kernel/context.js';
import { open, seal, type Sealing } from '../kernel/secrets/secrets.js';
import type { Change } from './changes.js';
import type { HeldInput } from './run-held.js';

/** What a request keeps so that nobody reads it in the database: it may hold national numbers. */
export interface Contents {
  readonly input: HeldInput;
  readonly changes: readonly Change[];
}

function sealing(id: string): Sealing {
  return { purpose: 'change-requests.change-request/contents', row: id };
}

export function sealedContents(ctx: Context, id: string, contents: Contents): Buffer {
  return seal(ctx, sealing(id), JSON.stringify(contents));
}

/**
 * What a request keeps; nothing of one about somebody who was erased.
 *
 * @throws Error where it was changed, or its key is not among the deployment's
 */
export function unsealed(ctx: Context, id: string, sealed: Buffer): Contents {
  if (sealed.length === 1) return { input: {}, changes: [] } as unknown as Contents;
  return JSON.parse(open(ctx, sealing(id), sealed)) as Contents;
}
