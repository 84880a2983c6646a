import { sql, type Sql } from '../../kernel/read/sql.js';
import { beyondScope } from '../../kernel/write/beyond-scope.js';
import { Refused } from '../../kernel/write/refusal.js';
import type { TxContext } from '../../kernel/write/transaction.js';
import { evaluated, registryFacts } from '../rules/engine.js';
import { isDataFault, withoutValue } from '../rules/data-fault.js';
import { factsFail } from './refusals.js';
import type { ProgrammeRules } from './rules-of.js';
import { storeBasis, storeDecisions, type StoredDecision } from './store-decisions.js';

/** Whom it is about: by UUID, and in which enrolment where there is one. */
export interface Assessed {
  readonly subjectId: string;
  readonly enrolmentId: string | null;
}

/**
 * Judges somebody by rules as of their day, and stores the decision. What rules find does not depend on what whoever has it judged may
 * see: that they see whom it is about is for the caller to make sure of. Refuses facts with which the rules cannot be computed.
 */
export function assess(ctx: TxContext, rules: ProgrammeRules, kind: string | Sql, { subjectId, enrolmentId }: Assessed): Promise<StoredDecision> {
  return beyondScope(ctx, () => judged(ctx, rules, kind, { subjectId, enrolmentId })).catch((error: unknown) => {
    throw isDataFault(error) ? new Refused([factsFail('id', { what: withoutValue(error) })]) : error;
  });
}

async function judged(ctx: TxContext, rules: ProgrammeRules, kind: string | Sql, { subjectId, enrolmentId }: Assessed): Promise<StoredDecision> {
  const facts = registryFacts(ctx, rules.compiled, { where: (row) => sql`${row}.id = ${subjectId}::uuid`, programmeId: rules.programmeId });
  const basisId = await storeBasis(ctx, rules);
  const [stored] = await storeDecisions(ctx, { rules, basisId, kind }, sql`select e.*, ${enrolmentId}::uuid as enrolment_id from (${evaluated(rules.compiled, facts)}) e`);
  if (!stored) throw new Error('nobody was judged');
  return stored;
}
