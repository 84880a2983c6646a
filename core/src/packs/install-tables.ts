import { readRows } from '../kernel/read/read-rows.js';
import { decodeId, encodeId } from '../kernel/schema/ids.js';
import { mutate } from '../kernel/server/mutate.js';
import { checkedRows } from '../programmes/tables/check-table.js';
import type { PackTable } from './format.js';
import type { Installing } from './install-pack.js';
import { localTexts } from './local-texts.js';
import type { Owner } from './owner.js';
import { definitionOf } from './rules-of-pack.js';

interface Standing {
  readonly id: string;
  readonly from: string;
  readonly state: string;
  readonly rows: readonly (readonly string[])[];
}

/** Defines the tables that are not there, and proposes the versions that differ from those that hold. */
export async function installTables({ drafter, publisher, done }: Installing, { programmeId, name, currency: own }: Owner, tables: readonly PackTable[]): Promise<void> {
  for (const table of tables) {
    const { code, names, keys, valueType, complete, versions, currency = own } = table;
    const hasMoney = valueType === 'MONEY' || keys.some(({ type }) => type === 'MONEY');
    const { rows: [known] } = await readRows<{ id: string }>(drafter, 'select id from programmes.rule_table where programme_id is not distinct from $1 and code = $2', [programmeId && decodeId(programmeId)?.uuid, code]);
    const id = known ? encodeId('rule_table', known.id) : (await mutate<{ ruleTableDefine: { ruleTable: { id: string } } }>(drafter,
      'mutation ($input: RuleTableDefineInput!) { ruleTableDefine(input: $input) { ruleTable { id } userErrors { code message path } } }',
      { input: { programmeId, code, keys, valueType, complete, names: localTexts(names), ...(hasMoney && { currency }) } },
    )).ruleTableDefine.ruleTable.id;
    done({ what: `table ${name}.${code}`, did: known ? 'was there' : 'created' });
    const { rows: standing } = await readRows<Standing>(drafter,
      `select v.id, v.effective_from::text as from, v.state, (select jsonb_agg(to_jsonb(r.keys || r.value) order by r.position) from programmes.rule_table_row r where r.version_id = v.id) as rows
       from programmes.rule_table_version v where v.table_id = $1 and v.state in ('PROPOSED', 'PUBLISHED')`, [decodeId(id)?.uuid]);
    for (const { from, source, rows } of versions) {
      const given = rows.map((row) => ({ keys: row.slice(0, -1), value: row.at(-1) ?? '' }));
      const wanted = JSON.stringify(checkedRows(definitionOf(table, currency), given, '').rows.map((row) => [...row.keys, row.value]));
      const same = standing.find((each) => each.from === from && JSON.stringify(each.rows) === wanted);
      const replaced = standing.find((each) => each.from === from && each.state === 'PUBLISHED');
      const versionId = same ? encodeId('rule_table_version', same.id) : (await mutate<{ ruleTableVersionAdd: { ruleTableVersion: { id: string } } }>(drafter,
        'mutation ($input: RuleTableVersionAddInput!) { ruleTableVersionAdd(input: $input) { ruleTableVersion { id } userErrors { code message path } } }',
        { input: { tableId: id, effectiveFrom: from, source, rows: given, ...(replaced && { replacesId: encodeId('rule_table_version', replaced.id) }) } },
      )).ruleTableVersionAdd.ruleTableVersion.id;
      if (publisher && same?.state !== 'PUBLISHED') {
        await mutate(publisher, 'mutation ($input: RuleTableVersionPublishInput!) { ruleTableVersionPublish(input: $input) { userErrors { code message path } } }', { input: { id: versionId } });
      }
      done({ what: `table ${name}.${code} from ${from}`, did: publisher && same?.state !== 'PUBLISHED' ? 'published' : same ? 'was there' : 'proposed' });
    }
  }
}
