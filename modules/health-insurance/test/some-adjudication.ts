import type { TestClient, TestPlatform } from '@kinga/plugin-sdk/testing';
import { published, somePlan } from './some-plan.js';
import { anybody, done } from './some-registers.js';
import { submit } from './some-claims.js';

export interface Outcome {
  readonly state: string;
  readonly reason: string | null;
  readonly category: string | null;
  readonly approved: { readonly amount: string } | null;
  /** `code: reason`, or `code: paid/rejected/deductible/member/over` of what was claimed. */
  readonly lines: readonly string[];
}

const SELECTION = `state reason category approved { amount } lines(first: 50, orderBy: [{ number: ASC }]) { nodes { serviceCode outcomes(first: 1) { nodes {
  reason quantity claimed { amount } rejected { amount } deductible { amount } memberShare { amount } overCeiling { amount } adjusted { amount } paid { amount } } } } }`;

type Money = { readonly amount: string } | null;
interface Told extends Omit<Outcome, 'lines'> {
  readonly lines: { readonly nodes: readonly { readonly serviceCode: string; readonly outcomes: { readonly nodes: readonly { readonly reason: string | null; readonly rejected: Money; readonly deductible: Money; readonly memberShare: Money; readonly overCeiling: Money; readonly paid: Money; readonly adjusted: Money }[] } }[] };
}

const number = (money: Money): string => (money === null ? '?' : String(Number(money.amount)));

/** What became of a claim. */
export async function outcomeOf(client: TestClient, id: string): Promise<Outcome> {
  const { claim } = await client.run<{ claim: Told }>(`query ($id: ID!) { claim(by: { id: $id }) { ${SELECTION} } }`, { id });
  return {
    ...claim,
    lines: claim.lines.nodes.map(({ serviceCode, outcomes: { nodes: [found] } }) => !found ? `${serviceCode}: –` : found.reason !== null ? `${serviceCode}: ${found.reason}`
      : `${serviceCode}: ${[found.paid ?? found.adjusted, found.rejected, found.deductible, found.memberShare, found.overCeiling].map(number).join('/')}`),
  };
}

/** Adjudicates claims. */
export async function adjudicate(client: TestClient, ids: readonly string[], until = 'VALUED'): Promise<void> {
  await done(client, 'claimsAdjudicate', 'claims { id }', { ids, until });
}

/** Submits a claim and adjudicates it; gives what became of it. */
export async function claimed(platform: TestPlatform, claim: object, until = 'VALUED'): Promise<Outcome & { readonly id: string }> {
  const id = await submit(anybody(platform, 'clerk'), claim);
  const officer = anybody(platform, 'officer');
  await adjudicate(officer, [id], until);
  return { id, ...(await outcomeOf(officer, id)) };
}

/** A plan with a published version. */
export async function planWith(platform: TestPlatform, code: string, terms: object, covers: readonly (object | string)[]): Promise<string> {
  const { plan } = await somePlan(platform, code);
  return published(platform, plan, terms, covers.map((cover) => (typeof cover === 'string' ? { serviceCode: cover } : cover)));
}

export { published };
