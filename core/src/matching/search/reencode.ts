import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { Job } from '../../kernel/jobs/job.js';
import { startJob } from '../../kernel/jobs/start-job.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { reencode } from './reencode-job.js';

@InputType({ description: 'Nothing but what every mutation takes.' })
export class PersonSearchReencodeInput extends IdempotentInput {}

@ObjectType({ description: 'Answer of `personSearchReencode`.' })
export class PersonSearchReencodePayload extends Payload {
  @Field(() => Job, { nullable: true, description: 'The job that does it; its result says how many words there are and how many codes changed.' })
  job?: { readonly id: string };
}

@Resolver()
export class Reencode {
  @Mutation(() => PersonSearchReencodePayload, { description: 'Puts the phonetic encoder that the deployment has chosen into effect, for search and for duplicates. Search goes on meanwhile.' })
  @Requires('matching.search.manage')
  personSearchReencode(@Arg('input', () => PersonSearchReencodeInput, { description: 'Nothing in particular.' }) input: PersonSearchReencodeInput, @Ctx() ctx: Context): Promise<PersonSearchReencodePayload> {
    return write<PersonSearchReencodePayload, PersonSearchReencodeInput>(ctx, { operation: 'personSearchReencode', input }, async (tx) => ({ job: await startJob(tx, reencode, {}) }));
  }
}
