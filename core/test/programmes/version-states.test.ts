import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId } from '../../src/kernel/schema/ids.js';
import { ProgrammeVersionState, VERSION_MOVES } from '../../src/programmes/versions/version-state.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { CHANGE, DRAFT, EVERYBODY, OFFICER, programme, PUBLISH, REJECT, rule, SUBMIT, WITHDRAW } from './testing.js';

let platform: TestPlatform;
let people: readonly TestClient[];
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  people = ['ama', 'kofi', 'esi'].map((name) => platform.as({ name, permissions: OFFICER }));
});
afterAll(() => platform.stop());

interface Row {
  readonly id: string;
  readonly version: number;
  readonly state: ProgrammeVersionState;
  readonly effective_from: string;
  readonly in_force_to: string | null;
  readonly authors: readonly string[];
  readonly submitted_by: string | null;
  readonly published_by: string | null;
  readonly contents: string;
}

/** The versions of a programme, each with all that must stay once it was submitted. */
async function versions(programmeId: string): Promise<readonly Row[]> {
  const { rows } = await platform.pool.query<Row>(
    `select v.id, v.version, v.state, v.effective_from::text, v.in_force_to::text, v.authors, v.submitted_by, v.published_by,
       jsonb_build_array(v.number, v.effective_from, v.effective_to, v.supersedes_id, v.note, v.authors, v.drafted_by,
         (select jsonb_agg(jsonb_build_array(r.code, r.kind, r.expression, r.texts, r.source) order by r.position) from programmes.rule r where r.version_id = v.id))::text as contents
     from programmes.programme_version v where v.programme_id = $1 order by v.number`,
    [decodeId(programmeId)?.uuid],
  );
  return rows;
}

/** What somebody may try, of whichever version, over the API or past it. */
const attempt = fc.record({
  who: fc.nat(2), which: fc.nat(9), day: fc.constantFrom('2024-01-01', '2025-01-01', '2026-01-01'), supersedes: fc.nat(9),
  what: fc.constantFrom('whole', 'whole', 'draft', 'change', 'submit', 'submit', 'publish', 'publish', 'reject', 'withdraw', 'sql'),
  sql: fc.constantFrom(
    "update programmes.programme_version set state = 'DRAFT', submitted_by = null, submitted_at = null, published_by = null, published_at = null where id = $1",
    "update programmes.programme_version set state = 'PUBLISHED', published_by = 'nobody', published_at = now() where id = $1",
    "update programmes.programme_version set effective_from = '1999-01-01' where id = $1", "update programmes.programme_version set note = 'Never said' where id = $1",
    "update programmes.programme_version set in_force_to = null where id = $1", 'delete from programmes.programme_version where id = $1',
    "update programmes.rule set expression = 'false' where version_id = $1", 'delete from programmes.rule where version_id = $1',
    "insert into programmes.rule (id, version_id, code, kind, expression, position) values (kernel.uuid7(), $1, 'smuggled', 'ELIGIBILITY', 'false', 9)",
  ),
});

async function tryIt(programmeId: string, { who, which, day, supersedes, what, sql }: { who: number; which: number; day: string; supersedes: number; what: string; sql: string }): Promise<void> {
  const known = await versions(programmeId);
  const of = known[which % Math.max(1, known.length)];
  const old = known[supersedes % Math.max(1, known.length)];
  const encode = (row: Row | undefined): string | null => row ? `programme_version_${row.id.replaceAll('-', '')}` : null;
  const client = people[who];
  const published = old && ['PUBLISHED', 'SUPERSEDED'].includes(old.state) ? encode(old) : null;
  const move = { id: encode(of), version: of?.version };
  if (what === 'whole') {
    const inForce = known.filter(({ state }) => state === ProgrammeVersionState.PUBLISHED).at(-1);
    await client?.send(DRAFT, { input: { programmeId, effectiveFrom: day, supersedesId: encode(inForce), rules: [EVERYBODY] } });
    const draft = (await versions(programmeId)).at(-1);
    await client?.send(SUBMIT, { input: { id: encode(draft), version: draft?.version } });
    await people[(who + 1) % 3]?.send(PUBLISH, { input: { id: encode(draft), version: (draft?.version ?? 0) + 1 } });
  } else if (what === 'draft') await client?.send(DRAFT, { input: { programmeId, effectiveFrom: day, supersedesId: published, rules: [EVERYBODY] } });
  else if (!of) return;
  else if (what === 'sql') await platform.pool.query(sql, [of.id]).catch((error: unknown) => expect(error).toHaveProperty('code'));
  else if (what === 'change') await client?.send(CHANGE, { input: { ...move, supersedesId: published, note: day, rules: [EVERYBODY, rule('grant', 'AMOUNT', 'money("1")')] } });
  else await client?.send({ submit: SUBMIT, publish: PUBLISH, reject: REJECT, withdraw: WITHDRAW }[what] ?? '', { input: { ...move, ...(['reject', 'withdraw'].includes(what) && { reason: 'Because' }) } });
}

describe('no sequence of attempts', () => {
  it('reaches a state that is not defined, changes what was submitted, or has two versions in force on a day', async () => {
    let codes = 0;
    const reached = new Set<string>();
    await fc.assert(fc.asyncProperty(fc.array(attempt, { minLength: 6, maxLength: 20 }), async (attempts) => {
      const programmeId = await programme(people[0] as TestClient, `S${(codes += 1)}`);
      let before: readonly Row[] = [];
      for (const each of attempts) {
        await tryIt(programmeId, each);
        const after = await versions(programmeId);
        for (const was of before) {
          const is = after.find(({ id }) => id === was.id);
          expect([was.state, ...VERSION_MOVES[was.state], 'SUPERSEDED']).toContain(is?.state);
          if (was.state !== ProgrammeVersionState.DRAFT) expect(is?.contents).toBe(was.contents);
        }
        for (const { state, published_by: by, authors, submitted_by: submitter } of after) {
          reached.add(state);
          expect(Object.values(ProgrammeVersionState)).toContain(state);
          expect(by !== null).toBe(state === 'PUBLISHED' || state === 'SUPERSEDED');
          if (by) expect([...authors, submitter]).not.toContain(by);
        }
        const inForce = after.filter(({ published_by: by }) => by);
        for (const [index, one] of inForce.entries()) {
          for (const other of inForce.slice(index + 1)) {
            const [from, to] = [[one.effective_from, other.effective_from].sort()[1] ?? '', [one.in_force_to ?? '9999', other.in_force_to ?? '9999'].sort()[0] ?? ''];
            expect(from < to, `${one.id} and ${other.id} on ${from}`).toBe(false);
          }
        }
        before = after;
      }
    }), { numRuns: Number(process.env['KINGA_PROPERTY_RUNS'] ?? 20) });
    expect([...reached].sort()).toEqual(Object.values(ProgrammeVersionState).sort());
  }, 600_000);
});

it('PostgreSQL lets a version go just where it may go, from each state to each', async () => {
  const client = people[0] as TestClient;
  const reach = { DRAFT: [], IN_REVIEW: ['IN_REVIEW'], PUBLISHED: ['IN_REVIEW', 'PUBLISHED'], SUPERSEDED: ['IN_REVIEW', 'PUBLISHED', 'SUPERSEDED'], REJECTED: ['IN_REVIEW', 'REJECTED'], WITHDRAWN: ['WITHDRAWN'] } as const;
  // What goes along with each state, so that nothing but the move is wrong.
  const go = (id: string | undefined, to: string) => platform.pool.query(
    `update programmes.programme_version set state = $2::text,
       submitted_by = case when $2 = 'DRAFT' then null when $2 = 'WITHDRAWN' then submitted_by else coalesce(submitted_by, drafted_by) end,
       submitted_at = case when $2 = 'DRAFT' then null when $2 = 'WITHDRAWN' then submitted_at else coalesce(submitted_at, now()) end,
       published_by = case when $2 in ('PUBLISHED', 'SUPERSEDED') then coalesce(published_by, 'other') end, published_at = case when $2 in ('PUBLISHED', 'SUPERSEDED') then coalesce(published_at, now()) end,
       in_force_to = case when $2 = 'SUPERSEDED' then effective_from end,
       ended_by = case when $2 in ('REJECTED', 'WITHDRAWN') then 'other' end, ended_at = case when $2 in ('REJECTED', 'WITHDRAWN') then now() end, ended_because = case when $2 in ('REJECTED', 'WITHDRAWN') then 'x' end
     where id = $1`, [id, to]);
  const states = Object.values(ProgrammeVersionState);
  for (const from of states) {
    for (const to of states.filter((state) => state !== from)) {
      const programmeId = await programme(client, `M${states.indexOf(from)}${states.indexOf(to)}`);
      await client.run(DRAFT, { input: { programmeId, effectiveFrom: '2026-01-01', rules: [EVERYBODY] } });
      const [draft] = await versions(programmeId);
      for (const step of reach[from]) await go(draft?.id, step);
      const moved = await go(draft?.id, to).then(() => true, (error: { readonly constraint?: string }) => void expect(error.constraint, `${from} to ${to}`).toMatch(/^programme_version_/));
      expect(moved === true, `${from} to ${to}`).toBe(VERSION_MOVES[from].includes(to));
    }
  }
});
