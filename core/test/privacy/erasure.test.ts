import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBackup } from '../../src/deployment/backup/make-backup.js';
import { restoreBackup } from '../../src/deployment/backup/restore-backup.js';
import { verifyAudit } from '../../src/kernel/audit/verify.js';
import { startPlatform } from '../../src/kernel/platform.js';
import { journalErasures, readErasures, type JournalEntry } from '../../src/privacy/erasure/journal.js';
import { reapplyErasures } from '../../src/privacy/erasure/reapply.js';
import { fileBytes, startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { testDatabase, type TestDatabase } from '../../src/testing/test-database.js';
import { testKeys } from '../../src/testing/test-keys.js';
import { ownerPool, testPool } from '../../src/testing/test-pool.js';
import { hits, MARK, NUMBER, PHONE, plantPerson, plantPlaces, uuid, type Planted } from './testing/canaries.js';

let platform: TestPlatform;
let server: string;
let clerk: TestClient;
let officer: TestClient;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  server = (await platform.serve()).url;
  clerk = platform.as({ name: 'clerk', role: 'privacy-clerk' });
  officer = platform.as({ name: 'officer', role: 'data-protection-officer' });
  await plantPlaces(platform);
});
afterAll(() => platform?.stop());

const SET = 'mutation ($input: RetentionScheduleSetInput!) { retentionScheduleSet(input: $input) { retentionSchedule { code years } userErrors { code message path } } }';
const PROPOSE = 'mutation { retentionErasurePropose(input: { reason: "yearly review" }) { erasureRun { id state due left } userErrors { code message path } } }';
const ASK = 'mutation ($input: PersonErasureProposeInput!) { personErasurePropose(input: $input) { erasureRun { id state due } userErrors { code message path } } }';
const APPROVE = 'mutation ($input: ErasureDecideInput!) { erasureApprove(input: $input) { erasureRun { id state } userErrors { code message path } } }';
const RUN = 'query ($id: ID!) { erasureRun(by: { id: $id }) { state due erased left cases { nodes { state because dueOn schedule { code } person { id familyName } } } } }';
const HOLD = 'mutation ($input: LegalHoldPlaceInput!) { legalHoldPlace(input: $input) { legalHold { id } userErrors { code message path } } }';
const LIFT = 'mutation ($input: LegalHoldLiftInput!) { legalHoldLift(input: $input) { legalHold { id } userErrors { code message path } } }';

interface Proposed {
  readonly id: string;
  readonly state: string;
  readonly due: number;
  readonly left: number;
}

const schedule = (code: string, clock: string, years: number): Promise<unknown> =>
  officer.run(SET, { input: { code, description: 'Made up', purpose: 'payments', clock, years, legalBasis: 'LEGAL_OBLIGATION', source: 'Made-up act, section 1' } });
const propose = async (): Promise<Proposed> => (await clerk.run<{ retentionErasurePropose: { erasureRun: Proposed } }>(PROPOSE)).retentionErasurePropose.erasureRun;

async function erased(run: string): Promise<{ readonly state: string; readonly erased: number; readonly left: number; readonly cases: { readonly nodes: readonly { readonly state: string; readonly because: string | null }[] } }> {
  await officer.run(APPROVE, { input: { id: run } });
  await platform.finishJobs();
  return (await clerk.run<{ erasureRun: never }>(RUN, { id: run })).erasureRun;
}

const sums = async (): Promise<unknown> => (await platform.pool.query('select currency, sum(amount) as sum, count(*) as postings from transactions.posting group by 1')).rows;

describe('what is held of a person whom nothing keeps', () => {
  let person: Planted;

  it('is listed when the last period has ended, approved by another person, and gone from every table', async () => {
    person = await plantPerson(platform, server);
    expect((await hits(platform.pool, MARK)).length).toBeGreaterThan(30);
    expect(await hits(platform.pool, NUMBER)).toEqual([]);
    await schedule('after-exit', 'exit', 5);
    await schedule('accounts', 'last-payment', 10);
    const early = await propose();
    expect(early).toMatchObject({ state: 'PROPOSED', due: 0, left: 0 });

    platform.setToday('2028-02-04');
    expect(await propose()).toMatchObject({ due: 0 });
    platform.setToday('2028-02-05');
    const run = await propose();
    expect(run).toMatchObject({ state: 'PROPOSED', due: 1, left: 0 });
    expect(await clerk.run(RUN, { id: run.id })).toMatchObject({ erasureRun: { cases: { nodes: [{ state: 'DUE', dueOn: '2028-02-05', schedule: { code: 'accounts' }, person: { id: person.id } }] } } });
    expect(await platform.as({ name: 'clerk', role: 'data-protection-officer' }).refuse(APPROVE, { input: { id: run.id } })).toMatchObject([{ code: 'OWN_ERASURE' }]);

    const before = await sums();
    expect(await erased(run.id)).toMatchObject({ state: 'DONE', erased: 1, left: 0, due: 0 });
    expect(await hits(platform.pool, MARK)).toEqual([]);
    expect(await hits(platform.pool, PHONE.slice(1))).toEqual([]);
    expect(await hits(platform.pool, [...PHONE].slice(1).toReversed().join(''))).toEqual([]);
    expect(await sums()).toEqual(before);
    expect((await verifyAudit(platform.pool)).findings).toEqual([]);
  });

  it('leaves sex, year of birth and region, and what was decided and paid', async () => {
    const { rows } = await platform.pool.query(
      `select p.family_name, p.given_name, p.sex, p.birth_date::text, p.birth_precision, l.code as place,
        (select count(*)::int from programmes.entitlement e where e.payee_id = p.id and e.amount = 100 and e.facts ->> 'age' = '46') as decisions,
        (select count(*)::int from transactions.payment_instruction i where i.payee_id = p.id and i.state = 'PAID' and i.reference like 'REF%') as paid
       from people.person p left join people.place l on l.id = p.place_id where p.id = $1`, [person.uuid],
    );
    expect(rows).toEqual([{ family_name: '(erased)', given_name: null, sex: 'FEMALE', birth_date: '1971-01-01', birth_precision: 'YEAR', place: 'R', decisions: 1, paid: 1 }]);
  });

  it('is no longer found, and its history still reads without a gap', async () => {
    const reader = platform.as('people.persons.read', 'people.places.read');
    expect(await reader.run(`{ persons(where: { familyName: { startsWith: "${MARK}" } }) { totalCount } }`)).toEqual({ persons: { totalCount: 0 } });
    const { rows } = await platform.pool.query<{ version: number; given: string | null }>(`select version, row_before ->> 'given_name' as given from kernel.history where table_name = 'people.person' and row_id = $1 order by version`, [person.uuid]);
    expect(rows.map(({ version }) => version)).toEqual(rows.map((_, index) => index + 1));
    expect(rows.every(({ given }) => given === null)).toBe(true);
    const { rows: [now] } = await platform.pool.query<{ version: number }>('select version from people.person where id = $1', [person.uuid]);
    expect(now?.version).toBe(rows.length + 1);
  });

  it('may be proposed no more', async () => {
    expect(await propose()).toMatchObject({ due: 0 });
    expect(await clerk.refuse(ASK, { input: { personId: person.id, reason: 'asked again' } })).toMatchObject([{ code: 'PERSON_ERASED' }]);
  });
});

describe('a legal hold', () => {
  it('keeps a person until it is lifted, also where it comes after the approval', async () => {
    const person = await plantPerson(platform, server, 'qheld');
    const hold = async (until?: string): Promise<string> => (await officer.run<{ legalHoldPlace: { legalHold: { id: string } } }>(HOLD, { input: { personId: person.id, reason: 'a case before a court', until } })).legalHoldPlace.legalHold.id;
    const first = await hold();
    const listed = await propose();
    expect(listed).toMatchObject({ due: 0, left: 1 });
    expect(await erased(listed.id)).toMatchObject({ state: 'DONE', erased: 0, left: 1, cases: { nodes: [{ state: 'HELD', because: 'a case before a court' }] } });
    expect(await clerk.refuse(ASK, { input: { personId: person.id, reason: 'wants to be forgotten' } })).toMatchObject([{ code: 'PERSON_HELD' }]);
    await officer.run(LIFT, { input: { id: first, reason: 'the case is closed' } });
    const run = await propose();
    expect(run).toMatchObject({ due: 1, left: 0 });
    await hold('2029-01-01');
    expect(await erased(run.id)).toMatchObject({ state: 'DONE', erased: 0, left: 1 });
    expect((await hits(platform.pool, 'qheld')).length).toBeGreaterThan(30);
    platform.setToday('2029-01-01');
    const later = await propose();
    expect(await erased(later.id)).toMatchObject({ state: 'DONE', erased: 1, left: 0 });
    expect(await hits(platform.pool, 'qheld')).toEqual([]);
  });
});

describe('an erasure that is killed', () => {
  it('goes on with those who are left, and each is erased once', async () => {
    const persons = [await plantPerson(platform, server, 'qkilla'), await plantPerson(platform, server, 'qkillb')];
    const run = await propose();
    expect(run).toMatchObject({ due: 2 });
    // The worker dies after the first person's transaction.
    await platform.pool.query("update privacy.erasure_run set state = 'APPROVED', decided_by = 'officer', decided_at = now() where id = $1", [uuid(run.id)]);
    await platform.pool.query("select privacy.erase_next($1, '2029-01-01', 1)", [uuid(run.id)]);
    const left = await Promise.all(['qkilla', 'qkillb'].map(async (mark) => (await hits(platform.pool, mark)).length > 8));
    expect(left.filter(Boolean)).toHaveLength(1);
    const { erase } = await import('../../src/privacy/erasure/erase-job.js');
    const ctx = platform.platform.context({ actor: platform.platform.system('officer'), today: '2029-01-01' });
    await erase.run(ctx, { runId: uuid(run.id) }, { progress: async () => undefined });
    expect([await hits(platform.pool, 'qkilla'), await hits(platform.pool, 'qkillb')]).toEqual([[], []]);
    const { rows } = await platform.pool.query('select person_id from privacy.erasure where run_id = $1 order by 1', [uuid(run.id)]);
    expect(rows.map(({ person_id: id }) => id as string)).toEqual(persons.map((each) => each.uuid).toSorted());
  });
});

describe('an export that is being written while somebody is erased', () => {
  it('begins anew, without them', async () => {
    const person = await plantPerson(platform, server, 'qduring');
    const stays = await plantPerson(platform, server, 'qstayed');
    const reader = platform.as({ name: 'reader', permissions: ['people.persons.read', 'people.places.read', 'exchange.exports.make', 'exchange.exports.read', 'kernel.files.read'] });
    const { exportStart } = await reader.run<{ exportStart: { export: { id: string } } }>(
      'mutation { exportStart(input: { format: CSV, query: "{ persons { nodes { id givenName } } }" }) { export { id } userErrors { code message path } } }');
    const id = uuid(exportStart.export.id);
    await platform.finishJobs();
    const { rows: [made] } = await platform.pool.query<{ file: string }>('select file_id as file from exchange.export where id = $1', [id]);
    const written = async (): Promise<string> => (await fileBytes(platform.pool, [made?.file ?? ''])).get(made?.file ?? '')?.toString() ?? '';
    expect(await written()).toContain('qduring');
    // Its worker is at the next page.
    await platform.pool.query("update kernel.file f set state = 'RECEIVING', upload = kernel.uuid7(), sha256 = null, size = 0 from exchange.export e where e.id = $1 and f.id = e.file_id", [id]);
    await platform.pool.query("update exchange.export set state = 'RUNNING' where id = $1", [id]);
    const { personErasurePropose: { erasureRun } } = await clerk.run<{ personErasurePropose: { erasureRun: Proposed } }>(ASK, { input: { personId: person.id, reason: 'wants to be forgotten' } });
    expect(await erased(erasureRun.id)).toMatchObject({ state: 'DONE', erased: 1 });
    expect(await hits(platform.pool, 'qduring')).toEqual([]);
    const { makeExport } = await import('../../src/exchange/exports/make-export.js');
    await makeExport.run(platform.platform.context({ actor: platform.platform.system('reader') }), { exportId: id }, { progress: async () => undefined });
    expect(await written()).toContain(stays.id);
    expect(await written()).not.toContain('qduring');
  });
});

describe('a backup of before an erasure', () => {
  let person: Planted;
  let folder: string;
  let erasures: readonly JournalEntry[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kinga-erasures-'));
    person = await plantPerson(platform, server, 'qagain');
    await makeBackup({ plan: platform.platform.plan, pool: platform.pool, file: join(folder, 'backup') });
    const { personErasurePropose: { erasureRun } } = await clerk.run<{ personErasurePropose: { erasureRun: Proposed } }>(ASK, { input: { personId: person.id, reason: 'qagain asked to be forgotten' } });
    expect(await erased(erasureRun.id)).toMatchObject({ state: 'DONE', erased: 1 });
    expect(await hits(platform.pool, 'qagain')).toEqual([]);
    erasures = (await readErasures(platform.platform.erasures, testKeys)) ?? [];
  });
  afterAll(() => rm(folder, { recursive: true }));

  const restored = async (apply: readonly JournalEntry[], work: (pool: pg.Pool, database: TestDatabase, forgotten: number | undefined) => Promise<void>): Promise<void> => {
    const { plan } = platform.platform;
    const database = await testDatabase(plan);
    // As the command has it: an owner who sees nothing until it says its scope.
    const [plain, pool] = [testPool(database.url), ownerPool(database.url)];
    try {
      const { forgotten } = await restoreBackup({ plan, pool: plain, file: join(folder, 'backup'), erasures: apply });
      await work(pool, database, forgotten);
    } finally {
      await Promise.all([plain.end(), pool.end()]);
      await database.stop();
    }
  };
  const startOn = async ({ appUrl }: TestDatabase): Promise<void> => {
    const pool = testPool(appUrl);
    try {
      const { plan, erasures: journal } = platform.platform;
      await (await startPlatform({ plan, pool, dataDir: folder, erasures: journal, keys: testKeys, log: pino({ level: 'silent' }), workers: false })).stop();
    } finally {
      await pool.end();
    }
  };

  const keys = async (pool: pg.Pool): Promise<number> => (await pool.query('select from people.person_key where person_id = $1', [person.uuid])).rowCount ?? 0;

  it('that is restored has nobody in it who was erased since, and keeps its audit and its accounts', async () => {
    expect(erasures.map(({ person: id }) => id)).toContain(person.uuid);
    await restored(erasures, async (pool, database, forgotten) => {
      expect(forgotten).toBe(erasures.length);
      expect([await hits(pool, 'qagain'), await keys(pool)]).toEqual([[], 0]);
      expect((await verifyAudit(pool)).findings).toEqual([]);
      expect((await pool.query('select currency, sum(amount) as sum from transactions.posting group by 1')).rows).toEqual([{ currency: 'GHS', sum: '0.00' }]);
      expect((await pool.query('select erased_on::text as day from privacy.erasure where person_id = $1', [person.uuid])).rows).toEqual([{ day: '2029-01-01' }]);
      await startOn(database);
    });
  });

  it('that was restored past the command is not served until they are erased again', async () => {
    await restored([], async (pool, database) => {
      expect((await hits(pool, 'qagain')).length).toBeGreaterThan(30);
      expect(await keys(pool)).toBe(1);
      await expect(startOn(database)).rejects.toMatchObject({ code: 'ERASURES_NOT_APPLIED', cure: expect.stringContaining('kinga privacy reapply') as string });
      const owner = testPool(database.url);
      await reapplyErasures(owner, erasures);
      await owner.end();
      expect([await hits(pool, 'qagain'), await keys(pool)]).toEqual([[], 0]);
      await startOn(database);
    });
  });

  it('makes a process that runs on such a database say that it is not ready', async () => {
    const ready = async (): Promise<string> => (await fetch(new URL('/health/ready', server))).text();
    const stranger = await plantPerson(platform, server, 'qready');
    expect(await ready()).toContain('"ready"');
    await journalErasures(platform.platform, [{ person: stranger.uuid, on: '2029-01-01' }]);
    expect(await ready()).toContain('1 persons who were erased are in the database again');
    await journalErasures(platform.platform, [{ person: stranger.uuid, on: '2029-01-01', stays: true }]);
    expect(await ready()).toContain('"ready"');
  });
});

describe('the journal of erasures', () => {
  it('has whoever was left after all as left, and a line that was never finished as never said', async () => {
    const journal = { erasures: join(await mkdtemp(join(tmpdir(), 'kinga-journal-')), 'below', 'erasures.jsonl'), keys: testKeys };
    const [a, b, c] = ['a', 'b', 'c'].map((end) => `018f0000-0000-7000-8000-00000000000${end}`) as [string, string, string];
    expect(await readErasures(journal.erasures, testKeys)).toBeUndefined();
    await journalErasures(journal, [{ person: a, on: '2029-01-01' }, { person: b, on: '2029-01-01' }]);
    await journalErasures(journal, [{ person: b, on: '2029-01-01', stays: true }]);
    await appendFile(journal.erasures, `{"person":"${c}","on":"2029-`);
    expect(await readErasures(journal.erasures, testKeys)).toEqual([{ person: a, on: '2029-01-01' }]);
    await journalErasures(journal, [{ person: c, on: '2029-01-02' }]);
    expect(await readErasures(journal.erasures, testKeys)).toEqual([{ person: a, on: '2029-01-01' }, { person: c, on: '2029-01-02' }]);
    await appendFile(journal.erasures, `{"person":"${b}","on":"2029-01-01","seal":"00"}\n`);
    await expect(readErasures(journal.erasures, testKeys)).rejects.toMatchObject({ code: 'ERASURES_CHANGED', message: expect.stringContaining('Line 6') as string });
  });
});

describe('whatever happens in whatever order', () => {
  type Step = { readonly do: 'wait'; readonly days: number } | { readonly do: 'hold' | 'release'; readonly who: number } | { readonly do: 'erase' };
  const who = fc.nat({ max: 1 });
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ do: fc.constantFrom('hold' as const, 'release' as const), who }),
    fc.constant({ do: 'erase' } as const),
  );

  it('erases those who are due and held by nothing, nobody else, and accounts and audit stay whole', async () => {
    let runs = 0;
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 9 }), async (steps) => {
      runs += 1;
      let day = Date.parse('2028-02-02');
      platform.setToday('2028-02-02');
      const marks = [`qany${runs}a`, `qany${runs}b`];
      const persons = [await plantPerson(platform, server, marks[0]), await plantPerson(platform, server, marks[1])];
      const holds: (string | undefined)[] = [undefined, undefined];
      const gone = [false, false];
      const before = await sums();
      for (const each of [...steps, { do: 'erase' } as const]) {
        if (each.do === 'wait') platform.setToday(new Date(day += each.days * 86_400_000).toISOString().slice(0, 10));
        if (each.do === 'hold' && !holds[each.who]) holds[each.who] = (await officer.run<{ legalHoldPlace: { legalHold: { id: string } } }>(HOLD, { input: { personId: persons[each.who]?.id, reason: 'a case before a court' } })).legalHoldPlace.legalHold.id;
        const held = each.do === 'release' ? holds[each.who] : undefined;
        if (each.do === 'release' && held) {
          await officer.run(LIFT, { input: { id: held, reason: 'the case is closed' } });
          holds[each.who] = undefined;
        }
        if (each.do !== 'erase') continue;
        const run = await propose();
        expect(await erased(run.id)).toMatchObject({ state: 'DONE' });
        gone.forEach((was, n) => { gone[n] = was || (day >= Date.parse('2028-02-05') && !holds[n]); });
        const { rows } = await platform.pool.query<{ person_id: string }>('select person_id from privacy.erasure where person_id = any($1)', [persons.map((person) => person.uuid)]);
        expect(new Set(rows.map((row) => row.person_id))).toEqual(new Set(persons.filter((_, n) => gone[n]).map((person) => person.uuid)));
      }
      expect(await sums()).toEqual(before);
      const { rows: unbalanced } = await platform.pool.query('select from transactions.posting group by transaction_id, currency having sum(amount) <> 0');
      expect(unbalanced).toEqual([]);
      for (const [n, mark] of marks.entries()) expect((await hits(platform.pool, mark)).length > 0, mark).toBe(!gone[n]);
    }), { numRuns: 3 });
    expect((await verifyAudit(platform.pool)).findings).toEqual([]);
    platform.setToday('2029-01-01');
  }, 240_000);
});

describe('the way through', () => {
  it('is closed to whoever is not the owner of the tables, and to erasures that nobody approved', async () => {
    const run = await propose();
    await expect(platform.platform.pool.query("select privacy.erase_next($1, '2029-01-01', 1)", [uuid(run.id)])).rejects.toMatchObject({ code: 'KG030' });
    await expect(platform.platform.pool.query("select privacy.erase_again('{}', '{}')")).rejects.toMatchObject({ code: '42501' });
    const person = await plantPerson(platform, server, 'qstays');
    await expect(platform.pool.query("update people.consent set source = null where person_id = $1", [person.uuid])).rejects.toMatchObject({ code: 'KG001' });
  });
});

describe('a person who was erased', () => {
  it('is written of no more: whoever comes back is registered anew', async () => {
    const registrar = platform.as({ name: 'registrar', permissions: ['people.persons.read', 'people.persons.register', 'people.persons.merge', 'people.places.read', 'people.identifiers.read', 'programmes.enrolments.read', 'programmes.enrolments.apply'] });
    const [person, stays] = [await plantPerson(platform, server, 'qgone'), await plantPerson(platform, server, 'qcomes')];
    const { personErasurePropose: { erasureRun } } = await clerk.run<{ personErasurePropose: { erasureRun: Proposed } }>(ASK, { input: { personId: person.id, reason: 'wants to be forgotten' } });
    expect(await erased(erasureRun.id)).toMatchObject({ state: 'DONE', erased: 1 });
    const versionOf = async (id: string): Promise<number> => (await registrar.run<{ person: { version: number } }>('query ($id: ID!) { person(by: { id: $id }) { version } }', { id })).person.version;
    const [gone, there] = [await versionOf(person.id), await versionOf(stays.id)];
    const refused = async (mutation: string, input: object): Promise<string[]> => (await registrar.refuse(`mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { userErrors { code message path } } }`, { input })).map(({ code }) => code);
    const merge = { survivorVersion: there, mergedVersion: gone, survivorId: stays.id, mergedId: person.id, reason: 'the same' };
    expect(await refused('personUpdate', { id: person.id, version: gone, givenName: 'Back' })).toEqual(['PERSON_ERASED']);
    expect(await refused('personContactAdd', { personId: person.id, contact: { kind: 'EMAIL', value: 'back@example.org' } })).toEqual(['PERSON_ERASED']);
    expect(await refused('personIdentifierAdd', { personId: person.id, identifier: { type: 'national-number', value: 'BACK0001' } })).toEqual(['PERSON_ERASED']);
    expect(await refused('personMerge', merge)).toEqual(['PERSON_ERASED']);
    expect(await refused('personMerge', { ...merge, survivorId: person.id, survivorVersion: gone, mergedId: stays.id, mergedVersion: there })).toEqual(['PERSON_ERASED']);
    await registrar.run('mutation ($input: PersonContactAddInput!) { personContactAdd(input: $input) { userErrors { code message path } } }', { input: { personId: stays.id, contact: { kind: 'EMAIL', value: 'twin@example.org' } } });
  });

  it('keeps the others of a household from nothing: it moves, and has another head, and nothing tells where whoever was erased lives', async () => {
    const registrar = platform.as({ name: 'registrar', permissions: ['people.persons.read', 'people.households.read', 'people.households.register', 'people.households.restructure', 'people.places.read', 'people.places.manage'] });
    const does = (mutation: string, input: object): Promise<unknown> => registrar.run(`mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { userErrors { code message path } } }`, { input });
    await does('placesRegister', { places: [{ code: 'V2', name: 'Village 2', level: 'village', parentCode: 'D' }] });
    const { householdRegister: { household } } = await registrar.run<{ householdRegister: { household: { id: string; members: { nodes: readonly { id: string; givenName: string }[] } } } }>(
      'mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { household { id members { nodes { id givenName } } } userErrors { code message path } } }',
      { input: { code: 'QLEFT', placeCode: 'V', since: '2015-01-01', members: [{ role: 'HEAD', givenName: 'Qhead', familyName: 'Made-Up', sex: 'FEMALE', birthDate: '1971-05-17' }, { role: 'SPOUSE', givenName: 'Qspouse', familyName: 'Made-Up', sex: 'MALE', birthDate: '1970-05-17' }] } });
    const [head = '', spouse = ''] = ['Qhead', 'Qspouse'].map((name) => household.members.nodes.find(({ givenName }) => givenName === name)?.id);
    const { personErasurePropose: { erasureRun } } = await clerk.run<{ personErasurePropose: { erasureRun: Proposed } }>(ASK, { input: { personId: head, reason: 'wants to be forgotten' } });
    expect(await erased(erasureRun.id)).toMatchObject({ state: 'DONE', erased: 1 });
    const lives = async (): Promise<unknown> => (await platform.pool.query(
      `select (select l.code from people.place l where l.id = p.place_id) as place, p.household_id is not null as there, (select count(*)::int from people.residence r where r.person_id = p.id) as residences,
         (select l.code from people.household h join people.place l on l.id = h.place_id where h.id = $2) as home, (select head_id from people.household where id = $2) = $3::uuid as spouse_heads
       from people.person p where p.id = $1`, [uuid(head), uuid(household.id), uuid(spouse)])).rows[0];
    await does('householdMove', { householdId: household.id, placeCode: 'V2' });
    expect(await lives()).toEqual({ place: 'R', there: true, residences: 0, home: 'V2', spouse_heads: false });
    await does('householdMemberRemove', { householdId: household.id, personId: head, newHeadId: spouse });
    expect(await lives()).toEqual({ place: 'R', there: false, residences: 0, home: 'V2', spouse_heads: true });
    expect(await registrar.refuse('mutation ($input: HouseholdMemberAddInput!) { householdMemberAdd(input: $input) { userErrors { code message path } } }', { input: { householdId: household.id, personId: head, role: 'OTHER_RELATIVE' } })).toMatchObject([{ code: 'PERSON_ERASED' }]);
  });
});
