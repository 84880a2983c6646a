import { atStart } from '../../kernel/module/at-start.js';
import { facts, type ContributedFacts } from './contributed-facts.js';

/** A module's facts lie under a name that is nobody else's: a field of that name would hide them. */
export const checkContributed = atStart.contribute('programmes.facts', async ({ model, plan }) => {
  for (const { module, name, value } of plan.extensions.get(facts.name) ?? []) {
    for (const { on } of value as readonly ContributedFacts[]) {
      const resource = model.byClass.get(on());
      if (!resource) throw new Error(`The facts "${name}" of ${module} are about ${on().name}, which is no resource. Name a class that has @Resource.`);
      if (resource.fields.has(name)) throw new Error(`The facts "${name}" of ${module} hide the field ${resource.type}.${name} from rules. Contribute them under another name.`);
    }
  }
});
