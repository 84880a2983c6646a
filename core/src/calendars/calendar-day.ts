import { ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import type { Rel } from '@mikro-orm/postgresql';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../kernel/schema/node.js';
import { Resource } from '../kernel/schema/resource.js';
import { LocalDate } from '../kernel/schema/scalars.js';
import { Calendar } from './calendar.js';

/** What a calendar says of a day. */
export enum CalendarDayKind {
  HOLIDAY = 'HOLIDAY',
  WORKING_DAY = 'WORKING_DAY',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(CalendarDayKind, {
  name: 'CalendarDayKind',
  description: 'What a calendar says of a day.',
  valuesConfig: {
    HOLIDAY: { description: 'Not worked.' },
    WORKING_DAY: { description: 'Worked, though it is on a weekend, or a holiday of the base.' },
    WITHDRAWN: { description: 'Nothing any more: it is as the base says, or the weekend.' },
  },
});

@Resource({
  description: 'What a calendar says of one day.',
  table: 'calendars.calendar_day',
  prefix: 'calendarday',
  read: 'calendars.calendars.read',
  privacy: { sensitivity: 'public', purpose: 'administration' },
})
export class CalendarDay extends Versioned {
  @Field(() => Calendar, { description: 'In which calendar.' })
  @ManyToOne(() => Calendar, { fieldName: 'calendar_id', type: 'uuid' })
  calendar!: Rel<Calendar>;

  @Field(() => LocalDate, { description: 'Which day.' })
  @Property({ type: 'date' })
  day!: string;

  @Field(() => CalendarDayKind, { description: 'What it is.' })
  @Property({ type: 'text' })
  kind!: CalendarDayKind;

  @Field(() => String, { description: 'Its name, such as that of the holiday.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => String, { description: 'Where it stands: act, section, gazette.' })
  @Property({ type: 'text' })
  source!: string;
}
