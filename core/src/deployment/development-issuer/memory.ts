import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  readonly until: number;
}

/** What a development issuer remembers, until its process ends: nobody depends on it. */
export function memoryAdapter(): new (kind: string) => Adapter {
  const everything = new Map<string, Map<string, Kept>>();
  return class implements Adapter {
    readonly #kept: Map<string, Kept>;

    constructor(kind: string) {
      this.#kept = everything.get(kind) ?? new Map<string, Kept>();
      everything.set(kind, this.#kept);
    }

    async upsert(id: string, payload: AdapterPayload, seconds?: number): Promise<void> {
      this.#kept.set(id, { payload, until: seconds === undefined ? Infinity : Date.now() + seconds * 1000 });
    }

    async find(id: string): Promise<AdapterPayload | undefined> {
      return this.#lasting(this.#kept.get(id));
    }

    async findByUid(uid: string): Promise<AdapterPayload | undefined> {
      return this.#lasting([...this.#kept.values()].find(({ payload }) => payload.uid === uid));
    }

    async findByUserCode(): Promise<undefined> {
      return undefined;
    }

    async consume(id: string): Promise<void> {
      const found = this.#kept.get(id);
      if (found) found.payload.consumed = Math.floor(Date.now() / 1000);
    }

    async destroy(id: string): Promise<void> {
      this.#kept.delete(id);
    }

    async revokeByGrantId(grant: string): Promise<void> {
      for (const kept of everything.values()) for (const [id, { payload }] of kept) if (payload.grantId === grant) kept.delete(id);
    }

    #lasting(kept: Kept | undefined): AdapterPayload | undefined {
      return kept && kept.until > Date.now() ? kept.payload : undefined;
    }
  };
}
