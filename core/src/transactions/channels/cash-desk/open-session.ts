import { IsOptional } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../../kernel/context.js';
import { sql } from '../../../kernel/read/sql.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { Decimal } from '../../../kernel/schema/scalars.js';
import { ask } from '../../../kernel/write/ask.js';
import { MoneyInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { Organisation } from '../../../people/organisations/organisation.js';
import { inOrganisationsOf } from '../../../people/organisations/scope.js';
import { inPlacesOf, inProgrammesOf } from '../../../people/scope.js';
import { Programme } from '../../../programmes/programme.js';
import { readFunder } from '../../funders.js';
import { programmeNotFound } from '../../refusals.js';
import { cashAmount } from './count.js';
import { CashDesk } from './desk.js';
import { moveCash } from './ledger.js';
import { cashDeskNotFound, cashSessionThere } from './refusals.js';
import { CashSession } from './session.js';

@InputType({ description: 'What a cashier takes over.' })
export class CashSessionOpenInput extends MoneyInput {
  @Ref(() => CashDesk, { description: 'At which desk.' })
  deskId!: string;

  @Ref(() => Programme, { description: 'Whose money it is. Money of two programmes is never in one drawer.' })
  programmeId!: string;

  @Ref(() => Organisation, { nullable: true, description: 'Who funds the runs that are paid out of it; left out for runs without a funder.' })
  @IsOptional()
  funderId?: string | null;

  @Field(() => Decimal, { description: 'How much is in the drawer, in the currency of the programme.' })
  advanced!: string;
}

@ObjectType({ description: 'Answer of mutations on drawers.' })
export class CashSessionPayload extends Payload {
  @Field(() => CashSession, { nullable: true, description: 'The drawer as it stands now.' })
  session?: { readonly id: string };
}

@Resolver()
export class OpenCashSession {
  @Mutation(() => CashSessionPayload, { description: "Opens a drawer of the cashier's own with the cash that they take over." })
  @Requires('transactions.cash.pay')
  cashSessionOpen(@Arg('input', () => CashSessionOpenInput, { description: 'Where, whose money, and how much.' }) input: CashSessionOpenInput, @Ctx() ctx: Context): Promise<CashSessionPayload> {
    return write<CashSessionPayload, CashSessionOpenInput>(ctx, { operation: 'cashSessionOpen', input, constraints: { cash_session_open: cashSessionThere('deskId') } }, async (tx, { deskId, programmeId, funderId, advanced }) => {
      const { rows: [desk] } = await ask<{ place: string }>(tx, sql`
        select d.place_id as place from transactions.cash_desk d where d.id = ${deskId}::uuid and ${inPlacesOf(tx, sql`d.place_id`)} and ${inOrganisationsOf(tx, sql`d.organisation_id`)}`);
      if (!desk) return refuse(cashDeskNotFound('deskId'));
      const { rows: [programme] } = await ask<{ currency: string; digits: number }>(tx, sql`
        select p.currency, c.minor_digits as digits from programmes.programme p join transactions.currency c on c.code = p.currency where p.id = ${programmeId}::uuid and ${inProgrammesOf(tx, sql`p.id`)}`);
      if (!programme) return refuse(programmeNotFound('programmeId'));
      const amount = cashAmount(advanced, programme, 'advanced');
      const [id, funder] = [uuidv7(), await readFunder(tx, funderId)];
      await tx.tx.query('insert into transactions.cash_session (id, desk_id, programme_id, funder_id, currency, cashier, opened_on, advanced, topped_up) values ($1, $2, $3, $4, $5, $6, $7, $8, round(0::numeric, $9))', [
        id, deskId, programmeId, funder, programme.currency, tx.actor.id, tx.today, amount, programme.digits,
      ]);
      await moveCash(tx, { programmeId, currency: programme.currency, funderId: funder }, {
        kind: 'CASH_TAKEN_OVER', reference: `cash-session:${id}:opened`, description: 'Taken over by a cashier', debit: 'CASH_AT_DESK', credit: 'CASH_ADVANCED', amount, place: sql`${desk.place}::uuid`,
      });
      return { session: { id } };
    });
  }
}
