import { mutate, type Platform, type Progress } from '@kinga/plugin-sdk';
import { riseOfGrants } from './leap.js';
import { CYCLE, DECIDE, DETERMINE, ENROL, OPEN, PROGRAMME, PUBLISH_RISE, RAISE, REDETERMINE } from './leap-operations.js';
import { payWhatIsDue, type Row } from './leap-payment.js';
import { office, type Office } from './office.js';

/** A cycle under each of the published rates. Numbers and days before cycle 96 are the demo's own. */
const CYCLES = [
  { number: 84, periodFrom: '2023-03-01', periodTo: '2023-04-30' },
  { number: 86, periodFrom: '2023-07-01', periodTo: '2023-08-31' },
  { number: 89, periodFrom: '2024-01-01', periodTo: '2024-02-29' },
  { number: 96, periodFrom: '2025-03-01', periodTo: '2025-04-30' },
] as const;

/** The cycle whose grants were raised when it was paid already, and the day on which the story makes up for it: the demo's own. */
const RAISED = { cycle: 89, on: '2024-03-15' };

/**
 * LEAP from enrolment to proof, through the API alone: enrol who is eligible, and for a cycle under each published rate
 * determine what is owed, have the run approved by a second person, send it, take back the bank's answer, and compare. One
 * cycle's grants are raised when it was paid: what is owed beyond that is found again, approved and paid as arrears.
 * Told again, the same keys give the same answers, and nobody is paid twice.
 */
export async function tellLeapStory(platform: Platform, progress: Progress): Promise<readonly Row[]> {
  const rise = await riseOfGrants();
  const begin = office(platform, '2023-03-01', progress);
  const { programme } = await mutate<{ programme: { id: string; tables: { nodes: { id: string }[] } } }>(begin.officer, PROGRAMME, { table: rise.code });
  progress.step('enrolling the households that are eligible');
  const { targetingStart } = await mutate<{ targetingStart: { job: { id: string } } }>(begin.officer, ENROL, { input: { programmeId: programme.id, mode: 'ENROL', idempotencyKey: 'demo:leap:enrol' } });
  await begin.finished(targetingStart.job);
  const rows: Row[] = [];
  for (const cycle of CYCLES) {
    rows.push(await payCycle(office(platform, cycle.periodTo, progress), programme.id, cycle));
    if (cycle.number === RAISED.cycle) rows.push(await payArrears(office(platform, RAISED.on, progress), programme.id, { tableId: programme.tables.nodes[0]?.id, ...rise.input }, cycle));
  }
  return rows;
}

type Cycle = (typeof CYCLES)[number];
const keyOf = (cycle: Cycle, step: string): { readonly idempotencyKey: string } => ({ idempotencyKey: `demo:leap:${cycle.number}:${step}` });

async function payCycle(here: Office, programmeId: string, cycle: Cycle): Promise<Row> {
  const { officer, progress, finished: done } = here;
  progress.step(`cycle ${cycle.number}: determining what is owed from ${cycle.periodFrom} to ${cycle.periodTo}`);
  const { cycleOpen } = await mutate<{ cycleOpen: { cycle: { id: string } } }>(officer, OPEN, { input: { ...cycle, programmeId, ...keyOf(cycle, 'open') } });
  const { cycleDetermine } = await mutate<{ cycleDetermine: { job: { id: string } } }>(officer, DETERMINE, { input: { cycleId: cycleOpen.cycle.id, ...keyOf(cycle, 'determine') } });
  await done(cycleDetermine.job);
  const row = await payWhatIsDue(here, { programmeId, periodFrom: cycle.periodFrom, kind: 'REGULAR', name: `cycle ${cycle.number}`, keys: String(cycle.number) });
  const told = await mutate<{ cycle: { held: { totalCount: number } } }>(officer, CYCLE, { id: cycleOpen.cycle.id });
  return { ...row, held: String(told.cycle.held.totalCount) };
}

async function payArrears(here: Office, programmeId: string, version: object, cycle: Cycle): Promise<Row> {
  const { officer, approver, progress, finished: done } = here;
  progress.step(`cycle ${cycle.number}: its grants are raised; what is owed is determined again`);
  const { ruleTableVersionAdd } = await mutate<{ ruleTableVersionAdd: { ruleTableVersion: { id: string } } }>(officer, RAISE, { input: { ...version, ...keyOf(cycle, 'raise') } });
  await mutate(approver, PUBLISH_RISE, { input: { id: ruleTableVersionAdd.ruleTableVersion.id, ...keyOf(cycle, 'publish-rise') } });
  const { entitlementsRedetermine: { run } } = await mutate<{ entitlementsRedetermine: { run: { id: string; job: { id: string } } } }>(officer, REDETERMINE, {
    input: { programmeId, from: cycle.periodFrom, reason: 'The grants were raised from January 2024 on', ...keyOf(cycle, 'redetermine') },
  });
  await done(run.job);
  const { determinationDecide } = await mutate<{ determinationDecide: { run: { job: { id: string } } } }>(approver, DECIDE, { input: { id: run.id, approve: true, ...keyOf(cycle, 'approve-arrears') } });
  await done(determinationDecide.run.job);
  return payWhatIsDue(here, { programmeId, periodFrom: cycle.periodFrom, kind: 'ARREARS', name: `arrears of cycle ${cycle.number}`, keys: `${cycle.number}:arrears` });
}
