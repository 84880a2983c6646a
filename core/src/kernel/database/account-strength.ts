import type { Pool } from 'pg';
import { connectionProblems, type DatabaseProblem } from './problems.js';

interface Strength {
  readonly account: string;
  readonly superuser: boolean;
  readonly bypasses: boolean;
  readonly owns: string | null;
}

const STRENGTH = `
  select r.rolname as account, r.rolsuper as superuser, r.rolbypassrls as bypasses,
    (select min(n.nspname || '.' || c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and pg_has_role(r.oid, c.relowner, 'member')) as owns
  from pg_roles r where r.rolname = current_user`;

/** Why policies don't bind the account of a pool: row-level security binds neither superusers nor whoever may switch it off. */
export async function accountTooStrong(pool: Pool): Promise<DatabaseProblem | undefined> {
  const { rows: [found] } = await pool.query<Strength>(STRENGTH);
  if (!found) return undefined;
  const { account, superuser, bypasses, owns } = found;
  const why = superuser ? 'is a superuser' : bypasses ? 'may bypass row-level security (BYPASSRLS)' : owns ? `owns tables (${owns}) or is a member of the role that does` : undefined;
  return why === undefined ? undefined : connectionProblems.tooStrong(account, why);
}
