import type { Context } from '../kernel/context.js';
import { open, seal } from '../kernel/secrets/secrets.js';
import type { Change } from './changes.js';
import type { HeldInput } from './run-held.js';

/** What a request keeps where nobody reads it in the database: it may hold national numbers. */
export interface Contents {
  readonly input: HeldInput;
  readonly changes: readonly Change[];
}

const PURPOSE = 'change_requests.change_request';

export function sealedContents(ctx: Context, id: string, contents: Contents): Buffer {
  return seal(ctx, { purpose: PURPOSE, row: id }, JSON.stringify(contents));
}

export function unsealed(ctx: Context, id: string, sealed: Buffer): Contents {
  return JSON.parse(open(ctx, { purpose: PURPOSE, row: id }, sealed)) as Contents;
}
