import { ValidateNested } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../../kernel/context.js';
import { publish } from '../../../kernel/events/publish.js';
import { Ref } from '../../../kernel/schema/input-fields.js';
import { Requires } from '../../../kernel/schema/permission.js';
import { IdempotentInput } from '../../../kernel/write/idempotent-input.js';
import { refuse, type Refusal } from '../../../kernel/write/refusal.js';
import type { TxContext } from '../../../kernel/write/transaction.js';
import { Payload } from '../../../kernel/write/user-error.js';
import { write } from '../../../kernel/write/write.js';
import { EndInput, lastDay, VerifyInput, VersionedInput } from '../detail-inputs.js';
import { checkPersons, insertDetails, lockDetail, type Detail } from '../details.js';
import { contactAdded, contactEnded, contactPreferred, contactVerified } from '../events.js';
import { Person } from '../person.js';
import { alreadyEnded, detailNotFound } from '../refusals.js';
import { ContactInput, contactRows } from './contact-input.js';
import { ContactPoint, type ContactKind } from './contact-point.js';

@InputType({ description: 'A contact to record.' })
export class PersonContactAddInput extends IdempotentInput {
  @Ref(() => Person, { description: 'Whose.' })
  personId!: string;

  @Field(() => ContactInput, { description: 'The contact.' })
  @ValidateNested()
  contact!: ContactInput;
}

@InputType({ description: 'What a check of a contact found.' })
export class PersonContactVerifyInput extends VerifyInput {
  @Ref(() => ContactPoint, { description: 'Which contact.' })
  id!: string;
}

@InputType({ description: 'The contact to use, of those of its kind.' })
export class PersonContactPreferInput extends VersionedInput {
  @Ref(() => ContactPoint, { description: 'Which contact.' })
  id!: string;
}

@InputType({ description: 'A contact that no longer holds.' })
export class PersonContactEndInput extends EndInput {
  @Ref(() => ContactPoint, { description: 'Which contact.' })
  id!: string;
}

@ObjectType({ description: 'Answer of mutations about contacts.' })
export class PersonContactPayload extends Payload {
  @Field(() => ContactPoint, { nullable: true, description: 'The contact as it is now.' })
  contact?: { readonly id: string };
}

type Contact = Detail & { readonly kind: ContactKind };

/** The database allows one at a time, so the former goes first. */
async function preferNone(tx: TxContext, personId: string, kind: ContactKind): Promise<void> {
  await tx.tx.query('update people.contact_point set preferred = false where person_id = $1 and kind = $2 and preferred', [personId, kind]);
}

@Resolver()
export class ChangeContacts {
  @Mutation(() => PersonContactPayload, { description: 'Records a telephone number or email address of a person.' })
  @Requires('people.persons.register')
  personContactAdd(@Arg('input', () => PersonContactAddInput, { description: 'Whose, and which.' }) input: PersonContactAddInput, @Ctx() ctx: Context): Promise<PersonContactPayload> {
    return write<PersonContactPayload, PersonContactAddInput>(ctx, { operation: 'personContactAdd', input }, async (tx, { personId, contact }) => {
      const refusals: Refusal[] = [];
      const rows = contactRows(tx, [{ personId, contact, path: 'contact' }], refusals);
      if (refusals.length > 0) refuse(...refusals);
      await checkPersons(tx, [{ id: personId, path: 'personId' }]);
      if (rows.some(({ preferred }) => preferred)) await preferNone(tx, personId, contact.kind);
      await insertDetails(tx, 'people.contact_point', rows as never);
      const id = rows[0]?.id ?? '';
      await publish(tx, contactAdded, { id, person: personId });
      return { contact: { id } };
    });
  }

  @Mutation(() => PersonContactPayload, { description: 'Says whether a person was found to be reached by a contact.' })
  @Requires('people.persons.register')
  personContactVerify(@Arg('input', () => PersonContactVerifyInput, { description: 'Which, and what was found.' }) input: PersonContactVerifyInput, @Ctx() ctx: Context): Promise<PersonContactPayload> {
    return write<PersonContactPayload, PersonContactVerifyInput>(ctx, { operation: 'personContactVerify', input }, async (tx, given) => {
      const contact = await lockDetail(tx, 'people.contact_point', given, detailNotFound);
      await tx.tx.query('update people.contact_point set verification = $2, verified_at = now(), verified_by = $3 where id = $1', [contact.id, given.verification, tx.actor.id]);
      await publish(tx, contactVerified, { id: contact.id, person: contact.person_id });
      return { contact: { id: contact.id } };
    });
  }

  @Mutation(() => PersonContactPayload, { description: 'Makes a contact the one to use, of those of its kind.' })
  @Requires('people.persons.register')
  personContactPrefer(@Arg('input', () => PersonContactPreferInput, { description: 'Which.' }) input: PersonContactPreferInput, @Ctx() ctx: Context): Promise<PersonContactPayload> {
    return write<PersonContactPayload, PersonContactPreferInput>(ctx, { operation: 'personContactPrefer', input }, async (tx, given) => {
      const contact = await lockDetail<Contact>(tx, 'people.contact_point', given, detailNotFound);
      if (contact.valid_to) refuse(alreadyEnded('id', { day: contact.valid_to }));
      await preferNone(tx, contact.person_id, contact.kind);
      await tx.tx.query('update people.contact_point set preferred = true where id = $1', [contact.id]);
      await publish(tx, contactPreferred, { id: contact.id, person: contact.person_id });
      return { contact: { id: contact.id } };
    });
  }

  @Mutation(() => PersonContactPayload, { description: 'Says that a contact no longer holds.' })
  @Requires('people.persons.register')
  personContactEnd(@Arg('input', () => PersonContactEndInput, { description: 'Which, and from when.' }) input: PersonContactEndInput, @Ctx() ctx: Context): Promise<PersonContactPayload> {
    return write<PersonContactPayload, PersonContactEndInput>(ctx, { operation: 'personContactEnd', input }, async (tx, given) => {
      const contact = await lockDetail(tx, 'people.contact_point', given, detailNotFound);
      await tx.tx.query('update people.contact_point set valid_to = $2, preferred = false where id = $1', [contact.id, lastDay(tx, contact, given.on)]);
      await publish(tx, contactEnded, { id: contact.id, person: contact.person_id });
      return { contact: { id: contact.id } };
    });
  }
}
