import type { TestClient, TestPlatform } from '@kinga/plugin-sdk/testing';
import { anybody, done } from './some-scheme.js';

/** A scheme through the API alone: first what its rules name, then a version that one person drafts and another publishes. */
export async function schemeByApi(platform: TestPlatform, code: string, currency: string, named: (programmeId: string) => Promise<void>, rules: readonly object[]): Promise<string> {
  const [drafter, publisher] = [anybody(platform, 'drafter'), anybody(platform, 'publisher')];
  const { programme } = await done<{ programme: { id: string } }>(drafter, 'programmeCreate', { code, name: code, scheme: 'pensions', benefitType: 'pension', target: 'PERSON', currency, startsOn: '1980-01-01' }, 'programme { id }');
  await named(programme.id);
  let version: object = { programmeId: programme.id, effectiveFrom: '1980-01-01', rules };
  for (const [who, mutation, type] of [[drafter, 'programmeVersionDraft', 'ProgrammeVersionDraftInput'], [drafter, 'programmeVersionSubmit', 'ProgrammeVersionMoveInput'], [publisher, 'programmeVersionPublish', 'ProgrammeVersionMoveInput']] as const) {
    const answer = await who.run<Record<string, { programmeVersion: object }>>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { programmeVersion { id version } userErrors { code message path } } }`, { input: version });
    version = answer[mutation]?.programmeVersion ?? {};
  }
  return programme.id;
}

export interface Estimate {
  readonly outcome: string;
  readonly monthly: { readonly amount: string } | null;
  readonly values: readonly { readonly rule: string; readonly value: string | null }[];
}

/** What hypothetical people would get. */
export async function estimates(clerk: TestClient, programmeId: string, people: readonly object[]): Promise<readonly Estimate[]> {
  return (await clerk.run<{ pensionEstimates: readonly Estimate[] }>(
    'query ($p: ID!, $people: [PensionEstimateInput!]!) { pensionEstimates(programmeId: $p, people: $people) { index claimOn outcome reasons { code } monthly { amount currency } values { rule value } } }', { p: programmeId, people })).pensionEstimates;
}

/** What each rule gives. */
export const valuesOf = (estimate: Estimate | undefined): Readonly<Record<string, string | null>> => Object.fromEntries(estimate?.values.map(({ rule: code, value }) => [code, value]) ?? []);
