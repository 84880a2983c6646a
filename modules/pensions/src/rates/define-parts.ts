import {
  Arg, ArrayMaxSize, ArrayMinSize, Ctx, Field, IdempotentInput, InputType, Int, Matches, Max, Min, Mutation, ObjectType, Payload, Programme, Ref, refuse, Requires, Resolver, ValidateNested, write, type Context,
} from '@kinga/plugin-sdk';
import { schemeOf } from '../scheme-of.js';
import { ContributionPart, ContributionPayer } from './contribution-part.js';
import { partInUse, partTwice } from './refusals.js';

@InputType({ description: 'A part that contributions are made of.' })
export class ContributionPartInput {
  @Field(() => String, { description: 'Its code, that of the rule of the kind CONTRIBUTION which says how much it is.' })
  @Matches(/^[a-z][a-z0-9_]{0,59}$/, { message: 'code must be 1 to 60 small letters, digits and underscores' })
  code!: string;

  @Field(() => String, { description: 'What it insures: OLD_AGE, SURVIVORS, HEALTH and what else the scheme has.' })
  @Matches(/^[A-Z][A-Z0-9_]{0,59}$/, { message: 'branch must be 1 to 60 capital letters, digits and underscores' })
  branch!: string;

  @Field(() => Int, { defaultValue: 1, description: 'In which tier, 1 to 9.' })
  @Min(1)
  @Max(9)
  tier!: number;

  @Field(() => ContributionPayer, { description: 'Who pays it.' })
  paidBy!: ContributionPayer;
}

@InputType({ description: 'What the contributions of a scheme are made of.' })
export class ContributionPartsDefineInput extends IdempotentInput {
  @Ref(() => Programme, { description: 'Of which scheme.' })
  programmeId!: string;

  @Field(() => [ContributionPartInput], { description: 'The parts, 1 to 50; others that the scheme has stay.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  parts!: ContributionPartInput[];
}

@ObjectType({ description: 'Answer of `contributionPartsDefine`.' })
export class ContributionPartsPayload extends Payload {
  @Field(() => [ContributionPart], { nullable: true, description: 'The parts that were given.' })
  parts?: readonly { readonly id: string }[];
}

@Resolver()
export class DefineParts {
  @Mutation(() => ContributionPartsPayload, { description: 'Says of rules of the kind CONTRIBUTION which branch and tier they are for and who pays. Once something was contributed in the scheme its parts stay as they are, and further ones may be added.' })
  @Requires('pensions.rates.manage')
  contributionPartsDefine(@Arg('input', () => ContributionPartsDefineInput, { description: 'The parts.' }) input: ContributionPartsDefineInput, @Ctx() ctx: Context): Promise<ContributionPartsPayload> {
    return write<ContributionPartsPayload, ContributionPartsDefineInput>(ctx, { operation: 'contributionPartsDefine', input, constraints: { contribution_part_frozen: partInUse('parts') } }, async (tx, { programmeId, parts }) => {
      await schemeOf(tx, programmeId);
      const twice = parts.flatMap(({ code }, index) => (parts.findIndex((other) => other.code === code) < index ? [partTwice(`parts.${index}.code`)] : []));
      if (twice.length > 0) refuse(...twice);
      await tx.tx.query(
        `insert into pensions.contribution_part (programme_id, code, branch, tier, paid_by) select $1, code, branch, tier, "paidBy" from jsonb_to_recordset($2) as t(code text, branch text, tier integer, "paidBy" text)
         on conflict on constraint contribution_part_once do update set branch = excluded.branch, tier = excluded.tier, paid_by = excluded.paid_by
           where (contribution_part.branch, contribution_part.tier, contribution_part.paid_by) is distinct from (excluded.branch, excluded.tier, excluded.paid_by)`, [programmeId, JSON.stringify(parts)]);
      const { rows } = await tx.tx.query<{ id: string }>('select id from pensions.contribution_part where programme_id = $1 and code = any($2) order by array_position($2, code)', [programmeId, parts.map(({ code }) => code)]);
      return { parts: rows };
    });
  }
}
