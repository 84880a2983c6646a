import type { Context } from '../context.js';

const MAKE = 'select made, kept from kernel.make_coming_partitions($1)';

/**
 * Makes the partitions of the audit and the read log before their time comes: a year of the one, half a year of the other. Where nobody did, rows of
 * a period lie in the partition of the rest, and stay there.
 *
 * @returns nothing to be done again at once
 */
export async function makePartitions({ platform }: Pick<Context, 'platform'>): Promise<number> {
  const { rows: [told] } = await platform.pool.query<{ made: readonly string[]; kept: readonly string[] }>(MAKE, [new Date(platform.now()).toISOString()]);
  if (told && told.made.length > 0) platform.log.info({ partitions: told.made }, 'partitions were made for what comes');
  if (told && told.kept.length > 0) platform.log.warn({ partitions: told.kept }, 'rows of these periods came before their partitions and stay in the partition of the rest');
  return 0;
}
