import { CompiledQuery } from 'kysely';
import { raw, type MikroORM } from '@mikro-orm/postgresql';
export { MikroORM } from '@mikro-orm/postgresql';
export { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';

/** What of MikroORM's connection writes SQL; its own types hide it. */
interface Connection {
  prepareQuery(query: unknown, params?: readonly unknown[]): { readonly query: string; readonly params: readonly unknown[] };
  transformRawResult(result: unknown, method: string): unknown;
  execute(query: unknown, params: readonly unknown[] | undefined, method: string | undefined, transaction: { executeQuery(query: CompiledQuery): Promise<unknown> }): Promise<unknown>;
}

/**
 * MikroORM writes values into its SQL, where the database's list of activity and its log show them to whoever may see neither
 * table: here they travel beside it, as everywhere else.
 */
export function valuesApart(orm: MikroORM): void {
  const connection = orm.em.getConnection() as unknown as Connection;
  const platform = orm.em.getPlatform();
  connection.execute = async (given, params, method = 'all', transaction) => {
    const asked = connection.prepareQuery(given, params);
    const values: string[] = [];
    const apart = (value: unknown): unknown => {
      if (typeof value === 'string') return raw(`$${values.push(value)}`);
      if (Array.isArray(value)) return raw(value.map((each) => platform.quoteValue(apart(each))).join(', '));
      return value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype ? raw(`$${values.push(JSON.stringify(value))}`) : value;
    };
    const sql = platform.formatQuery(asked.query, asked.params.map(apart));
    return connection.transformRawResult(await transaction.executeQuery(CompiledQuery.raw(sql, values)), method);
  };
}
