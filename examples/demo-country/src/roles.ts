import { defineRole } from '@kinga/plugin-sdk';

const READ = [
  'people.persons.read', 'people.households.read', 'people.places.read', 'programmes.programmes.read', 'programmes.enrolments.read',
  'programmes.decisions.read', 'programmes.entitlements.read', 'cash-transfers.cycles.read', 'transactions.runs.read',
  'transactions.instructions.read', 'transactions.accounts.read', 'transactions.ledger.read', 'kernel.jobs.read',
];

/** The made-up country's offices. */
export const roles = [
  defineRole('clerk', 'Registers people in a district', [
    'people.persons.read', 'people.persons.register', 'people.households.read', 'people.households.register', 'people.households.restructure', 'people.places.read',
    'people.identifiers.read', 'people.groups.read', 'people.groups.manage', 'people.organisations.read', 'people.documents.read', 'people.documents.add',
    'kernel.files.read', 'kernel.files.upload', 'exchange.exports.make', 'exchange.exports.read', 'kernel.jobs.read',
  ]),
  defineRole('officer', 'Runs the programmes: enrols, determines what is owed, makes and sends payment runs', [
    ...READ, 'programmes.programmes.manage', 'programmes.enrolments.apply', 'programmes.enrolments.manage', 'programmes.targeting.run', 'programmes.entitlements.determine', 'cash-transfers.cycles.manage',
    'transactions.runs.create', 'transactions.runs.send', 'transactions.runs.receive',
  ]),
  defineRole('approver', 'Approves what others made: payment runs, rules and tables, what is owed otherwise than before; decides on appeals', [
    ...READ, 'transactions.runs.approve', 'programmes.versions.publish', 'programmes.entitlements.approve', 'programmes.appeals.decide',
  ]),
  defineRole('scheme-officer', 'Sets schemes up: registers of organisations, programmes and their rules, which others publish', [
    ...READ, 'programmes.programmes.manage', 'people.organisations.read', 'people.organisations.manage', 'programmes.enrolments.apply', 'programmes.entitlements.determine', 'health-insurance.policies.read',
    'health-insurance.remittances.read', 'health-insurance.remittances.create', 'health-insurance.remittances.pay',
  ]),
  defineRole('insurance-approver', 'Publishes insurance plans that others drafted, and approves what facilities are owed', [
    'health-insurance.plans.read', 'health-insurance.plans.publish', 'health-insurance.remittances.read', 'health-insurance.remittances.approve', 'health-insurance.claims.read', 'people.persons.read', 'programmes.programmes.read', 'kernel.jobs.read',
  ]),
  defineRole('auditor-general', 'Sees the programmes, who changed what and who read what, and changes nothing', [
    ...READ, 'kernel.audit.read', 'kernel.reads.read', 'kernel.processing-register.read', 'access.users.read', 'access.roles.read', 'access.grants.read', 'people.reveals.read', 'privacy.retention.read', 'privacy.erasures.read',
    'transactions.bank.read', 'transactions.ledger.verify',
  ]),
];
