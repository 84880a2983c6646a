import type { Context } from '../kernel/context.js';
import type { Progress } from '../kernel/module/seed.js';
import type { PlanProblem } from '../kernel/plan/types.js';
import type { Platform } from '../kernel/platform.js';
import { inTransaction, rehearse } from '../kernel/write/transaction.js';
import { attributesOn } from '../kernel/schema/attribute-types.js';
import { resourceOf } from '../kernel/read/model.js';
import { installCalendars } from './install-calendars.js';
import { installProgramme } from './install-programme.js';
import { installParts } from './install-parts.js';
import { packProblem, refusePack } from './pack-problems.js';
import { installParameters } from './install-parameters.js';
import { installQuestionnaires } from './install-questionnaires.js';
import { installTables } from './install-tables.js';
import { SHARED } from './owner.js';
import { problemsOfPack } from './problems-of-pack.js';
import type { Pack } from './read-pack.js';

/** What was done with a part of a pack. */
export interface InstallStep {
  readonly what: string;
  readonly did: 'created' | 'updated' | 'proposed' | 'submitted' | 'published' | 'was there';
}

export interface InstallOptions {
  /** Whether a second actor of the platform publishes what was drafted: for demonstrations and seeds. */
  readonly publish?: boolean;
  readonly progress?: Progress;
}

/** Who installs, who publishes where that is asked, and what was done. */
export interface Installing {
  readonly drafter: Context;
  readonly publisher: Context | null;
  readonly done: (step: InstallStep) => void;
}

/**
 * Installs a pack through the API: questionnaires, programmes, parameters, tables, and versions that are drafted and submitted. What was
 * published never changes: what differs is proposed, or drafted as a further version. Stopped half-way, it goes on when it is done again.
 *
 * @throws DeploymentProblems with everything that keeps it from being installed, before anything is written
 */
export async function installPack(platform: Platform, { data }: Pack, { publish = false, progress }: InstallOptions = {}): Promise<readonly InstallStep[]> {
  const context = (because: string): Context => platform.context({ actor: platform.system(because) });
  const drafter = context(`the pack ${data.pack}`);
  const problems: PlanProblem[] = [...missing(platform, data)];
  if (problems.length === 0) await inTransaction(drafter, async (tx) => {
    problems.push(...await rehearse(tx, (inside) => problemsOfPack(inside, data)));
  });
  refusePack(problems);
  const steps: InstallStep[] = [];
  const installing: Installing = {
    drafter, publisher: publish ? context(`publishing the pack ${data.pack}`) : null,
    done: (step) => {
      steps.push(step);
      if (step.did !== 'was there') progress?.step(`${step.what}: ${step.did}`);
    },
  };
  const calendars = await installCalendars(installing, data.calendars);
  await installQuestionnaires(installing, data.pack, data.questionnaires);
  await installParameters(installing, SHARED, data.parameters);
  await installTables(installing, SHARED, data.tables);
  for (const programme of data.programmes) await installProgramme(installing, data.pack, programme, calendars);
  await installParts(installing, data);
  return steps;
}

/** What the deployment lacks of what a pack needs. */
function missing({ plan, model }: Platform, { pack, programmes, attributes }: Pack['data']): PlanProblem[] {
  const modules = plan.modules.map(({ id }) => id);
  return [
    ...programmes.filter(({ scheme }) => !modules.includes(scheme)).map(({ code, scheme }) => packProblem('PACK_MODULE_MISSING', `${code} of the pack ${pack} is worked out by the module ${scheme}, which this deployment has not.`, 'Add it to `modules` of kinga.config.ts.')),
    ...Object.entries(attributes).flatMap(([type, fields]) => {
      const there = attributesOn(resourceOf(model, type).target, plan.modules);
      return Object.entries(fields).filter(([name, { type: wanted }]) => there.get(name)?.type !== wanted).map(([name]) =>
        packProblem('PACK_ATTRIBUTE_MISSING', `The pack ${pack} asks for ${type}.attributes.${name}, which this deployment has not.`, 'Add the folder of the pack to `packs` of kinga.config.ts, or define it in a module.'));
    }),
  ];
}
