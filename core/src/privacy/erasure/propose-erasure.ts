import { beyondScope } from '../../kernel/write/beyond-scope.js';
import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { checkPersons } from '../../people/persons/details.js';
import { Person } from '../../people/persons/person.js';
import { erasureProposed } from '../events.js';
import { personBusy, personHeld } from '../refusals.js';
import { dueSql } from './due.js';
import { ErasureKind, ErasureRun } from './erasure-run.js';

@InputType()
abstract class ErasureInput extends IdempotentInput {
  @Field(() => String, { description: 'Why, in words.' })
  @MinLength(10)
  @MaxLength(2_000)
  reason!: string;
}

@InputType({ description: 'A look for everybody whom nothing keeps any more.' })
export class RetentionErasureProposeInput extends ErasureInput {}

@InputType({ description: 'A person who asked to be erased.' })
export class PersonErasureProposeInput extends ErasureInput {
  @Ref(() => Person, { description: 'Who.' })
  personId!: string;
}

@ObjectType({ description: 'Answer of mutations about erasures.' })
export class ErasureRunPayload extends Payload {
  @Field(() => ErasureRun, { nullable: true, description: 'The erasure.' })
  erasureRun?: { readonly id: string };
}

async function newRun(tx: TxContext, kind: ErasureKind, reason: string): Promise<string> {
  const id = uuidv7();
  await tx.tx.query('insert into privacy.erasure_run (id, kind, on_day, reason, proposed_by) values ($1, $2, $3, $4, $5)', [id, kind, tx.today, reason, tx.actor.id]);
  return id;
}

/** Lists everybody whom nothing keeps any more, for somebody to approve. */
export async function listDue(tx: TxContext, reason: string): Promise<{ readonly id: string; readonly due: number }> {
  const id = await newRun(tx, ErasureKind.RETENTION, reason);
  const { rows } = await ask<{ due: number }>(tx, sql`
    with due as (${dueSql(tx)}),
    listed as (
      insert into privacy.erasure_case (id, run_id, person_id, schedule_id, due_on, state, because)
      select kernel.uuid7(), ${id}::uuid, d.person_id, d.schedule_id, d.due_on,
        case when h.person_id is not null then 'HELD' when b.person_id is not null then 'BUSY' else 'DUE' end, coalesce(h.because, b.because)
      from due d
      left join privacy.held(array(select person_id from due), ${tx.today}::date) h on h.person_id = d.person_id
      left join privacy.busy(array(select person_id from due)) b on b.person_id = d.person_id
      returning state)
    select count(*)::int as due from listed where state = 'DUE'`);
  const due = rows[0]?.due ?? 0;
  await publish(tx, erasureProposed, { id, due });
  return { id, due };
}

@Resolver()
export class ProposeErasure {
  @Mutation(() => ErasureRunPayload, { description: 'Lists everybody for whom each period has ended for which they were kept. Nothing is erased: another person approves the list.' })
  @Requires('privacy.erasures.propose')
  retentionErasurePropose(@Arg('input', () => RetentionErasureProposeInput, { description: 'Why now.' }) input: RetentionErasureProposeInput, @Ctx() ctx: Context): Promise<ErasureRunPayload> {
    return write<ErasureRunPayload, RetentionErasureProposeInput>(ctx, { operation: 'retentionErasurePropose', input }, async (tx, { reason }) => {
      const { id } = await listDue(tx, reason);
      return { erasureRun: { id } };
    });
  }

  @Mutation(() => ErasureRunPayload, { description: 'Proposes to erase a person who asked for it, where nothing keeps them. Another person approves it.' })
  @Requires('privacy.erasures.propose')
  personErasurePropose(@Arg('input', () => PersonErasureProposeInput, { description: 'Who, and why.' }) input: PersonErasureProposeInput, @Ctx() ctx: Context): Promise<ErasureRunPayload> {
    return write<ErasureRunPayload, PersonErasureProposeInput>(ctx, { operation: 'personErasurePropose', input }, async (tx, { personId, reason }) => {
      await checkPersons(tx, [{ id: personId, path: 'personId' }]);
      // What keeps a person may be elsewhere.
      const { rows: [found] } = await beyondScope(tx, () => tx.tx.query<{ held: string | null; busy: string | null }>(
        `select (select because from privacy.held(array[$1::uuid], $2)) as held,
                (select because from privacy.busy(array[$1::uuid])) as busy`, [personId, tx.today],
      ));
      if (found?.held) refuse(personHeld('personId'));
      if (found?.busy) refuse(personBusy('personId', { what: found.busy }));
      const id = await newRun(tx, ErasureKind.REQUEST, reason);
      await tx.tx.query("insert into privacy.erasure_case (id, run_id, person_id, due_on, state) values ($1, $2, $3, $4, 'DUE')", [uuidv7(), id, personId, tx.today]);
      await publish(tx, erasureProposed, { id, due: 1 });
      return { erasureRun: { id } };
    });
  }
}
