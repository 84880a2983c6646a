import { mutate, type Context, type Platform, type Progress } from '@kinga/plugin-sdk';
import { office, type Office } from './office.js';

/** Sends a mutation of the story and gives what it answers; fails where it is refused. `key` is what it is known by when the story is told again. */
export async function done<A>(ctx: Context, mutation: string, key: string, selection: string, input: object): Promise<A> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const answered = await mutate<Record<string, A>>(
    ctx, `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} userErrors { code message path } } }`, { input: { ...input, idempotencyKey: `demo:${key}` } });
  const answer = answered[mutation];
  if (!answer) throw new Error(`${mutation} did not answer`);
  return answer;
}

/** Those who act in the stories of insurance and pensions on a day: who does, who decides, and who looks after payments. */
export interface Offices {
  readonly doer: Context;
  readonly decider: Context;
  readonly payments: Office;
}

/** @param roles of who does, and of who decides */
export function offices(platform: Platform, today: string, progress: Progress, roles: readonly [doer: readonly string[], decider: readonly string[]]): Offices {
  const of = (id: string, held: readonly string[]): Context => platform.context({ actor: platform.actorOf({ id, roles: [...held], places: null }), today });
  return { doer: of('scheme-officer@example.org', roles[0]), decider: of('scheme-approver@example.org', roles[1]), payments: office(platform, today, progress) };
}

/** A version of something that one person drafts, and another publishes. */
export interface Version {
  readonly id: string;
  readonly version: number;
  readonly state: string;
}

/** A programme whose rules one person drafts and another publishes: from where it stands, so that the story can be told again. @returns its id */
export async function publishedProgramme({ doer, decider }: Offices, key: string, programme: object, version: object): Promise<string> {
  const { programme: { id } } = await done<{ programme: { id: string } }>(doer, 'programmeCreate', `${key}:programme`, 'programme { id }', programme);
  const latest = async (): Promise<Version | undefined> => (await mutate<{ programme: { versions: { nodes: readonly Version[] } } }>(doer, 'query ($id: ID!) { programme(by: { id: $id }) { versions(first: 1) { nodes { id version state } } } }', { id })).programme.versions.nodes[0];
  const move = async (ctx: Context, mutation: string, { id: of, version: read }: Version): Promise<unknown> => mutate(ctx, `mutation ($input: ProgrammeVersionMoveInput!) { ${mutation}(input: $input) { userErrors { code message path } } }`, { input: { id: of, version: read } });
  if (!(await latest())) await done(doer, 'programmeVersionDraft', `${key}:draft`, 'programmeVersion { id }', { programmeId: id, ...version });
  const drafted = await latest();
  if (drafted?.state === 'DRAFT') await move(doer, 'programmeVersionSubmit', drafted);
  const submitted = await latest();
  if (submitted?.state === 'IN_REVIEW') await move(decider, 'programmeVersionPublish', submitted);
  return id;
}

/** A household whose head is old, as both stories meet it. */
export interface Home {
  readonly id: string;
  readonly code: string;
  readonly head: { readonly id: string; readonly birthDate: string };
}

/** Households of the made-up country whose head was 60 on New Year's Day of 2025, in the order of their codes: the same whenever it is told. */
export async function oldHomes(ctx: Context, count: number): Promise<readonly Home[]> {
  const { households } = await mutate<{ households: { nodes: readonly Home[] } }>(ctx,
    'query ($first: Int!) { households(first: $first, where: { head: { birthDate: { lte: "1965-01-01" } } }, orderBy: [{ code: ASC }]) { nodes { id code head { id birthDate } } } }', { first: count });
  return households.nodes;
}
