import { Field, ManyToOne, Place, Resource, Versioned, type Rel } from '@kinga/plugin-sdk';
import { Shock } from './shock.js';

@Resource({
  description: 'A place that a shock befell, with those below.',
  table: 'cash_transfers.shock_place',
  prefix: 'shock_place',
  read: 'cash-transfers.shocks.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
})
export class ShockPlace extends Versioned {
  @Field(() => Shock, { description: 'Which shock.' })
  @ManyToOne(() => Shock, { fieldName: 'shock_id', type: 'uuid' })
  shock!: Rel<Shock>;

  @Field(() => Place, { nullable: true, description: 'Which place.' })
  @ManyToOne(() => Place, { fieldName: 'place_id', type: 'uuid' })
  place!: Rel<Place>;
}
