import { getNamedType, parse, subscribe } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { digest, seal } from '../../src/kernel/secrets/secrets.js';
import { encodeId } from '../../src/kernel/schema/ids.js';
import type { Context } from '../../src/kernel/context.js';
import { readRows } from '../../src/kernel/read/read-rows.js';
import {
  answers, answerTo, everyField, filled, namings, planter, questions, quoted, servedOfErased, startTestPlatform, tracesOf as tracesIn,
  type Answered, type Arguments, type Naming, type Planted, type Said, type TestClient, type TestPlatform,
} from '../../src/testing/index.js';
import { attack } from './testing/attack.js';

/** Stands in every text that is planted of a district, and in the names of its clerk. */
const NEAR = 'Nearby';
const FAR = 'Farland';
/** Another programme, all over the region, whose clerk is limited to it. */
const OTHER = 'Elsewhere';
const PLACES: Readonly<Record<string, string>> = { [NEAR]: 'A', [FAR]: 'B', [OTHER]: 'R' };

/** What the platform writes by itself of what is planted. */
const LEFT = /^(kernel\.(?!(file|file_chunk|job|event|read_log)$)|matching\.(person_entry|phone_entry|word)|people\.place(_position|_subtree)?$|grievances\.transition$|programmes\.(occupancy|participant)$|transactions\.closed_until$)/;
/** Tables of programmes, which two districts share. */
const OF_PROGRAMMES = /^(programmes\.(programme|programme_version|rule|parameter|parameter_value|rule_table|rule_table_version|rule_table_row|benefit_period|determination_run|decision_basis|targeting_run|programme_relation)|transactions\.(account|bank_account|payment_run|payment_batch|budget|budget_amendment|budget_use|budget_exception|receipt_file|receipt_rejection))$/;
/** Tables of no district, which have their rows once. */
const SHARED = /^(change_requests\.(delegation|group_member)$|access\.|calendars\.|people\.place|surveys\.(questionnaire|question)|transactions\.(currency|accounting_period|ledger_check|ledger_finding)$|privacy\.(retention_schedule|erasure_run)$|exchange\.import_mapping|webhooks\.|kernel\.event$)/;

/** Fields that this test doesn't see filled, each with the reason; `Type.*` for all of a type. */
const WITHOUT_COVER: Readonly<Record<string, string>> = {
  'AssessedNow.*': 'what rules say today, of decisions that rules made; core/test/programmes/decisions.test.ts',
  'AssessmentPreview.*': 'of facts that the asker gives; core/test/programmes/decisions.test.ts',
  'GivenFactProblem.*': 'as AssessmentPreview',
  'Query.assessmentPreview': 'as AssessmentPreview',
  'Fact.*': 'what rules may ask for, which is of nobody; core/test/programmes/rules/contributed-facts.test.ts',
  'Query.facts': 'as Fact',
  'DeterminationRun.enrolment': 'of runs that look at one enrolment alone; core/test/programmes/timeline.test.ts',
  'DeterminationRun.job': 'of runs that a job works at; core/test/programmes/timeline.test.ts',
  'Decision.explanation': 'of decisions that rules made; core/test/programmes/decisions.test.ts',
  'RuleExplanation.*': 'as Decision.explanation',
  'ExplainedPart.*': 'as Decision.explanation',
  'DecisionFact.value': 'of decisions that rules made; core/test/programmes/decisions.test.ts',
  'DecisionValue.value': 'of decisions that rules made; core/test/programmes/decisions.test.ts',
  'DecisionReplay.*': 'of decisions that rules made, of none that the asker does not see; core/test/programmes/decisions.test.ts',
  'DecisionDifference.*': 'as DecisionReplay',
  'Query.decisionReplay': 'as DecisionReplay',
  'MySession.*': 'sessions of the asker, who is signed in by a test here; core/test/access/signing-in.test.ts',
  'Query.mySessions': 'as MySession',
  'Me.session': 'as MySession',
  'Me.roles': 'roles of the asker',
  'BenefitTypeInfo.*': 'said by modules',
  'Query.benefitTypes': 'as BenefitTypeInfo',
  'ChangePolicyInfo.*': 'settings of the deployment',
  'ChangeConditionInfo.*': 'as ChangePolicyInfo',
  'ChangeStepInfo.*': 'as ChangePolicyInfo',
  'StepDecidersInfo.*': 'as ChangePolicyInfo',
  'TaskGroup.*': 'as ChangePolicyInfo',
  'SimulationDifference.*': 'two simulations that are seen, side by side; core/test/programmes/simulation.test.ts',
  'Query.simulationDifferences': 'as SimulationDifference',
  'Query.taskGroups': 'as ChangePolicyInfo',
  'IdentifierTypeInfo.issuer': 'said by modules',
  'ProcessingRegisterEntry.law': 'said by modules',
  'ProcessingRegisterEntry.retention': 'said by modules',
  'ProcessingRegisterInfo.contact': 'settings of the deployment',
  'ProcessingRegisterInfo.controller': 'settings of the deployment',
  'ProcessingRegisterInfo.recipients': 'said by modules',
  'SeparationBreach.*': 'of users and their grants, who belong to no district; core/test/access/grants.test.ts',
  'Query.separationBreaches': 'as SeparationBreach',
  'CanAnswer.by': 'grants of a user; core/test/access/grants.test.ts',
  'Answer.maskedFields': 'names of fields that are masked, here none',
  'Disability.maskedFields': 'names of fields that are masked, here none',
  'Identifier.maskedFields': 'names of fields that are masked, here none',
  'PaymentAccount.maskedFields': 'names of fields that are masked, here none',
  'PaymentBatch.file': 'null for whoever is limited to places: payees of all are in it; core/src/transactions/runs/send-run.test.ts',
  'PaymentInstruction.maskedFields': 'names of fields that are masked, here none',
  'Person.maskedFields': 'names of fields that are masked, here none',
  'AuditEntry.session': 'the session of who wrote, who has none here',
  'Query.personDuplicates': 'as PersonDuplicate',
  'Query.personDuplicatesLike': 'as PersonDuplicate',
  'PersonDuplicate.*': 'told of persons who are alike, and nobody is here; core/test/matching/person-duplicates.test.ts',
  'GrievanceFollowUp.*': 'told to whoever has the code, whatever district it is of; core/test/grievances/follow-up.test.ts',
  'Query.grievanceFollowUp': 'as GrievanceFollowUp',
  'Grievance.maskedFields': 'names of fields that are masked, here none',
  'GrievanceMessage.maskedFields': 'names of fields that are masked, here none',
  'GrievanceStep.maskedFields': 'names of fields that are masked, here none',
  'ErasureRun.job': 'the job of whoever approved, seen by them alone while they have limits',
  'Account.funder': 'an organisation, of which districts here have their own, and accounts are of none; core/src/transactions/books.test.ts',
  'Account.organisation': 'as Account.funder',
  'Budget.funder': 'as Account.funder',
  'PaymentRun.funder': 'as Account.funder',
  'PaymentRun.job': 'the job of whoever created it, seen by them alone while they have limits; core/src/transactions/runs/compute-run.test.ts',
  'PaymentRunReadiness.*': 'counts of what is due in the places of the asker; core/src/transactions/runs/exceptions/exceptions.test.ts',
  'ReadinessCheck.*': 'as PaymentRunReadiness',
  'Query.paymentRunReadiness': 'as PaymentRunReadiness',
  'AccountStatement.next': 'of statements that go on; core/src/transactions/books.test.ts',
  'BankStatement.*': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'BankEntry.*': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'BankEntrySuggestion.*': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'BankEntryAge.*': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'Reconciliation.*': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'ReconciliationLine.*': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'ReconciliationDifference.*': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'DifferenceCount.*': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'BankStatementConnection.*': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'BankStatementEdge.*': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'BankEntryConnection.*': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'BankEntryEdge.*': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'Query.bankBalanceProof': 'seen by nobody with limits; core/test/transactions/bank-balance.test.ts',
  'BankBalanceProof.*': 'as Query.bankBalanceProof',
  'BankBalanceCount.*': 'as Query.bankBalanceProof',
  'BankBalanceItem.*': 'as Query.bankBalanceProof',
  'DeductionPayment.*': 'of whole programmes, seen by nobody with limits of places or organisations; core/test/transactions/payees/deductions-paid-over.test.ts',
  'DeductionPaymentConnection.*': 'of whole programmes, seen by nobody with limits of places or organisations; core/test/transactions/payees/deductions-paid-over.test.ts',
  'DeductionPaymentEdge.*': 'of whole programmes, seen by nobody with limits of places or organisations; core/test/transactions/payees/deductions-paid-over.test.ts',
  'DeductionPaymentLine.*': 'of whole programmes, seen by nobody with limits of places or organisations; core/test/transactions/payees/deductions-paid-over.test.ts',
  'DeductionPaymentLineConnection.*': 'of whole programmes, seen by nobody with limits of places or organisations; core/test/transactions/payees/deductions-paid-over.test.ts',
  'DeductionPaymentLineEdge.*': 'of whole programmes, seen by nobody with limits of places or organisations; core/test/transactions/payees/deductions-paid-over.test.ts',
  'DeductionsOwed.*': 'of whole programmes, seen by nobody with limits of places or organisations; core/test/transactions/payees/deductions-paid-over.test.ts',
  'Query.deductionPayment': 'of whole programmes, seen by nobody with limits of places or organisations; core/test/transactions/payees/deductions-paid-over.test.ts',
  'Query.deductionsOwed': 'of whole programmes, seen by nobody with limits of places or organisations; core/test/transactions/payees/deductions-paid-over.test.ts',
  'OrganisationPayment.*': 'of whole programmes, seen by nobody with limits of places or organisations; modules/health-insurance/test/remittances-sent.test.ts',
  'OrganisationPaymentConnection.*': 'of whole programmes, seen by nobody with limits of places or organisations; modules/health-insurance/test/remittances-sent.test.ts',
  'OrganisationPaymentEdge.*': 'of whole programmes, seen by nobody with limits of places or organisations; modules/health-insurance/test/remittances-sent.test.ts',
  'OrganisationPaymentDue.*': 'of whole programmes, seen by nobody with limits of places or organisations; modules/health-insurance/test/remittances-sent.test.ts',
  'Query.organisationPayment': 'of whole programmes, seen by nobody with limits of places or organisations; modules/health-insurance/test/remittances-sent.test.ts',
  'Query.organisationPaymentsDue': 'of whole programmes, seen by nobody with limits of places or organisations; modules/health-insurance/test/remittances-sent.test.ts',
  'ReceiptFile.*': 'of whole programmes, seen by nobody with limits of places; core/src/transactions/receivables/receivables.test.ts',
  'ReceiptFileConnection.*': 'of whole programmes, seen by nobody with limits of places; core/src/transactions/receivables/receivables.test.ts',
  'ReceiptFileEdge.*': 'of whole programmes, seen by nobody with limits of places; core/src/transactions/receivables/receivables.test.ts',
  'ReceiptRejection.*': 'of whole programmes, seen by nobody with limits of places; core/src/transactions/receivables/receivables.test.ts',
  'ReceiptRejectionConnection.*': 'of whole programmes, seen by nobody with limits of places; core/src/transactions/receivables/receivables.test.ts',
  'ReceiptRejectionEdge.*': 'of whole programmes, seen by nobody with limits of places; core/src/transactions/receivables/receivables.test.ts',
  'Query.receiptFile': 'of whole programmes, seen by nobody with limits of places; core/src/transactions/receivables/receivables.test.ts',
  'Query.bankEntryAges': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'Query.bankStatement': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'Query.bankEntry': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'Query.reconciliation': 'seen by nobody with limits; core/test/transactions/reconciliation.test.ts',
  'PaymentChannelInfo.accountKinds': 'said by channels; the one that is here pays into any',
  'Query.cashReceiptVerify': 'tells of a receipt that whoever asks holds; core/test/transactions/cash-desk.test.ts',
  'CashReceiptVerification.*': 'as Query.cashReceiptVerify',
  'Query.remittanceNote': 'asked for by a run and a person of it together; core/test/transactions/payees/deductions.test.ts',
  'RemittanceNote.*': 'as Query.remittanceNote',
  'RemittanceLine.*': 'as Query.remittanceNote',
  'RemittanceDeduction.*': 'as Query.remittanceNote',
  'LedgerTransaction.reverses': 'a transaction as any other; its twin is LedgerTransaction.reversedBy',
};

/** Sums over all districts, which are of nobody in particular: they tell that something was added elsewhere, and not what or of whom. */
const SUMS = ['balance', 'due', 'erased', 'left', 'proof', 'compared'];

/** Values that a column takes for its meaning; `undefined` for what its type gives. */
function values(table: string, column: string, mark: string): unknown {
  const [own] = mark.split(' ');
  switch (`${table}.${column}`) {
    case 'exchange.export.asked_by': case 'exchange.import.started_by': case 'kernel.file.owner': return `${own}@example.org`;
    case 'kernel.job.actor': return { id: `${own}@example.org` };
    case 'kernel.file.state': return 'READY';
    case 'kernel.file.made_in': return null;
    case 'change_requests.task.state': return 'OPEN';
    case 'programmes.simulation_report.asked_by': return `${own}@example.org`;
    case 'programmes.simulation_report.breakdowns': return [{ code: mark, placeLevel: mark, expression: mark, bands: ['1'] }];
    case 'programmes.simulation_report.state': return 'DONE';
    case 'programmes.simulation_row.breakdown': return 'TOTAL';
    case 'programmes.simulation_part.upto': return '00000000-0000-0000-0000-000000000001';
    case 'exchange.import_mapping.columns': return [{ column: mark, constant: mark, field: 'IDENTIFIER', name: mark, formats: [mark], values: [{ from: mark, to: mark }] }];
    case 'matching.duplicate_candidate.compared': return [{ field: 'HOME', level: 'EXACT', weight: '1.5' }];
    case 'programmes.programme_version.state': return 'PUBLISHED';
    case 'programmes.programme_version.in_force_to': return '2999-12-31';
    case 'programmes.rule_table.keys': return [{ name: mark, type: 'NUMBER', match: 'EXACT', step: '1' }];
    case 'programmes.entitlement.facts': return { count: 3 };
    case 'programmes.decision.facts': return { person: { code: mark } };
    case 'programmes.decision.rule_values': return { poor: mark };
    // Each is paid by itself.
    case 'transactions.payment_instruction.payment': return `${mark} reference`;
    case 'programmes.decision_basis.modules': return {};
    case 'programmes.overpayment.currency': return 'GHS';
    case 'transactions.ledger_check.kind': return 'FULL';
    case 'grievances.grievance.against': case 'grievances.grievance.deciders': return [`${mark} user`];
    case 'grievances.step.action': return 'ACKNOWLEDGE';
    case 'grievances.step.from_state': return 'RECEIVED';
    case 'grievances.step.to_state': return 'ACKNOWLEDGED';
    case 'people.person_merge_row.row_key': return { id: mark };
    case 'people.identifier.type': return 'national-number';
    case 'people.identifier.value': return null;
    case 'people.person.merged_into_id': case 'people.person.erased_on': return null;
    case 'surveys.questionnaire_version.state': return 'PUBLISHED';
    default: return undefined;
  }
}

const ARGS: Arguments = {
  'Person.pseudonym': ['(purpose: "research")'],
  'Query.accountBalances': ['(on: "2999-12-31", by: [ACCOUNT, PURPOSE, PROGRAMME, FUNDER, PLACE, PERIOD], prove: true)'],
  'Query.placeStatistics': ['(placeCode: "R")'],
  'Query.personSearch': [`(text: "${FAR} family_name")`, `(text: "${NEAR} family_name")`],
  'Query.indicator': ['programmes.enrolled', 'transactions.owed', 'transactions.paid', 'transactions.payees'].map((code) => `(input: { code: "${code}", from: "2017-01-01", to: "2026-12-31", by: [PROGRAMME, SEX, YEAR] })`),
  'Query.grievanceStatistics': ['CATEGORY, CHANNEL, PLACE', 'STATE, LEVEL, OUTCOME', 'CONFIDENTIALITY'].map((groupBy) => `(from: "2020-01-01", to: "2020-12-31", groupBy: [${groupBy}])`),
  'Query.personByIdentifier': [`(type: "national-number", value: "${FAR}1")`],
  'Query.cashPayment': [`(reference: "${NEAR} reference")`, `(reference: "${FAR} reference")`],
  'Query.queryCost': ['(query: "{ persons { totalCount } }", variables: "{}")'],
};

/** Values of mutations' inputs without which something else is refused first. */
const SAID: Said = {
  'enrolmentReject.reason': 'INCOMPLETE', 'enrolmentExit.reason': 'WITHDRAWN', 'enrolmentSuspend.reason': 'UNDER_REVIEW', 'enrolmentResume.reason': 'REVIEWED',
  role: 'CHILD', reason: 'because it was asked for', purpose: 'sharing', number: '0123456789',
  'demandRaise.purpose': 'DUES', 'demandRaise.code': 'DUES',
  'grievanceReceive.category': 'service', 'grievanceReceive.channel': 'letter', 'grievanceReceive.confidentiality': null, 'grievanceReceive.against': null, 'grievanceReceive.decisionId': null, 'grievanceReceive.enrolmentId': null,
  'grievanceReceive.entitlementId': null, 'grievanceReceive.instructionId': null, 'grievanceReceive.programmeId': null, 'grievanceClassify.category': 'other', 'grievanceClassify.against': null,
  'grievanceDecide.outcome': 'explained',
  'personContactAdd.kind': 'EMAIL', 'personContactAdd.value': 'a@example.org', 'legalHoldPlace.programmeId': null,
  'responseSubmit.householdId': null, 'responsesSubmit.householdId': null, 'moveRecord.householdId': null,
  'personDocumentAdd.kind': 'ID_CARD', 'householdSplit.code': 'H9', 'householdSplit.role': 'HEAD', 'householdHeadChange.formerHeadBecomes': 'CHILD', 'personReveal.categories': ['people.disability'], 'personPaymentAccountAdd.number': '0123456789',
};

/** Ids in mutations of which the twin is told nothing else than of a missing one, since the input breaks another rule first. */
const REFUSED_BEFORE = [
  'accountOpen funderId', 'accountOpen organisationId', 'budgetCreate funderId', 'paymentRunCreate funderId', 'organisationPaymentRunCreate funderId',
  'deductionPaymentPropose funderId', 'deductionPaymentPropose organisationId', 'deductionPaymentDecide id', 'deductionPaymentPay id', 'deductionPaymentReturn id',
  'cashDeskRegister organisationId', 'cashPay sessionId', 'cashSessionClose sessionId', 'cashSessionTopUp sessionId', 'cashSessionOpen funderId',
  'payeeArrangementPropose documentId', 'withholdingOrderPropose documentId', 'withholdingOrderPropose organisationId', 'withholdingOrderPropose personId',
  'demandRaise personId', 'demandRaise householdId', 'demandRaise organisationId', 'receiptAllocate demandId', 'receiptAllocationTakeBack demandId', 'receiptReceive demandIds.0',
  'enrolmentApply personId', 'enrolmentApply householdId', 'enrolmentApply organisationId',
  'grievanceAppeal statement.fileIds.0', 'grievanceDecide answer.fileIds.0',
  'personMerge newHeadId', 'duplicateConfirm survivorId', 'duplicateConfirm newHeadId', 'groupMemberAdd personId', 'householdMemberMove personId', 'householdMemberMove newHeadId',
  'birthRecord householdId', 'deathRecord newHeadId', 'divorceRecord newHeadId', 'marriageRecord movesInId', 'marriageRecord newHeadId', 'correctionAnswer changeRequestId',
  'bankEntryConfirm entryId', 'bankEntryPropose entryId', 'bankEntryPropose instructionId', 'bankEntryPropose transactionId', 'bankEntryReject entryId', 'paymentRunReceiveAnswer fileId', 'paymentRunReissue payments.0.accountId', 'statementReceive fileId',
];

let kinga: TestPlatform;
let permissions: readonly string[];
const planted: Record<string, Planted> = {};
let shared: Planted;
let shapes: Arguments;
/** What the clerk of one district was told before there was anything in the other, and after. */
let before: Answered;
let after: Answered;
let named: readonly Naming[];

const clerkOf = (mark: string): TestClient => kinga.as({ name: mark, permissions, ...(mark === OTHER ? { programmes: [`${OTHER} code`] } : { places: [PLACES[mark] ?? ''] }) });
/** Somebody of the organisation that was planted with the other programme: of no other, and wherever it has to do with somebody. */
const agent = (): TestClient => kinga.as({ name: OTHER, permissions, organisations: [`${OTHER} code`] });
const idOf = (mark: string, type: string, at = 0): string => {
  const { tableName, prefix } = kinga.platform.model.byType.get(type) ?? { tableName: '', prefix: '' };
  return encodeId(prefix, String(planted[mark]?.get(tableName)?.[at]?.['id']));
};
const ask = (asker: string, about: readonly Planted[]): Promise<Answered> => answers(clerkOf(asker), questions(kinga.platform, about, shapes));

beforeAll(async () => {
  kinga = await startTestPlatform({ workers: false, limits: { cost: 10_000_000, fields: 100_000, tokens: 100_000, documentBytes: 1_000_000, depth: 20, principalRate: { capacity: 1e9 } } });
  permissions = kinga.platform.plan.modules.flatMap((module) => (module.permissions ?? []).map(({ name }) => name));
  await kinga.as('people.places.manage').run(`mutation { placesRegister(input: { places: [
    { code: "R", name: "Region", level: "region" }, { code: "A", name: "One", level: "district", parentCode: "R" }, { code: "B", name: "Other", level: "district", parentCode: "R" }
  ] }) { userErrors { code } } }`);
  await kinga.pool.query("update people.place set latitude = 1, longitude = 2, valid_to = case code when 'R' then '2999-12-31'::date end");
  const { rows: places } = await kinga.pool.query<{ code: string; row: Record<string, unknown> }>('select code, to_jsonb(p) as row from people.place p');
  const at = (code: string): Planted => new Map([['people.place', places.filter((place) => place.code === code).map(({ row }) => row)]]);
  const { plant } = await planter(kinga.pool, kinga.platform, values);
  shared = new Map([...await plant('Shared', (table) => (SHARED.test(table) || OF_PROGRAMMES.test(table)) && !LEFT.test(table), [at('R')]), ...at('R')]);
  await seals(shared, 'Shared');
  shapes = { ...ARGS, 'Query.can': [`(userId: "${encodeId('user', String(shared.get(quoted('access.user'))?.[0]?.['id']))}", permission: "people.persons.read")`], ...ofShared() };
  for (const mark of [NEAR, FAR, OTHER]) {
    if (mark === FAR) before = await ask(NEAR, [shared, planted[NEAR] ?? new Map()]);
    if (mark === OTHER) after = await ask(NEAR, [shared, planted[NEAR] ?? new Map()]);
    const place = at(PLACES[mark] ?? '');
    planted[mark] = new Map([...await plant(mark, (table) => !SHARED.test(table) && (mark === OTHER || !OF_PROGRAMMES.test(table)) && !LEFT.test(table), [place, shared]), ...place]);
    await seals(planted[mark], mark);
    // No trigger stood when enrolments were planted.
    await inScope('select programmes.settle_participants(array(select id from people.person), array(select id from people.household))');
    // The index of names, and an entry of the audit, come about by a change.
    await inScope("update people.person set patronymic = 'p' where merged_into_id is null and family_name ^@ $1", [mark]);
    await clerkOf(mark).run('mutation ($input: CorrectionRecordInput!) { correctionRecord(input: $input) { userErrors { code message path } } }', {
      input: { personId: idOf(mark, 'Person'), contested: 'what it says', wanted: 'something else', justification: { reason: `${mark} reason` } },
    });
    const rows = async (table: string): Promise<[string, Record<string, unknown>[]]> => [table, (await kinga.pool.query<{ row: Record<string, unknown> }>(`select to_jsonb(t) as row from ${table} t where actor = $1`, [`${mark}@example.org`])).rows.map(({ row }) => row)];
    planted[mark] = new Map([...planted[mark] ?? [], await rows('kernel.audit_entry'), await rows('kernel.audit_change')]);
  }
  await crossed();
  named = await namings(kinga.platform, clerkOf(NEAR), SAID);
});
afterAll(() => kinga?.stop());

/** Questions about the calendar and the account that were planted. */
function ofShared(): Arguments {
  const calendarId = encodeId('calendar', String(shared.get('calendars.calendar')?.[0]?.['id']));
  return {
    'Query.isWorkingDay': [`(calendarId: "${calendarId}", day: "2026-03-02")`], 'Query.workingDaysAfter': [`(calendarId: "${calendarId}", from: "2026-03-02", days: 1)`],
    'Query.accountStatement': [`(accountId: "${encodeId('account', String(shared.get('transactions.account')?.[0]?.['id']))}", to: "2999-12-31")`],
    'Query.workingDaysBetween': [`(calendarId: "${calendarId}", from: "2026-03-02", to: "2026-03-09")`],
  };
}

/** What is kept sealed is sealed, so that it can be opened. */
async function seals(of: Planted, mark: string): Promise<void> {
  const { platform } = kinga;
  const number = `${mark.toUpperCase()}1`;
  const contents = JSON.stringify({ input: { note: mark }, changes: [{ type: 'Person', field: 'familyName', before: mark, after: mark }] });
  const sealings = [
    ['people.identifier', 'people.identifier/national-number', number], ['people.payment_account', 'people.payment_account', number], ['people.organisation_account', 'people.organisation_account', number],
    ['webhooks.secret', 'webhooks.secret/secret', mark], ['change_requests.change_request', 'change-requests.change-request/contents', contents],
  ] as const;
  for (const [table, purpose, text] of sealings) {
    for (const { id } of of.get(table) ?? []) {
      await inScope(`update ${table} set sealed = $1 where id = $2`, [seal({ platform }, { purpose, row: String(id) }, text), id]);
    }
  }
  for (const { id } of of.get('people.identifier') ?? []) await inScope('update people.identifier set digest = $1 where id = $2', [digest({ platform }, 'people.identifier/national-number', number), id]);
}

/** As the owner, who is bound by policies too. */
async function inScope(text: string, values: readonly unknown[] = []): Promise<void> {
  const client = await kinga.pool.connect();
  try {
    await client.query("select set_config('kinga.scope', 'all', false)");
    await client.query(text, [...values]);
    await client.query('reset all');
  } finally {
    client.release();
  }
}

/** Rows that lead from one district into the other. */
async function crossed(): Promise<void> {
  const [near, far] = [NEAR, FAR].map((mark) => ({ person: planted[mark]?.get('people.person')?.[0]?.['id'], household: planted[mark]?.get('people.household')?.[0]?.['id'] }));
  const cross: readonly (readonly [string, object])[] = [
    ['people.relationship', { person_id: near?.person, other_id: far?.person }], ['people.relationship', { person_id: far?.person, other_id: near?.person }],
    ['people.membership', { person_id: far?.person, household_id: near?.household }], ['people.membership', { person_id: near?.person, household_id: far?.household }],
    ['people.life_event', { person_id: near?.person, second_person_id: far?.person }], ['matching.duplicate_candidate', { first_id: near?.person, second_id: far?.person }],
    ['people.person_merge', { survivor_id: near?.person, merged_id: far?.person }],
  ];
  for (const [table, columns] of cross) {
    await inScope(`alter table ${table} disable trigger user`);
    await inScope(`insert into ${table} select (jsonb_populate_record(t, $1::jsonb || jsonb_build_object('id', kernel.uuid7()))).* from ${table} t where t.id = $2`, [JSON.stringify(columns), planted[NEAR]?.get(table)?.[0]?.['id']]);
    await inScope(`alter table ${table} enable trigger user`);
  }
}

const tracesOf = (mark: string, told: Answered): readonly string[] => tracesIn(mark, planted[mark] ?? new Map(), told);

let theirs: Answered;
let own: Answered;
let elsewhere: Answered;

it('every field of the schema is asked for, and tells something to a clerk of the district', async () => {
  theirs = await ask(FAR, [shared, planted[FAR] ?? new Map()]);
  const seen = new Set<string>();
  for (const { data } of theirs.values()) filled(kinga.platform.schema, data, seen);
  const said = (field: string): boolean => [field, field.replace(/\..*/, '.*')].some((name) => name in WITHOUT_COVER);
  expect([...theirs].flatMap(([question, { errors }]) => (errors.length > 0 && !question.startsWith('mySessions') ? [`${question}: ${JSON.stringify(errors)}`] : []))).toEqual([]);
  expect(everyField(kinga.platform.schema).filter((field) => !seen.has(field) && !said(field))).toEqual([]);
  expect(Object.keys(WITHOUT_COVER).filter((name) => seen.has(name))).toEqual([]);
});

attack('every field of the schema, asked for by whatever leads to it', {
  blocked: async () => {
    own = await ask(NEAR, [shared, planted[NEAR] ?? new Map()]);
    expect(tracesOf(FAR, own)).toEqual([]);
  },
  twin: () => expect(tracesOf(FAR, theirs).length).toBeGreaterThan(100),
});

attack('every field of the schema, asked for by ids and keys of another district', {
  blocked: async () => expect(tracesOf(FAR, await ask(NEAR, [planted[FAR] ?? new Map()]))).toEqual([]),
  twin: () => expect(tracesOf(NEAR, own).length).toBeGreaterThan(100),
});

/** An answer without who read what, which changes by asking, and without sums over everything. */
function withoutSums(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer, (key: string, value: unknown) => (key === 'accessLog' || SUMS.includes(key) ? undefined : value)));
}

attack('what there is in another district, told by counts, pages, errors or whatever else changes with it', {
  blocked: () => {
    for (const [question, answer] of before) expect([question, withoutSums(after.get(question))]).toEqual([question, withoutSums(answer)]);
  },
  twin: async () => {
    const everybody = kinga.as({ permissions });
    const count = async (): Promise<number> => (await everybody.run<{ persons: { totalCount: number } }>('{ persons { totalCount } }')).persons.totalCount;
    expect(await count()).toBe(3);
  },
});

/** Every row of a district as it is. */
async function rowsOf(mark: string): Promise<readonly unknown[]> {
  const tables = [...planted[mark] ?? []].filter(([table, rows]) => rows[0]?.['id'] !== undefined && !table.startsWith('kernel.'));
  const { rows } = await kinga.pool.query<{ row: unknown }>(`select row from (select set_config('kinga.scope', 'all', true)) s, lateral (${tables.map(([table], at) => `select to_jsonb(t) as row from ${table} t where t.id = any($${at + 1})`).join(' union all ')}) u`,
    tables.map(([, found]) => found.map(({ id }) => id)));
  return rows.map(({ row }) => row);
}

const missing = (id: string): string => `${id.slice(0, -12)}${id.endsWith('0') ? '1' : '0'}`.padEnd(id.length, '0');
/** What a clerk is told where a mutation names a row of their own choice, and where it names nothing; `timed` says with how many statements, too, by which time tells. */
async function bothAnswers(asker: string, of: Planted, naming: Naming, timed = false, clerk = clerkOf(asker)): Promise<readonly [string, string]> {
  const id = encodeId(naming.resource.prefix, String(of.get(quoted(naming.resource.tableName))?.[0]?.['id']));
  const said = { ...SAID, placeCode: PLACES[asker] };
  const told = async (one: string): Promise<string> => `${await answerTo(kinga.platform, clerk, named, naming, one, [planted[asker] ?? new Map(), shared], said)}${timed ? ` by ${clerk.statements()} statements` : ''}`;
  return [await told(id), await told(missing(id))];
}

const COUNTED = `query ($where: PersonWhere) { persons(where: $where) { totalCount nodes { id } } }`;
const counted = async (mark: string, where: object): Promise<number> => (await clerkOf(mark).run<{ persons: { totalCount: number } }>(COUNTED, { where })).persons.totalCount;

for (const [what, where] of [
  ['who is related to them', (mark: string) => ({ relationships: { some: { other: { familyName: { startsWith: mark } } } } })],
  ['in whose household they are', (mark: string) => ({ memberships: { some: { household: { code: { startsWith: mark } } } } })],
  ['with whom they were married', (mark: string) => ({ lifeEvents: { some: { secondPerson: { familyName: { startsWith: mark } } } } })],
  ['what others they have not', (mark: string) => ({ not: { relationships: { none: { other: { familyName: { startsWith: mark } } } } } })],
] as const) {
  attack(`a filter on nested data: ${what}`, {
    blocked: async () => expect(await counted(NEAR, where(FAR))).toBe(0),
    twin: async () => expect(await counted(NEAR, where(NEAR))).toBe(1),
  });
}

attack('persons of another district by way of rows that both have', {
  blocked: async () => {
    const LED = '{ persons { nodes { id relationships { nodes { other { id familyName } } } memberships { nodes { household { id members { nodes { id } } } } } lifeEvents { nodes { secondPerson { id } } } merges { nodes { merged { id } } } duplicateCandidates { id } } } }';
    expect(tracesOf(FAR, new Map([['led', await clerkOf(NEAR).send(LED)]]))).toEqual([]);
  },
  twin: async () => expect(tracesOf(FAR, new Map([['led', await kinga.as({ permissions }).send('{ persons { nodes { relationships { nodes { other { familyName } } } } } }')]]))).toHaveLength(1),
});

const PAGE = 'query ($after: String, $orderBy: [PersonOrderBy!]) { persons(first: 5, after: $after, orderBy: $orderBy) { totalCount nodes { id } edges { cursor } pageInfo { hasPreviousPage hasNextPage } } }';
type Page = { persons: { totalCount: number; nodes: readonly { id: string }[]; edges: readonly { cursor: string }[] } };
for (const orderBy of [undefined, [{ familyName: 'ASC' }], [{ birthDate: 'DESC' }]]) {
  attack(`a page after the cursor of another district, in the order ${JSON.stringify(orderBy ?? 'of ids')}`, {
    blocked: async () => {
      const [{ cursor = '' } = {}] = (await clerkOf(FAR).run<Page>(PAGE, { orderBy })).persons.edges;
      const { persons } = await clerkOf(NEAR).run<Page>(PAGE, { after: cursor, orderBy });
      expect(persons.totalCount).toBe(1);
      expect(persons.nodes.filter(({ id }) => id !== idOf(NEAR, 'Person'))).toEqual([]);
    },
    twin: async () => {
      const [{ cursor = '' } = {}] = (await clerkOf(NEAR).run<Page>(PAGE, { orderBy })).persons.edges;
      expect((await clerkOf(NEAR).run<Page>(PAGE, { after: cursor, orderBy })).persons).toMatchObject({ totalCount: 1, nodes: [] });
    },
  });
}

attack('the past of somebody of another district', {
  blocked: async () => {
    const PAST = 'query ($id: ID!, $knownAt: DateTime, $asOf: LocalDate) { person(by: { id: $id }, knownAt: $knownAt, asOf: $asOf) { id familyName } }';
    for (const time of [{ asOf: '2026-02-28' }, { knownAt: '2026-03-01T12:00:00Z' }, { asOf: '2026-02-28', knownAt: '2026-03-01T12:00:00Z' }]) {
      expect(await clerkOf(NEAR).run(PAST, { id: idOf(FAR, 'Person'), ...time })).toEqual({ person: null });
    }
  },
  twin: async () => expect(await clerkOf(FAR).run('query ($id: ID!) { person(by: { id: $id }, asOf: "2026-02-28") { id } }', { id: idOf(FAR, 'Person') })).toEqual({ person: { id: idOf(FAR, 'Person') } }),
});

/** The first that a subscription to a job tells. */
async function progressOf(asker: string, job: string): Promise<unknown> {
  const actor = { ...kinga.platform.actorOf({ id: `${asker}@example.org`, roles: [], places: [PLACES[asker] ?? ''] }), permissions: new Set(permissions) };
  const told = await subscribe({ schema: kinga.platform.schema, document: parse('subscription ($id: ID!) { jobProgress(id: $id) { id message } }'), variableValues: { id: job }, contextValue: kinga.platform.context({ actor }) });
  if (!(Symbol.asyncIterator in told)) return told.errors;
  const { value, done } = await told.next();
  await told.return?.(undefined);
  return done ? 'ended' : value;
}

attack('the work that a clerk of another district started, subscribed to', {
  blocked: async () => expect(await progressOf(NEAR, idOf(FAR, 'Job'))).toBe('ended'),
  twin: async () => expect(JSON.stringify(await progressOf(FAR, idOf(FAR, 'Job')))).toContain(`${FAR} message`),
});

attack('the answer that is kept under an idempotency key of somebody else', {
  blocked: async () => {
    const CONTEST = 'mutation ($input: CorrectionRecordInput!) { correctionRecord(input: $input) { correctionRequest { person { id } contested } userErrors { code path } } }';
    const input = (mark: string): object => ({ personId: idOf(mark, 'Person'), contested: `what ${mark} said`, wanted: 'something else', idempotencyKey: 'the same key' });
    expect(await clerkOf(FAR).run(CONTEST, { input: input(FAR) })).toMatchObject({ correctionRecord: { correctionRequest: { contested: `what ${FAR} said` } } });
    expect(await clerkOf(NEAR).refuse(CONTEST, { input: input(FAR) })).toMatchObject([{ code: 'PERSON_NOT_FOUND' }]);
    expect(await clerkOf(NEAR).run(CONTEST, { input: input(NEAR) })).toMatchObject({ correctionRecord: { correctionRequest: { contested: `what ${NEAR} said` } } });
  },
  twin: async () => expect(await clerkOf(FAR).run('{ correctionRequests(first: 50) { nodes { contested } } }')).toMatchObject({ correctionRequests: { nodes: expect.arrayContaining([{ contested: `what ${FAR} said` }]) as unknown } }),
});

attack('every mutation, by ids of another district, told from ids of nothing', {
  blocked: async () => {
    const was = await rowsOf(FAR);
    for (const naming of ofDistrict()) {
      const [foreign, none] = await bothAnswers(NEAR, planted[FAR] ?? new Map(), naming, true);
      expect([naming.mutation, naming.path, foreign]).toEqual([naming.mutation, naming.path, none]);
      expect(foreign).not.toMatch(new RegExp(FAR, 'i'));
    }
    expect(await rowsOf(FAR)).toEqual(was);
  },
  twin: async () => {
    const untold: string[] = [];
    for (const naming of ofDistrict()) {
      const [own, none] = await bothAnswers(FAR, planted[FAR] ?? new Map(), naming);
      if (own === none) untold.push(`${naming.mutation} ${naming.path}`);
    }
    expect(untold.toSorted()).toEqual(REFUSED_BEFORE.toSorted());
  },
});

function ofDistrict(): readonly Naming[] {
  return named.filter(({ resource }) => (planted[FAR]?.get(quoted(resource.tableName)) ?? []).length > 0);
}

/** Rows of the programme that two districts share, by tables. */
const ofProgramme = (): Planted => new Map([...planted[NEAR] ?? [], ...[...shared].filter(([table]) => OF_PROGRAMMES.test(table))]);

/** The type that a question is of. */
function typeOf(question: string): string {
  const [, node, name = ''] = /^(nodes? of )?(\w+)/.exec(question) ?? [];
  const type = kinga.platform.schema.getQueryType()?.getFields()[name]?.type;
  return node || !type ? name : getNamedType(type).name.replace(/Connection$/, '');
}
const everybodys = (): readonly Planted[] => [shared, planted[NEAR] ?? new Map(), planted[OTHER] ?? new Map()];

/** What is of no programme: organisations and their desks, groups, and places, which lead to organisations. */
const OF_NO_PROGRAMME = ['CashDesk', 'Group', 'Organisation', 'OrganisationAccount', 'OrganisationContact', 'OrganisationIdentifier', 'OrganisationPeriod', 'OrganisationPlace', 'OrganisationRole', 'Place'];

attack('every field of the schema, as somebody of another programme', {
  blocked: async () => {
    elsewhere = await ask(OTHER, everybodys());
    const led = new Map([...elsewhere].filter(([question]) => !OF_NO_PROGRAMME.includes(typeOf(question))));
    expect([...tracesOf(NEAR, led), ...tracesOf(FAR, led)]).toEqual([]);
    expect((await clerkOf(OTHER).run<{ programmes: object; paymentRuns: object; accounts: object }>('{ programmes { totalCount } paymentRuns { totalCount } accounts { totalCount } }'))).toEqual({
      // Two runs, since one may be compared with another.
      programmes: { totalCount: 1 }, paymentRuns: { totalCount: 2 }, accounts: { totalCount: 1 },
    });
  },
  twin: () => expect(tracesOf(OTHER, elsewhere).length).toBeGreaterThan(80),
});

attack('every row that is of an organisation, as somebody of another', {
  blocked: async () => {
    const led = await answers(agent(), questions(kinga.platform, everybodys(), shapes).filter(({ name }) => kinga.platform.model.byType.get(typeOf(name))?.scope?.organisations));
    expect([...tracesOf(NEAR, led), ...tracesOf(FAR, led)]).toEqual([]);
    expect(tracesOf(OTHER, led).length).toBeGreaterThan(30);
  },
  twin: async () => {
    const told = await answers(kinga.as({ name: 'officer', permissions }), questions(kinga.platform, everybodys(), shapes).filter(({ name }) => kinga.platform.model.byType.get(typeOf(name))?.scope?.organisations));
    expect(tracesOf(NEAR, told).length).toBeGreaterThan(30);
  },
});

attack('every mutation, by ids of another programme, told from ids of nothing', {
  blocked: async () => {
    const open: string[] = [];
    for (const naming of named.filter(({ resource }) => resource.scope?.programmes && ofProgramme().has(quoted(resource.tableName)))) {
      const [foreign, none] = await bothAnswers(OTHER, ofProgramme(), naming, true);
      if (foreign !== none) open.push(`${naming.mutation} ${naming.path} ${foreign} ${none}`);
    }
    expect(open).toEqual([]);
  },
  twin: async () => {
    const draft = { input: { programmeId: idOf(OTHER, 'Programme'), effectiveFrom: '2026-04-01', rules: [{ code: 'everybody', kind: 'ELIGIBILITY', expression: 'true' }] } };
    await clerkOf(OTHER).run('mutation ($input: ProgrammeVersionDraftInput!) { programmeVersionDraft(input: $input) { userErrors { code path message } } }', draft);
  },
});

attack('every mutation, by ids of another organisation, told from ids of nothing', {
  blocked: async () => {
    const open: string[] = [];
    for (const naming of ofOrganisations()) {
      const [foreign, none] = await bothAnswers(OTHER, planted[NEAR] ?? new Map(), naming, true, agent());
      if (foreign !== none) open.push(`${naming.mutation} ${naming.path} ${foreign} ${none}`);
    }
    expect(open).toEqual([]);
  },
  twin: async () => {
    const told: string[] = [];
    for (const naming of ofOrganisations()) {
      const [own, none] = await bothAnswers(OTHER, planted[OTHER] ?? new Map(), naming, false, agent());
      if (own !== none) told.push(naming.mutation);
    }
    expect(told.length).toBeGreaterThan(20);
  },
});

function ofOrganisations(): readonly Naming[] {
  return named.filter(({ resource }) => resource.scope?.organisations && (planted[NEAR]?.get(quoted(resource.tableName)) ?? []).length > 0);
}

attack('registering somebody who is in none of the programmes that one is limited to', {
  blocked: async () => {
    const REGISTER = 'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { userErrors { code path message } } }';
    expect(await clerkOf(OTHER).refuse(REGISTER, { input: { placeCode: 'A', persons: [{ familyName: 'New', sex: 'FEMALE' }] } })).toMatchObject([{ code: 'OUTSIDE_PROGRAMMES', path: ['input', 'persons', '0'] }]);
    expect(await clerkOf(OTHER).refuse('mutation ($input: ProgrammeCreateInput!) { programmeCreate(input: $input) { userErrors { code path message } } }', {
      input: { code: 'NEW', name: 'New', scheme: 'programmes', target: 'PERSON', currency: 'GHS', startsOn: '2026-01-01' },
    })).toMatchObject([{ code: 'PROGRAMME_OUTSIDE', path: ['input', 'code'] }]);
  },
  twin: () => kinga.as({ name: 'registrar', permissions }).run('mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { userErrors { code path message } } }', { input: { placeCode: 'A', persons: [{ familyName: 'New', sex: 'FEMALE' }] } }),
});

const ORGANISATION = 'mutation ($input: OrganisationRegisterInput!) { organisationRegister(input: $input) { userErrors { code path message } } }';
attack('registering an organisation beside those that one is limited to', {
  blocked: async () => {
    expect(await agent().refuse(ORGANISATION, { input: { code: 'O', name: 'O', placeCode: 'A' } })).toMatchObject([{ code: 'ORGANISATION_PARENT_NEEDED', path: ['input', 'parentCode'] }]);
    expect(await agent().refuse(ORGANISATION, { input: { code: 'O', name: 'O', placeCode: 'A', parentCode: `${NEAR} code` } })).toMatchObject([{ code: 'ORGANISATION_NOT_FOUND' }]);
  },
  twin: async () => {
    await agent().run(ORGANISATION, { input: { code: 'O', name: 'O', placeCode: 'A', parentCode: `${OTHER} code` } });
    expect(await agent().run('{ organisation(by: { code: "O" }) { code parent { code } } }')).toEqual({ organisation: { code: 'O', parent: { code: `${OTHER} code` } } });
  },
});

attack('rows of another programme by a statement that forgot its predicate', {
  blocked: async () => {
    for (const table of ['people.person', 'people.household', 'people.membership', 'people.identifier']) {
      const { rows: [row] } = await readRows<{ n: number }>(contextOf({ programmes: [`${OTHER} code`] }), `select count(*)::int as n from ${table} t where t::text ~* '${NEAR}|${FAR}'`);
      expect([table, row?.n]).toEqual([table, 0]);
    }
  },
  twin: async () => {
    const { rows: [row] } = await readRows<{ n: number }>(contextOf({ programmes: [`${OTHER} code`] }), `select count(*)::int as n from people.person t where t::text ~ '${OTHER}'`);
    expect(row?.n).toBeGreaterThan(0);
  },
});

attack('rows of another programme about somebody who is in both', {
  blocked: async () => {
    const person = planted[FAR]?.get('people.person')?.[0]?.['id'];
    await inScope("insert into programmes.enrolment (id, programme_id, person_id, place_id, state, state_on) select kernel.uuid7(), $1, p.id, p.place_id, 'ENROLLED', '2020-01-01' from people.person p where p.id = $2", [planted[OTHER]?.get('programmes.programme')?.[0]?.['id'], person]);
    expect(await clerkOf(OTHER).run('query ($id: ID!) { node(id: $id) { id } }', { id: idOf(FAR, 'Person') })).toEqual({ node: { id: idOf(FAR, 'Person') } });
    const seen: string[] = [];
    for (const { type, tableName } of kinga.platform.model.byType.values()) {
      const [row] = planted[FAR]?.get(quoted(tableName)) ?? [];
      // A hold is on a person or on a programme, and the one that is planted on both.
      if (!row || !('programme_id' in row) || type === 'LegalHold') continue;
      if ((await clerkOf(OTHER).run<{ node: unknown }>('query ($id: ID!) { node(id: $id) { id } }', { id: idOf(FAR, type) })).node) seen.push(type);
    }
    expect(seen).toEqual([]);
  },
  twin: async () => expect(await clerkOf(FAR).run('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', { ids: ['PayeeArrangement', 'WithholdingOrder', 'Enrolment'].map((type) => idOf(FAR, type)) }))
    .toEqual({ nodes: [{ __typename: 'PayeeArrangement' }, { __typename: 'WithholdingOrder' }, { __typename: 'Enrolment' }] }),
});

function contextOf(limits: object): Context {
  return kinga.platform.context({ actor: { ...kinga.platform.system(), id: 'clerk', places: null, organisations: null, programmes: null, ...limits } });
}

/** Ids of somebody who was erased, or of a row about them, that mutations take all the same. */
const GOES_ON: readonly string[] = [
  // Money is settled, reversed and reconciled whoever it was of. Accounts of persons are erased with them.
  'bankEntryConfirm entryId', 'bankEntryPropose entryId', 'bankEntryPropose instructionId', 'bankEntryReject entryId', 'cashPayoutTakeBack payoutId', 'demandCancel demandId', 'demandWriteOff demandId',
  'entitlementsRedetermine enrolmentId', 'overpaymentRepay overpaymentId', 'overpaymentWriteOff overpaymentId', 'paymentInstructionGiveUp instructionId', 'paymentInstructionHold instructionId',
  'paymentInstructionRelease instructionId', 'paymentRunReissue payments.0.accountId', 'paymentRunReissue payments.0.instructionId', 'receiptAllocate demandId', 'receiptAllocate receiptId',
  'receiptAllocationTakeBack demandId', 'receiptAllocationTakeBack receiptId', 'receiptMatch payerId', 'receiptMatch receiptId', 'receiptReceive demandIds.0', 'receiptRefundApprove refundId',
  'receiptRefundPay refundId', 'receiptRefundReject refundId', 'receiptRefundRequest receiptId', 'receiptReverse receiptId', 'recoveryPlanCreate overpaymentId', 'recoveryPlanStop id', 'recoveryTakeBack recoveryId',
  'payeeArrangementEnd id', 'withholdingOrderEnd id', 'personPaymentAccountEnd id', 'personPaymentAccountPrefer id', 'personPaymentAccountVerify id',
  // Refused where it is confirmed, approved or merged: the work itself looks.
  'payeeArrangementDecide id', 'withholdingOrderDecide id', 'changeRequestApprove id', 'personMerge mergedId', 'personMerge survivorId', 'duplicateConfirm candidateId', 'duplicateConfirm survivorId',
  // Ends what was begun, and says what is left; groups hold their members themselves.
  'changeRequestReject id', 'changeRequestWithdraw id', 'taskReassign id', 'legalHoldPlace personId', 'legalHoldLift id', 'personExportAsk personId', 'householdMemberRemove personId', 'groupMemberAdd personId', 'groupMemberRemove personId', 'personRelationshipEnd id',
];
/** Puts the persons of a district, erased or not, and tells the mutations that take them. */
async function servedWhere(erased: boolean): Promise<readonly string[]> {
  await inScope('update people.person set erased_on = case when $2::boolean then current_date end where merged_into_id is null and family_name ^@ $1', [OTHER, erased]);
  const of = new Map([...shared, ...planted[OTHER] ?? []]);
  const row = ({ resource: { prefix, tableName } }: Naming): string => encodeId(prefix, String(of.get(quoted(tableName))?.[0]?.['id']));
  return servedOfErased(named, (naming) => answerTo(kinga.platform, kinga.as({ name: OTHER, permissions }), named, naming, row(naming), [of], { ...SAID, idempotencyKey: 'asked once more' }));
}
attack('every mutation, by ids of somebody who was erased and of rows about them', {
  blocked: async () => expect((await servedWhere(true)).toSorted()).toEqual(GOES_ON.toSorted()),
  twin: async () => expect(await servedWhere(false)).toHaveLength(named.filter(({ resource }) => resource.subject?.person).length),
});
