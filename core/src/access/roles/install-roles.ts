import type { Platform } from '../../kernel/platform.js';
import { inTransaction, type TxContext } from '../../kernel/write/transaction.js';

interface Installed {
  readonly name: string;
  readonly description: string;
  readonly module: string;
  readonly permissions: readonly string[];
}

interface Separated {
  readonly name: string;
  readonly description: string;
  readonly module: string;
  readonly one: readonly string[];
  readonly other: readonly string[];
}

/**
 * Writes down the roles and separations of the deployment's modules as their code says them now. A role whose module is gone
 * stays, without permissions.
 *
 * @throws Error where a role of the deployment's own has the name of a module's
 */
export async function installRoles(platform: Platform): Promise<void> {
  const { roles, separations } = wantedOf(platform);
  if (await same(platform, roles, separations)) return;
  await inTransaction(platform.context({ actor: platform.system() }), async (tx) => {
    await tx.tx.query("select pg_advisory_xact_lock(hashtextextended('access.grants', 0))");
    await writeRoles(tx, roles);
    await writeSeparations(tx, separations);
  });
}

function wantedOf({ plan: { modules } }: Platform): { readonly roles: readonly Installed[]; readonly separations: readonly Separated[] } {
  return {
    roles: modules.flatMap(({ id, roles = [] }) => roles.map(({ name, description, permissions }) => ({ name, description, module: id, permissions: [...new Set(permissions)].sort() }))).sort(byName),
    separations: modules.flatMap(({ id, separations = [] }) => separations.map(({ name, description, one, other }) => ({ name, description, module: id, one: [...one], other: [...other] }))).sort(byName),
  };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

async function same({ pool }: Platform, roles: readonly Installed[], separations: readonly Separated[]): Promise<boolean> {
  const { rows } = await pool.query<{ roles: readonly Installed[]; separations: readonly Separated[] }>(`
    select (select coalesce(json_agg(json_build_object('name', r.name, 'description', r.description, 'module', r.module, 'permissions',
              (select coalesce(json_agg(p.permission order by p.permission collate "C"), '[]') from access.role_permission p where p.role_id = r.id)) order by r.name collate "C"), '[]')
            from access.role r where r.module is not null and (r.name = any ($1) or exists (select from access.role_permission p where p.role_id = r.id))) as roles,
           (select coalesce(json_agg(json_build_object('name', s.name, 'description', s.description, 'module', s.module, 'one', s.one, 'other', s.other) order by s.name collate "C"), '[]')
            from access.separation s where s.module is not null) as separations`, [roles.map(({ name }) => name)]);
  return JSON.stringify(rows[0]) === JSON.stringify({ roles, separations });
}

async function writeRoles({ tx }: TxContext, roles: readonly Installed[]): Promise<void> {
  const given = JSON.stringify(roles);
  const { rows: taken } = await tx.query<{ name: string }>('select name from access.role where module is null and name = any ($1)', [roles.map(({ name }) => name)]);
  if (taken.length > 0) throw new Error(`A role of this deployment's own has the name of a module's: ${taken.map(({ name }) => name).join(', ')}. Rename it (roleChange) before the module is added.`);
  await tx.query(`
    insert into access.role (name, description, module) select r.name, r.description, r.module from json_to_recordset($1) as r (name text, description text, module text)
    on conflict (name) do update set description = excluded.description, module = excluded.module
    where (role.description, role.module) is distinct from (excluded.description, excluded.module)`, [given]);
  const wanted = 'select r.id, w.permission from json_to_recordset($1) as g (name text, permissions json) join access.role r on r.name = g.name, json_array_elements_text(g.permissions) as w (permission)';
  await tx.query(`delete from access.role_permission p using access.role r where r.id = p.role_id and r.module is not null and (p.role_id, p.permission) not in (${wanted})`, [given]);
  await tx.query(`insert into access.role_permission (role_id, permission) ${wanted} on conflict do nothing`, [given]);
}

async function writeSeparations({ tx }: TxContext, separations: readonly Separated[]): Promise<void> {
  await tx.query('delete from access.separation where module is not null and name <> all ($1)', [separations.map(({ name }) => name)]);
  for (const { name, description, module, one, other } of separations) {
    await tx.query(`
      insert into access.separation (name, description, module, one, other) values ($1, $2, $3, $4, $5)
      on conflict (name) do update set description = excluded.description, module = excluded.module, one = excluded.one, other = excluded.other`, [name, description, module, one, other]);
  }
}
