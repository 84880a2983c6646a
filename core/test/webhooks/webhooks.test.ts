import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { attack } from '../attacks/testing/attack.js';
import { sendDue } from '../../src/webhooks/send-due.js';

interface Got {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let platform: TestPlatform;
let receiver: Server;
let url: string;
let manager: TestClient;
let clerk: TestClient;
let got: Got[] = [];
/** What the receiver answers next; 204 when the list is empty. */
let answers: (number | 'hang' | 'cut' | 'flood')[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece)).on('end', () => {
      got.push({ headers: request.headers, body: Buffer.concat(pieces).toString() });
      const answer = answers.shift() ?? 204;
      if (answer === 'hang') return;
      if (answer === 'cut') return void request.socket.destroy();
      if (answer === 'flood') return void response.writeHead(200).end(Buffer.alloc(5_000_000));
      response.writeHead(answer, answer === 302 ? { location: url } : {}).end('an answer that nobody keeps');
    });
  });
  await new Promise<void>((resolve) => { receiver.listen(0, '127.0.0.1', () => resolve()); });
  const { port } = receiver.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/hook`;
  platform = await startTestPlatform({ today: '2026-03-01', workers: false, settings: { webhooks: { allow: ['127.0.0.0/8'], allowHttp: true, ports: [port], attempts: 3, timeoutMs: 500 } } });
  manager = platform.as({ name: 'manager', role: 'integration-manager' });
  clerk = platform.as('people.persons.read', 'people.persons.register', 'people.places.read', 'people.places.manage');
  await clerk.run('mutation { placesRegister(input: { places: [{ code: "A", name: "A", level: "district" }] }) { userErrors { code message path } } }');
});
afterAll(async () => {
  await platform?.stop();
  receiver.closeAllConnections();
  receiver.close();
});
beforeEach(async () => {
  [got, answers] = [[], []];
  await platform.pool.query("update webhooks.endpoint set state = 'ENDED'");
  await platform.pool.query("update webhooks.delivery set state = 'DEAD' where state = 'PENDING'");
});

const CREATE = 'mutation ($input: WebhookEndpointCreateInput!) { webhookEndpointCreate(input: $input) { webhookEndpoint { id keyIds } secret keyId userErrors { code message path } } }';
const ROTATE = 'mutation ($input: WebhookSecretRotateInput!) { webhookSecretRotate(input: $input) { webhookEndpoint { keyIds } secret keyId userErrors { code message path } } }';
const END = 'mutation ($input: WebhookSecretEndInput!) { webhookSecretEnd(input: $input) { webhookEndpoint { keyIds } userErrors { code message path } } }';
const SHOW = 'query ($id: ID!) { webhookEndpoint(by: { id: $id }) { deliveries { nodes { id event state attempts status problem deliveredAt } } } }';
const REPLAY = 'mutation ($input: WebhookDeliveryReplayInput!) { webhookDeliveryReplay(input: $input) { webhookDelivery { state } userErrors { code message path } } }';

interface Made {
  readonly webhookEndpoint: { readonly id: string; readonly keyIds: readonly string[] };
  readonly secret: string | null;
  readonly keyId: string | null;
}

async function endpoint(more: object = {}): Promise<Made> {
  return (await manager.run<{ webhookEndpointCreate: Made }>(CREATE, { input: { name: 'Partner', url, events: ['people.persons-registered', 'people.contact-added'], purpose: 'registry', ...more } })).webhookEndpointCreate;
}
const person = async (): Promise<string> => (await clerk.run<{ personsRegister: { persons: [{ id: string }] } }>(
  'mutation { personsRegister(input: { placeCode: "A", persons: [{ familyName: "Secretname", sex: FEMALE }] }) { persons { id } userErrors { code message path } } }')).personsRegister.persons[0].id;
const send = (how?: Parameters<typeof sendDue>[1]): Promise<number> => sendDue(platform.platform.context({ actor: platform.platform.system('webhooks') }), how);
const deliveries = async (id: string): Promise<readonly { readonly id: string; readonly state: string }[]> =>
  (await manager.run<{ webhookEndpoint: { deliveries: { nodes: { id: string; state: string }[] } } }>(SHOW, { id })).webhookEndpoint.deliveries.nodes;

function signed({ headers, body }: Got, secret: string): boolean {
  const expected = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64')).update(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`).digest('base64');
  return String(headers['webhook-signature']).split(' ').includes(`v1,${expected}`);
}

describe('a system that wants to be told', () => {
  it('is told after the commit, signed by Standard Webhooks, in ids alone', async () => {
    const { webhookEndpoint: { id, keyIds }, secret, keyId } = await endpoint();
    expect(keyIds).toEqual([keyId]);
    await person();
    expect(await send()).toBe(1);
    expect(got).toHaveLength(1);
    const [first] = got as [Got];
    expect(signed(first, secret ?? '')).toBe(true);
    expect(first.headers).toMatchObject({ 'content-type': 'application/json', 'kinga-webhook-keys': keyId });
    expect(JSON.parse(first.body)).toEqual({ type: 'people.persons-registered', timestamp: expect.any(String), sequence: expect.any(Number), data: { ids: [expect.stringMatching(/^[0-9a-f-]{36}$/)] } });
    expect(first.body).not.toContain('Secretname');
    expect(await deliveries(id)).toMatchObject([{ event: 'people.persons-registered', state: 'DELIVERED', attempts: 1, status: 204, problem: null, id: first.headers['webhook-id'] }]);
    expect(await send()).toBe(0);
  });

  it('sees a secret once: it is sealed, and the mutation sent again does not tell it', async () => {
    const input = { idempotencyKey: 'partner-0001' };
    const first = await endpoint(input);
    expect(first.secret).toMatch(/^whsec_.{44}$/);
    expect(await endpoint(input)).toEqual({ ...first, secret: null, keyId: null });
    const { rows } = await platform.pool.query('select sealed from webhooks.secret union all select convert_to(answer::text, \'UTF8\') from kernel.idempotency');
    expect(rows.some(({ sealed }) => (sealed as Buffer).includes(first.secret?.slice(6) ?? ''))).toBe(false);
  });

  it('changes secrets without a gap', async () => {
    const { webhookEndpoint: { id }, secret: old, keyId: oldId } = await endpoint();
    const { webhookSecretRotate: { secret: fresh } } = await manager.run<{ webhookSecretRotate: Made }>(ROTATE, { input: { id } });
    expect(await manager.refuse(ROTATE, { input: { id } })).toMatchObject([{ code: 'WEBHOOK_SECRETS_LIVE' }]);
    await person();
    await send();
    expect([signed(got[0] as Got, old ?? ''), signed(got[0] as Got, fresh ?? '')]).toEqual([true, true]);
    await manager.run(END, { input: { id, keyId: oldId } });
    await person();
    await send();
    expect([signed(got[1] as Got, old ?? ''), signed(got[1] as Got, fresh ?? '')]).toEqual([false, true]);
    const [left] = (await manager.run<{ webhookEndpoint: { keyIds: string[] } }>('query ($id: ID!) { webhookEndpoint(by: { id: $id }) { keyIds } }', { id })).webhookEndpoint.keyIds;
    expect(await manager.refuse(END, { input: { id, keyId: left } })).toMatchObject([{ code: 'WEBHOOK_LAST_SECRET' }]);
  });

  attack('sent again by somebody who may only look, or by nobody', {
    blocked: async () => {
      const { webhookEndpoint: { id } } = await endpoint();
      await person();
      await send();
      const [delivery] = await deliveries(id);
      for (const who of [clerk, platform.as('webhooks.endpoints.read')]) expect((await who.refuse(REPLAY, { input: { id: delivery?.id } })).map(({ code }) => code)).toEqual(['FORBIDDEN']);
      expect([await send(), got.length]).toEqual([0, 1]);
    },
    twin: async () => { const { secret } = await endpoint(); await person(); await send(); expect(got.filter((each) => signed(each, secret ?? ''))).toHaveLength(1); },
  });

  attack('altered, or kept and sent later as if it were new', {
    blocked: async () => {
      const { secret } = await endpoint();
      await person();
      await send();
      const { headers, body } = got.at(-1) as Got;
      const forged = [{ headers, body: body.replace('people', 'other') }, { headers: { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 600) }, body }, { headers: { ...headers, 'webhook-id': `${String(headers['webhook-id'])}0` }, body }];
      expect(forged.map((each) => signed(each, secret ?? ''))).toEqual([false, false, false]);
    },
    twin: async () => { const { secret } = await endpoint(); await person(); await send(); expect(got.filter((each) => signed(each, secret ?? ''))).toHaveLength(1); },
  });

  attack('sent on to where the receiver points', {
    blocked: async () => { await endpoint(); answers = [302]; await person(); await send(); expect(got).toHaveLength(1); },
    twin: async () => { got = []; await endpoint(); await person(); await send(); expect(got.length).toBeGreaterThan(0); },
  });

  attack('whose name leads to an address inside later on, and what waits for it', {
    blocked: async () => {
      const named = url.replace('127.0.0.1', 'partner.example.org');
      const leads = (address: string) => ({ resolve: async () => [{ address, family: 4 }] });
      const { webhookEndpoint: { id } } = await endpoint({ url: named });
      await person();
      await send(leads('127.0.0.1'));
      await person();
      await send(leads('10.0.0.1'));
      expect(got).toHaveLength(1);
      expect((await deliveries(id)).map(({ state }) => state).sort()).toEqual(['DELIVERED', 'PENDING']);
      expect(await deliveries(id)).toContainEqual(expect.objectContaining({ problem: 'PRIVATE_ADDRESS', status: null }));
    },
    twin: async () => { got = []; await endpoint(); await person(); await send(); expect(got.length).toBeGreaterThan(0); },
  });

  attack('changed to an address inside, and one that was laid past the check', {
    blocked: async () => {
      const { webhookEndpoint: { id } } = await endpoint();
      for (const inside of ['http://10.0.0.1/hook', 'http://[::1]/hook', 'http://169.254.169.254/latest/meta-data']) {
        expect((await manager.refuse('mutation ($input: WebhookEndpointUpdateInput!) { webhookEndpointUpdate(input: $input) { webhookEndpoint { url } userErrors { code message path } } }', { input: { id, url: inside } })).map(({ code }) => code)).toEqual(['WEBHOOK_URL_REFUSED']);
      }
      await platform.pool.query('update webhooks.endpoint set url = $1', [url.replace('127.0.0.1', '10.0.0.1')]);
      await person();
      await send();
      expect(await deliveries(id)).toMatchObject([{ state: 'PENDING', problem: 'PRIVATE_ADDRESS' }]);
    },
    twin: async () => { got = []; await endpoint(); await person(); await send(); expect(got.length).toBeGreaterThan(0); },
  });

  it('that fails is told again, later and later, then no more, until it is sent again under the same id', async () => {
    const { webhookEndpoint: { id } } = await endpoint();
    answers = [500, 'cut', 302, 204];
    await person();
    let now = Date.parse('2026-03-01T12:00:00Z');
    for (const [state, more] of [['PENDING', { status: 500 }], ['PENDING', { problem: 'UND_ERR_SOCKET' }], ['DEAD', { status: 302 }]] as const) {
      expect(await send()).toBe(1);
      expect(await deliveries(id)).toMatchObject([{ state, ...more }]);
      expect(await send()).toBe(0);
      now += 3_600_000;
      platform.setNow(new Date(now).toISOString());
    }
    expect(await send()).toBe(0);
    const [dead] = await deliveries(id);
    await manager.run(REPLAY, { input: { id: dead?.id } });
    expect(await send()).toBe(1);
    expect(await deliveries(id)).toMatchObject([{ state: 'DELIVERED', attempts: 1 }]);
    expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('that is slow or floods its answer costs no more than the time and bytes allowed', async () => {
    const { webhookEndpoint: { id } } = await endpoint();
    answers = ['hang'];
    await person();
    await send();
    expect(await deliveries(id)).toMatchObject([{ state: 'PENDING', problem: expect.stringMatching(/TIMEOUT/) }]);
    answers = ['flood'];
    await person();
    await send();
    expect((await deliveries(id)).filter(({ state }) => state === 'DELIVERED')).toHaveLength(1);
  });

  it('is not told twice at once by two workers', async () => {
    await endpoint();
    await Promise.all(Array.from({ length: 5 }, () => person()));
    const sent = await Promise.all([send(), send(), send()]);
    expect(sent.reduce((sum, some) => sum + some, 0)).toBe(5);
    expect(new Set(got.map(({ headers }) => headers['webhook-id'])).size).toBe(5);
    expect(got).toHaveLength(5);
  });

  it('waits while it is paused, and is told nothing of what a transaction that failed would have said', async () => {
    const { webhookEndpoint: { id } } = await endpoint();
    await manager.run('mutation ($id: ID!) { webhookEndpointUpdate(input: { id: $id, state: PAUSED }) { userErrors { code message path } } }', { id });
    await person();
    await clerk.refuse('mutation { personsRegister(input: { placeCode: "NOWHERE", persons: [{ familyName: "X", sex: FEMALE }] }) { userErrors { code message path } } }');
    expect(await send()).toBe(0);
    await manager.run('mutation ($id: ID!) { webhookEndpointUpdate(input: { id: $id, state: ACTIVE }) { userErrors { code message path } } }', { id });
    expect(await send()).toBe(1);
  });
});

describe('a purpose that rests on consent', () => {
  const decide = (mutation: string, personId: string, more = ''): Promise<unknown> => clerk.run(`mutation ($personId: ID!) { ${mutation}(input: { personId: $personId, purpose: "sharing" ${more} }) { userErrors { code message path } } }`, { personId });
  const phone = (personId: string, value: string): Promise<unknown> => clerk.run('mutation ($input: PersonContactAddInput!) { personContactAdd(input: $input) { userErrors { code message path } } }', { input: { personId, contact: { kind: 'PHONE', value } } });

  it('is told of those alone who consented, and a withdrawal stops the next time', async () => {
    const { webhookEndpoint: { id } } = await endpoint({ purpose: 'sharing', events: ['people.contact-added'] });
    const [yes, no] = [await person(), await person()];
    await decide('personConsentGive', yes, 'legalBasis: CONSENT');
    await phone(yes, '+233200000001');
    await phone(no, '+233200000002');
    await send();
    expect((await deliveries(id)).map(({ state }) => state).toSorted()).toEqual(['DELIVERED', 'WITHHELD']);
    await phone(yes, '+233200000003');
    await decide('personConsentWithdraw', yes);
    await send();
    expect((await deliveries(id)).map(({ state }) => state).toSorted()).toEqual(['DELIVERED', 'WITHHELD', 'WITHHELD']);
    expect(got).toHaveLength(1);
  });

  it('goes on where another ground carries it', async () => {
    const { webhookEndpoint: { id } } = await endpoint({ purpose: 'sharing', events: ['people.contact-added'] });
    const both = await person();
    await decide('personConsentGive', both, 'legalBasis: LEGAL_OBLIGATION');
    await decide('personConsentGive', both, 'legalBasis: CONSENT');
    await decide('personConsentWithdraw', both);
    await phone(both, '+233200000004');
    await send();
    expect(await deliveries(id)).toMatchObject([{ state: 'DELIVERED' }]);
  });
});
