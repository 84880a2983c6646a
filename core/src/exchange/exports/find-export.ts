import { Arg, Field, ID, InputType, Query, Resolver } from 'type-graphql';
import { uuidOf } from '../../kernel/schema/ids.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Export } from './export.js';

@InputType({ description: 'Names one Export.' })
export class ExportBy {
  @Field(() => ID, { description: 'By its id.' })
  id!: string;
}

@Resolver()
export class FindExport {
  @Query(() => Export, { nullable: true, description: 'Finds an export of yours; null where there is none.' })
  @Requires('exchange.exports.read')
  export(@Arg('by', () => ExportBy, { description: 'Which one.' }) { id }: ExportBy): { readonly id: string } {
    return { id: uuidOf('export', id) };
  }
}
