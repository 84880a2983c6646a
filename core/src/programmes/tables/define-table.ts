import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { refuse } from '../../kernel/write/refusal.js';
import { write } from '../../kernel/write/write.js';
import { ruleTableDefined } from '../events.js';
import { checkOwner } from '../may-share.js';
import { currencyOf } from '../parameters/define-parameter.js';
import { tableCodeTaken } from '../refusals.js';
import { textProblems, textsFrom } from '../texts.js';
import { RuleValueType } from '../value-type.js';
import { keyProblems } from './check-table.js';
import { RuleTableDefineInput, RuleTablePayload } from './table-input.js';

@Resolver()
export class DefineRuleTable {
  @Mutation(() => RuleTablePayload, { description: 'Defines a table: rules may look it up as `lookup("<code>", key, …)`. Its rows are added with `ruleTableVersionAdd`.' })
  @Requires('programmes.programmes.manage')
  ruleTableDefine(@Arg('input', () => RuleTableDefineInput, { description: 'The table.' }) input: RuleTableDefineInput, @Ctx() ctx: Context): Promise<RuleTablePayload> {
    const constraints = { rule_table_once: tableCodeTaken('code') };
    return write<RuleTablePayload, RuleTableDefineInput>(ctx, { operation: 'ruleTableDefine', input, constraints }, async (tx, { programmeId = null, code, keys, valueType, complete, currency, names }) => {
      const programme = await checkOwner(tx, programmeId, 'programmeId');
      const problems = [...textProblems(names ?? [], 'names'), ...keyProblems(keys, 'keys')];
      if (problems.length > 0) refuse(...problems);
      const id = uuidv7();
      const money = [valueType, ...keys.map(({ type }) => type)].includes(RuleValueType.MONEY);
      await tx.tx.query(
        'insert into programmes.rule_table (id, programme_id, code, keys, value_type, complete, currency, names) values ($1, $2, $3, $4, $5, $6, $7, $8)',
        [id, programmeId, code, JSON.stringify(keys), valueType, complete, currencyOf(money, currency, programme), JSON.stringify(textsFrom(names))],
      );
      await publish(tx, ruleTableDefined, { id });
      return { ruleTable: { id } };
    });
  }
}
