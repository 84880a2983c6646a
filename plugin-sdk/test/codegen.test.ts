import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { generate } from '@graphql-codegen/cli';
import { kingaCodegen } from '@kinga/plugin-sdk/codegen';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tsc = join(root, 'node_modules/typescript/bin/tsc');

const OPERATIONS = `
query Register($first: Int!, $born: LocalDate) {
  persons(first: $first, where: { birthDate: { gte: $born } }) {
    nodes { id familyName sex birthDate createdAt household { code } }
  }
}
mutation Enter($input: PersonsRegisterInput!) {
  personsRegister(input: $input) { persons { id } userErrors { code path } }
}
query Balances { accounts { nodes { code balance { amount currency } } } }
`;

/** What a frontend may write, and what its compiler must refuse. */
const USE = `
import type { DocumentNode } from 'graphql';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { BalancesDocument, EnterDocument, RegisterDocument } from './out/graphql.js';

declare function send<D, V>(document: TypedDocumentNode<D, V>, variables: V): Promise<D>;

export async function use(): Promise<readonly string[]> {
  const untyped: DocumentNode = RegisterDocument;
  const { persons } = await send(RegisterDocument, { first: 10, born: '2000-01-01' });
  const names: readonly string[] = persons.nodes.map(({ familyName }) => familyName);
  const sex: 'FEMALE' | 'MALE' | 'OTHER' | 'UNKNOWN' | undefined = persons.nodes[0]?.sex;
  // @ts-expect-error a birth date may be missing
  const born: string | undefined = persons.nodes[0]?.birthDate;
  // @ts-expect-error nobody asked for it
  persons.nodes[0]?.givenName;
  // @ts-expect-error a household may be out of sight
  persons.nodes[0]?.household.code;
  // @ts-expect-error the variable first is required
  await send(RegisterDocument, {});
  // @ts-expect-error a day is written as text
  await send(RegisterDocument, { first: 1, born: new Date() });
  const { accounts } = await send(BalancesDocument, {});
  const amount: string | undefined = accounts.nodes[0]?.balance.amount;
  // @ts-expect-error an exact amount is never a number
  const rounded: number | undefined = accounts.nodes[0]?.balance.amount;
  await send(EnterDocument, { input: { placeCode: 'R1', persons: [{ familyName: 'Mensah', sex: 'FEMALE' }] } });
  // @ts-expect-error there is no such sex in the schema
  await send(EnterDocument, { input: { placeCode: 'R1', persons: [{ familyName: 'Mensah', sex: 'F' }] } });
  return [...names, untyped.kind, String(sex), String(born), String(amount), String(rounded)];
}
`;

let folder: string;
beforeAll(() => {
  const generated = join(root, 'generated');
  mkdirSync(generated, { recursive: true });
  folder = mkdtempSync(join(generated, 'codegen-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const settings = (text: string): ReturnType<typeof kingaCodegen> =>
  ({ ...kingaCodegen({ schema: join(root, 'schema.graphql'), documents: write('operations.graphql', text), out: join(folder, 'out') }), silent: true, errorsOnly: true });

describe('the codegen preset', () => {
  it('types operations so that right uses compile and wrong ones do not', async () => {
    await generate(settings(OPERATIONS), true);
    write('use.ts', USE);
    write('tsconfig.json', JSON.stringify({ extends: '../../tsconfig.base.json', compilerOptions: { noEmit: true, composite: false, declaration: false, sourceMap: false }, files: ['use.ts'] }));
    const told = await promisify(execFile)(process.execPath, [tsc, '-p', folder]).then(() => '', (error: { readonly stdout: string }) => error.stdout);
    expect(told).toBe('');
    expect(readFileSync(join(folder, 'out/graphql.ts'), 'utf8')).not.toMatch(/\bany\b.*;/);
  });

  it('refuses an operation that the schema does not know', async () => {
    await expect(generate(settings('query Wrong { persons { nodes { shoeSize } } }'), false)).rejects.toThrow(/Cannot query field "shoeSize"/);
  });
});
