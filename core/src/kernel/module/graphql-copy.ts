import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** Two copies of graphql don't know each other's types; which of both a schema meets would be chance. */
export function secondGraphql(file: URL, own = graphqlOf(import.meta.url)): { readonly theirs: string; readonly own: string } | undefined {
  const theirs = graphqlOf(file);
  return theirs === undefined || own === undefined || theirs === own ? undefined : { theirs, own };
}

/** Folder of the graphql that a file would get; none where it cannot reach one. */
function graphqlOf(file: URL | string): string | undefined {
  try {
    return dirname(realpathSync(createRequire(file).resolve('graphql')));
  } catch {
    return undefined;
  }
}
