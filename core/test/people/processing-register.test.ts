import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerMarkdown, registerRows } from '../../src/kernel/privacy/register/print.js';
import { processingRegister, type ProcessingRegister } from '../../src/kernel/privacy/register/register.js';
import { startTestPlatform, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({
    workers: false,
    settings: { kernel: { privacy: { controller: 'Ministry of Made-up Affairs', purposes: { registry: { ground: 'LEGAL_OBLIGATION', law: 'Made-up Act, section 4' } }, retention: { Consent: 'ten years after it was withdrawn' } } } },
  });
});
afterAll(() => platform?.stop());

const QUERY = '{ processingRegister { controller contact entries { data fields sensitivity masked purpose ground law subjects permissions roles retention recipients storage } } }';
const register = async (): Promise<ProcessingRegister> => (await platform.as('kernel.processing-register.read').run<{ processingRegister: ProcessingRegister }>(QUERY)).processingRegister;
const line = (of: ProcessingRegister, data: string, field: string): unknown => of.entries.find((entry) => entry.data === data && entry.fields.includes(field));

it('says of each field what it is, what for, on which ground, of whom, who may see it, where it goes and how it is stored', async () => {
  const found = await register();
  expect(found).toMatchObject({ controller: 'Ministry of Made-up Affairs', contact: null });
  expect(line(found, 'Disability', 'seeing')).toMatchObject({
    sensitivity: 'sensitive', masked: 'people.disability', purpose: 'registry', ground: 'LEGAL_OBLIGATION', law: 'Made-up Act, section 4', subjects: ['persons'],
    permissions: ['people.disability.read', 'people.disability.clear'], roles: ['disability-assessor'], retention: null, storage: 'PostgreSQL, people.disability',
  });
  expect(line(found, 'Person', 'familyName')).toMatchObject({ sensitivity: 'personal', permissions: ['people.persons.read'], roles: expect.arrayContaining(['registrar']) as unknown, recipients: [expect.stringContaining('export')] });
  expect(line(found, 'Identifier', 'sealed')).toMatchObject({ sensitivity: 'sensitive', permissions: [], roles: [], storage: 'PostgreSQL, people.identifier, sealed (AES-256-GCM)' });
  expect(line(found, 'Identifier', 'digest')).toMatchObject({ storage: 'PostgreSQL, people.identifier, as keyed digest (HMAC-SHA-256)' });
  expect(line(found, 'PaymentInstruction', 'payee')).toMatchObject({ purpose: 'payments', ground: 'LEGAL_OBLIGATION', recipients: expect.arrayContaining(['those who pay, by the payment channels']) as unknown });
  expect(line(found, 'Consent', 'decision')).toMatchObject({ retention: 'ten years after it was withdrawn' });
  expect(line(found, 'kernel.history', 'row_before')).toMatchObject({ sensitivity: 'sensitive', permissions: [] });
});

it('holds every field of every resource, and every table', async () => {
  const found = await register();
  const { model, plan } = platform.platform;
  for (const resource of model.byType.values()) {
    const lacking = [...resource.fields].filter(([name, { kind }]) => kind !== 'connection' && kind !== 'masks' && name !== 'attributes' && !line(found, resource.type, name)).map(([name]) => `${resource.type}.${name}`);
    expect(lacking).toEqual([]);
  }
  expect(plan.modules.flatMap(({ tables }) => Object.keys(tables ?? {})).filter((table) => !found.entries.some(({ data }) => data === table))).toEqual([]);
});

it('says how long data is kept as the retention schedules say it', async () => {
  await platform.pool.query(`insert into privacy.retention_schedule (id, code, description, purpose, clock, years, legal_basis, source)
    values (kernel.uuid7(), 'registry', 'Made up', 'registry', 'death', 10, 'LEGAL_OBLIGATION', 'Made-up Act, section 9')`);
  const found = await register();
  expect(line(found, 'Person', 'familyName')).toMatchObject({ retention: '10 years from death on (Made-up Act, section 9)' });
  expect(line(found, 'Place', 'name')).toMatchObject({ retention: null });
});

it('is for those who may see it, and can be printed', async () => {
  expect(await platform.as('people.persons.read').refuse(QUERY)).toMatchObject([{ code: 'FORBIDDEN' }]);
  const whole = processingRegister(platform.platform.plan, platform.platform.model);
  expect(registerRows(whole).find((row) => row['data'] === 'Disability' && row['fields']?.includes('seeing'))).toMatchObject({ class: 'sensitive, masked', 'who may read': 'disability-assessor', kept: 'not said' });
  expect(registerMarkdown(whole, 'Made-up')).toMatch(/^# Processing register of Made-up\n\nController: Ministry of Made-up Affairs\. Contact: not said\.\n\n## kernel\n\n\| data \| fields \|/);
});
