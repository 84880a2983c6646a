import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { withAccount, readAccount } from './address.js';
import { errorCode } from './errors.js';

/** The account that Kinga's processes work with where Kinga makes it itself: it owns nothing, so that policies bind it. */
export const APP_ROLE = 'kinga_app';

/** The owner's address with the account of the app, whose password follows from the owner's by a one-way function. */
export function appAddress(ownerUrl: string): string {
  return withAccount(ownerUrl, APP_ROLE, createHash('sha256').update(`${APP_ROLE} ${readAccount(ownerUrl).password}`).digest('base64url'));
}

/**
 * Makes the account where it is missing; it is one for all databases of a server. The server and its log see only the
 * password's verifier. The owner may do what the account may, so that it sees the account's sessions.
 */
export async function ensureAppRole(owner: pg.Pool | pg.ClientBase, ownerUrl: string): Promise<void> {
  const { rows: [there] } = await owner.query<{ granted: boolean }>("select pg_has_role(current_user, oid, 'usage') as granted from pg_roles where rolname = $1", [APP_ROLE]);
  try {
    if (!there) {
      const { password } = readAccount(appAddress(ownerUrl));
      await owner.query(`create role ${APP_ROLE} login nosuperuser nobypassrls nocreatedb nocreaterole password '${verifierOf(password)}'`);
    }
    if (!there?.granted) await owner.query(`grant ${APP_ROLE} to current_user`);
  } catch (error) {
    // Another process was first: duplicate object, unique violation, tuple concurrently updated.
    if (!['42710', '23505', 'XX000'].includes(errorCode(error) ?? '')) throw error;
  }
}

/** What PostgreSQL keeps of a password, RFC 5803. */
function verifierOf(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256');
  const keyed = (text: string): Buffer => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest();
  return `SCRAM-SHA-256$4096:${salt.toString('base64')}$${stored.toString('base64')}:${keyed('Server Key').toString('base64')}`;
}

/**
 * Lets an account read and write the rows of every schema that the caller owns, now and of tables to come, and nothing
 * else: it can't empty, alter or drop a table. Part of migrating.
 */
export async function grantToApp(owner: pg.Pool, role: string): Promise<void> {
  await owner.query(`do $$
    declare
      app constant text := ${quoted(role)};
      of_schema name;
    begin
      if app = current_user then return; end if;
      for of_schema in
        select nspname from pg_namespace where nspowner = (select oid from pg_roles where rolname = current_user)
          and nspname !~ '^pg_' and nspname not in ('information_schema', 'public')
      loop
        execute format('grant usage on schema %I to %I', of_schema, app);
        execute format('grant select, insert, update, delete on all tables in schema %I to %I', of_schema, app);
        execute format('grant usage, select on all sequences in schema %I to %I', of_schema, app);
        execute format('alter default privileges in schema %I grant select, insert, update, delete on tables to %I', of_schema, app);
        execute format('alter default privileges in schema %I grant usage, select on sequences to %I', of_schema, app);
      end loop;
      execute format('revoke insert, update, delete on kernel.migration from %I', app);
    end $$`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
