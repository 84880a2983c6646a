import type { TestClient, TestPlatform } from '../../src/testing/index.js';

export const SURVEYOR = [
  'surveys.questionnaires.read', 'surveys.questionnaires.manage', 'surveys.responses.read', 'surveys.responses.submit',
  'people.persons.read', 'people.persons.register', 'people.households.read', 'people.households.register', 'people.places.read', 'people.places.manage',
];

export const en = (text: string): { language: string; text: string }[] => [{ language: 'en', text }];
export const choice = (code: string): object => ({ code, texts: en(code) });

export const CREATE = 'mutation ($input: QuestionnaireCreateInput!) { questionnaireCreate(input: $input) { questionnaire { id versions { nodes { id version } } } userErrors { code message path hint } } }';
export const PUBLISH = 'mutation ($input: QuestionnaireVersionPublishInput!) { questionnaireVersionPublish(input: $input) { questionnaireVersion { id state publishedOn } userErrors { code message path } } }';
export const SUBMIT = 'mutation ($input: ResponseInput!) { responseSubmit(input: { response: $input }) { response { id version } userErrors { code message path hint } } }';

interface Created {
  readonly questionnaireCreate: { readonly questionnaire: { readonly id: string; readonly versions: { readonly nodes: readonly { readonly id: string; readonly version: number }[] } } };
}

/** A questionnaire whose first version is published. */
export async function published(client: TestClient, input: object): Promise<{ readonly id: string; readonly versionId: string }> {
  const { questionnaireCreate: { questionnaire: { id, versions } } } = await client.run<Created>(CREATE, { input });
  const draft = versions.nodes[0] ?? { id: '', version: 0 };
  await client.run(PUBLISH, { input: draft });
  return { id, versionId: draft.id };
}

/** Households of one member each, by code, in village V1 of district D1, or V2 of D2. */
export async function householdsOf(platform: TestPlatform, codes: readonly string[], placeCode = 'V1'): Promise<ReadonlyMap<string, { readonly id: string; readonly head: string }>> {
  const client = platform.as(...SURVEYOR);
  const found = new Map<string, { id: string; head: string }>();
  for (const code of codes) {
    const { householdRegister } = await client.run<{ householdRegister: { household: { id: string; head: { id: string } } } }>(
      'mutation ($input: HouseholdRegisterInput!) { householdRegister(input: $input) { household { id head { id } } userErrors { code path } } }',
      { input: { code, placeCode, members: [{ familyName: code, sex: 'FEMALE', birthDate: '1980-01-01', role: 'HEAD' }] } },
    );
    found.set(code, { id: householdRegister.household.id, head: householdRegister.household.head.id });
  }
  return found;
}

export function layPlaces(platform: TestPlatform): Promise<unknown> {
  return platform.as(...SURVEYOR).run(`mutation { placesRegister(input: { places: [
    { code: "D1", name: "D1", level: "district" }, { code: "V1", name: "V1", level: "village", parentCode: "D1" },
    { code: "D2", name: "D2", level: "district" }, { code: "V2", name: "V2", level: "village", parentCode: "D2" }
  ] }) { userErrors { code } } }`);
}

/** Questions of a poverty survey, one of each type. */
export const POVERTY = [
  { code: 'roof', type: 'CHOICE', required: true, texts: [...en('What is the roof made of?'), { language: 'fr', text: 'De quoi est le toit ?' }], choices: [choice('IRON'), choice('THATCH')] },
  { code: 'rooms', type: 'INTEGER', required: true, texts: en('How many rooms?'), min: '0', max: '30' },
  { code: 'income', type: 'DECIMAL', texts: en('Income last month?'), min: '0' },
  { code: 'land', type: 'BOOLEAN', texts: en('Does the household own land?') },
  { code: 'acres', type: 'DECIMAL', required: true, texts: en('How much?'), shownIf: { question: 'land', values: ['true'] } },
  { code: 'goods', type: 'MULTIPLE_CHOICE', texts: en('Which of these does it own?'), max: '2', choices: [choice('RADIO'), choice('BICYCLE'), choice('PHONE')] },
  { code: 'moved', type: 'DATE', texts: en('When did it move here?'), latest: '2026-01-01', earliest: '1950-01-01' },
  { code: 'remark', type: 'TEXT', texts: en('Anything else?'), max: '20' },
];
