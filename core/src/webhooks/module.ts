import pkg from '../../package.json' with { type: 'json' };
import { backgroundWork } from '../kernel/jobs/background.js';
import { purges } from '../kernel/purge/purges.js';
import { recipients } from '../kernel/privacy/register/extension-points.js';
import { defineModule } from '../kernel/module/define-module.js';
import { WebhookDelivery } from './delivery.js';
import { WebhookEndpoint } from './endpoint.js';
import { EndpointKeys, ManageEndpoints } from './endpoint-mutations.js';
import { endpointChanged } from './events.js';
import { webhookPermissions, webhookRoles } from './permissions.js';
import { ReplayDelivery } from './replay-delivery.js';
import { sendDue } from './send-due.js';
import { webhookSettings } from './settings.js';

const version = `^${pkg.version}`;

export const webhooks = defineModule(
  { name: pkg.name, version: pkg.version, kinga: { id: 'webhooks', requires: { kernel: version, people: version, privacy: version } } },
  {
    description: 'Other systems are told what happens, signed, at addresses that may be called',
    entities: [WebhookEndpoint, WebhookDelivery],
    resolvers: [ManageEndpoints, EndpointKeys, ReplayDelivery],
    permissions: webhookPermissions,
    roles: webhookRoles,
    events: [endpointChanged],
    settings: webhookSettings,
    contributes: [
      recipients.contribute('webhooks.endpoints', { description: 'systems that are told by webhooks what happened', types: ['WebhookDelivery'] }),
      purges.contribute('webhooks.deliveries', { table: 'webhooks.delivery', where: "t.state <> 'PENDING' and t.updated_at < now() - interval '90 days'" }),
      backgroundWork.contribute('webhooks.send', { everyMs: 1_000, run: (ctx) => sendDue(ctx) }),
    ],
    unguarded: { 'webhooks.secret': 'because it is of programs that are told of events, and sealed' },
    tables: { 'webhooks.secret': { description: 'What deliveries are signed with, sealed', sensitivity: 'sensitive', purpose: 'administration' } },
    migrations: new URL('../../migrations/webhooks/', import.meta.url),
    locales: new URL('../../locales/webhooks/', import.meta.url),
  },
);
