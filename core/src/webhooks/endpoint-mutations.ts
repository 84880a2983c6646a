import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsOptional, MaxLength, MinLength } from 'class-validator';
import { Arg, Ctx, Field, FieldResolver, InputType, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { v7 as uuidv7 } from 'uuid';
import { isEverywhere } from '../kernel/access/scope.js';
import type { Context } from '../kernel/context.js';
import { publish } from '../kernel/events/publish.js';
import { purposes } from '../kernel/privacy/purpose.js';
import { Ref } from '../kernel/schema/input-fields.js';
import { Requires } from '../kernel/schema/permission.js';
import { Needs } from '../kernel/schema/resource.js';
import { IdempotentInput } from '../kernel/write/idempotent-input.js';
import { refuse } from '../kernel/write/refusal.js';
import type { TxContext } from '../kernel/write/transaction.js';
import { Payload } from '../kernel/write/user-error.js';
import { write } from '../kernel/write/write.js';
import { purposeUnknown } from '../people/persons/refusals.js';
import { AddressRefused, checkUrl } from './check-address.js';
import { WebhookEndpoint, WebhookEndpointState } from './endpoint.js';
import { endpointChanged } from './events.js';
import { endpointEnded, endpointNotFound, eventUnknown, everywhereNeeded, lastSecret, secretNotFound, secretsLive, urlRefused } from './refusals.js';
import { liveSecrets, makeSecret } from './secrets.js';
import { settingsOf } from './settings.js';
import type { SigningKey } from './sign.js';

@InputType({ description: 'A system that wants to be told what happens.' })
export class WebhookEndpointCreateInput extends IdempotentInput {
  @Field(() => String, { description: 'Its name, for people.' })
  @MinLength(2)
  @MaxLength(200)
  name!: string;

  @Field(() => String, { description: 'Where it is told: a public https address.' })
  url!: string;

  @Field(() => [String], { description: 'Of which events, of `webhookEvents`.' })
  @ArrayNotEmpty()
  @ArrayUnique()
  @ArrayMaxSize(200)
  events!: string[];

  @Field(() => String, { description: 'What for, one of `purposes`.' })
  purpose!: string;

  @Field(() => Boolean, { nullable: true, description: 'Whether what an event says besides ids is told too; no where left out.' })
  @IsOptional()
  details?: boolean | null;
}

@InputType({ description: 'An endpoint to change; what is left out stays.' })
export class WebhookEndpointUpdateInput extends IdempotentInput {
  @Ref(() => WebhookEndpoint, { description: 'Which.' })
  id!: string;

  @Field(() => String, { nullable: true, description: 'Where it is told.' })
  @IsOptional()
  url?: string | null;

  @Field(() => [String], { nullable: true, description: 'Of which events.' })
  @IsOptional()
  @ArrayNotEmpty()
  @ArrayUnique()
  @ArrayMaxSize(200)
  events?: string[] | null;

  @Field(() => WebhookEndpointState, { nullable: true, description: 'Whether it is told. ENDED is for good.' })
  @IsOptional()
  state?: WebhookEndpointState | null;
}

@InputType({ description: 'An endpoint that is to have a new secret.' })
export class WebhookSecretRotateInput extends IdempotentInput {
  @Ref(() => WebhookEndpoint, { description: 'Which.' })
  id!: string;
}

@InputType({ description: 'A secret that is to sign no more.' })
export class WebhookSecretEndInput extends IdempotentInput {
  @Ref(() => WebhookEndpoint, { description: 'Of which endpoint.' })
  id!: string;

  @Field(() => String, { description: 'Its key id, of `keyIds`.' })
  keyId!: string;
}

@ObjectType({ description: 'Answer of mutations about endpoints.' })
export class WebhookEndpointPayload extends Payload {
  @Field(() => WebhookEndpoint, { nullable: true, description: 'The endpoint.' })
  webhookEndpoint?: { readonly id: string };

  @Field(() => String, { nullable: true, description: 'A secret that was made, shown this once: what deliveries are checked with. Null where none was made, and where the mutation is sent again.' })
  secret?: string | null;

  @Field(() => String, { nullable: true, description: 'What the secret is called in `kinga-webhook-keys`.' })
  keyId?: string | null;
}

@Resolver(() => WebhookEndpoint)
export class EndpointKeys {
  @FieldResolver(() => [String], { description: 'What its live secrets are called, the newest first.' })
  @Requires('webhooks.endpoints.read')
  @Needs('id')
  async keyIds(@Root() { id }: { readonly id: string }, @Ctx() ctx: Context): Promise<readonly string[]> {
    return (await liveSecrets(ctx, id)).map(({ keyId }) => keyId);
  }
}

@Resolver()
export class ManageEndpoints {
  @Query(() => [String], { description: 'The events that this deployment publishes.' })
  @Requires('webhooks.endpoints.read')
  webhookEvents(@Ctx() ctx: Context): readonly string[] {
    return eventsOf(ctx);
  }

  @Mutation(() => WebhookEndpointPayload, { description: 'Has a system told what happens, at least once each, signed by Standard Webhooks.' })
  @Requires('webhooks.endpoints.manage')
  async webhookEndpointCreate(@Arg('input', () => WebhookEndpointCreateInput, { description: 'Who, where, of what and what for.' }) input: WebhookEndpointCreateInput, @Ctx() ctx: Context): Promise<WebhookEndpointPayload> {
    let made: SigningKey | undefined;
    const answer = await write<WebhookEndpointPayload, WebhookEndpointCreateInput>(ctx, { operation: 'webhookEndpointCreate', input }, async (tx, { name, url, events, purpose, details }) => {
      requireEverywhere(tx);
      const known = tx.platform.extensions(purposes);
      if (!known.has(purpose)) refuse(purposeUnknown('purpose', { purpose, purposes: [...known.keys()].join(', ') }));
      checkEvents(tx, events);
      const id = uuidv7();
      await tx.tx.query('insert into webhooks.endpoint (id, name, url, events, purpose, details, made_by) values ($1, $2, $3, $4, $5, $6, $7)', [id, name, checked(tx, url), events, purpose, details ?? false, tx.actor.id]);
      made = await makeSecret(tx, id);
      await publish(tx, endpointChanged, { id });
      return { webhookEndpoint: { id } };
    });
    return shownOnce(answer, made);
  }

  @Mutation(() => WebhookEndpointPayload, { description: 'Changes where a system is told, of what, and whether.' })
  @Requires('webhooks.endpoints.manage')
  webhookEndpointUpdate(@Arg('input', () => WebhookEndpointUpdateInput, { description: 'Which, and what.' }) input: WebhookEndpointUpdateInput, @Ctx() ctx: Context): Promise<WebhookEndpointPayload> {
    return write<WebhookEndpointPayload, WebhookEndpointUpdateInput>(ctx, { operation: 'webhookEndpointUpdate', input }, async (tx, { id, url, events, state }) => {
      await lock(tx, id);
      if (events) checkEvents(tx, events);
      await tx.tx.query('update webhooks.endpoint set url = coalesce($2, url), events = coalesce($3, events), state = coalesce($4, state) where id = $1', [id, url ? checked(tx, url) : null, events ?? null, state ?? null]);
      await publish(tx, endpointChanged, { id });
      return { webhookEndpoint: { id } };
    });
  }

  @Mutation(() => WebhookEndpointPayload, { description: 'Makes a second secret: deliveries are signed with both until the older one is ended.' })
  @Requires('webhooks.endpoints.manage')
  async webhookSecretRotate(@Arg('input', () => WebhookSecretRotateInput, { description: 'Of which endpoint.' }) input: WebhookSecretRotateInput, @Ctx() ctx: Context): Promise<WebhookEndpointPayload> {
    let made: SigningKey | undefined;
    const answer = await write<WebhookEndpointPayload, WebhookSecretRotateInput>(ctx, { operation: 'webhookSecretRotate', input }, async (tx, { id }) => {
      await lock(tx, id);
      if ((await liveIds(tx, id)).length > 1) refuse(secretsLive('id'));
      made = await makeSecret(tx, id);
      await publish(tx, endpointChanged, { id });
      return { webhookEndpoint: { id } };
    });
    return shownOnce(answer, made);
  }

  @Mutation(() => WebhookEndpointPayload, { description: 'Ends a secret: nothing is signed with it any more.' })
  @Requires('webhooks.endpoints.manage')
  webhookSecretEnd(@Arg('input', () => WebhookSecretEndInput, { description: 'Which.' }) input: WebhookSecretEndInput, @Ctx() ctx: Context): Promise<WebhookEndpointPayload> {
    return write<WebhookEndpointPayload, WebhookSecretEndInput>(ctx, { operation: 'webhookSecretEnd', input }, async (tx, { id, keyId }) => {
      await lock(tx, id);
      const live = await liveIds(tx, id);
      if (!live.includes(keyId)) refuse(secretNotFound('keyId'));
      if (live.length === 1) refuse(lastSecret('keyId'));
      await tx.tx.query("update webhooks.secret set ended_at = $3, sealed = '' where endpoint_id = $1 and key_id = $2", [id, keyId, new Date(tx.platform.now()).toISOString()]);
      await publish(tx, endpointChanged, { id });
      return { webhookEndpoint: { id } };
    });
  }
}

function shownOnce(answer: WebhookEndpointPayload, made: SigningKey | undefined): WebhookEndpointPayload {
  return answer.webhookEndpoint && made ? { ...answer, ...made } : answer;
}

function eventsOf({ platform }: Pick<Context, 'platform'>): readonly string[] {
  return platform.plan.modules.flatMap((module) => (module.events ?? []).map((event) => event.name)).toSorted();
}

function checkEvents(ctx: Pick<Context, 'platform'>, events: readonly string[]): void {
  const known = new Set(eventsOf(ctx));
  events.forEach((event, index) => {
    if (!known.has(event)) refuse(eventUnknown(`events.${index}`, { event }));
  });
}

function checked(ctx: Pick<Context, 'platform'>, url: string): string {
  const settings = settingsOf(ctx.platform);
  try {
    return checkUrl(url, settings).href;
  } catch (error) {
    if (error instanceof AddressRefused) return refuse(urlRefused('url', { why: error.code, ports: settings.ports.join(', ') }));
    throw error;
  }
}

/** Endpoints are told of everybody, so that whoever has limits looks after none. */
export function requireEverywhere({ actor }: Context): void {
  if (!isEverywhere(actor)) refuse(everywhereNeeded(''));
}

async function lock(tx: TxContext, id: string): Promise<void> {
  requireEverywhere(tx);
  const { rows: [found] } = await tx.tx.query<{ state: WebhookEndpointState }>('select state from webhooks.endpoint where id = $1 for update', [id]);
  if (!found) return refuse(endpointNotFound('id'));
  if (found.state === WebhookEndpointState.ENDED) refuse(endpointEnded('id'));
}

async function liveIds(tx: TxContext, id: string): Promise<readonly string[]> {
  return (await tx.tx.query<{ key_id: string }>('select key_id from webhooks.secret where endpoint_id = $1 and ended_at is null', [id])).rows.map((row) => row.key_id);
}
