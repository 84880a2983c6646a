import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { sql } from '../../kernel/read/sql.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { ask } from '../../kernel/write/ask.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { Person } from '../persons/person.js';
import { seesPerson } from '../scope.js';
import { documentRemoved } from './events.js';
import { PersonDocument } from './person-document.js';
import { documentNotFound } from './refusals.js';

@InputType({ description: 'A paper to remove.' })
export class PersonDocumentRemoveInput extends IdempotentInput {
  @Ref(() => PersonDocument, { description: 'Which paper.' })
  id!: string;
}

@ObjectType({ description: 'Answer of `personDocumentRemove`.' })
export class PersonDocumentRemovePayload extends Payload {
  @Field(() => Person, { nullable: true, description: 'Whose it was.' })
  person?: { readonly id: string };
}

@Resolver()
export class RemovePersonDocument {
  @Mutation(() => PersonDocumentRemovePayload, { description: 'Removes a paper that was added by mistake. That it was there stays in history.' })
  @Requires('people.documents.add')
  personDocumentRemove(@Arg('input', () => PersonDocumentRemoveInput, { description: 'The paper.' }) input: PersonDocumentRemoveInput, @Ctx() ctx: Context): Promise<PersonDocumentRemovePayload> {
    return write<PersonDocumentRemovePayload, PersonDocumentRemoveInput>(ctx, { operation: 'personDocumentRemove', input }, async (tx, { id }) => {
      const { rows } = await ask<{ personId: string; kind: string }>(tx, sql`
        delete from people.person_document d using people.person p
        where d.id = ${id}::uuid and p.id = d.person_id and ${seesPerson(tx, sql`p`)} returning d.person_id as "personId", d.kind`);
      const [removed] = rows;
      if (!removed) return refuse(documentNotFound('id'));
      await publish(tx, documentRemoved, { id, ...removed });
      return { person: { id: removed.personId } };
    });
  }
}
