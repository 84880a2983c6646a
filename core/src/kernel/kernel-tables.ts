import type { TablePrivacy } from './privacy/tables.js';

/** What the kernel's own tables hold, beside its resources. */
export const kernelTables: Readonly<Record<string, TablePrivacy>> = {
  'kernel.history': {
    description: 'Earlier states of every row, whatever it holds', sensitivity: 'personal', purpose: 'administration',
    columns: { row_before: { sensitivity: 'sensitive' } },
  },
  'kernel.event': {
    description: 'What happened, for those who act on it: ids, never values', sensitivity: 'personal', purpose: 'administration',
  },
  'kernel.idempotency': {
    description: 'Answers to mutations that may be sent again, by their keys', sensitivity: 'personal', purpose: 'administration',
  },
  'kernel.audit_head': { description: 'Where the chains of the audit end', sensitivity: 'internal', purpose: 'administration' },
  'kernel.audit_anchor': { description: 'On which days the audit was anchored', sensitivity: 'internal', purpose: 'administration' },
  'kernel.read_entry': { description: 'Which reads were noted together, chained by hashes', sensitivity: 'internal', purpose: 'administration' },
  'kernel.read_head': { description: 'Where the chains of the read log end', sensitivity: 'internal', purpose: 'administration' },
  'kernel.audit_table': { description: 'Which tables are audited', sensitivity: 'public', purpose: 'administration' },
  'kernel.allowance': { description: 'How much somebody may still ask for, by digests of whom', sensitivity: 'internal', purpose: 'administration' },
  'kernel.ended_presence': { description: 'Which sign-ins were ended, as hashes', sensitivity: 'internal', purpose: 'administration' },
  'kernel.last_write': { description: 'Up to where in the log of the database somebody last wrote, for reads from replicas', sensitivity: 'personal', purpose: 'administration' },
  'kernel.file_chunk': { description: 'The contents of files', sensitivity: 'sensitive', purpose: 'administration' },
  'kernel.personal_table': { description: 'Which tables hold something of persons, and what erasing leaves', sensitivity: 'public', purpose: 'administration' },
  'kernel.erasure_step': { description: 'What erasing does beside', sensitivity: 'public', purpose: 'administration' },
  'kernel.migration': { description: 'Which migrations were applied', sensitivity: 'public', purpose: 'administration' },
  'kernel.seed': { description: 'Which seeds were sown', sensitivity: 'public', purpose: 'administration' },
  'pgboss.*': { description: 'The queue of jobs and deliveries: ids of both, and how far they are', sensitivity: 'internal', purpose: 'administration' },
};

/** What no policy guards, and why. */
export const kernelUnguarded: Readonly<Record<string, string>> = {
  'kernel.last_write': 'because it says up to where who acts has written, and nothing of anybody in the registry',
  'kernel.idempotency': 'because an answer is found by who asked and their key, also where another approves what was asked for; it holds ids',
};
