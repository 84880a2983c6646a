import { Arg, Ctx, Field, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { Context } from '../../kernel/context.js';
import { publish } from '../../kernel/events/publish.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { IdempotentInput } from '../../kernel/write/idempotent-input.js';
import { refuse } from '../../kernel/write/refusal.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { exportCancelled } from './events.js';
import { Export } from './export.js';
import { exportEnded, exportNotFound } from './refusals.js';

@InputType({ description: 'An export to cancel.' })
export class ExportCancelInput extends IdempotentInput {
  @Ref(() => Export, { description: 'Which export.' })
  id!: string;
}

@ObjectType({ description: 'Answer of `exportCancel`.' })
export class ExportCancelPayload extends Payload {
  @Field(() => Export, { nullable: true, description: 'The export.' })
  export?: { readonly id: string };
}

@Resolver()
export class CancelExport {
  @Mutation(() => ExportCancelPayload, { description: 'Stops an export that has not ended, and throws away what is written of it.' })
  @Requires('exchange.exports.make')
  exportCancel(@Arg('input', () => ExportCancelInput, { description: 'Which export.' }) input: ExportCancelInput, @Ctx() ctx: Context): Promise<ExportCancelPayload> {
    return write<ExportCancelPayload, ExportCancelInput>(ctx, { operation: 'exportCancel', input }, async (tx, { id }) => {
      const { rows } = await tx.tx.query<{ state: string; fileId: string | null }>(
        'select state, file_id as "fileId" from exchange.export where id = $1 and asked_by = $2 for update', [id, ctx.actor.id],
      );
      const [found] = rows;
      if (!found) return refuse(exportNotFound('id'));
      if (found.state === 'DONE' || found.state === 'CANCELLED') refuse(exportEnded('id', { state: found.state }));
      await tx.tx.query("update exchange.export set state = 'CANCELLED', file_id = null, problem = null where id = $1", [id]);
      await tx.tx.query('delete from kernel.file where id = $1', [found.fileId]);
      await publish(tx, exportCancelled, { id });
      return { export: { id } };
    });
  }
}
