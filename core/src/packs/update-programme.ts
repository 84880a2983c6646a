import { readRows } from '../kernel/read/read-rows.js';
import { decodeId } from '../kernel/schema/ids.js';
import { mutate } from '../kernel/server/mutate.js';
import type { PackProgramme } from './format.js';
import type { Installing } from './install-pack.js';
import { localTexts } from './local-texts.js';

/** What a pack may say of a programme that can change later, as the database keeps it. */
export const CHANGEABLE = {
  name: 'p.name', benefitType: 'p.benefit_type', legalBasis: 'p.legal_basis', iloFunction: 'p.ilo_function', contributory: 'p.contributory', meansTested: 'p.means_tested',
  budget: 'trim_scale(p.budget)::text', places: 'p.places', endsOn: 'p.ends_on',
} as const;

const sorted = (texts: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(texts).sort());

/** Says of a programme that is there what the pack says otherwise. What the pack leaves out stays as somebody set it. @returns whether anything changed */
export async function updateProgramme({ drafter }: Installing, programmeId: string, programme: PackProgramme, calendarId: string | undefined): Promise<boolean> {
  const { rows: [there] } = await readRows<{ version: number; fields: Readonly<Record<string, unknown>>; names: Readonly<Record<string, string>>; calendar: string | null }>(drafter,
    `select p.version, p.names, p.calendar_id as calendar, jsonb_build_object(${Object.entries(CHANGEABLE).map(([field, column]) => `'${field}', ${column}`).join(', ')}) as fields from programmes.programme p where p.id = $1`, [decodeId(programmeId)?.uuid]);
  if (!there) throw new Error(`the programme ${programme.code} is gone`);
  const changed = Object.keys(CHANGEABLE).flatMap((field) => {
    const wanted = programme[field as keyof typeof CHANGEABLE];
    return wanted === undefined || wanted === there.fields[field] ? [] : [[field, wanted] as const];
  });
  const input = {
    ...Object.fromEntries(changed),
    ...(sorted(programme.names) !== sorted(there.names) && { names: localTexts(programme.names) }),
    ...(calendarId !== undefined && decodeId(calendarId)?.uuid !== there.calendar && { calendarId }),
  };
  if (Object.keys(input).length === 0) return false;
  await mutate(drafter, 'mutation ($input: ProgrammeUpdateInput!) { programmeUpdate(input: $input) { userErrors { code message path } } }', { input: { id: programmeId, version: there.version, ...input } });
  return true;
}
