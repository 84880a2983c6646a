import type { TestPlatform } from '@kinga/plugin-sdk/testing';
import { anybody, done } from './some-registers.js';

let keys = 0;

/** A key that no other mutation has. */
export const key = (): string => `test-key-${(keys += 1)}`;

export interface Plan {
  readonly programme: string;
  readonly plan: string;
}

/** A programme of the scheme with a plan, and a version of the rules where there are any, drafted by one and published by another. */
export async function somePlan(platform: TestPlatform, code: string, rules: readonly object[] = [], more: { readonly programme?: object; readonly plan?: object } = {}): Promise<Plan> {
  const [drafter, publisher] = [anybody(platform, 'drafter'), anybody(platform, 'publisher')];
  const { programme } = await done<{ programme: { id: string } }>(drafter, 'programmeCreate', 'programme { id }', {
    code, name: code, scheme: 'health-insurance', benefitType: 'health-service', target: 'HOUSEHOLD', currency: 'GHS', startsOn: '2015-01-01', ...more.programme,
  });
  if (rules.length > 0) {
    let version: object = { programmeId: programme.id, effectiveFrom: '2015-01-01', rules: [...(rules.some((rule) => (rule as { kind: string }).kind === 'ELIGIBILITY') ? [] : [{ code: 'anybody', kind: 'ELIGIBILITY', expression: 'true' }]), ...rules] };
    for (const [who, mutation, input] of [[drafter, 'programmeVersionDraft', 'Draft'], [drafter, 'programmeVersionSubmit', 'Move'], [publisher, 'programmeVersionPublish', 'Move']] as const) {
      const answer = await who.run<Record<string, { programmeVersion: { id: string; version: number } }>>(
        `mutation ($input: ProgrammeVersion${input}Input!) { ${mutation}(input: $input) { programmeVersion { id version } userErrors { code message path } } }`, { input: version });
      version = answer[mutation]?.programmeVersion ?? {};
    }
  }
  const { insurancePlan } = await done<{ insurancePlan: { id: string } }>(drafter, 'insurancePlanCreate', 'insurancePlan { id }', { programmeId: programme.id, ...more.plan });
  return { programme: programme.id, plan: insurancePlan.id };
}

export interface Draft {
  readonly id: string;
  readonly version: number;
}

/** A draft of a version of a plan. */
export async function draft(platform: TestPlatform, plan: string, terms: object, covers: readonly object[] = []): Promise<Draft> {
  const drafter = anybody(platform, 'drafter');
  const { insurancePlanVersion } = await done<{ insurancePlanVersion: Draft }>(drafter, 'insurancePlanVersionDraft', 'insurancePlanVersion { id version }', { planId: plan, effectiveFrom: '2020-01-01', coverMonths: 12, ...terms });
  if (covers.length === 0) return insurancePlanVersion;
  return (await done<{ insurancePlanVersion: Draft }>(drafter, 'insurancePlanCoversSet', 'insurancePlanVersion { id version }', { ...insurancePlanVersion, covers })).insurancePlanVersion;
}

/** A version of a plan that a second person published. */
export async function published(platform: TestPlatform, plan: string, terms: object, covers: readonly object[] = []): Promise<string> {
  const drafted = await draft(platform, plan, terms, covers);
  await done(anybody(platform, 'publisher'), 'insurancePlanVersionPublish', 'insurancePlanVersion { id }', drafted);
  return drafted.id;
}
