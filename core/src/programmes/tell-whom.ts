import { FieldResolver, Resolver, Root } from 'type-graphql';
import { Privacy } from '../kernel/privacy/classification.js';
import { Requires } from '../kernel/schema/permission.js';
import { Needs } from '../kernel/schema/resource.js';
import { SimulationReport } from './simulation/simulation-report.js';
import { TargetingRun } from './targeting/targeting-run.js';

const DESCRIPTION = 'The filter that it was limited to, as JSON; null where there was none. It may name somebody, so it is for whoever sees persons.';
const asText = ({ chosen }: { readonly chosen: object | null }): string | null => chosen && JSON.stringify(chosen);

@Resolver(() => TargetingRun)
export class TargetingWhom {
  @FieldResolver(() => String, { nullable: true, description: DESCRIPTION })
  @Requires('people.persons.read')
  @Privacy({ sensitivity: 'personal' })
  @Needs('chosen')
  where(@Root() run: { readonly chosen: object | null }): string | null {
    return asText(run);
  }
}

@Resolver(() => SimulationReport)
export class SimulationWhom {
  @FieldResolver(() => String, { nullable: true, description: DESCRIPTION })
  @Requires('people.persons.read')
  @Privacy({ sensitivity: 'personal' })
  @Needs('chosen')
  where(@Root() report: { readonly chosen: object | null }): string | null {
    return asText(report);
  }
}
