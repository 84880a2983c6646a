import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { publishAtOnce, publishProposal, rejectProposal, RejectInput, type ProposalTable } from '../decide-proposal.js';
import { parameterValueDecided, parameterValueProposed } from '../events.js';
import { checkOwner } from '../may-share.js';
import { parameterNotFound, parameterValueNotFound, replacedUnknown, valueWrongType } from '../refusals.js';
import { ofProgrammeOrShared } from '../shared-scope.js';
import type { RuleValueType } from '../value-type.js';
import { howToWrite, valueOf } from '../values.js';
import { ParameterValue } from './parameter-value.js';
import { Parameter } from './parameter.js';

const VALUES: ProposalTable = { table: 'programmes.parameter_value', owner: 'programmes.parameter', ownerColumn: 'parameter_id', notFound: parameterValueNotFound };

@InputType({ description: 'A value of a parameter from a day on.' })
export class ParameterValueAddInput extends IdempotentInput {
  @Ref(() => Parameter, { description: 'Of which parameter.' })
  parameterId!: string;

  @Field(() => LocalDate, { description: 'First day on which it holds; until the day of the next.' })
  effectiveFrom!: string;

  @Field(() => String, { description: 'The value, written as the type of the parameter asks: `128.00`, `true`, `2026-03-31`.' })
  @MaxLength(1000)
  value!: string;

  @Field(() => String, { description: 'Where it stands: act, section, gazette.' })
  @MinLength(1)
  @MaxLength(1000)
  source!: string;

  @Ref(() => ParameterValue, { nullable: true, description: 'The published value from the same day that this one corrects.' })
  replacesId?: string | null;
}

@InputType({ description: 'A value that was proposed.' })
export class ParameterValuePublishInput extends IdempotentInput {
  @Ref(() => ParameterValue, { description: 'Which value.' })
  id!: string;
}

@InputType({ description: 'A value that is not published, and why.' })
export class ParameterValueRejectInput extends RejectInput {
  @Ref(() => ParameterValue, { description: 'Which value.' })
  id!: string;
}

@ObjectType({ description: 'Answer of mutations of values of parameters.' })
export class ParameterValuePayload extends Payload {
  @Field(() => ParameterValue, { nullable: true, description: 'The value.' })
  parameterValue?: { readonly id: string };
}

@Resolver()
export class AddParameterValue {
  @Mutation(() => ParameterValuePayload, { description: 'Adds a value to a parameter from a day on. Where the deployment asks for a second person, it holds once that one has published it.' })
  @Requires('programmes.programmes.manage')
  parameterValueAdd(@Arg('input', () => ParameterValueAddInput, { description: 'The value.' }) input: ParameterValueAddInput, @Ctx() ctx: Context): Promise<ParameterValuePayload> {
    return write<ParameterValuePayload, ParameterValueAddInput>(ctx, { operation: 'parameterValueAdd', input }, async (tx, { parameterId, effectiveFrom, value, source, replacesId = null }) => {
      const { rows } = await ask<{ programme_id: string | null; type: RuleValueType; currency: string | null }>(tx, sql`
        select o.programme_id, o.type, o.currency from programmes.parameter o where o.id = ${parameterId}::uuid and ${ofProgrammeOrShared(tx, sql`o.programme_id`)} for update`);
      const of = rows[0] ?? refuse(parameterNotFound('parameterId'));
      await checkOwner(tx, of.programme_id, 'parameterId', parameterNotFound);
      const written = valueOf(of.type, value, of.currency) ?? refuse(valueWrongType('value', { type: of.type, hint: howToWrite(of.type) }));
      if (replacesId) {
        const { rowCount } = await tx.tx.query("select from programmes.parameter_value where id = $1 and parameter_id = $2 and effective_from = $3 and state = 'PUBLISHED'", [replacesId, parameterId, effectiveFrom]);
        if (rowCount === 0) refuse(replacedUnknown('replacesId', { day: effectiveFrom }));
      }
      const id = uuidv7();
      await tx.tx.query('insert into programmes.parameter_value (id, parameter_id, effective_from, value, source, replaces_id, proposed_by) values ($1, $2, $3, $4, $5, $6, $7)',
        [id, parameterId, effectiveFrom, written, source, replacesId, tx.actor.id]);
      await publish(tx, parameterValueProposed, { id, parameter: parameterId });
      await publishAtOnce(tx, VALUES, id);
      return { parameterValue: { id } };
    });
  }

  @Mutation(() => ParameterValuePayload, { description: 'Publishes a value that somebody else proposed: it holds from its day on.' })
  @Requires('programmes.versions.publish')
  parameterValuePublish(@Arg('input', () => ParameterValuePublishInput, { description: 'Which value.' }) input: ParameterValuePublishInput, @Ctx() ctx: Context): Promise<ParameterValuePayload> {
    return write<ParameterValuePayload, ParameterValuePublishInput>(ctx, { operation: 'parameterValuePublish', input }, async (tx, { id }) => {
      const { ownerId } = await publishProposal(tx, VALUES, id);
      await publish(tx, parameterValueDecided, { id, parameter: ownerId, published: true });
      return { parameterValue: { id } };
    });
  }

  @Mutation(() => ParameterValuePayload, { description: 'Rejects a value that was proposed, or takes it back.' })
  @Requires('programmes.programmes.manage')
  parameterValueReject(@Arg('input', () => ParameterValueRejectInput, { description: 'Which value, and why.' }) input: ParameterValueRejectInput, @Ctx() ctx: Context): Promise<ParameterValuePayload> {
    return write<ParameterValuePayload, ParameterValueRejectInput>(ctx, { operation: 'parameterValueReject', input }, async (tx, { id, reason }) => {
      const { ownerId } = await rejectProposal(tx, VALUES, id, reason);
      await publish(tx, parameterValueDecided, { id, parameter: ownerId, published: false });
      return { parameterValue: { id } };
    });
  }
}
