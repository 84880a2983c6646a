import { Matches, MaxLength, Min } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../context.js';
import { Requires } from '../schema/permission.js';
import { IdempotentInput } from '../write/idempotent-input.js';
import { refuse } from '../write/refusal.js';
import { Payload } from '../write/user-error.js';
import { write } from '../write/write.js';
import { File } from './file.js';
import { linkTo } from './links.js';
import { fileTooLarge, fileTypeUnknown } from './refusals.js';
import { fileSettings } from './settings.js';

@InputType({ description: 'A file that is about to be sent.' })
export class FileBeginInput extends IdempotentInput {
  @Field(() => String, { description: 'Its name, for people: at most 255 characters, without slashes.' })
  @Matches(/^[^\p{Cc}/\\]+$/u, { message: 'name must not be empty, nor hold slashes or control characters' })
  @MaxLength(255)
  name!: string;

  @Field(() => String, { description: 'Its media type, such as `image/jpeg`. Its first bytes must be of that type.' })
  mediaType!: string;

  @Field(() => Int, { description: 'How many bytes it has.' })
  @Min(1)
  size!: number;
}

@ObjectType({ description: 'Answer of `fileBegin`.' })
export class FileBeginPayload extends Payload {
  @Field(() => File, { nullable: true, description: 'The file; its bytes are awaited.' })
  file?: { readonly id: string };

  @Field(() => String, { nullable: true, description: 'Where to PUT its bytes, as they are, within the hour. Relative to the address of the API where it has no host. Half-way failures are repeated from the start.' })
  uploadUrl?: string | null;
}

/** What nobody finished sending in a day is thrown away when its sender begins the next. */
const FORGET_UNFINISHED = "delete from kernel.file where owner = $1 and state = 'RECEIVING' and purpose = 'upload' and created_at < now() - interval '1 day'";

@Resolver()
export class BeginFile {
  @Mutation(() => FileBeginPayload, { description: 'Begins to send a file: answers where to PUT its bytes.' })
  @Requires('kernel.files.upload')
  async fileBegin(@Arg('input', () => FileBeginInput, { description: 'The file.' }) input: FileBeginInput, @Ctx() ctx: Context): Promise<FileBeginPayload> {
    const answer = await write<FileBeginPayload, FileBeginInput>(ctx, { operation: 'fileBegin', input }, async (tx, { name, mediaType, size }) => {
      const { largest, mediaTypes } = fileSettings(ctx.platform);
      if (size > largest) refuse(fileTooLarge('size', { size, largest }));
      if (!(mediaTypes as readonly string[]).includes(mediaType)) refuse(fileTypeUnknown('mediaType', { type: mediaType, known: mediaTypes.join(', ') }));
      const id = uuidv7();
      await tx.tx.query(FORGET_UNFINISHED, [ctx.actor.id]);
      await tx.tx.query("insert into kernel.file (id, name, media_type, size, owner, purpose) values ($1, $2, $3, $4, $5, 'upload')", [id, name, mediaType, size, ctx.actor.id]);
      return { file: { id } };
    });
    // Not a part of the answer that is kept under the key: said again, it is good again.
    return answer.file ? { ...answer, uploadUrl: linkTo(ctx.platform, 'PUT', answer.file.id) } : answer;
  }
}
