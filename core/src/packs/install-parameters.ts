import { readRows } from '../kernel/read/read-rows.js';
import { decodeId, encodeId } from '../kernel/schema/ids.js';
import { mutate } from '../kernel/server/mutate.js';
import { valueOf } from '../programmes/values.js';
import type { RuleValueType } from '../programmes/value-type.js';
import type { PackParameter } from './format.js';
import type { Installing } from './install-pack.js';
import { localTexts } from './local-texts.js';
import type { Owner } from './owner.js';

interface Standing {
  readonly id: string;
  readonly from: string;
  readonly value: string;
  readonly state: string;
}

/** Defines the parameters that are not there, and proposes the values that differ from those that hold. */
export async function installParameters({ drafter, publisher, done }: Installing, { programmeId, name, currency: own }: Owner, parameters: readonly PackParameter[]): Promise<void> {
  for (const { code, type, names, values, currency = own } of parameters) {
    const { rows: [known] } = await readRows<{ id: string }>(drafter, 'select id from programmes.parameter where programme_id is not distinct from $1 and code = $2', [programmeId && decodeId(programmeId)?.uuid, code]);
    const id = known ? encodeId('parameter', known.id) : (await mutate<{ parameterDefine: { parameter: { id: string } } }>(drafter,
      'mutation ($input: ParameterDefineInput!) { parameterDefine(input: $input) { parameter { id } userErrors { code message path } } }',
      { input: { programmeId, code, type, names: localTexts(names), ...(type === 'MONEY' && { currency }) } },
    )).parameterDefine.parameter.id;
    done({ what: `parameter ${name}.${code}`, did: known ? 'was there' : 'created' });
    const { rows: standing } = await readRows<Standing>(drafter,
      `select id, effective_from::text as from, value, state from programmes.parameter_value where parameter_id = $1 and state in ('PROPOSED', 'PUBLISHED')`, [decodeId(id)?.uuid]);
    for (const { from, value, source } of values) {
      const what = `parameter ${name}.${code} from ${from}: ${value}`;
      const same = standing.find((each) => each.from === from && each.value === valueOf(type as RuleValueType, value, currency));
      const replaced = standing.find((each) => each.from === from && each.state === 'PUBLISHED');
      const valueId = same ? encodeId('parameter_value', same.id) : (await mutate<{ parameterValueAdd: { parameterValue: { id: string } } }>(drafter,
        'mutation ($input: ParameterValueAddInput!) { parameterValueAdd(input: $input) { parameterValue { id } userErrors { code message path } } }',
        { input: { parameterId: id, effectiveFrom: from, value, source, ...(replaced && { replacesId: encodeId('parameter_value', replaced.id) }) } },
      )).parameterValueAdd.parameterValue.id;
      if (publisher && same?.state !== 'PUBLISHED') {
        await mutate(publisher, 'mutation ($input: ParameterValuePublishInput!) { parameterValuePublish(input: $input) { userErrors { code message path } } }', { input: { id: valueId } });
      }
      done({ what, did: publisher && same?.state !== 'PUBLISHED' ? 'published' : same ? 'was there' : 'proposed' });
    }
  }
}
