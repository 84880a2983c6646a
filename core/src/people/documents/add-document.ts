import { IsOptional, Matches, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { claimFiles } from '../../kernel/files/claim-files.js';
import { File } from '../../kernel/files/file.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { LocalDate } from '../../kernel/schema/scalars.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { holdPersons } from '../households/hold.js';
import { Person } from '../persons/person.js';
import { documentAdded } from './events.js';
import { PersonDocument } from './person-document.js';
import { documentExpiresFirst, documentInFuture } from './refusals.js';

const PAPERS = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp'];

@InputType({ description: 'A paper of a person.' })
export class PersonDocumentAddInput extends IdempotentInput {
  @Ref(() => Person, { description: 'Whose it is.' })
  personId!: string;

  @Ref(() => File, { description: 'A file that you sent: PDF, JPEG, PNG or WebP.' })
  fileId!: string;

  @Field(() => String, { description: 'What it is, in the words of the country: `BIRTH_CERTIFICATE`, `NATIONAL_ID` …: 2 to 40 capital letters, digits and underscores.' })
  @Matches(/^[A-Z][A-Z0-9_]{1,39}$/, { message: 'kind must be 2 to 40 capital letters, digits and underscores' })
  kind!: string;

  @Field(() => String, { nullable: true, description: 'Who issued it.' })
  @IsOptional()
  @MinLength(1)
  @MaxLength(200)
  issuer?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it was issued.' })
  issuedOn?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Last day on which it holds; left out where it does not expire.' })
  expiresOn?: string | null;
}

@ObjectType({ description: 'Answer of `personDocumentAdd`.' })
export class PersonDocumentAddPayload extends Payload {
  @Field(() => PersonDocument, { nullable: true, description: 'The paper that was added.' })
  document?: { readonly id: string };
}

@Resolver()
export class AddPersonDocument {
  @Mutation(() => PersonDocumentAddPayload, { description: 'Adds a paper of a person.' })
  @Requires('people.documents.add')
  personDocumentAdd(@Arg('input', () => PersonDocumentAddInput, { description: 'The paper.' }) input: PersonDocumentAddInput, @Ctx() ctx: Context): Promise<PersonDocumentAddPayload> {
    return write<PersonDocumentAddPayload, PersonDocumentAddInput>(ctx, { operation: 'personDocumentAdd', input }, async (tx, { personId, fileId, kind, issuer, issuedOn, expiresOn }) => {
      if (issuedOn && issuedOn > tx.today) refuse(documentInFuture('issuedOn', { date: issuedOn, today: tx.today }));
      if (issuedOn && expiresOn && expiresOn < issuedOn) refuse(documentExpiresFirst('expiresOn', { issued: issuedOn, expires: expiresOn }));
      await holdPersons(tx, [{ id: personId, path: 'personId' }]);
      await claimFiles(tx, [{ id: fileId, path: 'fileId' }], PAPERS);
      const id = uuidv7();
      await tx.tx.query(
        'insert into people.person_document (id, person_id, file_id, kind, issuer, issued_on, expires_on, added_by) values ($1, $2, $3, $4, $5, $6, $7, $8)',
        [id, personId, fileId, kind, issuer ?? null, issuedOn ?? null, expiresOn ?? null, tx.actor.id],
      );
      await publish(tx, documentAdded, { id, personId, kind });
      return { document: { id } };
    });
  }
}
