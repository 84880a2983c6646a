import { inScope } from '../kernel/read/in-scope.js';
import { join, sql, trusted, type Sql } from '../kernel/read/sql.js';
import { ask } from '../kernel/write/ask.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { byPlace, byProgramme } from '../people/scope.js';
import { aboutNotFound, aboutTwo } from './refusals.js';

/** What a grievance is about, by the names of its input. */
export interface About {
  readonly decisionId?: string | null;
  readonly enrolmentId?: string | null;
  readonly entitlementId?: string | null;
  readonly instructionId?: string | null;
}

/** Where what a grievance is about belongs, whom it is about, and who decided it. */
export interface Contested {
  readonly programme: string | null;
  readonly place: string | null;
  readonly person: string | null;
  readonly household: string | null;
  readonly deciders: readonly string[];
}

const ABOUT_NOTHING: Contested = { programme: null, place: null, person: null, household: null, deciders: [] };

/** Who took the decisions of an enrolment: every step but applications. */
const DECIDED = "array(select distinct s.made_by from programmes.enrolment_step s where s.enrolment_id = $e.id and s.to_state not in ('APPLIED', 'APPEALED') and s.made_by is not null)";

/** A select that gives the columns of `Contested`, and the alias whose `place_id` and `programme_id` say who sees it. */
const KINDS: Readonly<Record<keyof About, { readonly from: string; readonly seen: string; readonly person: string; readonly household: string; readonly deciders: string }>> = {
  decisionId: { from: 'programmes.decision t left join programmes.enrolment e on e.id = t.enrolment_id', seen: 't', person: 't.person_id', household: 't.household_id', deciders: 'array[t.decided_by]' },
  enrolmentId: { from: 'programmes.enrolment t', seen: 't', person: 't.person_id', household: 't.household_id', deciders: DECIDED.replaceAll('$e', 't') },
  entitlementId: {
    from: 'programmes.entitlement t join programmes.enrolment e on e.id = t.enrolment_id', seen: 't',
    person: 'coalesce(e.person_id, t.payee_id)', household: 'e.household_id',
    deciders: "array(select distinct d from programmes.determination f join programmes.determination_run r on r.id = f.run_id cross join lateral unnest(array[r.asked_by, r.decided_by]) d where f.id = t.determination_id and d is not null)",
  },
  instructionId: {
    from: 'transactions.payment_instruction t join transactions.payment_run r on r.id = t.run_id join programmes.entitlement i on i.id = t.entitlement_id join programmes.enrolment e on e.id = i.enrolment_id', seen: 'i',
    person: 't.payee_id', household: 'e.household_id', deciders: 'array_remove(array[r.created_by, r.approved_by], null)',
  },
};

/** Finds what a grievance is about; refused where there is no such thing that the actor may see, or where it is about two. */
export async function contestedBy(ctx: TxContext, about: About): Promise<Contested> {
  const given = (Object.keys(KINDS) as (keyof About)[]).filter((kind) => about[kind]);
  const [kind] = given;
  if (!kind) return ABOUT_NOTHING;
  if (given.length > 1) refuse(aboutTwo(given[1] ?? ''));
  const { from, seen, person, household, deciders } = KINDS[kind];
  const scope = inScope(ctx, { ...byPlace('place'), ...byProgramme('programme') }, { place: trusted(`${seen}.place_id`), programme: trusted(`${seen}.programme_id`) });
  const columns: readonly Sql[] = [
    trusted(`${seen}.programme_id as programme`), trusted(`${seen}.place_id as place`), trusted(`${person} as person`), trusted(`${household} as household`), trusted(`${deciders} as deciders`),
  ];
  const { rows: [found] } = await ask<Contested>(ctx, sql`select ${join(columns, ', ')} from ${trusted(from)} where t.id = ${about[kind]}::uuid and ${scope}`);
  return found ?? refuse(aboutNotFound(kind));
}
