import { Ctx, Field, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../../context.js';
import { Requires } from '../../schema/permission.js';
import { retentions } from './extension-points.js';
import { processingRegister, type ProcessingRegister, type RegisterEntry } from './register.js';

@ObjectType({ description: 'Fields of one table that are of one class and for one purpose.' })
export class ProcessingRegisterEntry implements RegisterEntry {
  @Field(() => String, { description: 'The module that keeps them.' })
  module!: string;

  @Field(() => String, { description: 'The type; the table where it is none of the API\'s.' })
  data!: string;

  @Field(() => String, { description: 'The table.' })
  table!: string;

  @Field(() => String, { description: 'What it is.' })
  description!: string;

  @Field(() => [String], { description: 'Fields of the API, and columns that it does not show.' })
  fields!: readonly string[];

  @Field(() => String, { description: 'How sensitive: public, internal, personal or sensitive.' })
  sensitivity!: string;

  @Field(() => String, { nullable: true, description: 'The category by which they are masked.' })
  masked!: string | null;

  @Field(() => String, { description: 'What they are kept for, one of `purposes`.' })
  purpose!: string;

  @Field(() => String, { description: 'What that is.' })
  purposeDescription!: string;

  @Field(() => String, { nullable: true, description: 'The ground on which they may be used, one of `LegalBasis`; null where nobody said.' })
  ground!: RegisterEntry['ground'];

  @Field(() => String, { nullable: true, description: 'The act and section that give it.' })
  law!: string | null;

  @Field(() => [String], { description: 'Whose data: persons, households, both, or nobody\'s in particular.' })
  subjects!: RegisterEntry['subjects'];

  @Field(() => [String], { description: 'Permissions that seeing them takes.' })
  permissions!: readonly string[];

  @Field(() => [String], { description: 'Roles of the modules that have these permissions.' })
  roles!: readonly string[];

  @Field(() => String, { nullable: true, description: 'How long they are kept; null where nobody said.' })
  retention!: string | null;

  @Field(() => [String], { description: 'Ways by which they leave the platform.' })
  recipients!: readonly string[];

  @Field(() => String, { description: 'Where and how they are stored.' })
  storage!: string;
}

@ObjectType({ description: 'The register of processing activities, as the code and the configuration say it (GDPR, article 30).' })
export class ProcessingRegisterInfo implements ProcessingRegister {
  @Field(() => String, { nullable: true, description: 'Who answers for the data.' })
  controller!: string | null;

  @Field(() => String, { nullable: true, description: 'Whom persons ask about their data.' })
  contact!: string | null;

  @Field(() => [String], { description: 'Who else is given data, as the deployment says it.' })
  recipients!: readonly string[];

  @Field(() => [ProcessingRegisterEntry], { description: 'Its lines.' })
  entries!: readonly ProcessingRegisterEntry[];
}

@Resolver()
export class ProcessingRegisterQuery {
  @Query(() => ProcessingRegisterInfo, { description: 'What this deployment keeps of whom, what for, and who may see it.' })
  @Requires('kernel.processing-register.read')
  async processingRegister(@Ctx() ctx: Context): Promise<ProcessingRegister> {
    const { platform } = ctx;
    const said = await Promise.all([...platform.extensions(retentions).values()].map((each) => ('byPurpose' in each ? each.byPurpose(ctx) : undefined)));
    return processingRegister(platform.plan, platform.model, new Map(said.flatMap((each) => [...(each ?? [])])));
  }
}
