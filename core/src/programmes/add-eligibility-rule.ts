import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../kernel/context.js';
import { sql, trusted } from '../kernel/read/sql.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { refuse } from '../kernel/write/refusal.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { EligibilityRuleInput } from './create-programme.js';
import { EligibilityRule } from './eligibility-rule.js';
import { checkRule, eligibilityPredicate, rulesModel } from './programme-rule.js';
import { Programme, type ProgrammeTarget } from './programme.js';
import { programmeNotFound, ruleDayTaken } from './refusals.js';
import { ask } from '../kernel/write/ask.js';
import { inProgrammesOf } from '../people/scope.js';

@InputType({ description: 'A further rule on who may be enrolled, from a day on.' })
export class EligibilityRuleAddInput extends EligibilityRuleInput {
  @Ref(() => Programme, { description: 'Whose rule it is.' })
  programmeId!: string;
}

@ObjectType({ description: 'Answer of `eligibilityRuleAdd`.' })
export class EligibilityRuleAddPayload extends Payload {
  @Field(() => EligibilityRule, { nullable: true, description: 'The rule.' })
  eligibilityRule?: { readonly id: string };
}

@Resolver()
export class AddEligibilityRule {
  @Mutation(() => EligibilityRuleAddPayload, { description: 'Lays down who may be enrolled from a day on. Rules that were laid down are never changed.' })
  @Requires('programmes.programmes.manage')
  eligibilityRuleAdd(@Arg('input', () => EligibilityRuleAddInput, { description: 'The rule.' }) input: EligibilityRuleAddInput, @Ctx() ctx: Context): Promise<EligibilityRuleAddPayload> {
    const constraints = { eligibility_rule_day: ruleDayTaken('effectiveFrom') };
    return write<EligibilityRuleAddPayload, EligibilityRuleAddInput>(ctx, { operation: 'eligibilityRuleAdd', input, constraints }, async (tx, given) => {
      const { rows } = await ask<{ target: ProgrammeTarget }>(tx, sql`select p.target from programmes.programme p where p.id = ${given.programmeId}::uuid and ${inProgrammesOf(tx, sql`p.id`)}`);
      const target = rows[0]?.target ?? refuse(programmeNotFound('programmeId'));
      await checkRule('expression', () => eligibilityPredicate(tx, target, given.expression, trusted('t'), rulesModel(tx)));
      const id = uuidv7();
      await tx.tx.query('insert into programmes.eligibility_rule (id, programme_id, effective_from, expression, source) values ($1, $2, $3, $4, $5)', [
        id, given.programmeId, given.effectiveFrom, given.expression, given.source,
      ]);
      return { eligibilityRule: { id } };
    });
  }
}
