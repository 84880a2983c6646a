import { mutate } from '../kernel/server/mutate.js';
import { encodeId } from '../kernel/schema/ids.js';
import { readRows } from '../kernel/read/read-rows.js';
import type { PackProgramme } from './format.js';
import { installParameters } from './install-parameters.js';
import type { Installing } from './install-pack.js';
import { installTables } from './install-tables.js';
import { installVersions } from './install-versions.js';
import { localTexts } from './local-texts.js';
import { packProblem, refusePack } from './pack-problems.js';
import { updateProgramme } from './update-programme.js';

/** Creates a programme that is not there, or says of it what the pack says otherwise, and installs what belongs to it. */
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
  const updated = known !== undefined && await updateProgramme(installing, programmeId, programme, calendar === undefined ? undefined : calendars.get(calendar));
  installing.done({ what: `programme ${code}`, did: known ? (updated ? 'updated' : 'was there') : 'created' });
  const owner = { programmeId, name: code, currency: programme.currency };
  await installParameters(installing, owner, programme.parameters);
  await installTables(installing, owner, programme.tables);
  await installVersions(installing, programmeId, programme);
}
