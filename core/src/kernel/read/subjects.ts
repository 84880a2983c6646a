import type { Compilation } from './compile.js';
import type { ResourceModel } from './model.js';
import { subjectSql } from './mask.js';
import { sql, trusted, type Sql } from './sql.js';

/** Under this key each row of somebody's data says whose it is, until `takeSubjects`. No response key begins so. */
const KEY = '~p';

/** Says in a row whom it is about, for the read log; nothing for rows about nobody. The first of the row's columns. */
export function subjectColumn(compilation: Compilation, resource: ResourceModel, columns: Readonly<Record<string, Sql>>): readonly Sql[] {
  const about = subjectOf(resource, columns);
  return about ? [sql`encode(uuid_send(${about}), 'hex') as ${trusted(`"${KEY}"`)}`] : [];
}

/** Whom a row is about: the person, or the household where it is about none. */
function subjectOf({ subject }: ResourceModel, columns: Readonly<Record<string, Sql>>): Sql | undefined {
  const { person, household } = subjectSql(subject ?? {}, columns);
  return person && household ? sql`coalesce(${person}, ${household})` : (person ?? household);
}

/**
 * Takes the marks out of an answer's text. Only Kinga can have written them: within a string of JSON quotes are escaped, and
 * what PostgreSQL writes of stored JSON has a space after the colon.
 */
export function takeSubjects(json: string): { readonly json: string; readonly subjects: readonly string[] } {
  const subjects = new Set<string>();
  const taken = json.replace(/"~p":(?:"([0-9a-f]{32})"|null),?/g, (_mark, subject: string | undefined) => {
    if (subject) subjects.add(subject);
    return '';
  });
  return { json: taken, subjects: [...subjects] };
}
