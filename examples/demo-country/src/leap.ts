import { fileURLToPath } from 'node:url';
import { installPack, readPack, type Pack, type Platform, type Progress } from '@kinga/plugin-sdk';

/** The folder of LEAP's pack, whose attributes the deployment names in `packs`. */
export const LEAP = fileURLToPath(new URL('../../ghana-leap', import.meta.url));

/** First day of grants that were announced when the cycle had begun: the story publishes them late. */
const RISE = '2024-01-01';

function withTables({ data, ...pack }: Pack, keep: (from: string) => boolean): Pack {
  const programmes = data.programmes.map((programme) => ({
    ...programme, tables: programme.tables.map((table) => ({ ...table, versions: table.versions.filter(({ from }) => keep(from)) })),
  }));
  return { ...pack, data: { ...data, programmes } };
}

/** The version of the table of grants that the story publishes, as `ruleTableVersionAdd` takes it. */
export async function riseOfGrants(): Promise<{ readonly code: string; readonly input: object }> {
  const { data } = withTables(await readPack(LEAP), (from) => from === RISE);
  const [table] = data.programmes.flatMap(({ tables }) => tables).filter(({ versions }) => versions.length > 0);
  const [version] = table?.versions ?? [];
  if (!table || !version) throw new Error(`The pack in ${LEAP} has no grants from ${RISE} on.`);
  return { code: table.code, input: { effectiveFrom: RISE, source: version.source, rows: version.rows.map((row) => ({ keys: row.slice(0, -1), value: row.at(-1) })) } };
}

/** LEAP as it was before that rise, published by a second actor of the platform. What is there stays. */
export async function seedLeap(platform: Platform, progress: Progress): Promise<void> {
  await installPack(platform, withTables(await readPack(LEAP), (from) => from !== RISE), { publish: true, progress });
}
