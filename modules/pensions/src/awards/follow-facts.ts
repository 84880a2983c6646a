import { inTransaction, personUpdated, type Context, type TxContext } from '@kinga/plugin-sdk';
import { holdAward } from './hold-award.js';
import { proposeRevision, recalculate } from './propose-revision.js';

const FACTS = ['birthDate', 'sex'];

async function propose(tx: TxContext, id: string, fields: readonly string[]): Promise<void> {
  const { rows } = await tx.tx.query<{ id: string }>(
    "select a.id from pensions.award a where a.person_id = $1 and a.last_day is null and a.survivor_case_id is null and not exists (select from pensions.revision r where r.award_id = a.id and r.state = 'PROPOSED') order by a.id", [id]);
  for (const { id: awardId } of rows) {
    const award = await holdAward(tx, awardId);
    const found = await recalculate(tx, award);
    if (found.differs && found.after !== null) await proposeRevision(tx, award, found, { from: award.from_day, because: `${fields.join(', ')} corrected` });
  }
}

/**
 * A birth date that is corrected after the award makes it another one: a revision is proposed, on which somebody decides. After the commit,
 * since whoever looks after the registry need not see pensions, and is kept from nothing by them.
 */
export const reviseCorrected = personUpdated.afterCommit('pensions.revise-corrected', async (ctx: Context, { id, fields }) => {
  const changed = fields.filter((field) => FACTS.includes(field));
  if (changed.length > 0) await inTransaction(ctx, (tx) => propose(tx, id, changed), { operation: 'pensions.revise-corrected' });
});
