import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
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
import { personUpdated } from '../persons/events.js';
import { Person } from '../persons/person.js';
import { documentInFuture, photoDayAlone } from './refusals.js';

const IMAGES = ['image/jpeg', 'image/png', 'image/webp'];

@InputType({ description: 'The photo of a person.' })
export class PersonPhotoSetInput extends IdempotentInput {
  @Ref(() => Person, { description: 'Who.' })
  personId!: string;

  @Ref(() => File, { nullable: true, description: 'A file that you sent: JPEG, PNG or WebP. Null takes the photo away.' })
  fileId?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'Day on which it was taken; today where left out.' })
  takenOn?: string | null;
}

@ObjectType({ description: 'Answer of `personPhotoSet`.' })
export class PersonPhotoSetPayload extends Payload {
  @Field(() => Person, { nullable: true, description: 'The person.' })
  person?: { readonly id: string };
}

@Resolver()
export class SetPersonPhoto {
  @Mutation(() => PersonPhotoSetPayload, { description: 'Sets the photo of a person, or takes it away.' })
  @Requires('people.documents.add')
  personPhotoSet(@Arg('input', () => PersonPhotoSetInput, { description: 'The photo.' }) input: PersonPhotoSetInput, @Ctx() ctx: Context): Promise<PersonPhotoSetPayload> {
    return write<PersonPhotoSetPayload, PersonPhotoSetInput>(ctx, { operation: 'personPhotoSet', input }, async (tx, { personId, fileId = null, takenOn = null }) => {
      if (takenOn && !fileId) refuse(photoDayAlone('takenOn'));
      if (takenOn && takenOn > tx.today) refuse(documentInFuture('takenOn', { date: takenOn, today: tx.today }));
      await holdPersons(tx, [{ id: personId, path: 'personId' }]);
      if (fileId) await claimFiles(tx, [{ id: fileId, path: 'fileId' }], IMAGES);
      await tx.tx.query('update people.person set photo_id = $2, photo_taken_on = $3 where id = $1', [personId, fileId, fileId && (takenOn ?? tx.today)]);
      await publish(tx, personUpdated, { id: personId, fields: ['photo'] });
      return { person: { id: personId } };
    });
  }
}
