import { conflict, invalidInput, notFound, ruleViolation } from '../kernel/write/refusal.js';

export const everywhereNeeded = ruleViolation('WEBHOOK_EVERYWHERE_NEEDED', 'Endpoints are told what happens everywhere, so that they are for who may act everywhere.', 'Ask somebody whose grant is without limit.');

export const urlRefused = invalidInput('WEBHOOK_URL_REFUSED', 'This address is not called: {why}.', 'Give a public https address without credentials, on one of the ports {ports}.');
export const eventUnknown = invalidInput('WEBHOOK_EVENT_UNKNOWN', 'No module of this deployment publishes {event}.', 'Take one of `webhookEvents`.');
export const endpointNotFound = notFound('WEBHOOK_ENDPOINT_NOT_FOUND', 'There is no such endpoint.', 'Look it up with the query `webhookEndpoints`.');
export const endpointEnded = conflict('WEBHOOK_ENDPOINT_ENDED', 'This endpoint was ended.', 'Make another one.');
export const secretsLive = ruleViolation('WEBHOOK_SECRETS_LIVE', 'Two secrets of this endpoint are live already.', 'End the older one with `webhookSecretEnd` once the receiver knows the newer.');
export const secretNotFound = notFound('WEBHOOK_SECRET_NOT_FOUND', 'No live secret of this endpoint has this key id.', 'Read `keyIds` of the endpoint.');
export const lastSecret = ruleViolation('WEBHOOK_LAST_SECRET', 'This is the only live secret; nothing could be signed without it.', 'Make a new one first with `webhookSecretRotate`.');
export const deliveryNotFound = notFound('WEBHOOK_DELIVERY_NOT_FOUND', 'There is no such delivery.', 'Look it up with the query `webhookDeliveries`.');
