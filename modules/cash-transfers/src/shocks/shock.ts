import { Connection, Field, LocalDate, Property, registerEnumType, Resource, Versioned } from '@kinga/plugin-sdk';
import { ShockMeasure } from './measure.js';
import { ShockPlace } from './shock-place.js';

export enum ShockState {
  DRAFT = 'DRAFT',
  DECLARED = 'DECLARED',
  ENDED = 'ENDED',
  GIVEN_UP = 'GIVEN_UP',
}
registerEnumType(ShockState, {
  name: 'ShockState',
  description: 'How far a shock is.',
  valuesConfig: {
    DRAFT: { description: 'Proposed; nothing is done yet, and it can be tried what it would cost.' },
    DECLARED: { description: 'Declared by a second person: its measures are carried out.' },
    ENDED: { description: 'Over: whoever was enrolled for its time has left.' },
    GIVEN_UP: { description: 'Never declared.' },
  },
});

@Resource({
  description: 'Something that befell places, such as a flood, and what programmes do about it for a time.',
  table: 'cash_transfers.shock',
  prefix: 'shock',
  read: 'cash-transfers.shocks.read',
  privacy: { sensitivity: 'public', purpose: 'assistance' },
  one: 'shock',
  many: 'shocks',
  keys: ['code'],
})
export class Shock extends Versioned {
  @Field(() => String, { description: 'What it is called in rules and books.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => String, { description: 'Of which kind it is, such as FLOOD.' })
  @Property({ type: 'text' })
  kind!: string;

  @Field(() => String, { description: 'What it is called.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => LocalDate, { description: 'When it happened.' })
  @Property({ type: 'date', fieldName: 'happened_on' })
  happenedOn!: string;

  @Field(() => LocalDate, { description: 'The last day of what is done about it.' })
  @Property({ type: 'date', fieldName: 'ends_on' })
  endsOn!: string;

  @Field(() => ShockState, { description: 'How far it is.' })
  @Property({ type: 'text' })
  state!: ShockState;

  @Field(() => String, { description: 'Who proposed it.' })
  @Property({ type: 'text', fieldName: 'proposed_by' })
  proposedBy!: string;

  @Field(() => String, { nullable: true, description: 'Who declared it, or gave it up; null where nobody has.' })
  @Property({ type: 'text', fieldName: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Connection(() => ShockPlace, { mappedBy: 'shock', description: 'Where: these places and those below.' })
  places!: unknown;

  @Connection(() => ShockMeasure, { mappedBy: 'shock', description: 'What is done about it.' })
  measures!: unknown;
}
