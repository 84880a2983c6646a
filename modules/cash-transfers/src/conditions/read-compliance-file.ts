import {
  Arg, ask, claimFiles, Ctx, decodeId, defineJob, Field, File, IdempotentInput, identifierDigests, InputType, inTransaction, IsOptional, Job, LocalDate, MaxLength, Mutation, ObjectType, Payload, readCsv, readTextFile,
  Ref, refuse, Requires, Resolver, sql, startJob, uuidv7, write, type Context, type CsvRecord, type TxContext,
} from '@kinga/plugin-sdk';
import { checkMonth } from './check-month.js';
import { ComplianceFile } from './compliance-file.js';
import { ComplianceOutcome } from './compliance.js';
import { Condition } from './condition.js';
import { conditionOf, refusedLines, writeCompliance, type ComplianceLine } from './record-compliance.js';
import { complianceFileCut, complianceFileHeader, identifierTypeUnknown } from './refusals.js';

const AT_A_TIME = 1_000;
const OUTCOMES: ReadonlySet<string> = new Set(Object.values(ComplianceOutcome));

@InputType({ description: 'A file that says who met a condition in a month.' })
export class ComplianceFileReadInput extends IdempotentInput {
  @Ref(() => Condition, { description: 'Which condition.' })
  conditionId!: string;

  @Field(() => LocalDate, { description: 'The month, by its first day.' })
  month!: string;

  @Ref(() => File, { description: 'A CSV file (RFC 4180) whose first line names its columns: outcome (MET, MISSED or EXEMPT), and person (ids) or, with `identifierType`, identifier.' })
  fileId!: string;

  @Field(() => String, { nullable: true, description: 'By which of `identifierTypes` the column identifier names persons; left out where the column person has their ids.' })
  @IsOptional()
  @MaxLength(100)
  identifierType?: string | null;
}

@ObjectType({ description: 'Answer of `complianceFileRead`.' })
export class ComplianceFileReadPayload extends Payload {
  @Field(() => ComplianceFile, { nullable: true, description: 'What becomes of the file.' })
  complianceFile?: { readonly id: string };

  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  job?: { readonly id: string };
}

interface Held {
  readonly condition_id: string;
  readonly month: string;
  readonly file_id: string;
  readonly identifier_type: string | null;
  readonly line: number | null;
}

async function recordsOf(ctx: Context, fileId: string, named: string): Promise<readonly (CsvRecord & { readonly who: string; readonly outcome: string })[]> {
  const [header, ...records] = readCsv(await readTextFile(ctx, { id: fileId, path: 'fileId' })) ?? refuse(complianceFileCut('fileId'));
  const at = (name: string): number => (header?.fields ?? []).findIndex((field) => field.trim().toLowerCase() === name);
  if (at(named) < 0 || at('outcome') < 0) refuse(complianceFileHeader('fileId', { columns: `${named}, outcome` }));
  return records.map((record) => ({ ...record, who: (record.fields[at(named)] ?? '').trim(), outcome: (record.fields[at('outcome')] ?? '').trim().toUpperCase() }));
}

/** The persons that lines name, by the place of the line: UUIDs, undefined where nobody is. */
async function personsOf(ctx: TxContext, type: string | null, named: readonly string[]): Promise<readonly (string | undefined)[]> {
  if (type === null) return named.map((id) => { const decoded = decodeId(id); return decoded?.prefix === 'person' ? decoded.uuid : undefined; });
  const tried = named.flatMap((number, n) => (identifierDigests(ctx, type, number) ?? []).map((digest) => ({ n, digest })));
  const { rows } = await ask<{ n: number; person: string }>(ctx, sql`
    select t.n::int, min(i.person_id::text) as person from unnest(${tried.map(({ n }) => n)}::int[], ${tried.map(({ digest }) => digest)}::bytea[]) t (n, digest)
    join people.identifier i on i.type = ${type}::text and i.digest = t.digest and i.ended_on is null group by t.n`);
  const found = new Map(rows.map(({ n, person }) => [n, person]));
  return named.map((_, n) => found.get(n));
}

interface Told {
  readonly line: number;
  readonly person?: string | undefined;
  readonly outcome: string;
}

/** Records a page of lines by a few statements; what cannot be taken is kept with the reason. */
async function takePage(ctx: TxContext, id: string, page: readonly Told[], held: Held, last: boolean): Promise<void> {
  const condition = await conditionOf(ctx, held.condition_id);
  const reasons = new Map<number, string>();
  for (const { line, person, outcome } of page) if (!OUTCOMES.has(outcome)) reasons.set(line, 'UNREADABLE'); else if (!person) reasons.set(line, 'UNKNOWN');
  const { rows: before } = await ask<{ person: string }>(ctx, sql`
    select c.person_id::text as person from cash_transfers.compliance c where c.condition_id = ${condition.id}::uuid and c.month = ${held.month}::date and c.source = ${`file:${id}`}::text and c.person_id = any(${page.flatMap(({ person }) => person ?? [])}::uuid[])`);
  const seen = new Set(before.map(({ person }) => person));
  const lines: (ComplianceLine & { readonly line: number })[] = [];
  for (const { line, person = '', outcome } of page) {
    if (reasons.has(line)) continue;
    if (seen.has(person)) reasons.set(line, 'TWICE');
    else lines.push({ line, person, outcome });
    seen.add(person);
  }
  for (const { n, because } of await refusedLines(ctx, condition, held.month, lines)) reasons.set(lines[n]?.line ?? 0, because);
  const recorded = await writeCompliance(ctx, condition, held.month, lines.filter(({ line }) => !reasons.has(line)), `file:${id}`);
  await ctx.tx.query('insert into cash_transfers.rejected_compliance (file_id, line, reason) select $1, * from unnest($2::int[], $3::text[])', [id, [...reasons.keys()], [...reasons.values()]]);
  await ctx.tx.query('update cash_transfers.compliance_file set line = $2, recorded = recorded + $3, rejected = rejected + $4 where id = $1', [id, last ? null : page.at(-1)?.line ?? null, recorded, reasons.size]);
}

/** Reads a file page by page: killed anywhere, it goes on after the line that was taken last. */
export const readComplianceFile = defineJob<{ readonly id: string }>({
  name: 'cash-transfers.read-compliance-file',
  description: 'Reads a file that says who met a condition in a month',
  async run(ctx, { id }, job) {
    const hold = async (tx: TxContext): Promise<Held | undefined> =>
      (await ask<Held>(tx, sql`select f.condition_id, f.month::text, f.file_id, f.identifier_type, f.line from cash_transfers.compliance_file f where f.id = ${id}::uuid for update`)).rows[0];
    const first = await inTransaction(ctx, hold);
    if (!first) return {};
    const records = await recordsOf(ctx, first.file_id, first.identifier_type === null ? 'person' : 'identifier');
    for (let more = true; more;) {
      more = await inTransaction(ctx, async (tx) => {
        const held = await hold(tx);
        if (!held || held.line === null) return false;
        const after = held.line;
        const rest = records.filter(({ line }) => line > after);
        const page = rest.slice(0, AT_A_TIME);
        const persons = await personsOf(tx, held.identifier_type, page.map(({ who }) => who));
        await takePage(tx, id, page.map(({ line, outcome }, n) => ({ line, outcome, person: persons[n] })), held, rest.length <= AT_A_TIME);
        await job.progress(records.length - rest.length + page.length, records.length);
        return rest.length > AT_A_TIME;
      });
    }
    return { lines: records.length };
  },
});

@Resolver()
export class ReadComplianceFile {
  @Mutation(() => ComplianceFileReadPayload, { description: 'Reads a file that says who met a condition in a month, as the list of a school. Answers with a job; lines that cannot be taken are among `rejectedLines`, the others are recorded.' })
  @Requires('cash-transfers.compliance.record')
  complianceFileRead(@Arg('input', () => ComplianceFileReadInput, { description: 'The file.' }) input: ComplianceFileReadInput, @Ctx() ctx: Context): Promise<ComplianceFileReadPayload> {
    return write<ComplianceFileReadPayload, ComplianceFileReadInput>(ctx, { operation: 'complianceFileRead', input }, async (tx, { conditionId, month, fileId, identifierType }) => {
      checkMonth(tx, month);
      await conditionOf(tx, conditionId);
      if (identifierType && !identifierDigests(tx, identifierType, '')) refuse(identifierTypeUnknown('identifierType'));
      await claimFiles(tx, [{ id: fileId, path: 'fileId' }], ['text/csv', 'text/plain']);
      await recordsOf(tx, fileId, identifierType ? 'identifier' : 'person');
      const id = uuidv7();
      await tx.tx.query('insert into cash_transfers.compliance_file (id, condition_id, month, file_id, identifier_type, given_by) values ($1, $2, $3, $4, $5, $6)', [id, conditionId, month, fileId, identifierType ?? null, tx.actor.id]);
      return { complianceFile: { id }, job: await startJob(tx, readComplianceFile, { id }) };
    });
  }
}
