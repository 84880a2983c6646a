import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defineModule, deathRecorded, marriageRecorded, refuse, ruleViolation } from '../../src/index.js';
import { contradictions } from '../../src/people/testing/contradictions.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

const TODAY = '2026-03-01';
const tooYoung = ruleViolation('TOO_YOUNG', 'Nobody marries here before 2000.', 'Wait.');
const handled: string[] = [];
/** A module that answers to what happens in lives. */
const registrarOffice = defineModule(
  { name: 'registrar-office', version: '0.1.0', kinga: { id: 'registrar-office', requires: { people: '>=0.1.0' } } },
  {
    description: 'Answers to what happens in lives',
    on: [
      marriageRecorded.inTransaction('registrar-office.check', async (_ctx, { on }) => {
        if (on < '2000-01-01') refuse(tooYoung('on'));
      }),
      deathRecorded.inTransaction('registrar-office.see', async (ctx, { person }) => {
        const { rows } = await ctx.tx?.query<{ died: string }>('select death_date::text as died from people.person where id = $1', [person]) ?? { rows: [] };
        handled.push(`within: died ${rows[0]?.died}`);
      }),
      deathRecorded.afterCommit('registrar-office.tell', async (_ctx, { on }) => void handled.push(`after: ${on}`)),
    ],
  },
);

let platform: TestPlatform;
let clerk: TestClient;
const PERMISSIONS = [
  'people.persons.read', 'people.persons.register', 'people.households.read', 'people.households.register', 'people.places.read', 'people.places.manage',
  'people.life-events.read', 'people.life-events.record', 'people.life-events.void', 'people.groups.read', 'people.groups.manage', 'kernel.files.read', 'kernel.files.upload',
];

beforeAll(async () => {
  platform = await startTestPlatform({ today: TODAY, modules: [registrarOffice] });
  clerk = platform.as(...PERMISSIONS);
  await clerk.run('mutation { placesRegister(input: { places: [{ code: "V1", name: "One", level: "village" }, { code: "V2", name: "Two", level: "village" }] }) { userErrors { code } } }');
});
afterAll(() => platform.stop());
afterEach(async () => expect(await contradictions(platform.pool, TODAY)).toEqual([]));

interface Family {
  readonly id: string;
  readonly code: string;
  readonly of: Readonly<Record<string, string>>;
}

let families = 0;

/** A head A and others B, C … in V1 since 2015; all born in 1980. */
async function family(size = 3, more: object = {}): Promise<Family> {
  families += 1;
  const code = `L-${families}`;
  const members = ['A', 'B', 'C', 'D'].slice(0, size).map((givenName, index) => ({ givenName, familyName: code, sex: 'FEMALE', birthDate: '1980-01-01', role: ['HEAD', 'SPOUSE'][index] ?? 'CHILD' }));
  const { householdRegister: { household } } = await clerk.run<{ householdRegister: { household: { id: string; members: { nodes: { id: string; givenName: string }[] } } } }>(
    'mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { household { id members { nodes { id givenName } } } userErrors { code } } }',
    { input: { code, placeCode: 'V1', since: '2015-01-01', members, ...more } },
  );
  return { id: household.id, code, of: Object.fromEntries(household.members.nodes.map(({ id, givenName }) => [givenName, id])) };
}

const change = (operation: string, input: object, answer = 'lifeEvent { id }'): readonly [string, { readonly input: object }] => {
  const type = `${operation[0]?.toUpperCase()}${operation.slice(1)}Input`;
  return [`mutation ($input: ${type}!) { ${operation}(input: $input) { ${answer} userErrors { code message path hint } } }`, { input }];
};

async function record<K extends string>(operation: K, input: object): Promise<string> {
  const answer = await clerk.run<Record<K, { lifeEvent: { id: string } }>>(...change(operation, input));
  return answer[operation].lifeEvent.id;
}

async function refused(operation: string, input: object): Promise<readonly (readonly [string, string])[]> {
  return (await clerk.refuse(...change(operation, input))).map(({ code, path }) => [code, (path ?? []).slice(1).join('.')] as const);
}

async function membershipsOf(code: string): Promise<readonly string[]> {
  const { rows } = await platform.pool.query<{ line: string }>(
    `select concat(p.given_name, ' ', m.role, ' ', m.valid_from, '..', m.valid_to) as line from people.membership m
     join people.person p on p.id = m.person_id join people.household h on h.id = m.household_id where h.code = $1 order by p.given_name, m.valid_from`, [code]);
  return rows.map(({ line }) => line);
}

const PERSON = `query ($id: ID!) { person(by: { id: $id }) {
  deathDate household { code } place { code } relationships { nodes { kind other { givenName } validFrom validTo } }
  lifeEvents { nodes { kind happenedOn registrarNumber source voided recordedOn recordedBy place { code } secondPerson { givenName } household { code } } }
} }`;

describe('a birth', () => {
  it('registers the child of its parents in the mother\'s household, from the birth on', async () => {
    const { code, of } = await family(2);
    const { birthRecord } = await clerk.run<{ birthRecord: { person: { id: string } } }>(...change('birthRecord', {
      on: '2026-02-10', motherId: of['A'], fatherId: of['B'], child: { givenName: 'N', familyName: code, sex: 'MALE' }, placeCode: 'V2', registrarNumber: '12/2026', evidence: { source: 'Birth note of V2' },
    }, 'person { id givenName birthDate } lifeEvent { id }'));
    expect(birthRecord).toMatchObject({ person: { givenName: 'N', birthDate: '2026-02-10' } });
    expect(await clerk.run(PERSON, { id: birthRecord.person.id })).toEqual({
      person: {
        deathDate: null, household: { code }, place: { code: 'V1' },
        relationships: { nodes: [{ kind: 'PARENT', other: { givenName: 'A' }, validFrom: '2026-02-10', validTo: null }, { kind: 'PARENT', other: { givenName: 'B' }, validFrom: '2026-02-10', validTo: null }] },
        lifeEvents: { nodes: [{
          kind: 'BIRTH', happenedOn: '2026-02-10', registrarNumber: '12/2026', source: 'Birth note of V2', voided: false, recordedOn: TODAY, recordedBy: 'tester@example.org',
          place: { code: 'V2' }, secondPerson: null, household: { code },
        }] },
      },
    });
    expect(await membershipsOf(code)).toContain('N CHILD 2026-02-10..');
  });

  it('that is told late brings the child in since the mother came; without a household it lives where she does', async () => {
    const { id, code, of } = await family(3);
    await clerk.run(...change('householdMemberRemove', { householdId: id, personId: of['C'], on: '2020-01-01' }, 'household { id }'));
    const other = await family(1);
    await clerk.run(...change('householdMemberAdd', { householdId: other.id, personId: of['C'], role: 'NOT_RELATED', on: '2022-01-01' }, 'household { id }'));
    await record('birthRecord', { on: '2021-05-05', motherId: of['C'], child: { givenName: 'N', familyName: code, sex: 'MALE' } });
    expect(await membershipsOf(other.code)).toContain('N CHILD 2022-01-01..');
    await clerk.run(...change('householdMemberRemove', { householdId: id, personId: of['B'], on: '2021-01-01' }, 'household { id }'));
    const { birthRecord } = await clerk.run<{ birthRecord: unknown }>(...change('birthRecord', { on: '2023-05-05', motherId: of['B'], child: { givenName: 'O', familyName: code, sex: 'MALE' } },
      'person { household { code } place { code } residences { nodes { place { code } validFrom } } }'));
    expect(birthRecord).toMatchObject({ person: { household: null, place: { code: 'V1' }, residences: { nodes: [{ place: { code: 'V1' }, validFrom: '2023-05-05' }] } } });
  });

  it('is not ahead, nor of parents who were not born or had died', async () => {
    const { code, of } = await family(3);
    const birth = (more: object): [string, object] => ['birthRecord', { on: '2025-01-01', motherId: of['A'], child: { familyName: code, sex: 'MALE' }, ...more }];
    expect(await refused(...birth({ on: '2026-03-02' }))).toEqual([['NOT_YET', 'on']]);
    expect(await refused(...birth({ on: '1979-12-31' }))).toEqual([['PARENT_NOT_BORN', 'motherId']]);
    expect(await refused(...birth({ motherId: null }))).toEqual([['PARENT_MISSING', 'motherId']]);
    expect(await refused(...birth({ fatherId: of['A'] }))).toEqual([['SAME_PERSON', 'fatherId']]);
    expect(await refused(...birth({ role: 'HEAD' }))).toEqual([['HEAD_BY_CHANGE', 'role']]);
    expect(await refused(...birth({ child: { familyName: code, sex: 'MALE', birthDate: '2025-01-02' } }))).toEqual([['BIRTH_DATES_DIFFER', 'child.birthDate']]);
    await record('deathRecord', { personId: of['C'], on: '2024-01-01' });
    expect(await refused(...birth({ motherId: of['C'] }))).toEqual([['DIED_BEFORE', 'motherId']]);
    expect(await refused(...birth({ fatherId: of['C'] }))).toEqual([['DIED_BEFORE', 'fatherId']]);
    await record(...birth({ on: '2024-06-01', fatherId: of['C'] }));
  });
});

describe('a day of birth that is corrected', () => {
  it('is not after what the person did, nor a death before it', async () => {
    const { id, of } = await family(2);
    const update = async (more: object): Promise<readonly (readonly [string, string])[]> => {
      const { person } = await clerk.run<{ person: { version: number } }>('query ($id: ID!) { person(by: { id: $id }) { version } }', { id: of['B'] });
      return (await clerk.refuse(...change('personUpdate', { id: of['B'], version: person.version, ...more }, 'person { id }'))).map(({ code, path }) => [code, (path ?? []).slice(1).join('.')] as const);
    };
    expect(await update({ birthDate: '2015-01-02' })).toEqual([['BORN_AFTER_FACTS', 'birthDate']]);
    await clerk.run(...change('householdMemberRemove', { householdId: id, personId: of['B'], on: '2020-01-01' }, 'household { id }'));
    expect(await update({ deathDate: '2019-12-31' })).toEqual([['LATER_FACTS', 'deathDate']]);
  });
});

describe('a death', () => {
  it('ends memberships and marriages; another becomes head in the same call', async () => {
    const { code, of } = await family(3);
    await record('marriageRecord', { personId: of['A'], spouseId: of['B'], on: '2016-01-01' });
    const death = { personId: of['A'], on: '2026-02-01' };
    expect(await refused('deathRecord', death)).toEqual([['HEAD_STAYS', 'newHeadId']]);
    await record('deathRecord', { ...death, newHeadId: of['B'], roles: [{ personId: of['C'], role: 'CHILD' }] });
    expect(await membershipsOf(code)).toEqual(['A HEAD 2015-01-01..2026-02-01', 'B SPOUSE 2015-01-01..2026-02-01', 'B HEAD 2026-02-01..', 'C CHILD 2015-01-01..']);
    expect(await clerk.run(PERSON, { id: of['A'] })).toMatchObject({
      person: { deathDate: '2026-02-01', household: null, place: { code: 'V1' }, relationships: { nodes: [{ kind: 'SPOUSE', validFrom: '2016-01-01', validTo: '2026-02-01' }] } },
    });
    expect(await refused('deathRecord', { ...death, on: '2026-02-02' })).toEqual([['ALREADY_DEAD', 'personId']]);
    await record('marriageRecord', { personId: of['B'], spouseId: of['C'], on: '2026-02-20' });
  });

  it('of the last one leaves the household closed', async () => {
    const { id, of } = await family(1);
    await record('deathRecord', { personId: of['A'], on: '2026-02-01' });
    expect(await clerk.run('query ($id: ID!) { household(by: { id: $id }) { closedOn head { id } place { code } members { totalCount } } }', { id }))
      .toEqual({ household: { closedOn: '2026-02-01', head: null, place: { code: 'V1' }, members: { totalCount: 0 } } });
  });

  it('and a birth after it, said by two clerks at once: one of both is told', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { personsRegister: { persons: [one] } } = await clerk.run<{ personsRegister: { persons: { id: string; version: number }[] } }>(
        'mutation { personsRegister(input: { placeCode: "V1", persons: [{ familyName: "Alone", sex: FEMALE }] }) { persons { id version } userErrors { code } } }');
      const answers = await Promise.all([
        clerk.send(...change('personUpdate', { id: one?.id, version: one?.version, birthDate: '2025-06-01' }, 'person { id }')),
        clerk.send(...change('deathRecord', { personId: one?.id, on: '2025-01-01' })),
      ]);
      expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
      const codes = answers.flatMap(({ data }) => Object.values(data as Record<string, { userErrors: { code: string }[] }>).flatMap(({ userErrors }) => userErrors.map(({ code }) => code)));
      expect(codes).toHaveLength(1);
      expect(['CHANGED_MEANWHILE', 'BEFORE_BIRTH']).toContain(codes[0]);
    }
  });

  it('is not before birth, ahead, or before what the person did later', async () => {
    const { id, of } = await family(3);
    expect(await refused('deathRecord', { personId: of['C'], on: '1979-01-01' })).toEqual([['BEFORE_BIRTH', 'on']]);
    expect(await refused('deathRecord', { personId: of['C'], on: '2026-03-02' })).toEqual([['NOT_YET', 'on']]);
    await clerk.run(...change('householdMemberRoleChange', { householdId: id, personId: of['C'], role: 'OTHER_RELATIVE', on: '2025-06-01' }, 'household { id }'));
    expect(await refused('deathRecord', { personId: of['C'], on: '2025-05-01' })).toEqual([['LATER_FACTS', 'on']]);
    await clerk.run(...change('householdMemberRemove', { householdId: id, personId: of['C'], on: '2025-07-01' }, 'household { id }'));
    expect(await refused('deathRecord', { personId: of['C'], on: '2025-06-15' })).toEqual([['LATER_FACTS', 'on']]);
    await record('deathRecord', { personId: of['C'], on: '2025-08-01' });
    expect(await clerk.refuse(...change('householdMemberAdd', { householdId: id, personId: of['C'], role: 'CHILD' }, 'household { id }'))).toMatchObject([{ code: 'PERSON_DEAD', path: ['input', 'personId'] }]);
  });

  it('is told to modules, inside the transaction and after it', async () => {
    await platform.finishJobs();
    handled.length = 0;
    const { of } = await family(2);
    await record('deathRecord', { personId: of['B'], on: '2026-02-03' });
    await platform.finishJobs();
    expect(handled).toEqual(['within: died 2026-02-03', 'after: 2026-02-03']);
  });

  it('ends memberships in groups', async () => {
    const { of } = await family(2);
    const { groupRegister } = await clerk.run<{ groupRegister: { group: { id: string } } }>(...change('groupRegister', { code: 'LG-1', kind: 'cooperative', name: 'Green', placeCode: 'V1', since: '2020-01-01' }, 'group { id }'));
    await clerk.run(...change('groupMemberAdd', { groupId: groupRegister.group.id, personId: of['B'], role: 'MEMBER', on: '2021-01-01' }, 'group { id }'));
    expect(await refused('deathRecord', { personId: of['B'], on: '2020-12-31' })).toEqual([['LATER_FACTS', 'on']]);
    const death = await record('deathRecord', { personId: of['B'], on: '2026-02-03' });
    const MEMBERS = 'query ($id: ID!) { group(by: { id: $id }) { memberships { nodes { validTo } } } }';
    expect(await clerk.run(MEMBERS, { id: groupRegister.group.id })).toEqual({ group: { memberships: { nodes: [{ validTo: '2026-02-03' }] } } });
    await record('lifeEventVoid', { lifeEventId: death });
    expect(await clerk.run(MEMBERS, { id: groupRegister.group.id })).toEqual({ group: { memberships: { nodes: [{ validTo: null }] } } });
  });
});

describe('a marriage', () => {
  it('makes spouses of two, of whom one may come into the other\'s household', async () => {
    const [one, other] = [await family(2), await family(2)];
    await record('marriageRecord', { personId: one.of['A'], spouseId: other.of['A'], on: '2025-05-01', movesInId: other.of['A'], newHeadId: other.of['B'] });
    expect(await membershipsOf(one.code)).toEqual(['A HEAD 2015-01-01..', 'A SPOUSE 2025-05-01..', 'B SPOUSE 2015-01-01..']);
    expect(await membershipsOf(other.code)).toEqual(['A HEAD 2015-01-01..2025-05-01', 'B SPOUSE 2015-01-01..2025-05-01', 'B HEAD 2025-05-01..']);
    expect(await clerk.run(PERSON, { id: other.of['A'] })).toMatchObject({ person: { household: { code: one.code }, relationships: { nodes: [{ kind: 'SPOUSE', validFrom: '2025-05-01', validTo: null }] } } });
    expect(await clerk.run('query ($id: ID!) { person(by: { id: $id }) { lifeEvents { totalCount } lifeEventsOfSpouses { nodes { kind household { code } } } } }', { id: other.of['A'] }))
      .toEqual({ person: { lifeEvents: { totalCount: 0 }, lifeEventsOfSpouses: { nodes: [{ kind: 'MARRIAGE', household: { code: one.code } }] } } });
  });

  it('is not of the dead, the unborn, one person, or those who have a spouse in that time', async () => {
    const { of } = await family(4);
    const marriage = (more: object): [string, object] => ['marriageRecord', { personId: of['B'], spouseId: of['C'], on: '2025-01-01', ...more }];
    expect(await refused(...marriage({ spouseId: of['B'] }))).toEqual([['SAME_PERSON', 'spouseId']]);
    expect(await refused(...marriage({ on: '1979-01-01' }))).toEqual([['BEFORE_BIRTH', 'personId'], ['BEFORE_BIRTH', 'spouseId']]);
    expect(await refused(...marriage({ movesInId: of['D'] }))).toEqual([['NOT_OF_THE_TWO', 'movesInId']]);
    expect(await refused(...marriage({ movesInId: of['C'] }))).toEqual([['SAME_HOUSEHOLD', 'movesInId']]);
    expect(await refused(...marriage({ on: '1999-12-31' }))).toEqual([['TOO_YOUNG', 'on']]);
    await record('deathRecord', { personId: of['D'], on: '2024-01-01' });
    expect(await refused(...marriage({ spouseId: of['D'] }))).toEqual([['PERSON_DEAD', 'spouseId']]);
    await record(...marriage({ spouseId: of['D'], on: '2010-01-01' }));
    expect(await refused(...marriage({ on: '2023-12-31' }))).toEqual([['ALREADY_MARRIED', 'personId']]);
    await record(...marriage({}));
    expect(await refused(...marriage({ on: '2024-06-01' }))).toEqual([['ALREADY_MARRIED', 'personId'], ['ALREADY_MARRIED', 'spouseId']]);
  });

  it('of one person to two at once: one of both is recorded', async () => {
    const { of } = await family(3);
    const answers = await Promise.all([
      clerk.send(...change('marriageRecord', { personId: of['A'], spouseId: of['B'], on: '2025-01-01' })), clerk.send(...change('marriageRecord', { personId: of['C'], spouseId: of['A'], on: '2025-01-01' })),
    ]);
    const codes = answers.flatMap(({ data }) => (data as { marriageRecord: { userErrors: { code: string }[] } }).marriageRecord.userErrors.map(({ code }) => code));
    expect(codes).toEqual(['ALREADY_MARRIED']);
  });
});

describe('a divorce', () => {
  it('ends a marriage; one may leave for a new household, with children', async () => {
    const { code, of } = await family(4);
    await record('marriageRecord', { personId: of['A'], spouseId: of['B'], on: '2016-01-01' });
    const { divorceRecord } = await clerk.run<{ divorceRecord: unknown }>(...change('divorceRecord', {
      personId: of['B'], spouseId: of['A'], on: '2025-01-01', newHeadId: of['B'], leaves: { personId: of['A'], code: `${code}d`, placeCode: 'V2', members: [{ personId: of['D'], role: 'CHILD' }] },
    }, 'household { code place { code } members { totalCount } } lifeEvent { household { code } }'));
    expect(divorceRecord).toMatchObject({ household: { code: `${code}d`, place: { code: 'V2' }, members: { totalCount: 2 } }, lifeEvent: { household: { code: `${code}d` } } });
    expect(await membershipsOf(code)).toEqual(['A HEAD 2015-01-01..2025-01-01', 'B SPOUSE 2015-01-01..2025-01-01', 'B HEAD 2025-01-01..', 'C CHILD 2015-01-01..', 'D CHILD 2015-01-01..2025-01-01']);
    expect(await clerk.run(PERSON, { id: of['A'] })).toMatchObject({ person: { relationships: { nodes: [{ kind: 'SPOUSE', validTo: '2025-01-01' }] } } });
    expect(await refused('divorceRecord', { personId: of['A'], spouseId: of['B'], on: '2025-02-01' })).toEqual([['NOT_MARRIED', 'spouseId']]);
    expect(await refused('divorceRecord', { personId: of['A'], spouseId: of['B'], on: '2024-01-01' })).toEqual([['LATER_FACTS', 'on']]);
  });

  it('is of those who are married, with a code that is free, and somebody stays', async () => {
    const { code, of } = await family(2);
    const divorce = (more: object = {}): [string, object] => ['divorceRecord', { personId: of['A'], spouseId: of['B'], on: '2025-01-01', ...more }];
    expect(await refused(...divorce())).toEqual([['NOT_MARRIED', 'spouseId']]);
    await record('marriageRecord', { personId: of['A'], spouseId: of['B'], on: '2025-01-01' });
    expect(await refused(...divorce())).toEqual([['ENDS_BEFORE_START', 'on']]);
    const leaves = (more: object): [string, object] => divorce({ on: '2025-02-01', leaves: { personId: of['B'], code: `${code}d`, ...more } });
    expect(await refused(...leaves({ code }))).toEqual([['HOUSEHOLD_CODE_TAKEN', 'leaves.code']]);
    expect(await refused(...leaves({ members: [{ personId: of['A'], role: 'CHILD' }] }))).toEqual([['NOBODY_STAYS', 'leaves.members']]);
    expect(await refused(...leaves({ members: [{ personId: of['A'], role: 'HEAD' }] }))).toEqual([['HEAD_BY_CHANGE', 'leaves.members.0.role']]);
  });
});

describe('a move', () => {
  it('of a household takes its members along', async () => {
    const { id, code, of } = await family(2);
    const { moveRecord } = await clerk.run<{ moveRecord: unknown }>(...change('moveRecord', { householdId: id, placeCode: 'V2', on: '2025-01-01' },
      'household { place { code } } lifeEvent { kind person { givenName } household { code } place { code } }'));
    expect(moveRecord).toMatchObject({ household: { place: { code: 'V2' } }, lifeEvent: { kind: 'MOVE', person: { givenName: 'A' }, household: { code }, place: { code: 'V2' } } });
    expect(await clerk.run(PERSON, { id: of['B'] })).toMatchObject({ person: { place: { code: 'V2' } } });
  });

  it('of a person alone leaves the household, and what was before is known', async () => {
    const { of } = await family(2);
    await record('moveRecord', { personId: of['B'], placeCode: 'V2', on: '2025-01-01' });
    await record('moveRecord', { personId: of['B'], placeCode: 'V1', on: '2025-06-01' });
    const lives = async (asOf: string) => clerk.run('query ($id: ID!, $asOf: LocalDate) { person(by: { id: $id }, asOf: $asOf) { place { code } } }', { id: of['B'], asOf });
    expect([await lives('2024-12-31'), await lives('2025-05-31'), await lives('2025-06-01')].map((answer) => (answer as { person: { place: { code: string } } }).person.place.code)).toEqual(['V1', 'V2', 'V1']);
    expect(await refused('moveRecord', { personId: of['B'], placeCode: 'V2', on: '2025-03-01' })).toEqual([['LATER_FACTS', 'on']]);
    expect(await refused('moveRecord', { personId: of['B'], placeCode: 'V2', on: '2024-03-01' })).toEqual([['LATER_FACTS', 'on']]);
    expect(await refused('moveRecord', { personId: of['A'], householdId: null, placeCode: 'V9', on: '2025-03-01' })).toEqual([['PLACE_NOT_FOUND', 'placeCode']]);
    expect(await refused('moveRecord', { placeCode: 'V2', on: '2025-03-01' })).toEqual([['WHO_MOVES', 'personId']]);
  });
});

describe('an entry that proved wrong', () => {
  it('of a death is voided by another: the person lives, belongs, is head and married as before', async () => {
    const { code, of } = await family(3);
    await record('marriageRecord', { personId: of['A'], spouseId: of['B'], on: '2016-01-01' });
    const before = [await membershipsOf(code), await clerk.run<{ person: object }>(PERSON, { id: of['A'] })] as const;
    const death = await record('deathRecord', { personId: of['A'], on: '2026-02-01', newHeadId: of['B'] });
    const { lifeEventVoid } = await clerk.run<{ lifeEventVoid: unknown }>(...change('lifeEventVoid', { lifeEventId: death, evidence: { source: 'She came in' } },
      'lifeEvent { kind source voids { id } voided } voided { id voided voidedBy { nodes { source } } }'));
    expect(lifeEventVoid).toMatchObject({ lifeEvent: { kind: 'DEATH', source: 'She came in', voids: { id: death }, voided: false }, voided: { id: death, voided: true, voidedBy: { nodes: [{ source: 'She came in' }] } } });
    const after = await clerk.run<{ person: object }>(PERSON, { id: of['A'] });
    expect(await membershipsOf(code)).toEqual(before[0]);
    expect({ ...after.person, lifeEvents: null }).toEqual({ ...before[1].person, lifeEvents: null });
    expect(await refused('lifeEventVoid', { lifeEventId: death })).toEqual([['VOIDED_ALREADY', 'lifeEventId']]);
    await record('deathRecord', { personId: of['A'], on: '2026-02-02', newHeadId: of['C'] });
  });

  it('of the last one opens the household again; one told on the day on which somebody came brings the membership back', async () => {
    const { id, code, of } = await family(1);
    const death = await record('deathRecord', { personId: of['A'], on: '2026-02-01' });
    await record('lifeEventVoid', { lifeEventId: death });
    expect(await clerk.run('query ($id: ID!) { household(by: { id: $id }) { closedOn head { givenName } residences { nodes { validFrom validTo } } } }', { id }))
      .toEqual({ household: { closedOn: null, head: { givenName: 'A' }, residences: { nodes: [{ validFrom: '2015-01-01', validTo: null }] } } });
    const today = await family(2, { since: TODAY });
    const early = await record('deathRecord', { personId: today.of['B'], on: TODAY });
    expect(await membershipsOf(today.code)).toEqual([`A HEAD ${TODAY}..`]);
    await record('lifeEventVoid', { lifeEventId: early });
    expect(await membershipsOf(today.code)).toEqual([`A HEAD ${TODAY}..`, `B SPOUSE ${TODAY}..`]);
    expect(await membershipsOf(code)).toHaveLength(1);
  });

  it('of marriage, divorce and move too; a child that was registered stays', async () => {
    const [one, other] = [await family(3), await family(2)];
    const before = [await membershipsOf(one.code), await membershipsOf(other.code)];
    const marriage = await record('marriageRecord', { personId: one.of['A'], spouseId: other.of['B'], on: '2025-05-01', movesInId: other.of['B'] });
    const divorce = await record('divorceRecord', { personId: one.of['A'], spouseId: other.of['B'], on: '2025-08-01', leaves: { personId: other.of['B'], code: `${one.code}d` } });
    const move = await record('moveRecord', { householdId: one.id, placeCode: 'V2', on: '2025-09-01' });
    for (const id of [move, divorce, marriage]) await record('lifeEventVoid', { lifeEventId: id });
    expect([await membershipsOf(one.code), await membershipsOf(other.code)]).toEqual(before);
    expect(await clerk.run(PERSON, { id: one.of['A'] })).toMatchObject({ person: { place: { code: 'V1' }, relationships: { nodes: [] } } });
    expect(await clerk.run('query ($code: String!) { household(by: { code: $code }) { openedOn closedOn memberships { totalCount } } }', { code: `${one.code}d` }))
      .toEqual({ household: { openedOn: '2025-08-01', closedOn: '2025-08-01', memberships: { totalCount: 0 } } });
    const birth = await record('birthRecord', { on: '2026-01-01', motherId: one.of['B'], child: { familyName: 'N', sex: 'MALE' } });
    expect(await refused('lifeEventVoid', { lifeEventId: birth })).toEqual([['BIRTH_STAYS', 'lifeEventId']]);
  });

  it('is not voided once something that it made was changed', async () => {
    const { id, of } = await family(3);
    const death = await record('deathRecord', { personId: of['A'], on: '2026-01-01', newHeadId: of['B'] });
    await clerk.run(...change('householdHeadChange', { householdId: id, personId: of['C'], formerHeadBecomes: 'PARENT', on: '2026-02-01' }, 'household { id }'));
    expect(await refused('lifeEventVoid', { lifeEventId: death })).toEqual([['CHANGED_SINCE', 'lifeEventId']]);
    const [one, other] = [await family(2), await family(1)];
    const quiet = await record('deathRecord', { personId: one.of['B'], on: '2026-01-01' });
    await clerk.run(...change('householdMemberMove', { personId: one.of['A'], householdId: one.id, toHouseholdId: other.id, role: 'SPOUSE', on: '2026-02-01' }, 'household { id }'));
    expect(await refused('lifeEventVoid', { lifeEventId: quiet })).toEqual([['CHANGED_SINCE', 'lifeEventId']]);
    await expect(platform.pool.query('update people.life_event set happened_on = happened_on')).rejects.toMatchObject({ code: 'KG001' });
  });
});

describe('who may see and record', () => {
  it('is settled by permission and place; files that show it are those of who records', async () => {
    const { of } = await family(2);
    await record('moveRecord', { personId: of['B'], placeCode: 'V1', on: '2025-01-01' });
    const elsewhere = platform.as({ permissions: PERMISSIONS, places: ['V2'] });
    const [{ rows: [seen] }] = [await platform.pool.query<{ count: number }>("select count(*)::int from people.life_event e join people.person p on p.id = e.person_id join people.place l on l.id = p.place_id where l.code = 'V2'")];
    expect(await elsewhere.run('{ lifeEvents { totalCount } }')).toEqual({ lifeEvents: { totalCount: seen?.count } });
    expect(await elsewhere.refuse(...change('deathRecord', { personId: of['A'], on: '2025-01-01' }))).toMatchObject([{ code: 'PERSON_NOT_FOUND', path: ['input', 'personId'] }]);
    const file = `file_${'0'.repeat(32)}`;
    expect(await refused('deathRecord', { personId: of['B'], on: '2025-02-01', evidence: { fileIds: [file] } })).toEqual([['FILE_NOT_FOUND', 'evidence.fileIds.0']]);
    expect(await clerk.run(PERSON, { id: of['B'] })).toMatchObject({ person: { deathDate: null } });
  });
});
