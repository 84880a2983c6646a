import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { startJob } from '../../kernel/jobs/start-job.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { checkPersons } from '../../people/persons/details.js';
import { Person } from '../../people/persons/person.js';
import { makePersonExport } from './make-person-export.js';
import { ExportRequester, PersonExport } from './person-export.js';

@InputType({ description: 'A person who wants to know what is held of them.' })
export class PersonExportAskInput extends IdempotentInput {
  @Ref(() => Person, { description: 'Whose data.', erased: true })
  personId!: string;

  @Field(() => ExportRequester, { description: 'For whom it is.' })
  requestedBy!: ExportRequester;

  @Field(() => String, { description: 'How it was made sure that they are who they say, such as the paper that was seen; in 10 to 1,000 characters.' })
  @MinLength(10)
  @MaxLength(1_000)
  identityChecked!: string;
}

@ObjectType({ description: 'Answer of `personExportAsk`.' })
export class PersonExportPayload extends Payload {
  @Field(() => PersonExport, { nullable: true, description: 'The export; its file is there once `job` is done.' })
  personExport?: { readonly id: string };
}

@Resolver()
export class AskPersonExport {
  @Mutation(() => PersonExportPayload, { description: 'Has everything that is held of a person put together, for that person: nothing of it is masked. Who asked for it is recorded.' })
  @Requires('privacy.exports.make')
  personExportAsk(@Arg('input', () => PersonExportAskInput, { description: 'Whose, for whom, and how that was checked.' }) input: PersonExportAskInput, @Ctx() ctx: Context): Promise<PersonExportPayload> {
    return write<PersonExportPayload, PersonExportAskInput>(ctx, { operation: 'personExportAsk', input }, async (tx, { personId, requestedBy, identityChecked }) => {
      await checkPersons(tx, [{ id: personId, path: 'personId' }], { erased: true });
      const id = uuidv7();
      const job = await startJob(tx, makePersonExport, { exportId: id });
      await tx.tx.query('insert into privacy.person_export (id, person_id, asked_by, asked_on, requested_by, identity_checked, job_id) values ($1, $2, $3, $4, $5, $6, $7)', [
        id, personId, tx.actor.id, tx.today, requestedBy, identityChecked, job.id,
      ]);
      return { personExport: { id } };
    });
  }
}
