import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { benefitTypes } from '../../src/programmes/classification.js';
import { defineModule } from '../../src/kernel/module/define-module.js';
import { digitsOf } from '../../src/kernel/schema/minor-digits.js';
import { startTestPlatform, type TestClient, type TestPlatform } from '../../src/testing/index.js';
import { CREATE, OFFICER, officers, programme, programmeInput } from './testing.js';

const grants = defineModule({ name: 'grants', version: '1.0.0', kinga: { id: 'grants', requires: { programmes: '*' } } }, {
  description: 'Grants of a test', contributes: [benefitTypes.contribute('grant', { scheme: 'grants', description: 'A grant.' })],
});

let platform: TestPlatform;
let ama: TestClient;
beforeAll(async () => {
  platform = await startTestPlatform({ modules: [grants], today: '2026-03-01' });
  ({ ama } = officers(platform));
});
afterAll(() => platform.stop());

const UPDATE = 'mutation ($input: ProgrammeUpdateInput!) { programmeUpdate(input: $input) { programme { version name localName legalBasis places budget { amount } contributory } userErrors { code message path } } }';
const FULL = {
  name: 'Child grant', names: [{ language: 'fr', text: 'Allocation' }, { language: 'sw', text: 'Ruzuku' }], scheme: 'grants', benefitType: 'grant', legalBasis: 'Act 5 of 2020', iloFunction: 'family',
  contributory: false, meansTested: true, budget: '1000000.5', places: 5000,
};

describe('a programme', () => {
  it('says what it gives to whom, by which law, in which languages', async () => {
    const keeper = platform.as({ name: 'keeper', permissions: [...OFFICER, 'calendars.calendars.manage'] });
    const { calendarCreate } = await keeper.run<{ calendarCreate: { calendar: { id: string } } }>('mutation { calendarCreate(input: { code: "NATIONAL", name: "National", weekend: { days: [SATURDAY, SUNDAY], effectiveFrom: "2020-01-01", source: "Act 1" } }) { calendar { id } userErrors { code } } }');
    const { programmeCreate } = await platform.as({ permissions: OFFICER, locale: 'fr' }).run<{ programmeCreate: object }>(CREATE, { input: programmeInput('CHILD', { ...FULL, calendarId: calendarCreate.calendar.id }) });
    expect(programmeCreate).toMatchObject({ programme: {
      code: 'CHILD', name: 'Child grant', localName: 'Allocation', names: [{ language: 'fr', text: 'Allocation' }, { language: 'sw', text: 'Ruzuku' }], benefitType: 'grant', legalBasis: 'Act 5 of 2020',
      iloFunction: 'family', contributory: false, meansTested: true, budget: { amount: '1000000.5', currency: 'GHS' }, places: 5000, calendar: { code: 'NATIONAL' },
    } });
    const english = await ama.run('{ programme(by: { code: "CHILD" }) { localName } benefitTypes { name scheme } protectionFunctions { name source } }');
    expect(english).toMatchObject({ programme: { localName: 'Child grant' }, benefitTypes: expect.arrayContaining([{ name: 'grant', scheme: 'grants' }]), protectionFunctions: expect.arrayContaining([{ name: 'old-age', source: 'ILO Convention 102 of 1952, Part V' }]) });
  });

  it('is refused with all that is wrong with it, and nothing of it stays', async () => {
    const told = await ama.refuse(CREATE, { input: programmeInput('WRONG', {
      names: [{ language: 'fr', text: 'a' }, { language: 'fr', text: 'b' }], benefitType: 'grant', iloFunction: 'oldage', budget: '0.001', endsOn: '2019-01-01', calendarId: 'calendar_01h455vb4pex5vsknk084sn02q'.replace(/_.*/, `_${'0'.repeat(32)}`),
    }) });
    expect(told.map(({ code, path }) => [code, path?.join('.')])).toEqual([
      ['TEXT_TWICE', 'input.names.1'], ['BENEFIT_OF_OTHER', 'input.benefitType'], ['PROTECTION_FUNCTION_UNKNOWN', 'input.iloFunction'], ['BUDGET_INVALID', 'input.budget'],
      ['PROGRAMME_CALENDAR_UNKNOWN', 'input.calendarId'], ['PROGRAMME_DATES', 'input.endsOn'],
    ]);
    expect(told[2]?.hint).toBe('Did you mean "old-age"?');
    expect(await ama.refuse(CREATE, { input: programmeInput('WRONG', { benefitType: 'grants' }) })).toMatchObject([{ code: 'BENEFIT_TYPE_UNKNOWN', hint: 'Did you mean "grant"?' }]);
    expect(await ama.run('{ programme(by: { code: "WRONG" }) { id } }')).toEqual({ programme: null });
  });

  it('is changed field by field: what is left out stays, null clears, and nobody is overwritten unseen', async () => {
    const id = await programme(ama, 'CHANGES', FULL);
    const { programmeUpdate } = await ama.run<{ programmeUpdate: { programme: object } }>(UPDATE, { input: { id, version: 1, name: 'Renamed', legalBasis: null, places: 10 } });
    expect(programmeUpdate.programme).toEqual({ version: 2, name: 'Renamed', localName: 'Renamed', legalBasis: null, places: 10, budget: { amount: '1000000.5' }, contributory: false });
    expect(await ama.refuse(UPDATE, { input: { id, version: 1, places: 11 } })).toMatchObject([{ code: 'CHANGED_MEANWHILE', path: ['input', 'version'] }]);
    expect(await ama.refuse(UPDATE, { input: { id, version: 2, endsOn: '2020-01-01', benefitType: 'pension' } })).toMatchObject([{ code: 'BENEFIT_TYPE_UNKNOWN' }, { code: 'PROGRAMME_DATES' }]);
    const limited = platform.as({ name: 'limited', permissions: OFFICER, programmes: ['CHILD'] });
    expect(await limited.refuse(UPDATE, { input: { id, version: 2, places: 11 } })).toMatchObject([{ code: 'PROGRAMME_NOT_FOUND', path: ['input', 'id'] }]);
  });

  it('counts money in the minor units of ISO 4217, as the ledger does', async () => {
    const { rows } = await platform.pool.query<{ code: string; minor_digits: number }>('select code, minor_digits from transactions.currency');
    expect(rows.length).toBeGreaterThan(150);
    expect(rows.filter(({ code, minor_digits }) => digitsOf(code) !== minor_digits)).toEqual([]);
  });
});
