import { v7 as uuidv7 } from 'uuid';
import { core } from '../core.mjs';
import { payByKinga } from '../payments/run.mjs';
import { LAST_DAY, ON } from './programme.mjs';

const unseen = { progress: async () => undefined };

/** The product's own: whom its work on many takes in, what a cycle owes them, and its payment run. `rest` lets the database look at its tables between the steps. */
export async function cycleByKinga(platform, owner, { ask, id, uuid, code }, rest) {
  const [{ targeting }, { determine }, { uuidOf }] = await Promise.all(['programmes/targeting/job.js', 'programmes/entitlements/determination-job.js', 'kernel/schema/ids.js'].map((file) => core(file)));
  const ctx = () => platform.context({ actor: platform.system() });
  const seconds = {};
  const timed = async (name, work) => {
    const start = performance.now();
    const result = await work();
    seconds[name] = (performance.now() - start) / 1000;
    await rest();
    return result;
  };
  await timed('targeted', async () => {
    const { targetingRun } = await ask('targetingStart', 'TargetingStartInput', { programmeId: id, mode: 'ENROL', on: ON }, 'targetingRun { id }');
    await targeting.run(ctx(), { runId: uuidOf('targeting_run', targetingRun.id) }, unseen);
  });
  await timed('determined', async () => {
    const { cycle } = await ask('cycleOpen', 'CycleOpenInput', { programmeId: id, number: 1, periodFrom: ON, periodTo: LAST_DAY }, 'cycle { id }');
    await ask('cycleDetermine', 'CycleDetermineInput', { cycleId: cycle.id, idempotencyKey: uuidv7() }, 'job { id }');
    const { rows: [{ run }] } = await owner.query('select id as run from programmes.determination_run where programme_id = $1', [uuid]);
    await determine.run(ctx(), { runId: run }, unseen);
  });
  const { rows: [{ payees }] } = await owner.query('select count(*)::int as payees from programmes.entitlement where programme_id = $1', [uuid]);
  const paid = await payByKinga(platform, { id: uuid, code }, payees);
  return { seconds: { ...seconds, paid: paid.all }, parts: paid.seconds, payees, lines: paid.lines };
}
