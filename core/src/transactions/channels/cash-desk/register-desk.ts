import { IsOptional, Matches, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../../kernel/context.js';
import { sql } from '../../../kernel/read/sql.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { ask } from '../../../kernel/write/ask.js';
import { IdempotentInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { Organisation } from '../../../people/organisations/organisation.js';
import { inOrganisationsOf } from '../../../people/organisations/scope.js';
import { findPlaces } from '../../../people/places/find-place.js';
import { organisationUnknown } from '../../refusals.js';
import { CashDesk } from './desk.js';
import { cashDeskCodeTaken } from './refusals.js';

@InputType({ description: 'A desk.' })
export class CashDeskRegisterInput extends IdempotentInput {
  @Field(() => String, { description: 'A code, unique in the deployment; printed on receipts.' })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, { message: 'code must be 1 to 40 letters, digits, dots, underscores and dashes' })
  code!: string;

  @Field(() => String, { description: 'A name.' })
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  @Field(() => String, { description: 'Code of the place in which it is: cashiers of that place, or of one around it, work there.' })
  @MinLength(1)
  @MaxLength(100)
  placeCode!: string;

  @Ref(() => Organisation, { nullable: true, description: 'Who runs it, where that is an agent.' })
  @IsOptional()
  organisationId?: string | null;
}

@ObjectType({ description: 'Answer of `cashDeskRegister`.' })
export class CashDeskPayload extends Payload {
  @Field(() => CashDesk, { nullable: true, description: 'The desk.' })
  desk?: { readonly id: string };
}

@Resolver()
export class RegisterCashDesk {
  @Mutation(() => CashDeskPayload, { description: 'Registers a desk at which payments are fetched in cash.' })
  @Requires('transactions.cash.register')
  cashDeskRegister(@Arg('input', () => CashDeskRegisterInput, { description: 'The desk.' }) input: CashDeskRegisterInput, @Ctx() ctx: Context): Promise<CashDeskPayload> {
    return write<CashDeskPayload, CashDeskRegisterInput>(ctx, { operation: 'cashDeskRegister', input, constraints: { cash_desk_code_key: cashDeskCodeTaken('code') } }, async (tx, { code, name, placeCode, organisationId }) => {
      const place = (await findPlaces(tx, [{ code: placeCode, path: 'placeCode' }])).get(placeCode);
      const { rowCount } = await ask(tx, sql`select from people.organisation o where o.id = ${organisationId ?? null}::uuid and ${inOrganisationsOf(tx, sql`o.id`)}`);
      if (rowCount === 0 && (organisationId || tx.actor.organisations !== null)) refuse(organisationUnknown('organisationId'));
      const id = uuidv7();
      await tx.tx.query('insert into transactions.cash_desk (id, code, name, place_id, organisation_id) values ($1, $2, $3, $4, $5)', [id, code, name, place, organisationId ?? null]);
      return { desk: { id } };
    });
  }
}
