/** Ways in which a migration hurts a deployment that runs: it stops others from reading or writing, or breaks the version before. */
export type MigrationRule =
  | 'not-null' | 'type-change' | 'rename' | 'drop' | 'index' | 'foreign-key' | 'check' | 'rewrite' | 'whole-table' | 'lock' | 'guard' | 'setting' | 'unreadable';

/** Why a rule is there, and what to do instead. */
export const MIGRATION_RULES: Readonly<Record<MigrationRule, { readonly why: string; readonly cure: string }>> = {
  'not-null': {
    why: 'the version before does not fill it, and its rows are refused; the whole table is read under a lock',
    cure: 'Add the column with a default or nullable; later add a check (… is not null) NOT VALID, fill it, validate the check, then set NOT NULL.',
  },
  'type-change': { why: 'the table is written anew while nobody may read it', cure: 'Add a new column, write both, fill the old rows in batches by a job, read the new one, drop the old in a later version.' },
  rename: { why: 'the version before asks for the old name', cure: 'Add what has the new name, keep both in step, drop the old in a later version.' },
  drop: { why: 'the version before still uses it', cure: 'Release a version that no longer uses it first; then drop it, and say which version that was.' },
  index: {
    why: 'nobody can write to the table while it is built',
    cure: 'Say IF NOT EXISTS, so that who has a large table builds it beforehand by CREATE INDEX CONCURRENTLY (a migration is one transaction, which cannot), and allow it.',
  },
  'foreign-key': { why: 'both tables are locked while all rows are looked at', cure: 'Add it NOT VALID; let the next migration VALIDATE CONSTRAINT, which locks nobody out.' },
  check: { why: 'the table is locked while all rows are looked at', cure: 'Add it NOT VALID; let the next migration VALIDATE CONSTRAINT, which locks nobody out.' },
  rewrite: { why: 'the table is written anew while nobody may read it', cure: 'Add the column without, set the default, and fill the old rows in batches by a job.' },
  'whole-table': { why: 'all rows stay locked until the end, and a large table takes hours', cure: 'Fill it in batches by a job, or bound it by WHERE to rows that are few.' },
  lock: { why: 'others wait for the table until the migration ends', cure: 'Do it outside of migrations, by a way that locks nobody out (CONCURRENTLY), at a quiet time.' },
  guard: { why: 'what the database itself makes sure of, such as who sees which rows, is no longer made sure of', cure: 'Replace the policy or the trigger by CREATE OR REPLACE or in one statement after the other, and leave it on.' },
  setting: { why: 'a migration gives up soon where it has to wait, so that nobody waits behind it, and its triggers run', cure: 'Leave it as migrations set it.' },
  unreadable: { why: 'PostgreSQL cannot read it', cure: 'Mend the statement.' },
};
