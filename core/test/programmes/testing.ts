import type { TestClient, TestPlatform } from '../../src/testing/index.js';

const FACTS = ['people.persons.read', 'people.households.read', 'people.places.read'];
export const OFFICER = ['programmes.programmes.read', 'programmes.programmes.manage', 'programmes.versions.publish', 'programmes.rules.use-masked', 'calendars.calendars.read', ...FACTS];

export const CREATE = `mutation ($input: ProgrammeCreateInput!) { programmeCreate(input: $input) { programme { id version code name localName names { language text }
  benefitType legalBasis iloFunction contributory meansTested budget { amount currency } places calendar { code } } userErrors { code message path hint } } }`;
const answer = '{ programmeVersion { id version number state effectiveFrom effectiveTo inForceTo authors publishedBy endedBecause } userErrors { code message path hint ... on InvalidText { line column } } }';
export const DRAFT = `mutation ($input: ProgrammeVersionDraftInput!) { programmeVersionDraft(input: $input) ${answer} }`;
export const CHANGE = `mutation ($input: ProgrammeVersionChangeInput!) { programmeVersionChange(input: $input) ${answer} }`;
export const SUBMIT = `mutation ($input: ProgrammeVersionMoveInput!) { programmeVersionSubmit(input: $input) ${answer} }`;
export const PUBLISH = `mutation ($input: ProgrammeVersionMoveInput!) { programmeVersionPublish(input: $input) ${answer} }`;
export const REJECT = `mutation ($input: ProgrammeVersionEndInput!) { programmeVersionReject(input: $input) ${answer} }`;
export const WITHDRAW = `mutation ($input: ProgrammeVersionEndInput!) { programmeVersionWithdraw(input: $input) ${answer} }`;

export interface Version {
  readonly id: string;
  readonly version: number;
  readonly number: number;
  readonly state: string;
  readonly effectiveFrom: string;
  readonly inForceTo: string | null;
  readonly authors: readonly string[];
}

/** Somebody who drafts and somebody who publishes, both of whom may do either. */
export function officers(platform: TestPlatform): { readonly ama: TestClient; readonly kofi: TestClient } {
  return { ama: platform.as({ name: 'ama', permissions: OFFICER }), kofi: platform.as({ name: 'kofi', permissions: OFFICER }) };
}

/** The version that a mutation answers with. */
export async function versionOf(client: TestClient, mutation: string, input: object): Promise<Version> {
  const [answered] = Object.values(await client.run<Record<string, { readonly programmeVersion: Version }>>(mutation, { input }));
  if (!answered) throw new Error('no answer');
  return answered.programmeVersion;
}

export const programmeInput = (code: string, more: object = {}): object => ({ code, name: code, scheme: 'programmes', target: 'HOUSEHOLD', currency: 'GHS', startsOn: '2020-01-01', ...more });

/** A programme's id. */
export async function programme(client: TestClient, code: string, more: object = {}): Promise<string> {
  const { programmeCreate } = await client.run<{ programmeCreate: { programme: { id: string } } }>(CREATE, { input: programmeInput(code, more) });
  return programmeCreate.programme.id;
}

export const rule = (code: string, kind: string, expression: string, more: object = {}): object => ({ code, kind, expression, ...more });
export const EVERYBODY = rule('everybody', 'ELIGIBILITY', 'true');

/** A version that was drafted and submitted by one, and published by another. */
export async function publishedVersion(platform: TestPlatform, input: object): Promise<Version> {
  const { ama, kofi } = officers(platform);
  const draft = await versionOf(ama, DRAFT, input);
  const submitted = await versionOf(ama, SUBMIT, { id: draft.id, version: draft.version });
  return versionOf(kofi, PUBLISH, { id: draft.id, version: submitted.version });
}
