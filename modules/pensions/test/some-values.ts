import type { TestPlatform } from '@kinga/plugin-sdk/testing';
import { anybody, done } from './some-scheme.js';

/** Where nobody second is asked for values: what is proposed holds. */
export const AT_ONCE = { programmes: { secondPersonForValues: false } };

/** A parameter with its values by day. */
export async function parameter(platform: TestPlatform, programmeId: string | undefined, code: string, type: string, values: Readonly<Record<string, string>>): Promise<void> {
  const client = anybody(platform);
  const { parameter: { id } } = await done<{ parameter: { id: string } }>(client, 'parameterDefine', { programmeId, code, type }, 'parameter { id }');
  for (const [effectiveFrom, value] of Object.entries(values)) await done(client, 'parameterValueAdd', { parameterId: id, effectiveFrom, value, source: 'Made up by a test' }, '');
}

interface Key {
  readonly name: string;
  readonly type: string;
  readonly match: string;
}

/** A table with its versions by day; of each row the last is the value. */
export async function table(platform: TestPlatform, programmeId: string | undefined, code: string, valueType: string, keys: readonly Key[], versions: Readonly<Record<string, readonly (readonly string[])[]>>, complete = false): Promise<void> {
  const client = anybody(platform);
  const { ruleTable: { id } } = await done<{ ruleTable: { id: string } }>(client, 'ruleTableDefine', { programmeId, code, valueType, keys, complete }, 'ruleTable { id }');
  for (const [effectiveFrom, rows] of Object.entries(versions)) {
    await done(client, 'ruleTableVersionAdd', { tableId: id, effectiveFrom, source: 'Made up by a test', rows: rows.map((row) => ({ keys: row.slice(0, -1), value: row.at(-1) })) }, '');
  }
}
