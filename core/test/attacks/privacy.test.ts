import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PURPOSE_HEADER } from '../../src/kernel/privacy/purpose.js';
import { fileBytes, startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { choice, en, published, SUBMIT } from '../surveys/testing.js';
import { attack } from './testing/attack.js';
import { seenIn, waysToEverything, waysToMasked } from './testing/masked-walk.js';

const READS = ['people.persons.read', 'people.households.read', 'people.places.read', 'people.identifiers.read', 'people.disability.read', 'people.payment-accounts.read', 'exchange.exports.make', 'exchange.exports.read', 'kernel.files.read', 'kernel.jobs.read'];
const REVEALS = [...READS, 'people.persons.reveal', 'people.disability.reveal', 'people.identifiers.reveal', 'people.payment-accounts.reveal'];
const WRITES = [...READS, 'people.households.register', 'people.persons.register', 'people.places.manage', 'people.disability.assess', 'people.payment-accounts.register', 'change-requests.requests.read'];
const CLEAR = [...READS, 'people.disability.clear', 'people.identifiers.clear', 'people.payment-accounts.clear'];

/** Answers and numbers that stand nowhere else; all of them are made up. */
const ANSWER = 'CANNOT_DO_AT_ALL';
const NATIONAL = 'QZX7261534';
const ACCOUNT = '+233247261534';
const REASON = 'Appeal against a decision, case 12';

let test: TestPlatform;
let registrar: TestClient;
/** May read, but not see what is masked. */
let clerk: TestClient;
/** May open it with a reason. */
let officer: TestClient;
/** Sees it in the daily work. */
let assessor: TestClient;
let id: string;
let other: string;

beforeAll(async () => {
  test = await startTestPlatform({ settings: { people: { reveal: { minutes: 15, perHour: 2 }, numberLookUpsPerHour: 5 }, 'change-requests': { policies: [{ operation: 'personPaymentAccountAdd' }, { operation: 'householdRegister' }, { operation: 'grievanceReceive' }] } } });
  registrar = test.as({ name: 'registrar', permissions: WRITES });
  clerk = test.as({ name: 'clerk', permissions: READS });
  assessor = test.as({ name: 'assessor', permissions: CLEAR });
  await registrar.run('mutation { placesRegister(input: { places: [{ code: "A", name: "A", level: "district" }] }) { userErrors { code } } }');
  [id, other] = [await person(NATIONAL), await person('QZX0000001')];
});
let officers = 0;
beforeEach(() => {
  test.setNow('2026-03-01T12:00:00Z');
  officer = test.as({ name: `officer-${officers += 1}`, permissions: REVEALS });
});
afterAll(() => test?.stop());

async function person(value: string): Promise<string> {
  const { personsRegister } = await registrar.run<{ personsRegister: { persons: { id: string }[] } }>(
    'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code message } } }',
    { input: { placeCode: 'A', persons: [{ givenName: 'Made', familyName: 'Up', sex: 'FEMALE', identifiers: [{ type: 'national-number', value }] }] } },
  );
  const personId = personsRegister.persons[0]?.id ?? '';
  const answers = { hearing: 'NO_DIFFICULTY', walking: 'NO_DIFFICULTY', remembering: 'NO_DIFFICULTY', selfCare: 'NO_DIFFICULTY', communicating: 'NO_DIFFICULTY' };
  await registrar.run('mutation ($input: PersonDisabilityAssessInput!) { personDisabilityAssess(input: $input) { userErrors { code } } }', { input: { personId, seeing: ANSWER, ...answers } });
  return personId;
}

const reveal = (by: TestClient, personId = id, categories = ['people.disability']): Promise<unknown> =>
  by.run('mutation ($input: PersonRevealInput!) { personReveal(input: $input) { until userErrors { code } } }', { input: { personId, categories, reason: REASON, purpose: 'registry' } });

/** Everything that an actor is told, errors included. */
const told = async (by: TestClient, source: string, variables: Readonly<Record<string, unknown>> = {}): Promise<string> => JSON.stringify(await by.send(source, variables));
const codes = async (by: TestClient, source: string, variables: Readonly<Record<string, unknown>> = {}): Promise<readonly string[]> => (await by.send(source, variables)).errors.map(({ code }) => code);
const hidden = (text: string): void => {
  for (const secret of [ANSWER, NATIONAL, ACCOUNT, 'QZX9990001']) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(Buffer.from(secret).toString('base64').slice(2, -4));
  }
};

const ANSWERS = 'query ($id: ID!) { person(by: { id: $id }) { disabled disabilityAssessments { nodes { seeing disabled } } } }';
attack('answers on disability, read plainly', {
  blocked: async () => expect(await clerk.run(ANSWERS, { id })).toEqual({ person: { disabled: null, disabilityAssessments: { nodes: [{ seeing: null, disabled: null }] } } }),
  twin: async () => expect(await assessor.run(ANSWERS, { id })).toEqual({ person: { disabled: true, disabilityAssessments: { nodes: [{ seeing: ANSWER, disabled: true }] } } }),
});

const NUMBER = 'query ($id: ID!) { person(by: { id: $id }) { identifiers { nodes { value masked } } } }';
attack('a national number, read plainly', {
  blocked: async () => hidden(await told(clerk, NUMBER, { id })),
  twin: async () => expect(await told(assessor, NUMBER, { id })).toContain(NATIONAL),
});

attack('a document whose statement was made for somebody who sees more', {
  blocked: async () => {
    await assessor.run(ANSWERS, { id });
    hidden(await told(clerk, ANSWERS, { id }));
  },
  twin: async () => {
    await clerk.run(ANSWERS, { id });
    expect(await told(assessor, ANSWERS, { id })).toContain(ANSWER);
  },
});

const ALIASED = 'query ($id: ID!) { person(by: { id: $id }) { a: disabled b: disabilityAssessments { edges { node { ...F c: __typename } } } } } fragment F on Disability { x: seeing y: person { z: disabled } }';
attack('masked fields under aliases, in fragments and by a way round', {
  blocked: async () => expect(await clerk.run(ALIASED, { id })).toMatchObject({ person: { a: null, b: { edges: [{ node: { x: null, y: { z: null } } }] } } }),
  twin: async () => expect(await assessor.run(ALIASED, { id })).toMatchObject({ person: { a: true, b: { edges: [{ node: { x: ANSWER, y: { z: true } } }] } } }),
});

const assessmentId = async (): Promise<string> =>
  (await clerk.run<{ person: { disabilityAssessments: { nodes: { id: string }[] } } }>('query ($id: ID!) { person(by: { id: $id }) { disabilityAssessments { nodes { id } } } }', { id })).person.disabilityAssessments.nodes[0]?.id ?? '';
const NODE = 'query ($id: ID!) { node(id: $id) { ... on Disability { seeing assessedOn } } }';
attack('an assessment by its node id', {
  blocked: async () => expect(await clerk.run(NODE, { id: await assessmentId() })).toEqual({ node: { seeing: null, assessedOn: '2026-03-01' } }),
  twin: async () => expect(await assessor.run(NODE, { id: await assessmentId() })).toEqual({ node: { seeing: ANSWER, assessedOn: '2026-03-01' } }),
});

const filters = {
  'a filter by a masked value': '{ persons(where: { disabled: { eq: true } }) { nodes { id } } }',
  'a count of rows by a masked value': '{ persons(where: { disabled: { eq: true } }) { totalCount } }',
  'a filter by a masked value of rows that belong to it': '{ persons(where: { disabilityAssessments: { some: { seeing: { eq: CANNOT_DO_AT_ALL } } } }) { totalCount } }',
  'a filter by a masked value, denied and nested': '{ persons(where: { not: { or: [{ disabilityAssessments: { none: { not: { disabled: { ne: false } } } } }] } }) { totalCount } }',
  'a filter whether a masked value is there': '{ persons(where: { disabled: { isNull: false } }) { totalCount } }',
  'a filter by a masked value of a list inside': '{ persons { nodes { disabilityAssessments(where: { walking: { in: [CANNOT_DO_AT_ALL] } }) { totalCount } } } }',
};
for (const [name, source] of Object.entries(filters)) {
  attack(name, {
    blocked: async () => expect(await codes(clerk, source)).toEqual(['FORBIDDEN']),
    twin: async () => expect(await codes(assessor, source)).toEqual([]),
  });
}

attack('a filter by a masked value by whoever opened one person\'s', {
  blocked: async () => {
    await reveal(officer);
    expect(await codes(officer, filters['a filter by a masked value'])).toEqual(['FORBIDDEN']);
  },
  twin: async () => expect(await codes(officer, '{ persons(where: { familyName: { eq: "Up" } }) { nodes { id } } }')).toEqual([]),
});

for (const [type, field, order] of [['persons', '', 'disabled'], ['persons(first: 1) { nodes { disabilityAssessments', '} }', 'seeing'], ['persons(first: 1) { nodes { identifiers', '} }', 'value']] as const) {
  attack(`an order by the masked field ${order}, for anybody`, {
    blocked: async () => {
      for (const by of [clerk, assessor]) expect(await codes(by, `{ ${type}(orderBy: [{ ${order}: ASC }]) { pageInfo { endCursor } } ${field} }`)).toContain('GRAPHQL_VALIDATION_FAILED');
    },
    twin: async () => expect(await codes(clerk, `{ ${type}(orderBy: [{ createdAt: ASC }]) { pageInfo { endCursor } } ${field} }`)).toEqual([]),
  });
}

attack('cursors that carry a masked value', {
  blocked: async () => {
    const { persons } = await clerk.run<{ persons: { edges: { cursor: string }[] } }>('{ persons(orderBy: [{ familyName: ASC }]) { edges { cursor node { disabled disabilityAssessments { edges { cursor } } identifiers { edges { cursor } } } } } }');
    hidden(persons.edges.map(({ cursor }) => Buffer.from(cursor, 'base64').toString()).join());
  },
  twin: async () => {
    const { persons } = await clerk.run<{ persons: { edges: { cursor: string }[] } }>('{ persons(orderBy: [{ familyName: ASC }]) { edges { cursor } } }');
    expect(Buffer.from(persons.edges[0]?.cursor ?? '', 'base64').toString()).toContain('Up');
  },
});

const cursorOf = (order: string, ...values: string[]): string => Buffer.from(JSON.stringify([order, ...values])).toString('base64');
attack('a cursor that is made up of a masked field', {
  blocked: async () => expect(await codes(clerk, `{ persons(after: "${cursorOf('disabled,id', 'true', '00000000-0000-0000-0000-000000000000')}") { nodes { id } } }`)).toEqual(['BAD_USER_INPUT']),
  twin: async () => expect(await codes(clerk, `{ persons(after: "${cursorOf('id', '00000000-0000-0000-0000-000000000000')}") { nodes { id } } }`)).toEqual([]),
});

for (const time of ['asOf: "2026-03-01"', 'knownAt: "2026-03-01T00:00:00Z"']) {
  const source = `query ($id: ID!) { person(by: { id: $id }, ${time}) { disabled disabilityAssessments { nodes { seeing } } } }`;
  attack(`another time: ${time}`, {
    blocked: async () => {
      const { person } = await clerk.run<{ person: { disabled: unknown; disabilityAssessments: { nodes: unknown[] } } | null }>(source, { id });
      expect(person?.disabled ?? null).toBeNull();
      hidden(JSON.stringify(person));
    },
    twin: async () => expect(await codes(assessor, source, { id })).toEqual([]),
  });
}

attack('another time for whoever opened it, with its past', {
  blocked: async () => {
    await reveal(officer, other);
    hidden(await told(officer, 'query ($id: ID!) { person(by: { id: $id }, asOf: "2026-03-01") { disabilityAssessments { nodes { seeing } } } }', { id }));
  },
  twin: async () => {
    await reveal(officer, id);
    expect(await told(officer, 'query ($id: ID!) { person(by: { id: $id }, asOf: "2026-03-01") { disabilityAssessments { nodes { seeing } } } }', { id })).toContain(ANSWER);
  },
});

attack('a reveal of somebody else\'s', {
  blocked: async () => {
    await reveal(officer);
    hidden(await told(test.as({ name: 'another', permissions: REVEALS }), ANSWERS, { id }));
  },
  twin: async () => expect(await told(officer, ANSWERS, { id })).toContain(ANSWER),
});

attack('a reveal of another person\'s', {
  blocked: async () => {
    await reveal(officer, other);
    hidden(await told(officer, ANSWERS, { id }));
  },
  twin: async () => expect(await told(officer, ANSWERS, { id: other })).toContain(ANSWER),
});

attack('a reveal of another category', {
  blocked: async () => {
    await reveal(officer, id, ['people.payment-accounts']);
    hidden(await told(officer, ANSWERS, { id }));
    hidden(await told(officer, NUMBER, { id }));
  },
  twin: async () => {
    await reveal(officer, id, ['people.identifiers']);
    expect(await told(officer, NUMBER, { id })).toContain(NATIONAL);
  },
});

attack('a reveal that is over', {
  blocked: async () => {
    await reveal(officer);
    test.setNow('2026-03-01T12:15:00Z');
    hidden(await told(officer, ANSWERS, { id }));
  },
  twin: async () => {
    test.setNow('2026-03-01T12:14:59Z');
    expect(await told(officer, ANSWERS, { id })).toContain(ANSWER);
  },
});

attack('a reveal by somebody whose permission was taken since', {
  blocked: async () => {
    await reveal(officer);
    hidden(await told(test.as({ name: `officer-${officers}`, permissions: READS }), ANSWERS, { id }));
  },
  twin: async () => expect(await told(officer, ANSWERS, { id })).toContain(ANSWER),
});

const REPLAYED = { personId: '', categories: ['people.disability'], reason: REASON, purpose: 'registry', idempotencyKey: 'opens-once-only' };
attack('a reveal sent again, to have it last longer', {
  blocked: async () => {
    const input = { ...REPLAYED, personId: id };
    const send = (): Promise<unknown> => officer.run('mutation ($input: PersonRevealInput!) { personReveal(input: $input) { until userErrors { code } } }', { input });
    const first = await send();
    test.setNow('2026-03-01T12:20:00Z');
    expect(await send()).toEqual(first);
    hidden(await told(officer, ANSWERS, { id }));
  },
  twin: async () => {
    await reveal(officer);
    expect(await told(officer, ANSWERS, { id })).toContain(ANSWER);
  },
});

attack('reveals without end, to gather everybody\'s', {
  blocked: async () => {
    for (const personId of [id, other]) await reveal(officer, personId);
    expect(await officer.refuse('mutation ($input: PersonRevealInput!) { personReveal(input: $input) { userErrors { code message } } }', { input: { personId: id, categories: ['people.disability'], reason: REASON, purpose: 'registry' } })).toMatchObject([{ code: 'REVEAL_LIMIT' }]);
  },
  twin: async () => {
    test.setNow('2026-03-01T13:00:01Z');
    await reveal(officer);
  },
});

attack('a reveal without a reason', {
  blocked: async () => {
    for (const reason of ['', ' '.repeat(12), '\t\n'.repeat(8), '\u00a0'.repeat(12), '\u200b'.repeat(12), '\u3164'.repeat(12), '\u2800'.repeat(12), '\u202e\u2066'.repeat(6), `x${' '.repeat(20)}y`.slice(0, 12), '............', '-- -- -- -- --']) {
      expect(await officer.refuse('mutation ($input: PersonRevealInput!) { personReveal(input: $input) { userErrors { code message } } }', { input: { personId: id, categories: ['people.disability'], reason, purpose: 'registry' } })).toMatchObject([{ code: 'INVALID_VALUE' }]);
    }
    hidden(await told(officer, ANSWERS, { id }));
  },
  twin: async () => void (await reveal(officer)),
});

attack('a reveal of somebody outside of one\'s places', {
  blocked: async () => {
    const there = test.as({ name: 'elsewhere', permissions: REVEALS, places: [] });
    expect(await there.refuse('mutation ($input: PersonRevealInput!) { personReveal(input: $input) { userErrors { code message } } }', { input: { personId: id, categories: ['people.disability'], reason: REASON, purpose: 'registry' } })).toMatchObject([{ code: 'PERSON_NOT_FOUND' }]);
  },
  twin: async () => {
    const here = test.as({ name: 'here', permissions: REVEALS, places: ['A'] });
    await reveal(here);
    expect(await told(here, ANSWERS, { id })).toContain(ANSWER);
  },
});

const EXPORT = 'mutation ($query: String!) { exportStart(input: { query: $query, format: JSONL }) { export { id } userErrors { code message } } }';
async function exported(by: TestClient, fields: string): Promise<string> {
  const { exportStart } = await by.run<{ exportStart: { export: { id: string } } }>(
    EXPORT, { query: `{ persons { nodes { id ${fields} } } }` },
  );
  await test.finishJobs();
  const { rows: [made] } = await test.pool.query<{ file: string }>("select file_id as file from exchange.export where encode(uuid_send(id), 'hex') = $1", [exportStart.export.id.slice(-32)]);
  return (await fileBytes(test.pool, [made?.file ?? ''])).get(made?.file ?? '')?.toString() ?? '';
}
attack('an export of masked fields, also by those who see them', {
  blocked: async () => {
    await reveal(officer);
    for (const by of [clerk, officer, assessor]) {
      const file = await exported(by, 'disabled disabilityAssessments { nodes { seeing } } identifiers { nodes { value } }');
      expect(file).toContain('"disabled":null');
      hidden(file);
    }
  },
  twin: async () => expect(await exported(clerk, 'familyName')).toContain('"familyName":"Up"'),
});

attack('an export of rows that are chosen by a masked value', {
  blocked: async () => expect(await clerk.refuse(EXPORT, { query: '{ persons(where: { disabled: { eq: true } }) { nodes { id } } }' })).toMatchObject([{ message: expect.stringContaining('people.disability.clear') as string }]),
  twin: async () => void (await clerk.run(EXPORT, { query: '{ persons(where: { familyName: { eq: "Up" } }) { nodes { id } } }' })),
});

const ASKED = 'query ($id: ID!) { changeRequest(by: { id: $id }) { asked { path value masked } changes { field before after masked } } }';
attack('an account number in a change that waits for approval', {
  blocked: async () => hidden(await told(test.as({ name: 'approver', permissions: [...READS, 'change-requests.requests.read', 'change-requests.changes.read'] }), ASKED, { id: await requested() })),
  twin: async () => expect(await told(test.as({ name: 'payer', permissions: [...CLEAR, 'change-requests.requests.read', 'change-requests.changes.read'] }), ASKED, { id: await requested() })).toContain(ACCOUNT),
});
attack('a national number deep in a change that waits for approval', {
  blocked: async () => {
    const found = await told(test.as({ name: 'approver', permissions: [...READS, 'change-requests.requests.read', 'change-requests.changes.read'] }), ASKED, { id: await householdRequested() });
    hidden(found);
    expect(found).toContain('members.0.identifiers.0.value');
  },
  twin: async () => expect(await told(test.as({ name: 'officer-of-numbers', permissions: [...CLEAR, 'change-requests.requests.read', 'change-requests.changes.read'] }), ASKED, { id: await householdRequested() })).toContain('QZX9990001'),
});
const COMPLAINED = 'QZX9990001 said that the officer asked for money';
attack('what is complained of in a change that waits for approval', {
  blocked: async () => {
    const found = await told(test.as({ name: 'approver', permissions: [...READS, 'change-requests.requests.read', 'change-requests.changes.read'] }), ASKED, { id: await complained() });
    hidden(found);
    expect(found).toContain('"path":"statement.text","value":null');
  },
  twin: async () => expect(await told(test.as({ name: 'examiner', permissions: [...READS, 'grievances.words.clear', 'change-requests.requests.read', 'change-requests.changes.read'] }), ASKED, { id: await complained() })).toContain(COMPLAINED),
});
async function complained(): Promise<string> {
  const by = test.as({ name: 'counter', permissions: [...WRITES, 'grievances.cases.read', 'grievances.cases.record'] });
  const { grievanceReceive } = await by.run<{ grievanceReceive: { changeRequest: { id: string } } }>(
    'mutation ($input: GrievanceReceiveInput!) { grievanceReceive(input: $input) { changeRequest { id } userErrors { code message path } } }',
    { input: { complainant: 'PERSON', personId: id, contact: ACCOUNT, category: 'service', channel: 'letter', statement: { text: COMPLAINED } } },
  );
  return grievanceReceive.changeRequest.id;
}
async function householdRequested(): Promise<string> {
  const { householdRegister } = await registrar.run<{ householdRegister: { changeRequest: { id: string } } }>(
    'mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { changeRequest { id } userErrors { code message } } }',
    { input: { code: 'HH-9', placeCode: 'A', members: [{ familyName: 'Up', sex: 'MALE', role: 'HEAD', identifiers: [{ type: 'national-number', value: 'QZX9990001' }] }] } },
  );
  return householdRegister.changeRequest.id;
}
async function requested(): Promise<string> {
  const { personPaymentAccountAdd } = await registrar.run<{ personPaymentAccountAdd: { changeRequest: { id: string } } }>(
    'mutation ($input: PersonPaymentAccountAddInput!) { personPaymentAccountAdd(input: $input) { changeRequest { id } userErrors { code message } } }',
    { input: { personId: id, account: { kind: 'WALLET', institution: 'MOMO', number: ACCOUNT } } },
  );
  return personPaymentAccountAdd.changeRequest.id;
}

attack('the answer of a mutation that wrote what is masked', {
  blocked: async () => {
    const personId = other;
    const answers = { seeing: ANSWER, hearing: 'NO_DIFFICULTY', walking: 'NO_DIFFICULTY', remembering: 'NO_DIFFICULTY', selfCare: 'NO_DIFFICULTY', communicating: 'NO_DIFFICULTY' };
    hidden(await told(registrar, 'mutation ($input: PersonDisabilityAssessInput!) { personDisabilityAssess(input: $input) { assessment { seeing disabled person { disabled } } userErrors { code } } }', { input: { personId, ...answers } }));
  },
  twin: async () => expect(await told(registrar, 'query ($id: ID!) { person(by: { id: $id }) { disabilityAssessments { totalCount } } }', { id: other })).toContain('"totalCount":'),
});

attack('an error that tells a secret number', {
  blocked: async () => hidden(await told(registrar, 'mutation ($input: PersonIdentifierAddInput!) { personIdentifierAdd(input: $input) { userErrors { code message hint } } }', { input: { personId: other, identifier: { type: 'national-number', value: NATIONAL } } })),
  twin: async () => expect(await told(registrar, 'mutation ($input: PersonIdentifierAddInput!) { personIdentifierAdd(input: $input) { userErrors { code message } } }', { input: { personId: other, identifier: { type: 'nothing', value: '1' } } })).toContain('national-number'),
});

const FOUND = 'query ($value: String!) { personByIdentifier(type: "national-number", value: $value) { id identifiers { nodes { value masked } } } }';
attack('a look-up by a number, to be told more of it', {
  blocked: async () => expect(await told(clerk, FOUND, { value: NATIONAL.slice(0, -1) })).toContain('"personByIdentifier":null'),
  twin: async () => expect(await clerk.run(FOUND, { value: NATIONAL })).toEqual({ personByIdentifier: { id, identifiers: { nodes: [{ value: null, masked: '••••534' }] } } }),
});

for (const [way, source] of [['look-ups by number', FOUND], ['the search box', 'query ($value: String!) { personSearch(text: $value) { nodes { person { id } } } }']] as const) {
  attack(`numbers that are tried one after the other, by ${way}`, {
    blocked: async () => {
      const guesser = test.as({ name: `guesser by ${way}`, permissions: READS });
      const answers = [];
      for (let n = 0; n < 8; n += 1) answers.push(await codes(guesser, source, { value: `QZX000100${n}` }));
      expect(answers.slice(0, 5).flat()).toEqual([]);
      expect(answers.slice(5).flat()).toEqual(['RATE_LIMITED', 'RATE_LIMITED', 'RATE_LIMITED']);
    },
    twin: async () => expect(await codes(test.as({ name: `clerk by ${way}`, permissions: READS }), source, { value: NATIONAL })).toEqual([]),
  });
}

attack('a request for a purpose that nobody registered', {
  blocked: async () => expect((await asked('curiosity')).status).toBe(400),
  twin: async () => expect((await asked('registry')).status).toBe(200),
});
async function asked(purpose: string): Promise<Response> {
  const server = await test.serve();
  return fetch(server.url, { method: 'POST', headers: { 'content-type': 'application/json', [PURPOSE_HEADER]: purpose }, body: JSON.stringify({ query: '{ purposes { code } }' }) });
}

const PROGRAMME = 'mutation ($input: ProgrammeCreateInput!) { programmeCreate(input: $input) { programme { id } userErrors { code message } } }';
const DRAFT = 'mutation ($input: ProgrammeVersionDraftInput!) { programmeVersionDraft(input: $input) { programmeVersion { id } userErrors { code message } } }';
let programmeOfRules: string | undefined;
/** A draft with a rule, of a programme that is there for it. */
async function draft(expression: string): Promise<Readonly<Record<string, unknown>>> {
  programmeOfRules ??= (await test.as('programmes.programmes.read', 'programmes.programmes.manage').run<{ programmeCreate: { programme: { id: string } } }>(PROGRAMME, { input: { code: 'MASKED', name: 'Masked', scheme: 'programmes', target: 'PERSON', currency: 'GHS', startsOn: '2026-01-01' } })).programmeCreate.programme.id;
  return { input: { programmeId: programmeOfRules, effectiveFrom: '2026-01-01', rules: [{ code: 'chosen', kind: 'ELIGIBILITY', expression }] } };
}
attack('a rule that picks out whoever is masked', {
  blocked: async () => {
    const planner = test.as({ name: 'planner', permissions: ['programmes.programmes.read', 'programmes.programmes.manage'] });
    for (const rule of ['person.disabled', 'person.age > 5 || !(person.disabled)', 'person.disabilityAssessments.exists(a, a.seeing == "CANNOT_DO_AT_ALL")']) {
      expect(await planner.refuse(DRAFT, await draft(rule))).toMatchObject([{ message: expect.stringContaining('programmes.rules.use-masked') as string }]);
    }
  },
  twin: async () => {
    const planner = test.as({ name: 'planner', permissions: ['programmes.programmes.read', 'programmes.programmes.manage', 'programmes.rules.use-masked'] });
    await planner.run(DRAFT, await draft('person.disabled'));
    await test.as({ name: 'planner', permissions: ['programmes.programmes.read', 'programmes.programmes.manage'] }).run(DRAFT, await draft('person.age > 5'));
  },
});

describe('every way to what is masked', () => {
  const everything = (): readonly string[] => test.platform.plan.modules.flatMap(({ permissions = [] }) => permissions).map(({ name }) => name).filter((name) => name !== 'people.persons.reveal');
  const opens = (): ReadonlySet<string> => new Set([...test.platform.model.categories.values()].flatMap(({ reveal: open, clear }) => [open, clear]));
  beforeAll(async () => {
    await plantMasked();
  });

  it('gives nothing to whoever may read all else, and gives each masked field to whoever may see it: one that is new is planted here first', async () => {
    const blind = test.as({ name: 'blind', permissions: everything().filter((name) => !opens().has(name)) });
    const seer = test.as({ name: 'seer', permissions: everything() });
    const seen = new Set<string>();
    const ways = await waysToMasked(test);
    for (const { name, type, source, variables } of ways) {
      const masked = [...(test.platform.model.byType.get(type)?.masked.keys() ?? [])];
      const names = new Set(masked.map((each) => each.split('.').at(-1) ?? ''));
      const { data, errors } = await blind.send(source, variables);
      expect([name, errors, seenIn(data, names)]).toEqual([name, [], []]);
      for (const each of seenIn((await seer.send(source, variables)).data, names)) seen.add(`${type}.${each}`);
    }
    const all = [...test.platform.model.byType.values()].flatMap(({ type, masked }) => [...masked.keys()].map((each) => `${type}.${each.split('.').at(-1)}`));
    expect(ways.length).toBeGreaterThan(20);
    expect(all.filter((each) => !seen.has(each))).toEqual([]);
  });

  it('nor does any other field of any row say it', async () => {
    const blind = test.as({ name: 'blind', permissions: everything().filter((name) => !opens().has(name)) });
    const ways = await waysToEverything(test);
    for (const { name, source, variables } of ways) {
      const answer = await blind.send(source, variables);
      expect([name, answer.errors]).toEqual([name, []]);
      hidden(JSON.stringify(answer.data));
    }
    expect(new Set(ways.map(({ type }) => type)).size).toBeGreaterThan(10);
  });
});

/** A row with each masked field filled: beside what the attacks plant, an account that was approved and a payment to it, and answers of each type. */
async function plantMasked(): Promise<void> {
  const surveyor = test.as('surveys.questionnaires.read', 'surveys.questionnaires.manage', 'surveys.responses.read', 'surveys.responses.submit', 'people.persons.read');
  const questions = ['TEXT', 'INTEGER', 'BOOLEAN', 'DATE', 'CHOICE', 'MULTIPLE_CHOICE'].map((type) => ({ code: type.toLowerCase(), type, special: true, texts: en(type), ...(type.includes('CHOICE') && { choices: [choice('YES'), choice('NO')] }) }));
  const { versionId } = await published(surveyor, { code: 'health', name: 'Health', target: 'PERSON', questions });
  const answers = [{ text: 'QZX9990001' }, { number: '7' }, { boolean: true }, { date: '2020-01-01' }, { choice: 'YES' }, { choices: ['NO'] }].map((answer, n) => ({ question: questions[n]?.code, ...answer }));
  await surveyor.run(SUBMIT, { input: { versionId, personId: id, answeredOn: '2026-02-01', answers } });
  await householdRequested();
  const approver = test.as({ name: 'approver', permissions: [...READS, 'change-requests.requests.read', 'change-requests.requests.decide', 'people.payment-accounts.register'] });
  await approver.run('mutation ($input: ChangeRequestApproveInput!) { changeRequestApprove(input: $input) { userErrors { code message path } } }', { input: { id: await requested() } });
  await test.pool.query(`
    insert into programmes.programme (id, code, name, scheme, target, currency, starts_on) values (kernel.uuid7(), 'PAID', 'Cash', 'test', 'PERSON', 'GHS', '2020-01-01');
    insert into programmes.enrolment (id, programme_id, person_id, place_id, state, enrolled_on) select kernel.uuid7(), g.id, p.id, p.place_id, 'ENROLLED', '2020-01-01' from programmes.programme g, people.person p where g.code = 'PAID' and p.place_id is not null limit 1;
    insert into programmes.entitlement (id, programme_id, enrolment_id, payee_id, period_from, period_to, due_on, amount, currency, reason, facts, basis)
      select kernel.uuid7(), e.programme_id, e.id, e.person_id, '2020-01-01', '2020-01-31', '2020-02-01', 1.00, 'GHS', 'RATE', '{}', '{}' from programmes.enrolment e;
    insert into transactions.payment_run (id, code, programme_id, until, currency, channel, created_by) select kernel.uuid7(), 'RUN', g.id, '2020-02-01', 'GHS', 'csv-file', 'x' from programmes.programme g where g.code = 'PAID';
    insert into transactions.payment_instruction (id, run_id, batch_number, entitlement_id, payee_id, payee_name, amount, currency, reference)
      select kernel.uuid7(), r.id, 1, e.id, e.payee_id, 'Made Up', 1.00, 'GHS', 'REF' from programmes.entitlement e, transactions.payment_run r;
    insert into grievances.grievance (id, reference, code_digest, complainant, complainant_name, contact, person_id, place_id, category, channel, confidentiality, received_on, acknowledge_by, resolve_by, recorded_by)
      select kernel.uuid7(), 'G-QZX', '\\x01', 'REPRESENTATIVE', 'QZX9990001', 'QZX9990001', p.id, p.place_id, 'service', 'letter', 'ORDINARY', '2020-01-01', '2020-01-03', '2020-01-20', 'x' from people.person p where p.place_id is not null limit 1;
    insert into grievances.step (id, grievance_id, number, action, to_state, level, taken_on, actor, note) select kernel.uuid7(), g.id, 1, 'RECEIVE', 'RECEIVED', 1, '2020-01-01', 'x', 'QZX9990001' from grievances.grievance g;
    insert into grievances.message (id, grievance_id, kind, text, written_on, written_by) select kernel.uuid7(), g.id, 'STATEMENT', 'QZX9990001', '2020-01-01', 'x' from grievances.grievance g`);
}
