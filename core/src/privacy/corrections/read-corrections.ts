import { FieldResolver, Resolver, Root } from 'type-graphql';
import { File } from '../../kernel/files/file.js';
import { Public } from '../../kernel/schema/permission.js';
import { Connection, Needs } from '../../kernel/schema/resource.js';
import { Person } from '../../people/persons/person.js';
import { CorrectionRequest } from './correction-request.js';

@Resolver(() => Person)
export class PersonCorrections {
  @Connection(() => CorrectionRequest, { mappedBy: 'person', permission: 'privacy.corrections.read', description: 'What the person holds to be wrong, and what they were answered.' })
  correctionRequests!: unknown;
}

@Resolver(() => CorrectionRequest)
export class CorrectionFiles {
  @FieldResolver(() => [File], { description: 'Files that show it; null where you may not see one.', nullable: 'items' })
  @Public('files decide who may see them')
  @Needs('evidenceFileIds')
  files(@Root() { evidenceFileIds }: { readonly evidenceFileIds: readonly string[] }): readonly { readonly id: string }[] {
    return evidenceFileIds.map((id) => ({ id }));
  }
}
