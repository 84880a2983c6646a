import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../kernel/schema/node.js';
import { Resource } from '../kernel/schema/resource.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { Calendar } from './calendar.js';
import { Weekday } from './weekday.js';

@Resource({
  description: 'Which days of the week are not worked, from a day on.',
  table: 'calendars.weekend',
  prefix: 'weekend',
  read: 'calendars.calendars.read',
  privacy: { sensitivity: 'public', purpose: 'administration' },
})
export class CalendarWeekend extends Versioned {
  @Field(() => Calendar, { description: 'In which calendar.' })
  @ManyToOne(() => Calendar, { fieldName: 'calendar_id', type: 'uuid' })
  calendar!: Rel<Calendar>;

  @Field(() => LocalDate, { description: 'First day on which it holds.' })
  @Property({ type: 'date', fieldName: 'effective_from' })
  effectiveFrom!: string;

  @Field(() => [Weekday], { description: 'The days that are not worked.' })
  @Property({ type: 'text[]', columnType: 'text[]' })
  days!: Weekday[];

  @Field(() => String, { description: 'Where it stands: act, section, gazette.' })
  @Property({ type: 'text' })
  source!: string;
}
