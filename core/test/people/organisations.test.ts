import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';

let platform: TestPlatform;
let officer: TestClient;
const PERMISSIONS = ['people.organisations.read', 'people.organisations.manage', 'people.places.read', 'people.places.manage'];

beforeAll(async () => {
  platform = await startTestPlatform({ today: '2026-03-01' });
  officer = platform.as(...PERMISSIONS);
  await officer.run(`mutation { placesRegister(input: { places: [
    { code: "R", name: "Region", level: "region" }, { code: "D1", name: "One", level: "district", parentCode: "R" }, { code: "D2", name: "Two", level: "district", parentCode: "R" }
  ] }) { userErrors { code } } }`);
});
afterAll(() => platform.stop());

const ERRORS = 'userErrors { code message path hint }';
const REGISTER = `mutation ($input: OrganisationRegisterInput!) { organisationRegister(input: $input) { organisation { id code version open place { code } parent { code }
  roles(orderBy: [{ role: ASC }]) { nodes { id role validFrom validTo } } identifiers { nodes { id type value issuer } } contacts(orderBy: [{ kind: ASC }]) { nodes { id kind value label } }
  worksIn { nodes { id place { code } } } periods { nodes { validFrom validTo } } } ${ERRORS} } }`;
const change = (field: string, input: object, by = officer): Promise<unknown> => by.run(mutation(field), { input });
const refused = async (field: string, input: object, by = officer): Promise<readonly string[]> => (await by.refuse(mutation(field), { input })).map(({ code, path }) => `${code} ${path?.slice(1).join('.')}`);
const mutation = (field: string): string => {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  return `mutation ($input: ${type}!) { ${field}(input: $input) { organisation { code name open version roles(orderBy: [{ validFrom: ASC }]) { nodes { role validFrom validTo } } periods(orderBy: [{ validFrom: ASC }]) { nodes { validFrom validTo closedBecause } } } ${ERRORS} } }`;
};
interface Part { readonly id: string }
interface Registered {
  readonly organisationRegister: { readonly organisation: { readonly id: string; readonly version: number; readonly roles: { nodes: Part[] }; readonly identifiers: { nodes: Part[] }; readonly contacts: { nodes: Part[] }; readonly worksIn: { nodes: Part[] } } };
}

describe('an officer registers an organisation', () => {
  it('with what it is, its numbers, how it is reached and where it works, at once', async () => {
    await officer.run(REGISTER, { input: { code: 'GROUP', name: 'Group' } });
    expect(await officer.run(REGISTER, {
      input: {
        code: 'CLINIC', name: 'Clinic', placeCode: 'D1', parentCode: 'GROUP', openedOn: '2019-04-01', worksInCodes: ['D2'],
        roles: [{ role: 'health-facility' }, { role: 'employer', from: '2021-01-01' }],
        identifiers: [{ type: 'tax-number', value: ' c00 1234567 ', issuer: 'Tax office' }],
        contacts: [{ kind: 'PHONE', value: '00233 (30) 200-0000', label: 'claims' }, { kind: 'EMAIL', value: 'Claims@Clinic.Example' }],
      },
    })).toEqual({
      organisationRegister: {
        organisation: {
          id: expect.stringMatching(/^organisation_[0-9a-f]{32}$/), code: 'CLINIC', version: 1, open: true, place: { code: 'D1' }, parent: { code: 'GROUP' },
          roles: { nodes: [{ id: expect.any(String), role: 'employer', validFrom: '2021-01-01', validTo: null }, { id: expect.any(String), role: 'health-facility', validFrom: '2019-04-01', validTo: null }] },
          identifiers: { nodes: [{ id: expect.any(String), type: 'tax-number', value: 'C001234567', issuer: 'Tax office' }] },
          contacts: { nodes: [{ id: expect.any(String), kind: 'EMAIL', value: 'Claims@clinic.example', label: null }, { id: expect.any(String), kind: 'PHONE', value: '+233302000000', label: 'claims' }] },
          worksIn: { nodes: [{ id: expect.any(String), place: { code: 'D2' } }] }, periods: { nodes: [{ validFrom: '2019-04-01', validTo: null }] },
        },
        userErrors: [],
      },
    });
    expect(await officer.run(`{ organisation(by: { code: "CLINIC" }) { name } place(by: { code: "D1" }) { organisations { nodes { code } } }
      organisations(where: { identifiers: { some: { type: { eq: "tax-number" }, value: { eq: "C001234567" } } }, roles: { some: { role: { eq: "employer" }, validTo: { isNull: true } } } }) { nodes { code parts { totalCount } } } }`)).toEqual({
      organisation: { name: 'Clinic' }, place: { organisations: { nodes: [{ code: 'CLINIC' }] } }, organisations: { nodes: [{ code: 'CLINIC', parts: { totalCount: 0 } }] },
    });
  });

  it('whose roles begin when it opened, or on the day that is said, also for years that are past', async () => {
    const rolesOf = async (code: string, more: object): Promise<unknown> => (await officer.run<{ organisationRegister: { organisation: { roles: unknown } } }>(REGISTER, { input: { code, name: code, ...more } })).organisationRegister.organisation.roles;
    const since = (role: string, validFrom: string): object => ({ nodes: [{ id: expect.any(String), role, validFrom, validTo: null }] });
    expect(await rolesOf('SINCE-OPEN', { openedOn: '2018-05-01', roles: [{ role: 'employer' }] })).toEqual(since('employer', '2018-05-01'));
    expect(await rolesOf('SINCE-TODAY', { roles: [{ role: 'employer' }] })).toEqual(since('employer', '2026-03-01'));
    expect(await rolesOf('SINCE-SAID', { openedOn: '2018-05-01', roles: [{ role: 'employer', from: '2020-01-01' }] })).toEqual(since('employer', '2020-01-01'));
  });

  it('and is told what is wrong and where; nothing is written', async () => {
    const of = (more: object): Promise<readonly string[]> => officer.refuse(REGISTER, { input: { code: 'X', name: 'X', ...more } }).then((told) => told.map(({ code, path }) => `${code} ${path?.slice(1).join('.')}`));
    expect(await of({ code: 'CLINIC' })).toEqual(['ORGANISATION_CODE_TAKEN code']);
    expect(await of({ code: 'no good!', name: '' })).toEqual(['INVALID_VALUE code', 'INVALID_VALUE name']);
    expect(await of({ parentCode: 'NOBODY' })).toEqual(['ORGANISATION_NOT_FOUND parentCode']);
    expect(await of({ placeCode: 'NOWHERE', worksInCodes: ['D1', 'D9'] })).toEqual(['PLACE_NOT_FOUND placeCode', 'PLACE_NOT_FOUND worksInCodes.1']);
    expect(await of({ roles: [{ role: 'employer' }, { role: 'circus' }] })).toEqual(['ORGANISATION_ROLE_UNKNOWN roles.1.role']);
    expect(await of({ roles: [{ role: 'bank' }, { role: 'bank' }] })).toEqual(['ORGANISATION_ROLE_ALREADY roles']);
    expect(await of({ identifiers: [{ type: 'shoe-size', value: '1' }] })).toEqual(['ORGANISATION_IDENTIFIER_TYPE_UNKNOWN identifiers.0.type']);
    expect(await of({ identifiers: [{ type: 'tax-number', value: '!' }] })).toEqual(['ORGANISATION_IDENTIFIER_INVALID identifiers.0.value']);
    expect(await of({ identifiers: [{ type: 'tax-number', value: 'c001234567' }] })).toEqual(['ORGANISATION_IDENTIFIER_TAKEN identifiers']);
    expect(await of({ contacts: [{ kind: 'PHONE', value: '0302' }] })).toEqual(['ORGANISATION_CONTACT_INVALID contacts.0.value']);
    expect(await of({ contacts: [{ kind: 'WEBSITE', value: 'javascript:alert(1)' }] })).toEqual(['ORGANISATION_CONTACT_INVALID contacts.0.value']);
    expect(await of({ openedOn: '2026-03-02' })).toEqual(['NOT_YET openedOn']);
    expect(await officer.run('{ organisation(by: { code: "X" }) { id } }')).toEqual({ organisation: null });
  });
});

describe('an organisation changes', () => {
  let clinic: Registered['organisationRegister']['organisation'];
  beforeAll(async () => {
    clinic = (await officer.run<Registered>(REGISTER, {
      input: { code: 'BANK', name: 'Bank', openedOn: '2020-01-01', roles: [{ role: 'bank' }], identifiers: [{ type: 'registration-number', value: 'RN-1' }], contacts: [{ kind: 'PERSON', value: 'The clerk' }], worksInCodes: ['D1'], placeCode: 'D1' },
    })).organisationRegister.organisation;
  });

  it('its roles come and go, several at once', async () => {
    expect(await change('organisationRoleAdd', { code: 'BANK', role: 'pay-point', from: '2025-01-01' })).toMatchObject({
      organisationRoleAdd: { organisation: { roles: { nodes: [{ role: 'bank', validTo: null }, { role: 'pay-point', validFrom: '2025-01-01', validTo: null }] } } },
    });
    expect(await refused('organisationRoleAdd', { code: 'BANK', role: 'bank' })).toEqual(['ORGANISATION_ROLE_ALREADY role']);
    const id = clinic.roles.nodes[0]?.id;
    expect(await change('organisationRoleEnd', { id, on: '2026-01-01' })).toMatchObject({ organisationRoleEnd: { organisation: { roles: { nodes: [{ role: 'bank', validTo: '2026-01-01' }, { role: 'pay-point' }] } } } });
    expect(await refused('organisationRoleEnd', { id })).toEqual(['ORGANISATION_PART_NOT_FOUND id']);
    await change('organisationRoleAdd', { code: 'BANK', role: 'bank', from: '2026-02-01' });
    expect(await officer.run('{ organisation(by: { code: "BANK" }, asOf: "2026-01-15") { roles { nodes { role } } } }')).toEqual({ organisation: { roles: { nodes: [{ role: 'pay-point' }] } } });
  });

  it('its numbers, contacts and places end on a day, and another may have the number', async () => {
    await change('organisationIdentifierEnd', { id: clinic.identifiers.nodes[0]?.id, on: '2026-02-01' });
    await change('organisationIdentifierAdd', { code: 'GROUP', type: 'registration-number', value: 'rn-1', from: '2026-02-01' });
    expect(await refused('organisationIdentifierAdd', { code: 'BANK', type: 'registration-number', value: 'RN-1' })).toEqual(['ORGANISATION_IDENTIFIER_TAKEN value']);
    expect(await refused('organisationContactEnd', { id: clinic.contacts.nodes[0]?.id, on: '2020-01-01' })).toEqual(['ENDS_BEFORE_START on']);
    await change('organisationContactEnd', { id: clinic.contacts.nodes[0]?.id });
    await change('organisationContactAdd', { code: 'BANK', kind: 'PERSON', value: 'The new clerk' });
    expect(await refused('organisationContactAdd', { code: 'BANK', kind: 'PERSON', value: 'The new clerk' })).toEqual(['ORGANISATION_CONTACT_ALREADY value']);
    await change('organisationPlaceEnd', { id: clinic.worksIn.nodes[0]?.id });
    await change('organisationPlaceAdd', { code: 'BANK', placeCode: 'D2' });
    expect(await refused('organisationPlaceAdd', { code: 'BANK', placeCode: 'D2' })).toEqual(['ORGANISATION_WORKS_THERE_ALREADY placeCode']);
  });

  it('it closes and opens again; the times in which it was open never overlap', async () => {
    expect(await refused('organisationReopen', { code: 'BANK' })).toEqual(['ORGANISATION_IS_OPEN code']);
    expect(await refused('organisationClose', { code: 'BANK', on: '2020-01-01' })).toEqual(['ENDS_BEFORE_START on']);
    expect(await change('organisationClose', { code: 'BANK', on: '2026-01-01', because: 'Flood' })).toMatchObject({ organisationClose: { organisation: { open: false } } });
    expect(await refused('organisationClose', { code: 'BANK' })).toEqual(['ORGANISATION_IS_CLOSED code']);
    expect(await refused('organisationReopen', { code: 'BANK', on: '2025-12-31' })).toEqual(['ORGANISATION_REOPENS_EARLY on']);
    expect(await change('organisationReopen', { code: 'BANK', on: '2026-02-01' })).toMatchObject({
      organisationReopen: { organisation: { open: true, periods: { nodes: [{ validFrom: '2020-01-01', validTo: '2026-01-01', closedBecause: 'Flood' }, { validFrom: '2026-02-01', validTo: null }] } } },
    });
    await expect(platform.pool.query("insert into people.organisation_period (organisation_id, valid_from) select id, '2025-06-01' from people.organisation where code = 'BANK'")).rejects.toThrow('organisation_period_apart');
  });

  it('two officers who change one at once: the second is told', async () => {
    const answers = await Promise.all(['One', 'Two'].map((name) => officer.send(mutation('organisationUpdate'), { input: { code: 'BANK', version: clinic.version, name } })));
    expect(answers.flatMap(({ data }) => (data as { organisationUpdate: { userErrors: { code: string }[] } }).organisationUpdate.userErrors.map(({ code }) => code))).toEqual(['CHANGED_MEANWHILE']);
  });

  it('it never becomes a part of itself, nor do two that are put into one another at once', async () => {
    for (const code of ['P1', 'P2', 'P3']) await officer.run(REGISTER, { input: { code, name: code } });
    await change('organisationUpdate', { code: 'P2', version: 1, parentCode: 'P1' });
    expect(await refused('organisationUpdate', { code: 'P1', version: 1, parentCode: 'P2' })).toEqual(['ORGANISATION_CYCLE parentCode']);
    expect(await refused('organisationUpdate', { code: 'P1', version: 1, parentCode: 'P1' })).toEqual(['ORGANISATION_CYCLE parentCode']);
    const answers = await Promise.all([['P1', 'P3'], ['P3', 'P1']].map(([code, parentCode]) => officer.send(mutation('organisationUpdate'), { input: { code, version: 1, parentCode } })));
    expect(answers.flatMap(({ data }) => (data as { organisationUpdate: { userErrors: { code: string }[] } }).organisationUpdate.userErrors.map(({ code }) => code))).toEqual(['ORGANISATION_CYCLE']);
    expect(await change('organisationUpdate', { code: 'P2', version: 2, parentCode: null, name: 'Free' })).toMatchObject({ organisationUpdate: { organisation: { name: 'Free', version: 3 } } });
  });
});

describe('who sees and changes which', () => {
  it('follows seat and places; without a seat everybody sees it and nobody local changes it', async () => {
    for (const [code, placeCode, ...worksInCodes] of [['S1', 'D1'], ['S2', 'D2'], ['S12', 'D1', 'D2'], ['S0']]) await officer.run(REGISTER, { input: { code, name: 'Seen', placeCode, worksInCodes, roles: [{ role: 'agency' }] } });
    const local = platform.as({ permissions: PERMISSIONS, places: ['D2'] });
    const seen = await local.run<{ organisations: { nodes: { code: string }[] }; organisationRoles: { nodes: { organisation: { code: string } }[] } }>(
      '{ organisations(where: { name: { eq: "Seen" } }, orderBy: [{ code: ASC }]) { nodes { code } } organisationRoles(where: { role: { eq: "agency" } }) { nodes { organisation { code } } } }');
    expect(seen.organisations.nodes.map(({ code }) => code)).toEqual(['S0', 'S12', 'S2']);
    expect(seen.organisationRoles.nodes.map(({ organisation }) => organisation.code).sort()).toEqual(['S0', 'S12', 'S2']);
    for (const code of ['S0', 'S1', 'S12']) expect(await refused('organisationUpdate', { code, version: 1, name: 'Mine' }, local)).toEqual(['ORGANISATION_NOT_FOUND code']);
    await change('organisationUpdate', { code: 'S2', version: 1, name: 'Mine' }, local);
    expect(await refused('organisationUpdate', { code: 'S2', version: 2, placeCode: null }, local)).toEqual(['ORGANISATION_PLACE_NEEDED placeCode']);
    expect(await refused('organisationUpdate', { code: 'S2', version: 2, placeCode: 'D1' }, local)).toEqual(['PLACE_NOT_FOUND placeCode']);
    expect((await local.refuse(REGISTER, { input: { code: 'S9', name: 'x' } })).map(({ code }) => code)).toEqual(['ORGANISATION_PLACE_NEEDED']);
    expect(await platform.as('people.organisations.read').refuse(mutation('organisationRoleAdd'), { input: { code: 'S1', role: 'bank' } })).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  it('and they go along when their place is replaced', async () => {
    await officer.run(`mutation { placesReplace(input: { on: "2026-03-01", replacements: [{ code: "D2", successorCodes: ["D3"] }], begin: [{ code: "D3", name: "Three", level: "district", parentCode: "R" }] }) { userErrors { code } } }`);
    platform.setToday('2026-03-02');
    expect(await officer.run('{ organisations(where: { name: { in: ["Seen", "Mine"] } }, orderBy: [{ code: ASC }]) { nodes { code place { code } worksIn(where: { validTo: { isNull: true } }) { nodes { place { code } } } } } }')).toEqual({
      organisations: { nodes: [
        { code: 'S0', place: null, worksIn: { nodes: [] } }, { code: 'S1', place: { code: 'D1' }, worksIn: { nodes: [] } },
        { code: 'S12', place: { code: 'D1' }, worksIn: { nodes: [{ place: { code: 'D3' } }] } }, { code: 'S2', place: { code: 'D3' }, worksIn: { nodes: [] } },
      ] },
    });
    platform.setToday('2026-03-01');
  });
});

describe('what organisations can be', () => {
  it('is an open set that a client can ask for', async () => {
    const { organisationRoleTypes, organisationIdentifierTypes } = await officer.run<{ organisationRoleTypes: { name: string; description: string }[]; organisationIdentifierTypes: { name: string; example: string }[] }>(
      '{ organisationRoleTypes { name description } organisationIdentifierTypes { name description example } }');
    expect(organisationRoleTypes.map(({ name }) => name)).toEqual(expect.arrayContaining(['employer', 'health-facility', 'bank', 'pay-point', 'agency']));
    expect(organisationIdentifierTypes.map(({ name }) => name)).toContain('tax-number');
  });

  it('a list of them with all that hangs on them is one statement', async () => {
    await officer.run('query ($first: Int!) { organisations(first: $first) { nodes { code open parent { code } place { path } roles { nodes { role } } identifiers { nodes { value } } contacts { nodes { value } } worksIn { nodes { place { code } } } periods { totalCount } } } }', { first: 10 });
    expect(officer.statements()).toBe(1);
  });
});
