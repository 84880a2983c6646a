import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field } from 'type-graphql';
import { Versioned } from '../kernel/schema/node.js';
import { Connection, Resource } from '../kernel/schema/resource.js';
import { CalendarDay } from './calendar-day.js';
import { CalendarWeekend } from './calendar-weekend.js';

@Resource({
  description: 'Which days are worked: in a country, a region or an office. Time limits are counted by it.',
  table: 'calendars.calendar',
  prefix: 'calendar',
  read: 'calendars.calendars.read',
  privacy: { sensitivity: 'public', purpose: 'administration' },
  one: 'calendar',
  many: 'calendars',
  keys: ['code'],
})
export class Calendar extends Versioned {
  @Field(() => String, { description: 'Its code, unique in the deployment.' })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => String, { description: 'Its name, for people.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => Calendar, { nullable: true, description: 'The calendar that holds where this one says nothing.' })
  @ManyToOne(() => Calendar, { nullable: true, fieldName: 'base_id', type: 'uuid' })
  base!: Rel<Calendar> | null;

  @Connection(() => CalendarWeekend, { mappedBy: 'calendar', description: 'Which days of the week are not worked, by the day from which each holds.' })
  weekends!: unknown;

  @Connection(() => CalendarDay, { mappedBy: 'calendar', description: 'What single days are.' })
  days!: unknown;
}
