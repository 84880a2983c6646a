import { IsOptional, MaxLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { write } from '../../kernel/write/write.js';
import { dayOf } from '../households/day-of.js';
import { endsBeforeStart } from '../households/refusals.js';
import { organisationClosed, organisationReopened } from './events.js';
import { holdOrganisation } from './hold-organisation.js';
import { OrganisationPayload } from './payload.js';
import { organisationIsClosed, organisationIsOpen, reopensBeforeClosing } from './refusals.js';

@InputType()
abstract class OpeningInput extends IdempotentInput {
  @Field(() => String, { description: "The organisation's code." })
  code!: string;

  @Field(() => LocalDate, { nullable: true, description: 'Since when; today where left out.' })
  on?: string | null;
}

@InputType({ description: 'An organisation that closes.' })
export class OrganisationCloseInput extends OpeningInput {
  @Field(() => String, { nullable: true, description: 'Why.' })
  @IsOptional()
  @MaxLength(500)
  because?: string | null;
}

@InputType({ description: 'An organisation that opens again.' })
export class OrganisationReopenInput extends OpeningInput {}

interface Period {
  readonly id: string;
  readonly from: string;
  readonly to: string | null;
}

/** The last time in which it was open, or is. */
async function lastPeriod(ctx: TxContext, organisation: string): Promise<Period | undefined> {
  const { rows } = await ctx.tx.query<Period>(
    'select id, valid_from::text as from, valid_to::text as to from people.organisation_period where organisation_id = $1 order by valid_from desc limit 1', [organisation]);
  return rows[0];
}

@Resolver()
export class OpenAndCloseOrganisation {
  @Mutation(() => OrganisationPayload, { description: 'Closes an organisation from a day on. It stays in the register.' })
  @Requires('people.organisations.manage')
  organisationClose(@Arg('input', () => OrganisationCloseInput, { description: 'Which, and why.' }) input: OrganisationCloseInput, @Ctx() ctx: Context): Promise<OrganisationPayload> {
    return write<OrganisationPayload, OrganisationCloseInput>(ctx, { operation: 'organisationClose', input }, async (tx, { code, on, because }) => {
      const day = dayOf(tx, on);
      const { id } = await holdOrganisation(tx, code);
      const period = await lastPeriod(tx, id);
      if (!period || period.to !== null) return refuse(organisationIsClosed('code'));
      if (period.from >= day) refuse(endsBeforeStart('on', { from: period.from, to: day }));
      await tx.tx.query('update people.organisation_period set valid_to = $2, closed_because = $3 where id = $1', [period.id, day, because ?? null]);
      await publish(tx, organisationClosed, { id, on: day });
      return { organisation: { id } };
    });
  }

  @Mutation(() => OrganisationPayload, { description: 'Opens an organisation again that was closed, from a day on.' })
  @Requires('people.organisations.manage')
  organisationReopen(@Arg('input', () => OrganisationReopenInput, { description: 'Which.' }) input: OrganisationReopenInput, @Ctx() ctx: Context): Promise<OrganisationPayload> {
    return write<OrganisationPayload, OrganisationReopenInput>(ctx, { operation: 'organisationReopen', input }, async (tx, { code, on }) => {
      const day = dayOf(tx, on);
      const { id } = await holdOrganisation(tx, code);
      const period = await lastPeriod(tx, id);
      if (period?.to === null) refuse(organisationIsOpen('code', { from: period.from }));
      if (period?.to && period.to > day) refuse(reopensBeforeClosing('on', { to: period.to, day }));
      await tx.tx.query('insert into people.organisation_period (id, organisation_id, valid_from) values ($1, $2, $3)', [uuidv7(), id, day]);
      await publish(tx, organisationReopened, { id, on: day });
      return { organisation: { id } };
    });
  }
}
