import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { SEEN_CATEGORIES } from '../../kernel/read/mask.js';
import { readRows } from '../../kernel/read/read-rows.js';
import type { Texts } from '../../kernel/schema/local-texts.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Needs } from '../../kernel/schema/resource.js';
import { basisRules } from './basis-rules.js';
import { Decision } from './decision.js';
import { hidesFrom } from './hidden-facts.js';
import { hiddenRules, MASKED_REASON, reasonsBut } from './masked-reasons.js';

@ObjectType({ description: 'Why a decision ended as it did.' })
export class DecisionReason {
  @Field(() => String, { description: 'The code of a rule, or of what kept it from deciding; MASKED stands for rules that rest on what is masked for you.' })
  code!: string;

  @Field(() => String, { nullable: true, description: "What it says to people, in the caller's language or in one that there is; null where nobody wrote it." })
  text!: string | null;
}

/** Reasons that are of no rule, in English; other languages are in the locales, under `decision.<code>`. */
const OWN: Readonly<Record<string, string>> = {
  AMOUNT_UNKNOWN: 'Something that the amount is worked out from is not known.',
  AMOUNT_NEGATIVE: 'The amount would be less than nothing.',
  NOT_ENROLLED: 'Nobody was enrolled on the first day of the period.',
  SUSPENDED: 'The enrolment was suspended on the first day of the period.',
  AFTER_CUT_OFF: 'The enrolment began after the day on which the list of the period was closed.',
  NOT_REGISTERED: 'Whom it is about is not in the registry.',
  AMOUNT_NOT_ROUNDED: 'The amount is finer than the currency can be paid in.',
  [MASKED_REASON]: 'A condition that rests on what is masked.',
};

/** A code with its text for the caller. */
export function reasonOf({ platform, locale }: Context, code: string, texts: Texts | undefined): DecisionReason {
  const own = OWN[code] && (platform.texts.of(locale, `decision.${code}`) ?? OWN[code]);
  return { code, text: own ?? (texts && textIn(texts, locale)) ?? null };
}

/** As `textFor` says it in SQL. */
function textIn(texts: Texts, locale: string): string | undefined {
  return texts[locale] ?? texts[locale.split('-')[0] ?? ''] ?? texts['en'] ?? Object.entries(texts).toSorted(([one], [other]) => (one < other ? -1 : 1))[0]?.[1];
}

/** What the rules of bases or versions say to people, by code, in the order asked, with one statement. */
async function textsOf(ctx: Context, ids: readonly string[]): Promise<readonly ReadonlyMap<string, Texts>[]> {
  const { rows } = await readRows<{ id: string; texts: Record<string, Texts> }>(ctx, `
    select k.id, jsonb_object_agg(r.code, r.texts) as texts
    from (select b.id, b.version_id from programmes.decision_basis b where b.id = any($1) union all select v.id, v.id from programmes.programme_version v where v.id = any($1)) k
    join programmes.rule r on r.version_id = k.version_id group by k.id`, [ids]);
  const found = new Map(rows.map(({ id, texts }) => [id, new Map(Object.entries(texts))]));
  return ids.map((id) => found.get(id) ?? new Map());
}

/** What the rules of a version, or of a basis, say to people, by their codes. */
export function ruleTexts(ctx: Context, id: string): Promise<ReadonlyMap<string, Texts>> {
  return ctx.reads.loader<string, ReadonlyMap<string, Texts>>('programmes.rule-texts', (ids) => textsOf(ctx, ids)).load(id);
}

@Resolver(() => Decision)
export class DecisionReasons {
  @FieldResolver(() => [DecisionReason], { description: 'Why: the rules that did not hold, or that could not be told, in the order of the version.' })
  @Requires('programmes.decisions.read')
  @Needs('reasonCodes', 'basis', SEEN_CATEGORIES)
  async reasons(@Root() { reasonCodes, basis, [SEEN_CATEGORIES]: seen }: ReasonsRow, @Ctx() ctx: Context): Promise<readonly DecisionReason[]> {
    if (basis === null || reasonCodes.length === 0) return reasonCodes.map((code) => reasonOf(ctx, code, undefined));
    const rules = await basisRules(ctx, basis);
    // What nobody can tell to be masked is masked.
    const hidden = rules ? hiddenRules(rules.compiled, hidesFrom(ctx, seen)) : new Set(reasonCodes.filter((code) => !OWN[code]));
    const texts = await ruleTexts(ctx, basis);
    return reasonsBut(hidden, reasonCodes).map((code) => reasonOf(ctx, code, texts.get(code)));
  }
}

interface ReasonsRow {
  readonly reasonCodes: readonly string[];
  readonly basis: string | null;
  readonly [SEEN_CATEGORIES]: readonly string[];
}
