import fc from 'fast-check';
import { expect } from 'vitest';
import type { TestClient, TestPlatform } from '../../../src/testing/index.js';
import { encodeId } from '../../../src/kernel/schema/ids.js';
import { MERGE, mergeInput, UNMERGE } from './registry.js';

const KINDS = ['register', 'add', 'remove', 'role', 'head', 'memberMove', 'split', 'merge', 'move', 'alone', 'death', 'void', 'personMerge', 'unmerge'] as const;

/** One thing that a clerk does: which, how many days ago, and numbers that choose among what is there; `aimed` at what may be so, or at anything. */
export interface Deed {
  readonly what: (typeof KINDS)[number] | 'sleep';
  readonly ago: number;
  readonly aimed: boolean;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const deed = (what: fc.Arbitrary<Deed['what']>, aimed: fc.Arbitrary<boolean>, ago: fc.Arbitrary<number>): fc.Arbitrary<Deed> =>
  fc.record({ what, ago, aimed, a: fc.nat(30), b: fc.nat(30), c: fc.nat(30) });

/** Anything in any order, with each kind aimed at once, so that no run passes any by. */
export const deeds: fc.Arbitrary<readonly Deed[]> = fc.tuple(
  fc.tuple(...KINDS.map((kind) => deed(fc.constant(kind), fc.constant(true), fc.constant(0)))).chain((each) => fc.shuffledSubarray(each, { minLength: each.length, maxLength: each.length })),
  fc.array(deed(fc.constantFrom(...KINDS, 'sleep'), fc.boolean(), fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 }))), { minLength: 4, maxLength: 14 }),
).map(([certain, more]) => more.flatMap((each, index) => [each, ...certain.slice(Math.floor((index * certain.length) / more.length), Math.floor(((index + 1) * certain.length) / more.length))]));

interface Home {
  readonly id: string;
  readonly head: string;
  readonly others: readonly string[];
}

const HOMES = `select h.id, h.head_id as head, coalesce(array_agg(m.person_id order by m.person_id) filter (where m.person_id <> h.head_id), '{}') as others
  from people.household h join people.membership m on m.household_id = h.id and m.valid_to is null where h.closed_on is null group by h.id order by h.id desc limit 6`;
const LIVING = 'select id from people.person where merged_into_id is null and death_date is null order by id desc limit 12';
const EVENTS = `select e.id from people.life_event e where e.voids_id is null and e.kind <> 'BIRTH' and not exists (select from people.life_event v where v.voids_id = e.id) order by e.id desc limit 3`;
const MERGES = 'select id from people.person_merge where undone_on is null order by id desc limit 2';

/** What clerks do to the households of a platform. */
export class Clerks {
  /** How often each kind was done, and not refused. */
  readonly done: Record<string, number> = {};
  private codes = 0;

  constructor(private readonly platform: TestPlatform, private readonly clerk: TestClient) {}

  private async rows<R extends object>(text: string): Promise<readonly R[]> {
    return (await this.platform.pool.query<R>(text)).rows;
  }

  private async send(what: string, field: string, variables: { readonly input: object }, text?: string): Promise<void> {
    const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`;
    const { data, errors } = await this.clerk.send(text ?? `mutation ($input: ${type}!) { ${field}(input: $input) { userErrors { code path } } }`, variables);
    // Refused or done: never a fault.
    expect(errors, `${field} ${JSON.stringify(variables)}`).toEqual([]);
    const { userErrors } = (data as Record<string, { userErrors: readonly object[] }>)[field] ?? { userErrors: [{}] };
    if (userErrors.length === 0) this.done[what] = (this.done[what] ?? 0) + 1;
  }

  async act({ what, ago, aimed, a, b, c }: Deed, today: string): Promise<void> {
    if (what === 'sleep') return;
    const on = new Date(Date.parse(today) - ago * 86_400_000).toISOString().slice(0, 10);
    const homes = await this.rows<Home>(HOMES);
    const living = (await this.rows<{ id: string }>(LIVING)).map(({ id }) => id);
    const one = <T>(list: readonly T[], at: number): T | undefined => list[at % Math.max(list.length, 1)];
    const full = homes.filter(({ others }) => others.length > 0);
    const home = one(aimed && full.length > 0 ? full : homes, a);
    const other = one(aimed ? homes.filter(({ id }) => id !== home?.id) : homes, b);
    const person = (id: string | undefined): string => encodeId('person', id ?? NOBODY);
    const household = (of: Home | undefined): string => encodeId('household', of?.id ?? NOBODY);
    const member = aimed ? one(home?.others ?? [], b) : one([...(home ? [home.head, ...home.others] : []), ...living], b);
    const [householdId, personId] = [household(home), person(member)];
    const newHeadId = aimed || c % 2 === 0 ? null : person(one(home?.others ?? [], c));
    const outside = one(living.filter((id) => !homes.some(({ head, others }) => head === id || others.includes(id))), b);
    this.codes += 1;
    switch (what) {
      case 'register':
        return this.send(what, 'householdRegister', { input: { code: `P-${this.codes}`, placeCode: 'V1', since: on, members: Array.from({ length: 1 + (a % 4) }, (_, at) => ({ familyName: `P${this.codes}`, sex: 'MALE', role: at === 0 ? 'HEAD' : 'CHILD' })) } });
      case 'add':
        if (aimed && !outside) await this.send('single', 'personsRegister', { input: { placeCode: 'V1', persons: [{ familyName: `P${this.codes}`, sex: 'MALE' }] } });
        return this.send(what, 'householdMemberAdd', { input: { householdId: household(other ?? home), personId: person(aimed ? outside ?? (await this.rows<{ id: string }>(LIVING))[0]?.id : member), role: 'CHILD', on } });
      case 'remove':
        return this.send(what, 'householdMemberRemove', { input: { householdId, personId, on, newHeadId } });
      case 'role':
        return this.send(what, 'householdMemberRoleChange', { input: { householdId, personId, role: 'PARENT', on } });
      case 'head':
        return this.send(what, 'householdHeadChange', { input: { householdId, personId, formerHeadBecomes: 'PARENT', on } });
      case 'memberMove':
        return this.send(what, 'householdMemberMove', { input: { householdId, personId, toHouseholdId: household(other), role: 'CHILD', on, newHeadId } });
      case 'split':
        return this.send(what, 'householdSplit', { input: { householdId, code: `P-${this.codes}`, placeCode: c % 3 === 0 ? 'V2' : null, on, newHeadId, members: [{ personId, role: 'HEAD' }] } });
      case 'merge':
        return this.send(what, 'householdMerge', { input: { fromHouseholdId: householdId, intoHouseholdId: household(other), othersBecome: 'OTHER_RELATIVE', on } });
      case 'move':
        return this.send(what, 'householdMove', { input: { householdId, placeCode: c % 2 === 0 ? 'V1' : 'V2', on } });
      case 'alone':
        return this.send(what, 'moveRecord', { input: { personId, placeCode: c % 2 === 0 ? 'V1' : 'V2', on, newHeadId } });
      case 'death':
        return this.send(what, 'deathRecord', { input: { personId, on, newHeadId } });
      case 'void':
        if (aimed && (await this.rows(EVENTS)).length === 0) await this.send('death', 'deathRecord', { input: { personId, on, newHeadId } });
        return this.send(what, 'lifeEventVoid', { input: { lifeEventId: encodeId('lifeevent', (await this.rows<{ id: string }>(EVENTS))[aimed ? 0 : a % 3]?.id ?? NOBODY) } });
      case 'personMerge':
        return this.merge(aimed ? [one(living, a), member] : [one(living, a), one(living, b)], one(home?.others ?? [], c));
      case 'unmerge': {
        if (aimed && (await this.rows(MERGES)).length === 0) await this.merge([one(living, a), member], one(home?.others ?? [], c));
        const id = one((await this.rows<{ id: string }>(MERGES)).map((each) => each.id), aimed ? 0 : a);
        return this.send(what, 'personUnmerge', { input: { mergeId: encodeId('merge', id ?? NOBODY), reason: 'two after all' } }, UNMERGE);
      }
    }
  }

  private async merge([survivor, merged]: readonly (string | undefined)[], newHead: string | undefined): Promise<void> {
    if (!survivor || !merged) return;
    const more = newHead ? { newHeadId: encodeId('person', newHead) } : {};
    return this.send('personMerge', 'personMerge', await mergeInput(this.clerk, encodeId('person', survivor), encodeId('person', merged), more), MERGE);
  }
}

const NOBODY = '00000000-0000-7000-8000-000000000000';
