import { sendFile, type TestClient, type TestPlatform } from '../../../src/testing/index.js';

export const IMPORTER = [
  'exchange.imports.run', 'kernel.files.upload', 'kernel.files.read', 'kernel.jobs.read', 'people.persons.read', 'people.persons.register', 'people.households.read',
  'people.households.register', 'people.places.read', 'people.places.manage',
];

/** The columns that the tests' files have. */
export const COLUMNS = [
  { column: 'household', field: 'HOUSEHOLD_CODE' },
  { column: 'place', field: 'PLACE_CODE' },
  { column: 'role', field: 'ROLE', values: [{ from: 'Chief', to: 'HEAD' }, { from: 'Kid', to: 'CHILD' }, { from: 'Wife', to: 'SPOUSE' }] },
  { column: 'given', field: 'GIVEN_NAME' },
  { column: 'family', field: 'FAMILY_NAME' },
  { column: 'sex', field: 'SEX', values: [{ from: 'F', to: 'FEMALE' }, { from: 'M', to: 'MALE' }] },
  { column: 'born', field: 'BIRTH_DATE', formats: ['DD/MM/YYYY', 'MM/YYYY', 'YYYY'] },
];
export const HEADER = 'household,place,role,given,family,sex,born';

const FIELDS = `id state problem dryRun matchPolicy rowCount rejectedCount householdCount createdCount updatedCount unchangedCount rejects { name url } job { state problem }
  problems(first: 50, orderBy: [{ number: ASC }, { id: ASC }]) { nodes { number code column message } }`;

export interface ImportNow {
  readonly id: string;
  readonly state: string;
  readonly problem: string | null;
  readonly rowCount: number;
  readonly rejectedCount: number;
  readonly householdCount: number;
  readonly createdCount: number;
  readonly updatedCount: number;
  readonly unchangedCount: number;
  readonly rejects: { readonly name: string; readonly url: string } | null;
  readonly job: { readonly state: string; readonly problem: string | null };
  readonly problems: { readonly nodes: readonly { readonly number: number; readonly code: string; readonly column: string | null; readonly message: string }[] };
}

type RunOptions = Readonly<Record<string, unknown>> & { readonly name?: string };

/** Somebody who imports files, by the API alone. */
export interface Importer {
  readonly client: TestClient;
  send(bytes: Buffer | string, name?: string): Promise<string>;
  start(fileId: string, more?: object): Promise<string>;
  now(id: string): Promise<ImportNow>;
  /** Sends, starts and waits for the end. */
  run(bytes: Buffer | string, more?: RunOptions): Promise<ImportNow>;
  steer(how: 'importCancel' | 'importGoOn' | 'importUndo', id: string): Promise<void>;
  rejects(now: ImportNow): Promise<string>;
}

export const START = 'mutation ($input: ImportStartInput!) { importStart(input: $input) { import { id } userErrors { code message path hint } } }';
export const steering = (how: string): string => `mutation ($id: ID!) { ${how}(input: { id: $id }) { import { id state } userErrors { code message path } } }`;

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export async function importer(platform: TestPlatform, client: TestClient): Promise<Importer> {
  const server = await platform.serve();
  const own: Importer = {
    client,
    send: (bytes, name = 'people.csv') => sendFile(client, server.url, { name, mediaType: name.endsWith('.xlsx') ? XLSX : 'text/csv', bytes }),
    start: async (fileId, more = {}) => (await client.run<{ importStart: { import: { id: string } } }>(START, { input: { fileId, mappingCode: 'census', ...more } })).importStart.import.id,
    now: async (id) => (await client.run<{ import: ImportNow }>(`query ($id: ID!) { import(by: { id: $id }) { ${FIELDS} } }`, { id })).import,
    run: async (bytes, { name, ...more }: RunOptions = {}) => {
      const id = await own.start(await own.send(bytes, name), more);
      await platform.finishJobs();
      return own.now(id);
    },
    steer: async (how, id) => void (await client.run(steering(how), { id })),
    rejects: async ({ rejects }) => (await (await fetch(new URL(rejects?.url ?? '', server.url))).text()).replace(/^\ufeff/, ''),
  };
  return own;
}

/** Two villages, and the mapping that the tests use. */
export async function layOut(client: TestClient): Promise<void> {
  await client.run(`mutation { placesRegister(input: { places: [
    { code: "R", name: "Region", level: "region" }, { code: "V1", name: "Village 1", level: "village", parentCode: "R" }, { code: "V2", name: "Village 2", level: "village", parentCode: "R" }
  ] }) { places { id } userErrors { code message path } } }`);
  await saveMapping(client, { code: 'census', columns: COLUMNS });
}

export async function saveMapping(client: TestClient, input: object): Promise<void> {
  await client.run('mutation ($input: ImportMappingSaveInput!) { importMappingSave(input: $input) { mapping { id } userErrors { code message path } } }', { input });
}
