import { extensionPoint } from '../module/extension-point.js';
import type { DataKey } from './data-keys.js';
import { isSealedByCurrent, openBytes, sealBytes, type WithKeys } from './secrets.js';

export interface WrappedKey {
  readonly id: string;
  readonly wrapped: Buffer;
}

/** What keeps data keys from whoever has the database alone: keys of the deployment, or a service that holds a key and never gives it away. */
export interface KeyWrapping {
  readonly description: string;
  /** Many at once, in their order. The id is to be bound to the key, so that none passes for another. */
  wrap(ctx: WithKeys, keys: readonly DataKey[]): Promise<readonly Buffer[]>;
  /** Their bytes, in their order; an error for one that does not open. */
  unwrap(ctx: WithKeys, keys: readonly WrappedKey[]): Promise<readonly (Buffer | Error)[]>;
  /** Whether it needs no wrapping anew. */
  isCurrent(ctx: WithKeys, wrapped: Buffer): boolean;
}

export const keyWrappings = extensionPoint<KeyWrapping>('kernel.key-wrappings', 'one', 'What wraps the keys of persons');

const sealing = (row: string) => ({ purpose: 'kernel.data-key', row });

/** Core's: the keys of KINGA_KEYS. */
export const deploymentKeys = keyWrappings.contribute('deployment-keys', {
  description: 'The keys of KINGA_KEYS',
  wrap: async (ctx, keys) => Promise.resolve(keys.map(({ id, bytes }) => sealBytes(ctx, sealing(id), bytes))),
  unwrap: async (ctx, keys) => Promise.resolve(keys.map(({ id, wrapped }) => {
    try {
      return openBytes(ctx, sealing(id), wrapped);
    } catch (error) {
      return error as Error;
    }
  })),
  isCurrent: isSealedByCurrent,
});

export function keyWrappingOf({ platform }: WithKeys): KeyWrapping {
  const [wrapping] = platform.extensions(keyWrappings).values();
  if (!wrapping) throw new Error('The plan lets no deployment start without a wrapping of keys.');
  return wrapping;
}
