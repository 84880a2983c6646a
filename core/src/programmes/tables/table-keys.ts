import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Requires } from '../../kernel/schema/permission.js';
import { Needs } from '../../kernel/schema/resource.js';
import { RuleTable } from './rule-table.js';
import { RuleTableKey } from './table-key.js';

@Resolver(() => RuleTable)
export class TableKeys {
  @FieldResolver(() => [RuleTableKey], { description: 'What it is asked by, in the order of the arguments of `lookup`.' })
  @Requires('programmes.programmes.read')
  @Needs('keyList')
  keys(@Root() { keyList }: { readonly keyList: readonly RuleTableKey[] }): readonly RuleTableKey[] {
    return keyList;
  }
}
