import type { TestPlatform } from '@kinga/plugin-sdk/testing';

let places = 0;

/** Registers somebody who lives in a place of their own, and answers their id. */
export async function registerSomebody(platform: TestPlatform, code = `P${(places += 1)}`): Promise<string> {
  const registrar = platform.as('people.places.manage', 'people.places.read', 'people.persons.register', 'people.persons.read');
  await registrar.run('mutation ($input: PlacesRegisterInput!) { placesRegister(input: $input) { userErrors { code message path } } }', {
    input: { places: [{ code, name: code, level: 'district' }] },
  });
  const { personsRegister } = await registrar.run<{ personsRegister: { persons: [{ id: string }] } }>(
    'mutation ($input: PersonsRegisterInput!) { personsRegister(input: $input) { persons { id } userErrors { code message path } } }',
    { input: { placeCode: code, persons: [{ givenName: 'Ama', familyName: 'Mensah', sex: 'FEMALE', birthDate: '2016-05-01' }] } },
  );
  return personsRegister.persons[0].id;
}
