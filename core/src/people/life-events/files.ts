import { FieldResolver, Resolver, Root } from 'type-graphql';
import { File } from '../../kernel/files/file.js';
import { Requires } from '../../kernel/schema/permission.js';
import { Needs } from '../../kernel/schema/resource.js';
import { LifeEvent } from './life-event.js';

@Resolver(() => LifeEvent)
export class FilesOfLifeEvent {
  @FieldResolver(() => [File], { description: 'Files that show it.' })
  @Requires('people.life-events.read')
  @Needs('evidenceFileIds')
  files(@Root() { evidenceFileIds }: { readonly evidenceFileIds: readonly string[] }): readonly { readonly id: string }[] {
    return evidenceFileIds.map((id) => ({ id }));
  }
}
