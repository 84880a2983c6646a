import {
  Ctx, Decimal, Field, FieldResolver, Int, ManyToOne, MoneyField, Needs, Node, Privacy, Property, Requires, Resolver, Resource, Root, type Context, type Rel,
} from '@kinga/plugin-sdk';
import { ClaimLine } from '../claims/claim-line.js';
import { Claim } from '../claims/claim.js';
import { care } from '../claims/masked-care.js';
import { byClaim, ofTheClaim } from '../claims/scope.js';
import { adjudicationSteps } from './step.js';
import { wordOf } from './words.js';

@Resource({
  description: 'What a step of an adjudication did to a line of a claim. A step that did nothing to it left no row.',
  table: 'health_insurance.claim_line_step',
  prefix: 'claim_line_step',
  read: 'health-insurance.claims.read',
  privacy: { subject: ofTheClaim('claim'), sensitivity: 'sensitive', purpose: 'health-insurance' },
  scope: byClaim('claim'),
  seenWith: ['claim', 'line'],
})
export class ClaimLineStep extends Node {
  @Field(() => Claim, { description: 'Of which claim.' })
  @ManyToOne(() => Claim, { fieldName: 'claim_id', type: 'uuid' })
  claim!: Rel<Claim>;

  @Field(() => ClaimLine, { description: 'Of which line.' })
  @ManyToOne(() => ClaimLine, { fieldName: 'line_id', type: 'uuid' })
  line!: Rel<ClaimLine>;

  @Field(() => Int, { description: 'By which adjudication of the claim, from 1.' })
  @Property({ type: 'integer' })
  adjudication!: number;

  @Field(() => Int, { description: 'Where the step stood in the chain.' })
  @Property({ type: 'integer' })
  position!: number;

  @Field(() => String, { description: 'Which step, as one of `claimSteps`.' })
  @Property({ type: 'text' })
  step!: string;

  @Field(() => String, { nullable: true, description: 'Why it rejected the line, as one of `claimReasons`; null where it did not.' })
  @Property({ type: 'text', nullable: true })
  reason!: string | null;

  @Field(() => Decimal, { description: 'The quantity that counted before.' })
  @Property({ type: 'numeric', fieldName: 'quantity_before' })
  quantityBefore!: string;

  @Field(() => Decimal, { description: 'The quantity that counted after it.' })
  @Property({ type: 'numeric', fieldName: 'quantity_after' })
  quantityAfter!: string;

  @Property({ type: 'numeric', fieldName: 'amount_before' })
  amountBeforeNumber!: string;

  @Property({ type: 'numeric', fieldName: 'amount_after' })
  amountAfterNumber!: string;

  @Property({ type: 'text' })
  currency!: string;

  @MoneyField({ amount: 'amountBeforeNumber', currency: 'currency', description: 'What was left to be paid before.' })
  amountBefore!: unknown;

  @MoneyField({ amount: 'amountAfterNumber', currency: 'currency', description: 'What was left to be paid after it.' })
  amountAfter!: unknown;

  /** What it went by, as texts by name. */
  @Privacy(care)
  @Property({ type: 'jsonb' })
  facts!: Record<string, unknown>;
}

/** What happens to lines beside the chain. */
const LATER: Readonly<Record<string, string>> = { 'relative-index': 'By the index {index} of the period from {from} to {to}, {amount} come to what is paid.' };

@Resolver(() => ClaimLineStep)
export class TellStep {
  @Privacy(care)
  @FieldResolver(() => String, { nullable: true, description: 'What it did, in words.' })
  @Requires('health-insurance.claims.read')
  @Needs('step', 'reason', 'facts')
  told(@Root() { step, reason, facts }: ClaimLineStep, @Ctx() { platform, locale }: Context): string {
    const its = platform.extensions(adjudicationSteps).get(step);
    const rejects = reason === null || its?.rejects === undefined ? undefined : platform.texts.of(locale, `claim-step.${step}.rejects`) ?? its.rejects;
    const says = rejects ?? platform.texts.of(locale, `claim-step.${step}`) ?? its?.says ?? LATER[step] ?? step;
    return says.replace(/\{(\w+)\}/g, (_, name: string) => wordOf(platform.texts, locale, name, String(facts[name] ?? '–')));
  }
}
