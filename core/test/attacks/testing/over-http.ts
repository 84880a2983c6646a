import { expect } from 'vitest';
import type { RunningServer } from '../../../src/kernel/server/http.js';

/** What a server answered, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly data: Record<string, never> | null | undefined;
  readonly codes: readonly string[];
  readonly extensions: Readonly<Record<string, { readonly requested: number; readonly limit: number }>>;
}

export interface Sending {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly accept?: string;
}

/** Sends an operation as a client of the newer media type, so that what is refused has a status of its own. */
export function ask(server: RunningServer, query: string, variables: Readonly<Record<string, unknown>> = {}, sending: Sending = {}): Promise<Answer> {
  return post(server, JSON.stringify({ query, variables }), sending);
}

/** Sends a body as it is. */
export async function post(server: RunningServer, body: string | Uint8Array, { token, headers = {}, accept = 'application/graphql-response+json' }: Sending = {}): Promise<Answer> {
  const sent = { 'content-type': 'application/json', accept, ...(token && { authorization: `Bearer ${token}` }), ...headers };
  return read(await fetch(server.url, { method: 'POST', headers: sent, body: body as never }));
}

export async function get(server: RunningServer, parameters: Readonly<Record<string, string>>, { token, headers = {}, accept = 'application/graphql-response+json' }: Sending = {}): Promise<Answer> {
  return read(await fetch(`${server.url}?${String(new URLSearchParams(parameters))}`, { headers: { accept, ...(token && { authorization: `Bearer ${token}` }), ...headers } }));
}

export async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const body = parsed(text) as { readonly data?: Record<string, never> | null; readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[]; readonly extensions?: Answer['extensions'] };
  return {
    status: response.status, headers: response.headers, text, data: body.data, extensions: body.extensions ?? {},
    codes: (body.errors ?? []).map(({ extensions }) => String(extensions?.code)),
  };
}

function parsed(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    return {};
  }
}

/** Refused as the client's fault, with a code and an id, and nothing of the inside. */
export function refused(answer: Answer, code: string, status = 400): void {
  expect({ status: answer.status, codes: answer.codes }).toEqual({ status, codes: [code] });
  expect(answer.data ?? null).toBeNull();
  expect(answer.text).not.toMatch(/\bat .*\.[jt]s:\d|node_modules|select .* from/i);
}

export function served(answer: Answer): void {
  expect({ status: answer.status, codes: answer.codes }).toEqual({ status: 200, codes: [] });
  expect(answer.data).toBeTruthy();
}
