import { Connection, Programme, Resolver } from '@kinga/plugin-sdk';
import { Cycle } from './cycle.js';

@Resolver(() => Programme)
export class ProgrammeCycles {
  @Connection(() => Cycle, { mappedBy: 'programme', permission: 'cash-transfers.cycles.read', description: 'The cycles for which it pays.' })
  cycles!: unknown;
}
