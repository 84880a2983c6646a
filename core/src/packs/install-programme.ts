import type { LocalTextInput } from '../kernel/schema/local-texts.js';
import { mutate } from '../kernel/server/mutate.js';
import { encodeId } from '../kernel/schema/ids.js';
import { readRows } from '../kernel/read/read-rows.js';
import type { PackProgramme } from './format.js';
import { installParameters } from './install-parameters.js';
import type { Installing } from './install-pack.js';
import { installTables } from './install-tables.js';
import { installVersions } from './install-versions.js';
import { packProblem, refusePack } from './pack-problems.js';

/** Texts by language as the API takes them. */
export function localTexts(texts: Readonly<Record<string, string>>): readonly LocalTextInput[] {
  return Object.entries(texts).map(([language, text]) => ({ language, text }));
}

/** Creates a programme that is not there, and what belongs to it. */
export async function installProgramme(installing: Installing, pack: string, programme: PackProgramme, calendars: ReadonlyMap<string, string>): Promise<void> {
  const { code, parameters: _parameters, tables: _tables, versions: _versions, names, calendar, ...fields } = programme;
  const { rows: [known] } = await readRows<{ id: string; currency: string; target: string }>(installing.drafter, 'select id, currency, target from programmes.programme where code = $1', [code]);
  if (known && (known.currency !== programme.currency || known.target !== programme.target)) {
    refusePack([packProblem('PACK_OTHER_PROGRAMME', `${code} is there already, for a ${known.target} and in ${known.currency}: the pack ${pack} means another.`, 'Give the programme of the pack another code.')]);
  }
  const programmeId = known ? encodeId('programme', known.id) : (await mutate<{ programmeCreate: { programme: { id: string } } }>(installing.drafter,
    'mutation ($input: ProgrammeCreateInput!) { programmeCreate(input: $input) { programme { id } userErrors { code message path } } }',
    { input: { ...fields, code, names: localTexts(names), ...(calendar !== undefined && { calendarId: calendars.get(calendar) }) } },
  )).programmeCreate.programme.id;
  installing.done({ what: `programme ${code}`, did: known ? 'was there' : 'created' });
  await installParameters(installing, programmeId, programme);
  await installTables(installing, programmeId, programme);
  await installVersions(installing, programmeId, programme);
}
