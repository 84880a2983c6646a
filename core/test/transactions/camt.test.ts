import { createReadStream, existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { messageId } from '../../src/transactions/channels/iso20022/message-id.js';
import { UnreadableAnswer } from '../../src/transactions/payment-channel.js';
import { camtFormat } from '../../src/transactions/reconciliation/camt.js';
import type { StatementEntry, StatementPart } from '../../src/transactions/reconciliation/statement-format.js';
import { statementOf } from './testing/statement.js';
import { ISO_DATA, schemaFaults, whyNoSchemas } from './testing/xml-schema.js';

async function read(bytes: Buffer | string): Promise<readonly StatementPart[]> {
  async function* inPieces(): AsyncGenerator<Buffer> {
    const whole = Buffer.from(bytes as string);
    for (let at = 0; at < whole.length; at += 7) yield whole.subarray(at, at + 7);
  }
  const parts: StatementPart[] = [];
  for await (const part of camtFormat.read(inPieces())) parts.push(part);
  return parts;
}

const entries = (parts: readonly StatementPart[]): readonly StatementEntry[] => parts.filter((part) => part.kind === 'entry');

describe('a statement', () => {
  const KEY = `${'0a'.repeat(16)}-0003`;

  it('says whose it is, what the account held, and what was booked, however its bytes come', async () => {
    const file = statementOf({ account: 'CH93 0076 2011 6238 5295 7', opening: '1000.00', entries: [
      { amount: '320.00', direction: 'DEBIT', endToEndId: 'r1', counterparty: 'Ama Ñúñez', counterpartyAccount: '0240000001' },
      { amount: '20.00', direction: 'CREDIT', endToEndId: 'r2', returnReason: 'AC04' },
      { amount: '900.50', direction: 'DEBIT', batch: messageId(KEY) },
    ] });
    expect(await read(file)).toEqual([
      { kind: 'statement', id: 'S1', account: 'CH9300762011623852957', currency: 'GHS' },
      { kind: 'balance', at: 'OPENING', amount: '1000', currency: 'GHS', on: '2026-03-01' },
      { kind: 'balance', at: 'CLOSING', amount: '-200.5', currency: 'GHS', on: '2026-03-02' },
      expect.objectContaining({ number: 1, amount: '320', direction: 'DEBIT', bookedOn: '2026-03-02', endToEndId: 'r1', counterparty: 'Ama Ñúñez', counterpartyAccount: '0240000001', returnReason: null, batchKey: null }),
      expect.objectContaining({ number: 2, amount: '20', direction: 'CREDIT', endToEndId: 'r2', returnReason: 'AC04' }),
      expect.objectContaining({ number: 3, amount: '900.5', batchKey: KEY, endToEndId: null }),
    ]);
  });

  it('has an entry for each transfer that one booking tells of, as long as they make it up', async () => {
    const parts = { account: '1', opening: '0.00', entries: [{ amount: '30.00', direction: 'DEBIT' as const, transfers: [['r1', '10.00'], ['r2', '20.00']] as const }] };
    expect(entries(await read(statementOf(parts))).map(({ endToEndId, amount }) => [endToEndId, amount])).toEqual([['r1', '10'], ['r2', '20']]);
    const off = { ...parts, entries: [{ ...parts.entries[0]!, transfers: [['r1', '10.00'], ['r2', '21.00']] as const }] };
    expect(entries(await read(statementOf(off))).map(({ endToEndId, amount }) => [endToEndId, amount])).toEqual([[null, '30']]);
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, -40)],
    ['cut off at an entry', (text: string) => text.slice(0, text.indexOf('</Ntry>') + 7)],
    ['of another kind', (text: string) => text.replace('camt.053', 'camt.052')],
    ['with a document type', (text: string) => text.replace('<Document', '<!DOCTYPE x><Document')],
    ['without a header', (text: string) => text.replace(/<GrpHdr>.*<\/GrpHdr>/, '')],
    ['without an account', (text: string) => text.replace(/<Acct>.*?<\/Acct>/, '')],
    ['with an amount that is none', (text: string) => text.replace('320.00', '3e2')],
    ['with a direction that is none', (text: string) => text.replace('<CdtDbtInd>DBIT</CdtDbtInd><Sts>', '<CdtDbtInd>X</CdtDbtInd><Sts>')],
    ['whose control sum is another', (text: string) => text.replace('<Ntry>', '<TxsSummry><TtlDbtNtries><Sum>1.00</Sum></TtlDbtNtries></TxsSummry><Ntry>')],
  ])('is refused as a whole %s', async (_what, spoil) => {
    const text = statementOf({ account: '1', opening: '1000.00', entries: [{ amount: '320.00', direction: 'DEBIT', endToEndId: 'r1' }] });
    await expect(read(spoil(text))).rejects.toThrow(UnreadableAnswer);
  });
});

const why = await whyNoSchemas();
it.skipIf(why)(`statements of the tests are valid by the definition${why ? ` (skipped: ${why})` : ''}`, async () => {
  const file = statementOf({ account: 'CH9300762011623852957', opening: '1000.00', entries: [
    { amount: '320.00', direction: 'DEBIT', endToEndId: 'r1', counterparty: 'Ama', counterpartyAccount: '0240000001' }, { amount: '20.00', direction: 'CREDIT', endToEndId: 'r2', returnReason: 'AC04' },
    { amount: '5.00', direction: 'DEBIT', batch: 'B1' }, { amount: '30.00', direction: 'DEBIT', transfers: [['r1', '10.00'], ['r2', '20.00']] },
  ] });
  expect(await schemaFaults(file, 'camt.053.001.08')).toEqual([]);
});

const FIXTURES = new URL('fixtures/', ISO_DATA);
describe.skipIf(!existsSync(FIXTURES))(`statements of foreign banks${existsSync(FIXTURES) ? '' : ` (skipped: ${FIXTURES.pathname} is not here)`}`, async () => {
  const names = existsSync(FIXTURES) ? (await readdir(FIXTURES)).toSorted() : [];

  it('are read as they are, and the wrong one is refused', async () => {
    const told: Record<string, string> = {};
    for (const name of names) {
      const parts: StatementPart[] = [];
      const failed = await (async () => {
        for await (const part of camtFormat.read(createReadStream(fileURLToPath(new URL(name, FIXTURES))))) parts.push(part);
      })().catch((error: Error) => `${error.name}: ${error.message}`);
      const heads = parts.filter((part) => part.kind === 'statement');
      told[name] = failed ?? `${heads.map(({ account }) => account).join()} ${parts.filter((part) => part.kind === 'balance').map(({ at, amount }) => `${at[0]}${amount}`).join(' ')} ${entries(parts).map(({ direction, amount, currency, endToEndId }) => `${direction[0]}${amount}${currency}${endToEndId ? `:${endToEndId}` : ''}`).join(' ')}`;
    }
    expect(told).toMatchInlineSnapshot(`
      {
        "camt053.v2.all-balance-types.xml": "CH2801234000123456789 O1.01 C4.04 C8.85EUR:000000001",
        "camt053.v2.five.decimals.xml": "NL26VAYB8060476890 O18.15 C27.05 C8.85EUR:000000001",
        "camt053.v2.minimal.ultimate.xml": "NL26VAYB8060476890 O18.15 C-27 C8.85EUR",
        "camt053.v2.minimal.xml": "NL26VAYB8060476890 O18.15 C-27 C8.85EUR",
        "camt053.v2.multi.statement.xml": "NL26VAYB8060476890,NL26VAYB8060476890 O18.15 C27 O27 C20 C8.85EUR:000000001 D7EUR:000000002",
        "camt053.v2.with-account-name.xml": "CH2801234000123456789  C8.85EUR",
        "camt053.v2.with-party-ids.xml": "NL26VAYB8060476890 O18.15 C-27 C8.85EUR",
        "camt053.v2.wrong.xml": "UnreadableAnswer: There is no statement in it.",
        "camt053.v3.xml": "NL26VAYB8060476890 O18.15 C-27 C8.85EUR",
        "camt053.v4.xml": "NL26VAYB8060476890 O18.15 C-27 C8.85EUR",
        "camt053.v8.xml": "NL26VAYB8060476890 O18.15 C-27 C8.85EUR:MUELL/FINP/RA12345",
        "camt054.v2.with-account-name.xml": "CH2801234000123456789  D200000SEK",
        "camt054.v2.xml": "CH2801234000123456789  D200000SEK",
        "camt054.v4.xml": "CH2801234000123456789  D200000SEK",
        "camt054.v8-with-UETR.xml": "CH2801234000123456789  D200000SEK",
        "camt054.v8-with-financial-institution.xml": "CH2801234000123456789  D200000SEK",
        "camt054.v8.xml": "CH2801234000123456789  D200000SEK",
      }
    `);
  });
});
