import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { guideSteps, withKnown } from '../testing/guide.js';

let platform: TestPlatform;
let officer: TestClient;
const known: Record<string, unknown> = {};
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01', workers: false });
  const permissions = platform.platform.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name));
  officer = platform.as({ name: 'officer', permissions });
  await officer.run('mutation ($input: PlacesRegisterInput!) { placesRegister(input: $input) { userErrors { code } } }', { input: { places: [{ code: 'V', name: 'Village', level: 'village' }] } });
  const { personsRegister } = await officer.run<{ personsRegister: { persons: { id: string }[] } }>(
    'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code } } }', { input: { placeCode: 'V', persons: [{ familyName: 'Mensah', sex: 'FEMALE' }] } });
  const { programmeCreate } = await officer.run<{ programmeCreate: { programme: { id: string } } }>(
    'mutation ($input: ProgrammeCreateInput!) { programmeCreate(input: $input) { programme { id } userErrors { code message path } } }', { input: { code: 'INSURANCE', name: 'Insurance', scheme: 'programmes', target: 'PERSON', currency: 'GHS', startsOn: '2026-01-01' } });
  Object.assign(known, { person: personsRegister.persons[0]?.id, programme: programmeCreate.programme.id });
});
afterAll(() => platform.stop());

/** What later operations ask for, by where it stands in an answer. */
const LEARNT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Demand: { payer: 'demandRaise.demand.payer.id', number: 'demandRaise.demand.payer.controlNumber' },
  Receive: { receipt: 'receiptReceive.receipt.id' },
};
const at = (answer: unknown, path: string): unknown => path.split('.').reduce((value, step) => (value as Record<string, unknown> | null)?.[step], answer);

it('money comes in and settles what is owed as the guide says, in its order', async () => {
  const answers: Record<string, unknown> = {};
  for (const { name, source, variables } of await guideSteps('receivables.md')) {
    answers[name] = await officer.run(source, withKnown(variables, known));
    for (const [as, path] of Object.entries(LEARNT[name] ?? {})) known[as] = at(answers[name], path);
  }
  expect(answers['Demand']).toMatchObject({ demandRaise: { demand: { state: 'ISSUED', outstanding: { amount: '100.00' }, instalments: { nodes: [{ amount: { amount: '33.34' } }, { amount: { amount: '33.33' } }, { amount: { amount: '33.33' } }] } } } });
  expect(answers['Receive']).toMatchObject({ receiptReceive: { receipt: { state: 'RECEIVED', held: '20.00', allocated: { amount: '100.00' } } } });
  expect(answers['WorkList']).toEqual({ receipts: { nodes: [] } });
  expect(answers['Bounce']).toMatchObject({ receiptReverse: { receipt: { state: 'REVERSED', reversedOn: '2026-03-01' } } });
  expect(answers['Statement']).toMatchObject({ payer: { statement: {
    lines: [{ kind: 'DEMAND' }, { kind: 'RECEIPT', balance: { amount: '-20.00' } }, { kind: 'REVERSED', balance: { amount: '100.00' } }], closing: { amount: '100.00' }, ledger: { amount: '100.00' },
  } } });
});
