import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import { maskedCategories } from '../../../kernel/privacy/category.js';
import { purposes } from '../../../kernel/privacy/purpose.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { IdempotentInput } from '../../../kernel/write/idempotent-input.js';
import { refuse } from '../../../kernel/write/refusal.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { checkPersons, insertDetails } from '../details.js';
import { personRevealed } from '../events.js';
import { Person } from '../person.js';
import { categoryUnknown, purposeUnknown, revealLimit, revealNotAllowed } from '../refusals.js';
import { revealSettings } from '../settings.js';

@InputType({ description: 'Masked fields of a person to open.' })
export class PersonRevealInput extends IdempotentInput {
  @Ref(() => Person, { description: 'Whose fields.' })
  personId!: string;

  @Field(() => [String], { description: 'Which masked categories, of `maskedCategories`.' })
  @ArrayNotEmpty()
  @ArrayUnique()
  @ArrayMaxSize(20)
  categories!: string[];

  @Field(() => String, { description: 'Why they must be seen now, in 10 to 1,000 characters. It is kept, and the person may be told.' })
  @MinLength(10)
  @MaxLength(1_000)
  reason!: string;

  @Field(() => String, { description: 'What for, one of `purposes`.' })
  purpose!: string;
}

@ObjectType({ description: 'Answer of `personReveal`.' })
export class PersonRevealPayload extends Payload {
  @Field(() => Person, { nullable: true, description: 'The person, with what was opened.' })
  person?: { readonly id: string };

  @Field(() => String, { nullable: true, description: 'Until when it is open, ISO 8601.' })
  until?: string;
}

@Resolver()
export class RevealPerson {
  @Mutation(() => PersonRevealPayload, { description: 'Opens masked fields of a person to you for a short time. Who, whose, why and what for is recorded for good.' })
  @Requires('people.persons.reveal')
  personReveal(@Arg('input', () => PersonRevealInput, { description: 'Whose fields, which, and why.' }) input: PersonRevealInput, @Ctx() ctx: Context): Promise<PersonRevealPayload> {
    return write<PersonRevealPayload, PersonRevealInput>(ctx, { operation: 'personReveal', input }, async (tx, { personId, categories, reason, purpose }) => {
      checkAllowed(tx, categories, purpose);
      await checkPersons(tx, [{ id: personId, path: 'personId' }]);
      await checkLimit(tx);
      const now = tx.platform.now();
      const until = new Date(now + revealSettings(tx).minutes * 60_000).toISOString();
      const id = uuidv7();
      const at = new Date(now).toISOString();
      await insertDetails(tx, 'people.reveal', [{ id, person_id: personId, categories, reason, purpose, revealed_by: tx.actor.id, revealed_at: at, until, request: tx.requestId }]);
      await publish(tx, personRevealed, { id, person: personId, categories });
      return { person: { id: personId }, until };
    });
  }
}

function checkAllowed({ platform, actor }: TxContext, categories: readonly string[], purpose: string): void {
  const [known, used] = [platform.extensions(maskedCategories), platform.extensions(purposes)];
  if (!used.has(purpose)) refuse(purposeUnknown('purpose', { purposes: [...used.keys()].join(', ') }));
  categories.forEach((category, index) => {
    const found = known.get(category);
    if (!found) return refuse(categoryUnknown(`categories.${index}`, { categories: [...known.keys()].join(', ') }));
    if (!actor.permissions.has(found.reveal)) refuse(revealNotAllowed(`categories.${index}`, { category, permission: found.reveal }));
  });
}

const HOUR_MS = 3_600_000;

/** Whoever could open without end could gather everybody's. One after the other, so that none is missed in the count. */
async function checkLimit(tx: TxContext): Promise<void> {
  const { perHour: limit } = revealSettings(tx);
  await tx.tx.query('select pg_advisory_xact_lock(hashtextextended($1, 60))', [`people.reveal ${tx.actor.id}`]);
  const { rows } = await tx.tx.query<{ count: number }>(
    'select count(*)::int as count from people.reveal where revealed_by = $1 and revealed_at > $2', [tx.actor.id, new Date(tx.platform.now() - HOUR_MS).toISOString()],
  );
  if ((rows[0]?.count ?? 0) >= limit) refuse(revealLimit('', { limit }));
}
