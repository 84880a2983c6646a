import { MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../../kernel/context.js';
import { Ref } from '../../kernel/schema/input-fields.js';
import { Requires } from '../../kernel/schema/permission.js';
import { TakesMuch } from '../../kernel/schema/takes-much.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import { MoneyInput } from '../../kernel/write/idempotent-input.js';
import { refuse, toUserError } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { Payload } from '../../kernel/write/user-error.js';
import { write } from '../../kernel/write/write.js';
import { Programme } from '../../programmes/programme.js';
import { readCsv } from '../csv.js';
import { booksClosed } from '../refusals.js';
import { collecting } from './raise-demands.js';
import { ReceiptFile } from './receipt-file.js';
import { receive, type IncomingReceipt } from './receive.js';
import { receiptFileCut, receiptFileHeader } from './refusals.js';

@InputType({ description: 'A file of what came in.' })
export class ReceiptsReceiveInput extends MoneyInput {
  @Ref(() => Programme, { description: 'To which programme it was paid.' })
  programmeId!: string;

  @Field(() => String, { description: 'The text of a CSV file (RFC 4180), whose last line is ended too, with the columns control_number, method, bank_reference, amount, currency (which may be empty) and received_on, in any order, named in its first line.' })
  @MinLength(1)
  @MaxLength(5_000_000)
  file!: string;
}

@ObjectType({ description: 'A line of a file that changed nothing.' })
export class RejectedReceipt {
  @Field(() => Int, { description: 'On which line it stands, from 2.' })
  line!: number;

  @Field(() => String, { description: 'What the bank calls it, as it stands there.' })
  bankReference!: string;

  @Field(() => String, { description: 'Why, as the code of the refusal that `receiptReceive` would give.' })
  code!: string;

  @Field(() => String, { description: 'Why, in words.' })
  message!: string;
}

@ObjectType({ description: 'Answer of `receiptsReceive`.' })
export class ReceiptsReceivePayload extends Payload {
  @Field(() => ReceiptFile, { nullable: true, description: 'The file, by which its rejected lines can be read again; null for whoever is limited to places.' })
  file?: { readonly id: string };

  @Field(() => Int, { nullable: true, description: 'How many receipts were put on accounts of payers.' })
  received?: number;

  @Field(() => Int, { nullable: true, description: 'How many came in under a number that nobody has: they wait on the list of receipts that are `UNMATCHED`.' })
  unmatched?: number;

  @Field(() => [RejectedReceipt], { nullable: true, description: 'The lines that changed nothing, and why. A file that comes again has all of its lines here.' })
  rejected?: readonly RejectedReceipt[];
}

const COLUMNS = ['control_number', 'method', 'bank_reference', 'amount', 'currency', 'received_on'] as const;
const AT_ONCE = 500;

/** The lines of a file, with the number of each. */
function linesOf(file: string): readonly { readonly line: number; readonly receipt: IncomingReceipt }[] {
  const [header, ...rows] = readCsv(file) ?? refuse(receiptFileCut('file'));
  const at = new Map((header?.fields ?? []).map((name, index) => [name.trim().toLowerCase(), index]));
  const missing = COLUMNS.filter((name) => name !== 'currency' && !at.has(name));
  if (missing.length > 0) refuse(receiptFileHeader('file', { missing: missing.join(', ') }));
  return rows.map(({ line, fields }) => {
    const of = (name: (typeof COLUMNS)[number]): string => (fields[at.get(name) ?? -1] ?? '').trim();
    return { line, receipt: { controlNumber: of('control_number'), method: of('method'), bankReference: of('bank_reference'), amount: of('amount'), currency: of('currency') || null, receivedOn: of('received_on') } };
  });
}

interface Taken {
  readonly lines: number;
  readonly received: number;
  readonly unmatched: number;
  readonly rejected: readonly RejectedReceipt[];
}

/** Keeps what became of a file, line by line of those that were rejected. */
async function noteFile(ctx: TxContext, programme: string, { lines, received, unmatched, rejected }: Taken): Promise<{ readonly id: string }> {
  const id = uuidv7();
  await beyondScope(ctx, () => ctx.tx.query(
    `with taken as (
       insert into transactions.receipt_file (id, programme_id, received_on, received_by, lines, received, unmatched, rejected) values ($1, $2, $3, $4, $5, $6, $7, $8))
     insert into transactions.receipt_rejection (id, file_id, line, bank_reference, code, message)
     select kernel.uuid7(), $1, r.line, r."bankReference", r.code, r.message from jsonb_to_recordset($9) as r(line int, "bankReference" text, code text, message text)`,
    [id, programme, ctx.today, ctx.actor.id, lines, received, unmatched, rejected.length, JSON.stringify(rejected)],
  ));
  return { id };
}

@Resolver()
export class ReceiveFile {
  @Mutation(() => ReceiptsReceivePayload, { description: 'Takes a file of what came in: each line as `receiptReceive` would. Lines that cannot be taken are listed and keep back no other.' })
  @Requires('transactions.receipts.receive')
  @TakesMuch()
  receiptsReceive(@Arg('input', () => ReceiptsReceiveInput, { description: 'The file.' }) input: ReceiptsReceiveInput, @Ctx() ctx: Context): Promise<ReceiptsReceivePayload> {
    return write<ReceiptsReceivePayload, ReceiptsReceiveInput>(ctx, { operation: 'receiptsReceive', input, constraints: { posting_period_open: booksClosed('file') } }, async (tx, { programmeId, file }) => {
      const programme = await collecting(tx, programmeId);
      const lines = linesOf(file);
      const rejected: RejectedReceipt[] = [];
      let [received, unmatched] = [0, 0];
      for (let from = 0; from < lines.length; from += AT_ONCE) {
        const page = lines.slice(from, from + AT_ONCE);
        const outcomes = await receive(tx, programme, page.map(({ receipt }) => receipt));
        for (const [index, outcome] of outcomes.entries()) {
          const { line = 0, receipt } = page[index] ?? {};
          if ('refusal' in outcome) {
            const { code, message } = toUserError(tx, outcome.refusal);
            rejected.push({ line, bankReference: receipt?.bankReference.slice(0, 100) ?? '', code, message });
          } else if (outcome.matched) received += 1;
          else unmatched += 1;
        }
      }
      return { file: await noteFile(tx, programme.id, { lines: lines.length, received, unmatched, rejected }), received, unmatched, rejected };
    });
  }
}
