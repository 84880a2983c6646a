import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export interface Account {
  readonly name: string;
  readonly role: string;
  readonly places?: readonly string[];
}

/** A token as the issuer is to sign it; a header of null is left out. */
export interface ToSign {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly by?: 'current' | 'rsa' | 'foreign';
}

/** An OpenID Connect provider in a process of its own. */
export interface IssuerProcess {
  readonly url: string;
  /** Takes new keys; the old ones are gone. */
  rotate(): Promise<void>;
  sign(token: ToSign): Promise<string>;
  /** Whether it answers nothing but 503. */
  away(value: boolean): Promise<void>;
  counts(): Promise<{ readonly keys: number; readonly token: number }>;
  ask<T>(what: string, body?: unknown): Promise<T>;
  stop(): Promise<void>;
}

/** @param kinga where browsers reach Kinga */
export async function issuerProcess(kinga: string, accounts: readonly Account[]): Promise<IssuerProcess> {
  const child = fork(here('./issuer-child.mjs'), [JSON.stringify({ kinga, accounts })], {
    execArgv: ['--import', here('../../../src/kernel/database/testing/typescript.mjs'), '--disable-warning=ExperimentalWarning'],
    env: { ...process.env, NODE_ENV: 'test' }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ url }] = (await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error('the issuer did not start')))])) as [{ readonly url: string }];
  const ask = async <T>(what: string, body: unknown = {}): Promise<T> =>
    (await (await fetch(`${url}/control/${what}`, { method: 'POST', body: JSON.stringify(body) })).json()) as T;
  return {
    url, ask,
    rotate: () => ask('rotate'),
    sign: (token) => ask('sign', token),
    away: (value) => ask('away', { value }),
    counts: () => ask('counts'),
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}
