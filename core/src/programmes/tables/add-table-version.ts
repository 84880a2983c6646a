import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Requires } from '../../kernel/schema/permission.js';
import { TakesMuch } from '../../kernel/schema/takes-much.js';
import { sql } from '../../kernel/read/sql.js';
import { ask } from '../../kernel/write/ask.js';
import { refuse } from '../../kernel/write/refusal.js';
import { write } from '../../kernel/write/write.js';
import { publishAtOnce, publishProposal, rejectProposal, type ProposalTable } from '../decide-proposal.js';
import { tableVersionDecided, tableVersionProposed } from '../events.js';
import { checkOwner } from '../may-share.js';
import { replacedUnknown, tableNotFound, tableVersionNotFound } from '../refusals.js';
import { ofProgrammeOrShared } from '../shared-scope.js';
import { checkedRows, type TableDefinition } from './check-table.js';
import { RuleTableVersionAddInput, RuleTableVersionPayload, RuleTableVersionPublishInput, RuleTableVersionRejectInput } from './table-input.js';

const VERSIONS: ProposalTable = { table: 'programmes.rule_table_version', owner: 'programmes.rule_table', ownerColumn: 'table_id', notFound: tableVersionNotFound };

@Resolver()
export class AddRuleTableVersion {
  @Mutation(() => RuleTableVersionPayload, { description: 'Adds the rows of a table from a day on. Where the deployment asks for a second person, they hold once that one has published them.' })
  @Requires('programmes.programmes.manage')
  @TakesMuch()
  ruleTableVersionAdd(@Arg('input', () => RuleTableVersionAddInput, { description: 'The rows.' }) input: RuleTableVersionAddInput, @Ctx() ctx: Context): Promise<RuleTableVersionPayload> {
    return write<RuleTableVersionPayload, RuleTableVersionAddInput>(ctx, { operation: 'ruleTableVersionAdd', input }, async (tx, { tableId, effectiveFrom, source, replacesId = null, rows: given }) => {
      const { rows: found } = await ask<TableDefinition & { readonly programme_id: string | null }>(tx, sql`
        select o.programme_id, o.keys, o.value_type as "valueType", o.currency, o.complete from programmes.rule_table o where o.id = ${tableId}::uuid and ${ofProgrammeOrShared(tx, sql`o.programme_id`)} for update`);
      const table = found[0] ?? refuse(tableNotFound('tableId'));
      await checkOwner(tx, table.programme_id, 'tableId', tableNotFound);
      const { rows, problems } = checkedRows(table, given, 'rows');
      if (problems.length > 0) refuse(...problems);
      if (replacesId) {
        const { rowCount } = await tx.tx.query("select from programmes.rule_table_version where id = $1 and table_id = $2 and effective_from = $3 and state = 'PUBLISHED'", [replacesId, tableId, effectiveFrom]);
        if (rowCount === 0) refuse(replacedUnknown('replacesId', { day: effectiveFrom }));
      }
      const id = uuidv7();
      await tx.tx.query('insert into programmes.rule_table_version (id, table_id, effective_from, source, replaces_id, proposed_by) values ($1, $2, $3, $4, $5, $6)',
        [id, tableId, effectiveFrom, source, replacesId, tx.actor.id]);
      await tx.tx.query(
        `insert into programmes.rule_table_row (id, version_id, position, keys, value)
         select kernel.uuid7(), $2, index, keys, value from json_to_recordset($1) as t(index integer, keys text[], value text)`,
        [JSON.stringify(rows.map(({ index, keys, value }) => ({ index, keys, value }))), id],
      );
      await publish(tx, tableVersionProposed, { id, table: tableId });
      await publishAtOnce(tx, VERSIONS, id);
      return { ruleTableVersion: { id } };
    });
  }

  @Mutation(() => RuleTableVersionPayload, { description: 'Publishes a version of a table that somebody else proposed: it holds from its day on.' })
  @Requires('programmes.versions.publish')
  ruleTableVersionPublish(@Arg('input', () => RuleTableVersionPublishInput, { description: 'Which version.' }) input: RuleTableVersionPublishInput, @Ctx() ctx: Context): Promise<RuleTableVersionPayload> {
    return write<RuleTableVersionPayload, RuleTableVersionPublishInput>(ctx, { operation: 'ruleTableVersionPublish', input }, async (tx, { id }) => {
      const { ownerId } = await publishProposal(tx, VERSIONS, id);
      await publish(tx, tableVersionDecided, { id, table: ownerId, published: true });
      return { ruleTableVersion: { id } };
    });
  }

  @Mutation(() => RuleTableVersionPayload, { description: 'Rejects a version of a table that was proposed, or takes it back.' })
  @Requires('programmes.programmes.manage')
  ruleTableVersionReject(@Arg('input', () => RuleTableVersionRejectInput, { description: 'Which version, and why.' }) input: RuleTableVersionRejectInput, @Ctx() ctx: Context): Promise<RuleTableVersionPayload> {
    return write<RuleTableVersionPayload, RuleTableVersionRejectInput>(ctx, { operation: 'ruleTableVersionReject', input }, async (tx, { id, reason }) => {
      const { ownerId } = await rejectProposal(tx, VERSIONS, id, reason);
      await publish(tx, tableVersionDecided, { id, table: ownerId, published: false });
      return { ruleTableVersion: { id } };
    });
  }
}
