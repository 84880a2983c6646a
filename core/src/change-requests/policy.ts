import { Decimal } from 'decimal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { approvalSettings, type ChangeCondition, type ChangePolicy, type StepDeciders } from './settings.js';
import { valuesAt } from './values-at.js';

/** Deciding on any change request takes this. */
export const DECIDE = 'change-requests.requests.decide';

/** What those who decide must have, all of it. */
export interface Deciders {
  readonly permissions: readonly string[];
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}

/** What must be approved before the next is. */
export interface Step extends Deciders {
  readonly name: string;
  readonly approvals: number;
  readonly days: number | undefined;
  readonly lapses: boolean;
  /** Who else may decide once it is late. */
  readonly late: Deciders | undefined;
}

/** What the policies that apply to a mutation ask for together. */
export interface Approval {
  readonly steps: readonly Step[];
  readonly repeats: boolean;
  readonly evidence: boolean;
  readonly days: number | undefined;
}

/** What a mutation has to wait for; `undefined` where it is not held back. */
export async function approvalOf(ctx: TxContext, operation: string, given: object): Promise<Approval | undefined> {
  const applying: { readonly policy: ChangePolicy; readonly steps: readonly Step[] }[] = [];
  for (const policy of approvalSettings(ctx.platform).byOperation.get(operation) ?? []) {
    if (policy.fields && !policy.fields.some((field) => isGiven(given, field))) continue;
    if (!(await allHold(ctx, given, policy.when))) continue;
    const steps = await stepsOf(ctx, policy, given);
    if (steps.length > 0) applying.push({ policy, steps });
  }
  if (applying.length === 0) return undefined;
  const days = applying.flatMap(({ policy }) => policy.days ?? []);
  return {
    steps: [...Map.groupBy(applying.flatMap(({ steps }) => steps), ({ name }) => name).values()].map(together),
    repeats: applying.every(({ policy }) => policy.repeats),
    evidence: applying.some(({ policy }) => policy.evidence),
    days: days.length > 0 ? Math.min(...days) : undefined,
  };
}

async function stepsOf(ctx: TxContext, { steps = [{ name: 'approval', approvals: 1, lapses: false }], approve }: ChangePolicy, given: object): Promise<readonly Step[]> {
  const found: Step[] = [];
  for (const { name, approvals, when, days, lapses, by, escalate } of steps) {
    if (!(await allHold(ctx, given, when))) continue;
    found.push({ name, approvals, days, lapses, ...decidersOf(by, approve), late: escalate && decidersOf(escalate, approve) });
  }
  return found;
}

function decidersOf({ permission, role, group }: StepDeciders = {}, approve?: string): Deciders {
  return { permissions: unique([DECIDE, permission, approve]), roles: unique([role]), groups: unique([group]) };
}

const unique = (given: readonly (string | undefined)[]): readonly string[] => [...new Set(given.filter((each) => each !== undefined))].sort();

/** Of steps with one name: one that takes all that each of them takes. */
function together(steps: readonly Step[]): Step {
  return steps.reduce((one, other) => ({
    ...all(one, other),
    name: one.name,
    approvals: Math.max(one.approvals, other.approvals),
    days: one.days === undefined || other.days === undefined ? (one.days ?? other.days) : Math.min(one.days, other.days),
    lapses: one.lapses || other.lapses,
    late: one.late && other.late ? all(one.late, other.late) : (one.late ?? other.late),
  }));
}

function all(one: Deciders, other: Deciders): Deciders {
  return { permissions: unique([...one.permissions, ...other.permissions]), roles: unique([...one.roles, ...other.roles]), groups: unique([...one.groups, ...other.groups]) };
}

/** Null is given: it takes away what is there. */
function isGiven(given: unknown, path: string): boolean {
  const value = path.split('.').reduce<unknown>((of, step) => (of as Record<string, unknown> | null | undefined)?.[step], given);
  return value !== undefined;
}

async function allHold(ctx: TxContext, given: object, conditions: readonly ChangeCondition[] = []): Promise<boolean> {
  for (const condition of conditions) if (!(await holds(ctx, given, condition))) return false;
  return true;
}

/** What nobody can tell of a row that is referred to counts as if it held: rather one approval too many. */
async function holds(ctx: TxContext, given: object, { field, from, in: values = [] }: ChangeCondition): Promise<boolean> {
  const found = await valuesAt(ctx, given, field.split('.'));
  if (found.some(({ value, referred }) => referred && value === null)) return true;
  const known = found.flatMap(({ value }) => value ?? []);
  if (from === undefined) return known.some((value) => values.includes(value));
  return known.length > 0 && sizeOf(known).gte(from);
}

/** How large amounts are together, whichever their sign: of the postings of a transaction, what it debits or credits. */
function sizeOf(amounts: readonly string[]): Decimal {
  const sums = [1, -1].map((sign) => amounts.map((amount) => new Decimal(amount).times(sign)).filter((amount) => amount.gt(0)).reduce((sum, amount) => sum.plus(amount), new Decimal(0)));
  return Decimal.max(...sums);
}
