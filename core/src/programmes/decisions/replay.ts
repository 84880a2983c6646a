import { Arg, Ctx, Field, ID, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { noteRead } from '../../kernel/audit/read-log.js';
import { sql } from '../../kernel/read/sql.js';
import { uuidOf } from '../../kernel/schema/ids.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';
import { inScope } from '../../kernel/read/in-scope.js';
import { evaluated, registryFacts } from '../rules/engine.js';
import { Decision } from './decision.js';
import { factList, withDigits } from './facts-of.js';
import { hiddenRules, hidesOf, reasonsBut } from './masked-reasons.js';
import type { Hides } from './hidden-facts.js';
import { DecisionOutcome } from './outcome.js';
import { reasonOf, ruleTexts, DecisionReason } from './reasons.js';
import { rulesThatStillCompile } from './basis-rules.js';
import { periodRulesInForce, rulesInForceIfAny, type ProgrammeRules } from './rules-of.js';
import { ofSubject } from './scope.js';

@ObjectType({ description: 'Something that a decision says otherwise than it was worked out again.' })
export class DecisionDifference {
  @Field(() => String, { description: 'What differs: `outcome`, `reasons`, `priority`, `amount`, or the code of a rule as `rules.<code>`; `rules` where they can no longer be computed, since a module that knew a fact is gone.' })
  what!: string;

  @Field(() => String, { nullable: true, description: 'What the decision says; null where it is masked for you.' })
  stored!: string | null;

  @Field(() => String, { nullable: true, description: 'What is worked out of the same facts by the same rules; null where it is masked for you.' })
  replayed!: string | null;
}

@ObjectType({ description: 'What rules say of somebody.' })
export class AssessedNow {
  @Field(() => DecisionOutcome, { description: 'How it ends.' })
  outcome!: DecisionOutcome;

  @Field(() => [DecisionReason], { description: 'Why.' })
  reasons!: readonly DecisionReason[];

  @Field(() => String, { nullable: true, description: 'What is due for a period, in the currency of the programme; null where nothing is, or no rule says.' })
  amount!: string | null;

  @Field(() => [String], { description: 'Which facts are other ones than they were, by their paths; of those that are masked for you nothing is said.' })
  changedFacts!: readonly string[];
}

@ObjectType({ description: 'A decision worked out again.' })
export class DecisionReplay {
  @Field(() => Decision, { nullable: true, description: 'The decision.' })
  decision!: { readonly id: string };

  @Field(() => Boolean, { description: 'Whether the facts as they were and the rules that it was judged by give just what the decision says.' })
  equal!: boolean;

  @Field(() => [DecisionDifference], { description: 'What differs; empty where it is equal.' })
  differences!: readonly DecisionDifference[];

  @Field(() => [String], { description: 'Modules that are of another version now than when it was decided, as `<module> <then> <now>`.' })
  changedModules!: readonly string[];

  @Field(() => AssessedNow, { nullable: true, description: "What today's facts give by the rules in force today; null where none are in force, or the subject is there no more." })
  today!: AssessedNow | null;
}

interface Stored {
  readonly id: string;
  readonly programme_id: string;
  readonly basis_id: string | null;
  readonly subject_id: string;
  readonly person_id: string | null;
  readonly household_id: string | null;
  readonly modules: Readonly<Record<string, string>> | null;
  /** The period that it is about, where it is about one. */
  readonly period: { readonly from: string; readonly to: string; readonly number?: number } | null;
}

/** Outcome of rules as texts, by what it says. */
type Said = Readonly<Record<string, string | null>>;

const SAID = sql`jsonb_build_object('outcome', s.outcome, 'reasons', array_to_string(s.reasons, ', '), 'priority', trim_scale(s.priority)::text, 'amount', trim_scale(s.amount)::text)
  || coalesce((select jsonb_object_agg('rules.' || key, value) from jsonb_each_text(s.values)), '{}')`;

/** What the decision says, and what is worked out again, from one snapshot. */
async function replayed(ctx: TxContext, { id }: Stored, { compiled }: ProgrammeRules, hides: Hides): Promise<readonly DecisionDifference[]> {
  const stored = sql`select d.outcome, d.reasons, d.priority, d.amount, d.rule_values as values from programmes.decision d where d.id = ${id}::uuid`;
  const again = evaluated(compiled, sql`select d.id, d.place_id, d.facts from programmes.decision d where d.id = ${id}::uuid`);
  const { rows: [both] } = await ask<{ stored: Said; replayed: Said }>(ctx, sql`select (select ${SAID} from (${stored}) s) as stored, (select ${SAID} from (${again}) s) as replayed`);
  const [then, now] = [both?.stored ?? {}, both?.replayed ?? {}];
  const hidden = hiddenRules(compiled, hides);
  return [...new Set([...Object.keys(then), ...Object.keys(now)])].filter((what) => (then[what] ?? null) !== (now[what] ?? null))
    .map((what) => ({ what, stored: saidBut(hidden, what, then[what]), replayed: saidBut(hidden, what, now[what]) }));
}

/** What is said, without what rests on what is masked. */
function saidBut(hidden: ReadonlySet<string>, what: string, said: string | null | undefined): string | null {
  if (said === null || said === undefined || hidden.has(what.replace(/^rules\./, ''))) return null;
  return what === 'reasons' ? reasonsBut(hidden, said.split(', ')).join(', ') : said;
}

/** What today's facts give by the rules in force today; for a period, what they give as of its first day. */
async function assessedToday(ctx: TxContext, stored: Stored, then: ProgrammeRules | undefined, hides: Hides): Promise<Omit<AssessedNow, 'reasons'> & { readonly codes: readonly string[]; readonly versionId: string } | null> {
  const rules = await (stored.period ? periodRulesInForce : rulesInForceIfAny)(ctx, stored.programme_id, stored.period?.from ?? ctx.today);
  if (!rules) return null;
  const facts = registryFacts(ctx, rules.compiled, { where: (row) => sql`${row}.id = ${stored.subject_id}::uuid`, programmeId: stored.programme_id, ...(stored.period && { period: stored.period }) });
  const { rows: [found] } = await ask<{ outcome: DecisionOutcome; reasons: string[]; amount: string | null; facts: string; stored_facts: string }>(ctx, sql`
    select e.outcome, e.reasons, round(e.amount, ${rules.compiled.set.minorDigits}::int)::text as amount, e.facts::text, (select d.facts::text from programmes.decision d where d.id = ${stored.id}::uuid) as stored_facts from (${evaluated(rules.compiled, facts)}) e`);
  if (!found) return null;
  const [before, now] = ([[found.stored_facts, then], [found.facts, rules]] as const).map(([json, by]) =>
    new Map(factList(withDigits(json), by?.compiled.facts, hides).map(({ path, value, masked }) => [path, masked ? undefined : value])));
  const changedFacts = [...new Set([...before?.keys() ?? [], ...now?.keys() ?? []])].filter((path) => before?.get(path) !== now?.get(path)).sort();
  return { outcome: found.outcome, codes: reasonsBut(hiddenRules(rules.compiled, hides), found.reasons), amount: found.amount, changedFacts, versionId: rules.versionId };
}

@Resolver()
export class ReplayDecision {
  @Query(() => DecisionReplay, { nullable: true, description: 'Works a decision out again from the facts as they were and the rules that it was judged by, and says whether that gives the same; beside it, what today would give, or for a period what determining it again would. Null where there is no such decision that you may see.' })
  @Requires('programmes.decisions.read')
  async decisionReplay(@Arg('id', () => ID, { description: 'Which decision.' }) id: string, @Ctx() ctx: Context): Promise<DecisionReplay | null> {
    const found = await inTransaction(ctx, async (tx) => {
      const { rows: [stored] } = await ask<Stored>(tx, sql`
        select d.id, d.programme_id, d.basis_id, d.person_id, d.household_id, coalesce(d.person_id, d.household_id, d.organisation_id) as subject_id, b.modules,
          case when d.period_from is not null then jsonb_strip_nulls(jsonb_build_object('from', d.period_from, 'to', d.period_to, 'number', (select p.number from programmes.benefit_period p where p.programme_id = d.programme_id and p.period_from = d.period_from))) end as period
        from programmes.decision d left join programmes.decision_basis b on b.id = d.basis_id
        where d.id = ${uuidOf('decision', id)}::uuid and ${inScope(tx, ofSubject, { person: sql`d.person_id`, household: sql`d.household_id`, organisation: sql`d.organisation_id`, programme: sql`d.programme_id` })}`);
      if (!stored) return null;
      return beyondScope(tx, async () => {
        const rules = stored.basis_id === null ? undefined : await rulesThatStillCompile(tx, stored.basis_id);
        const hides = await hidesOf(tx, { ...(stored.person_id !== null && { person: sql`${stored.person_id}::uuid` }), ...(stored.household_id !== null && { household: sql`${stored.household_id}::uuid` }) });
        const gone = stored.basis_id === null ? [] : [{ what: 'rules', stored: null, replayed: null }];
        return { stored, differences: rules ? await replayed(tx, stored, rules, hides) : gone, today: await assessedToday(tx, stored, rules, hides) };
      });
    });
    await noteRead(ctx, { fields: ['DecisionReplay.today', 'DecisionReplay.differences'], subjects: found ? [found.stored.subject_id] : [] });
    if (!found) return null;
    const { stored, differences, today } = found;
    const texts = today && (await ruleTexts(ctx, today.versionId));
    return {
      decision: { id: stored.id }, equal: differences.length === 0, differences, changedModules: changedModules(ctx, stored.modules ?? {}),
      today: today && { ...today, reasons: today.codes.map((code) => reasonOf(ctx, code, texts?.get(code))) },
    };
  }
}

function changedModules({ platform: { plan } }: Context, then: Readonly<Record<string, string>>): readonly string[] {
  const now = new Map(plan.modules.map(({ id, version }) => [id, version]));
  return Object.entries(then).filter(([id, version]) => now.get(id) !== version).map(([id, version]) => `${id} ${version} ${now.get(id) ?? '-'}`);
}
