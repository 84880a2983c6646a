import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { CHANGE, DRAFT, EVERYBODY, officers, programme, publishedVersion, PUBLISH, REJECT, rule, SUBMIT, versionOf, WITHDRAW, OFFICER } from './testing.js';

let platform: TestPlatform;
let ama: TestClient;
let kofi: TestClient;
beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  ({ ama, kofi } = officers(platform));
});
afterAll(() => platform.stop());

const OLD = rule('extremely_poor', 'ELIGIBILITY', 'household.members.size() > 0', { texts: [{ language: 'en', text: 'Nobody lives there' }, { language: 'fr', text: 'Personne ne vit là' }], source: 'Act 12, section 3' });
const IN_FORCE = `query ($code: String!, $on: LocalDate) { programme(by: { code: $code }) { versionInForce(on: $on) { number rules(orderBy: [{ position: ASC }]) { nodes { code kind expression text source } } } } }`;

async function inForce(code: string, on?: string): Promise<number | null> {
  const { programme: found } = await ama.run<{ programme: { versionInForce: { number: number } | null } }>(IN_FORCE, { code, on });
  return found.versionInForce?.number ?? null;
}

describe('a version of a programme', () => {
  it('is drafted and submitted by one, published by another, and in force from its first day on', async () => {
    const programmeId = await programme(ama, 'FIRST');
    const draft = await versionOf(ama, DRAFT, { programmeId, effectiveFrom: '2026-04-01', note: 'The first', rules: [OLD, rule('grant', 'AMOUNT', 'money("12.50") * household.members.size()')] });
    expect(draft).toMatchObject({ number: 1, state: 'DRAFT', effectiveFrom: '2026-04-01', inForceTo: null, authors: ['ama@example.org'] });
    const submitted = await versionOf(ama, SUBMIT, { id: draft.id, version: draft.version });
    expect(submitted).toMatchObject({ state: 'IN_REVIEW' });
    const published = await versionOf(kofi, PUBLISH, { id: draft.id, version: submitted.version });
    expect(published).toMatchObject({ state: 'PUBLISHED', publishedBy: 'kofi@example.org' });
    expect([await inForce('FIRST'), await inForce('FIRST', '2026-03-31'), await inForce('FIRST', '2026-04-01')]).toEqual([null, null, 1]);
    const french = platform.as({ permissions: OFFICER, locale: 'fr' });
    expect(await french.run(IN_FORCE, { code: 'FIRST', on: '2027-01-01' })).toEqual({ programme: { versionInForce: { number: 1, rules: { nodes: [
      { code: 'extremely_poor', kind: 'ELIGIBILITY', expression: 'household.members.size() > 0', text: 'Personne ne vit là', source: 'Act 12, section 3' },
      { code: 'grant', kind: 'AMOUNT', expression: 'money("12.50") * household.members.size()', text: null, source: null },
    ] } } } });
  });

  it('is published by nobody who wrote a word of it, also not past the API', async () => {
    const draft = await versionOf(ama, DRAFT, { programmeId: await programme(ama, 'SECOND'), effectiveFrom: '2026-01-01', rules: [EVERYBODY] });
    const changed = await versionOf(kofi, CHANGE, { id: draft.id, version: draft.version, note: 'A word' });
    expect(changed.authors).toEqual(['ama@example.org', 'kofi@example.org']);
    const esi = platform.as({ name: 'esi', permissions: OFFICER });
    const { id, version } = await versionOf(esi, SUBMIT, { id: changed.id, version: changed.version });
    for (const author of [ama, kofi, esi]) expect(await author.refuse(PUBLISH, { input: { id, version } })).toMatchObject([{ code: 'OWN_VERSION', path: ['input', 'id'] }]);
    const past = (by: string) => platform.pool.query("update programmes.programme_version set state = 'PUBLISHED', published_by = $1, published_at = now() where state = 'IN_REVIEW'", [by]);
    for (const by of ['ama@example.org', 'esi@example.org']) await expect(past(by)).rejects.toMatchObject({ constraint: 'programme_version_second_person' });
    const impostor = platform.pool.query("begin; set local kinga.actor = 'ama@example.org'; update programmes.programme_version set state = 'PUBLISHED', published_by = 'yaw', published_at = now() where state = 'IN_REVIEW'; commit");
    await expect(impostor).rejects.toMatchObject({ constraint: 'programme_version_as_submitted' });
    await versionOf(platform.as({ name: 'yaw', permissions: OFFICER }), PUBLISH, { id, version });
  });

  it('needs a rule on who is eligible, and days on which the programme runs', async () => {
    const programmeId = await programme(ama, 'THIRD', { endsOn: '2027-01-01' });
    const draft = await versionOf(ama, DRAFT, { programmeId, effectiveFrom: '2027-01-01', rules: [rule('grant', 'AMOUNT', 'money("1")')] });
    expect(await ama.refuse(SUBMIT, { input: { id: draft.id, version: draft.version } })).toMatchObject([{ code: 'ELIGIBILITY_NEEDED' }, { code: 'OUTSIDE_PROGRAMME', message: 'The programme does not run on 2027-01-01: it does from 2020-01-01 to 2027-01-01.' }]);
    expect(await ama.refuse(DRAFT, { input: { programmeId, effectiveFrom: '2026-02-01', effectiveTo: '2026-02-01' } })).toMatchObject([{ code: 'PROGRAMME_VERSION_DATES', path: ['input', 'effectiveTo'] }]);
  });

  it('is not overtaken: whoever read an older draft is told', async () => {
    const draft = await versionOf(ama, DRAFT, { programmeId: await programme(ama, 'FOURTH'), effectiveFrom: '2026-01-01', rules: [EVERYBODY] });
    const changed = await versionOf(kofi, CHANGE, { id: draft.id, version: draft.version, rules: [EVERYBODY, OLD] });
    expect(await ama.refuse(SUBMIT, { input: { id: draft.id, version: draft.version } })).toMatchObject([{ code: 'CHANGED_MEANWHILE' }]);
    await versionOf(ama, SUBMIT, { id: draft.id, version: changed.version });
    expect(await ama.refuse(CHANGE, { input: { id: draft.id, version: changed.version + 1, note: 'Late' } })).toMatchObject([{ code: 'PROGRAMME_VERSION_MOVE', message: 'Version 1 is IN_REVIEW; it cannot become changed.' }]);
  });

  it('begins with the rules of another where that is asked, is rejected or withdrawn with a reason, and stays as it was', async () => {
    const programmeId = await programme(ama, 'FIFTH');
    const first = await versionOf(ama, DRAFT, { programmeId, effectiveFrom: '2026-01-01', rules: [OLD] });
    const second = await versionOf(ama, DRAFT, { programmeId, effectiveFrom: '2026-06-01', copyOfId: first.id });
    const rules = await ama.run('query ($id: ID!) { programmeVersion(by: { id: $id }) { rules { nodes { code text texts { language } } } } }', { id: second.id });
    expect(rules).toMatchObject({ programmeVersion: { rules: { nodes: [{ code: 'extremely_poor', text: 'Nobody lives there', texts: [{ language: 'en' }, { language: 'fr' }] }] } } });
    const { version } = await versionOf(ama, SUBMIT, { id: second.id, version: second.version });
    expect(await kofi.refuse(REJECT, { input: { id: first.id, version: first.version, reason: 'Not yet' } })).toMatchObject([{ code: 'PROGRAMME_VERSION_MOVE' }]);
    expect(await versionOf(kofi, REJECT, { id: second.id, version, reason: 'The act says otherwise' })).toMatchObject({ state: 'REJECTED', endedBecause: 'The act says otherwise' });
    expect(await versionOf(ama, WITHDRAW, { id: first.id, version: first.version, reason: 'Superfluous' })).toMatchObject({ state: 'WITHDRAWN' });
    expect(await inForce('FIFTH', '2026-07-01')).toBeNull();
  });
});

describe('versions follow one another', () => {
  it('without overlap: one that would be in force together with another names it, and takes its place', async () => {
    const programmeId = await programme(ama, 'SIXTH');
    const first = await publishedVersion(platform, { programmeId, effectiveFrom: '2024-01-01', rules: [EVERYBODY] });
    const rival = await versionOf(ama, DRAFT, { programmeId, effectiveFrom: '2025-01-01', copyOfId: first.id });
    const submitted = await versionOf(ama, SUBMIT, { id: rival.id, version: rival.version });
    expect(await kofi.refuse(PUBLISH, { input: { id: rival.id, version: submitted.version } })).toMatchObject([
      { code: 'PROGRAMME_VERSION_OVERLAPS', message: 'Version 1 is in force from 2024-01-01 to no end: both would be on some days.' },
    ]);
    await publishedVersion(platform, { programmeId, effectiveFrom: '2025-01-01', supersedesId: first.id, copyOfId: first.id });
    const { programmeVersion } = await ama.run<{ programmeVersion: object }>('query ($id: ID!) { programmeVersion(by: { id: $id }) { state effectiveTo inForceTo } }', { id: first.id });
    expect(programmeVersion).toEqual({ state: 'SUPERSEDED', effectiveTo: null, inForceTo: '2025-01-01' });
    expect([await inForce('SIXTH', '2023-12-31'), await inForce('SIXTH', '2024-12-31'), await inForce('SIXTH', '2025-01-01')]).toEqual([null, 1, 3]);
  });

  it('also into the past, piece by piece and without leaving a gap', async () => {
    const programmeId = await programme(ama, 'SEVENTH');
    const first = await publishedVersion(platform, { programmeId, effectiveFrom: '2024-01-01', rules: [EVERYBODY] });
    const second = await publishedVersion(platform, { programmeId, effectiveFrom: '2025-01-01', supersedesId: first.id, rules: [EVERYBODY] });
    const gap = await versionOf(ama, DRAFT, { programmeId, effectiveFrom: '2024-07-01', effectiveTo: '2024-10-01', supersedesId: first.id, rules: [EVERYBODY] });
    const { version } = await versionOf(ama, SUBMIT, { id: gap.id, version: gap.version });
    expect(await kofi.refuse(PUBLISH, { input: { id: gap.id, version } })).toMatchObject([{ code: 'PROGRAMME_VERSION_GAP', message: 'It would take the place of version 1, and no version would be in force from 2024-10-01 to 2025-01-01.' }]);
    await publishedVersion(platform, { programmeId, effectiveFrom: '2024-07-01', effectiveTo: '2025-01-01', supersedesId: first.id, rules: [EVERYBODY] });
    await publishedVersion(platform, { programmeId, effectiveFrom: '2025-01-01', supersedesId: second.id, rules: [EVERYBODY] });
    expect([await inForce('SEVENTH', '2024-06-30'), await inForce('SEVENTH', '2024-07-01'), await inForce('SEVENTH', '2024-12-31'), await inForce('SEVENTH', '2025-01-01')]).toEqual([1, 4, 4, 5]);
  });

  it('as programmes list them, with as many statements for many as for one', async () => {
    const query = 'query ($n: Int!) { programmes(first: $n) { nodes { code versionInForce(on: "2027-01-01") { number rules { nodes { code } } } versions { nodes { number state rules { nodes { code } } } } } } }';
    const count = async (n: number) => {
      await ama.run(query, { n });
      return ama.statements();
    };
    expect(await count(7)).toBe(await count(1));
  });
});
