import type { Area } from '../../kernel/module/area.js';
import { ChangeSeparations } from './change-separations.js';
import { separationAdded, separationRemoved } from './events.js';
import { ListSeparationBreaches } from './list-breaches.js';
import { Separation } from './separation.js';

export const separations: Area = { entities: [Separation], resolvers: [ChangeSeparations, ListSeparationBreaches], events: [separationAdded, separationRemoved] };
