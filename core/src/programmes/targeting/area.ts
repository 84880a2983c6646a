import type { Area } from '../../kernel/module/area.js';
import { targetingStarted } from '../events.js';
import { targeting as job } from './job.js';
import { StartTargeting } from './start-targeting.js';
import { TargetingFailure } from './targeting-failure.js';
import { TargetingRun } from './targeting-run.js';

export const targeting: Area = { entities: [TargetingRun, TargetingFailure], resolvers: [StartTargeting], events: [targetingStarted], jobs: [job] };
