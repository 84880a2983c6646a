import { coreModules } from '@kinga/core';
import { afterAll } from 'vitest';
import { keepsContract } from './conformance.js';
import { startExamination, type Examined } from './examine.js';

/** Codes, references, names of rules and users, and what is worked out of words that go (`matching`): erasures leave them as they are, and nothing in them tells of anybody. */
const STAYS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'change-requests': {
    'change_requests.change_request': ['approvals', 'maker', 'makers', 'operation'],
    'change_requests.task': ['assignees', 'groups', 'kind', 'late_groups', 'late_permissions', 'late_roles', 'name', 'permissions', 'roles'],
    'change_requests.task_decision': ['on_behalf_of'],
  },
  grievances: {
    'grievances.grievance': ['category', 'channel', 'code_digest', 'deciders', 'reference'],
    'grievances.step': ['actor', 'assigned_to'],
  },
  matching: {
    'matching.person_entry': ['words'],
    'matching.phone_entry': ['backwards'],
  },
  people: {
    'people.consent': ['purpose'],
    'people.group_membership': ['role'],
    'people.life_event': ['effects'],
    'people.person_merge_row': ['field', 'reason', 'row_key', 'table_name', 'within'],
    'people.reveal': ['categories', 'purpose', 'request'],
  },
  privacy: {
    'privacy.erasure': ['counts'],
  },
  programmes: {
    'programmes.decision': ['reasons'],
    'programmes.determination': ['basis', 'reasons'],
    'programmes.enrolment_step': ['from_state', 'reason', 'to_state'],
    'programmes.entitlement': ['basis', 'kind', 'reason'],
    'programmes.overpayment': ['reasons'],
    'programmes.redetermination_due': ['reasons'],
  },
  transactions: {
    'transactions.bank_entry': ['bank_reference', 'batch_key', 'end_to_end_id'],
    'transactions.cash_payout': ['key_id', 'receipt_number'],
    'transactions.demand': ['reference', 'state'],
    'transactions.demand_charge': ['rule_code'],
    'transactions.demand_line': ['code'],
    'transactions.demand_reminder': ['language'],
    'transactions.payment_instruction': ['payment', 'reference'],
    'transactions.receipt': ['bank_reference', 'control_number', 'unmatched_because'],
    'transactions.receipt_refund': ['paid_reference'],
  },
};

/** Checks change nothing, so that the modules of one plan are examined on one platform. */
let shared: Promise<Examined> | undefined;
afterAll(async () => (await shared)?.platform.stop());

for (const module of coreModules) {
  const textsThatStay = Object.entries(STAYS[module.id] ?? {}).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`));
  keepsContract(module, async () => ({ ...(await (shared ??= startExamination(module))), module, textsThatStay }));
}
