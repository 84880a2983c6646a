import {
  Arg, ask, beyondScope, claimFiles, Ctx, defineJob, Field, File, IdempotentInput, InputType, inTransaction, Job, Mutation, ObjectType, Payload, readTextFile, Ref, refuse, Requires, Resolver, sql, startJob, write,
  type Context, type JobControl,
} from '@kinga/plugin-sdk';
import { contributionRules } from '../rates/contribution-rules.js';
import { alsoTwice, checkLines } from './check-lines.js';
import { Declaration } from './declaration.js';
import { DeclarationState } from './declaration-state.js';
import { fileLines } from './file-lines.js';
import { holdDeclaration, lockDeclaration } from './lock-declaration.js';
import { fileUnderWay } from './refusals.js';
import { storeLines } from './store-lines.js';

@InputType({ description: 'A file with lines of a declaration.' })
export class DeclarationFileReadInput extends IdempotentInput {
  @Ref(() => Declaration, { description: 'Of which declaration, a draft without lines.' })
  declarationId!: string;

  @Ref(() => File, { description: 'A CSV file (RFC 4180) whose first line names its columns: member_number and earnings, and days, category and declared_amount where they are given.' })
  fileId!: string;
}

@ObjectType({ description: 'Answer of `declarationFileRead`.' })
export class DeclarationFilePayload extends Payload {
  @Field(() => Job, { nullable: true, description: 'The work, to follow.' })
  job?: { readonly id: string };
}

const AT_A_TIME = 1_000;

/** Reads the file of a draft, page by page: killed anywhere, it goes on from the line that was stored last. */
export const readDeclarationFile = defineJob<{ readonly declarationId: string }>({
  name: 'pensions.read-declaration-file',
  description: 'Reads the file of a declaration',
  async run(ctx, { declarationId }, job) {
    const { fileId } = await inTransaction(ctx, (tx) => beyondScope(tx, () => holdDeclaration(tx, declarationId)));
    return fileId === null ? {} : readPages(ctx, declarationId, fileLines(await readTextFile(ctx, { id: fileId, path: 'fileId' })), job);
  },
});

async function readPages(ctx: Context, declarationId: string, lines: ReturnType<typeof fileLines>, job: JobControl): Promise<{ readonly lines: number }> {
  for (;;) {
    const upto = await inTransaction(ctx, async (tx) => beyondScope(tx, async () => {
      const declaration = await holdDeclaration(tx, declarationId);
      if (declaration.state !== DeclarationState.DRAFT || declaration.fileLine === null) return undefined;
      const rules = await contributionRules(tx, declaration.programme, declaration.month, 'declarationId');
      const page = lines.filter(({ number = 0 }) => number > (declaration.fileLine ?? 0)).slice(0, AT_A_TIME);
      const numbers = await storeLines(tx, declaration, page);
      await checkLines(tx, declaration, rules, sql`l.number = any(${numbers}::int[])`);
      await checkLines(tx, declaration, rules, alsoTwice(declarationId, numbers));
      const last = page.length < AT_A_TIME ? null : page.at(-1)?.number ?? null;
      await ask(tx, sql`update pensions.declaration set file_line = ${last}::int where id = ${declarationId}::uuid`);
      return last;
    }));
    if (upto === undefined || upto === null) return { lines: lines.length };
    await job.progress(lines.filter(({ number = 0 }) => number <= upto).length, lines.length);
  }
}

@Resolver()
export class ReadDeclarationFile {
  @Mutation(() => DeclarationFilePayload, { description: 'Reads a file into a draft, line by line as `declarationLinesAdd` would. Answers with a job; lines that cannot be taken are among `rejectedLines`, with their numbers in the file.' })
  @Requires('pensions.declarations.file')
  declarationFileRead(@Arg('input', () => DeclarationFileReadInput, { description: 'The file.' }) input: DeclarationFileReadInput, @Ctx() ctx: Context): Promise<DeclarationFilePayload> {
    return write<DeclarationFilePayload, DeclarationFileReadInput>(ctx, { operation: 'declarationFileRead', input }, async (tx, { declarationId, fileId }) => {
      const { fileLine } = await lockDeclaration(tx, declarationId, [DeclarationState.DRAFT]);
      if (fileLine !== null) refuse(fileUnderWay('declarationId', { line: fileLine }));
      await claimFiles(tx, [{ id: fileId, path: 'fileId' }], ['text/csv', 'text/plain']);
      fileLines(await readTextFile(tx, { id: fileId, path: 'fileId' }));
      await beyondScope(tx, () => ask(tx, sql`delete from pensions.declaration_line where declaration_id = ${declarationId}::uuid`));
      await tx.tx.query('update pensions.declaration set file_id = $2, file_line = 0 where id = $1', [declarationId, fileId]);
      return { job: await startJob(tx, readDeclarationFile, { declarationId }) };
    });
  }
}
