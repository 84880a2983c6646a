import { Property } from '@mikro-orm/decorators/legacy';
import { Field, registerEnumType } from 'type-graphql';
import { Versioned } from '../../kernel/schema/node.js';
import { Resource } from '../../kernel/schema/resource.js';
import { DateTime } from '../../kernel/schema/scalars.js';

/** Who is signed in by a session. */
export enum SessionKind {
  BROWSER = 'BROWSER',
  SERVICE = 'SERVICE',
}
registerEnumType(SessionKind, {
  name: 'SessionKind',
  description: 'Who is signed in by a session.',
  valuesConfig: {
    BROWSER: { description: 'Somebody at a browser, by a cookie.' },
    SERVICE: { description: 'A service account, by a token that lasts minutes.' },
  },
});

@Resource({
  description: 'A time for which somebody is signed in.',
  table: 'access.session',
  passing: true,
  prefix: 'session',
  read: 'access.sessions.read',
  privacy: { sensitivity: 'internal', purpose: 'administration' },
  one: 'session',
  many: 'sessions',
})
export class Session extends Versioned {
  @Field(() => SessionKind, { description: 'Who is signed in.' })
  @Property({ type: 'text' })
  kind!: SessionKind;

  @Field(() => String, { description: 'Who vouches for them: address of the provider.' })
  @Property({ type: 'text' })
  issuer!: string;

  @Field(() => String, { description: 'Who it is: the name that the issuer gives them for good.' })
  @Property({ type: 'text' })
  subject!: string;

  @Field(() => String, { nullable: true, description: 'What the browser calls itself.' })
  @Property({ type: 'text', nullable: true })
  client!: string | null;

  @Field(() => DateTime, { description: 'When it was last used, to the minute.' })
  @Property({ type: 'timestamptz', fieldName: 'seen_at' })
  seenAt!: string;

  @Field(() => DateTime, { description: 'When it ends at the latest.' })
  @Property({ type: 'timestamptz', fieldName: 'expires_at' })
  expiresAt!: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was ended before its time.' })
  @Property({ type: 'timestamptz', fieldName: 'ended_at', nullable: true })
  endedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Who ended it.' })
  @Property({ type: 'text', fieldName: 'ended_by', nullable: true })
  endedBy!: string | null;
}
