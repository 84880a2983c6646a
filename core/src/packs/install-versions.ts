import { readRows } from '../kernel/read/read-rows.js';
import { decodeId, encodeId } from '../kernel/schema/ids.js';
import { mutate } from '../kernel/server/mutate.js';
import type { PackProgramme, PackVersion } from './format.js';
import type { Installing } from './install-pack.js';
import { localTexts } from './local-texts.js';

interface Standing {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly from: string;
  readonly to: string | null;
  readonly says: string;
}

/** What a version says in one way of writing, to be compared. */
function written({ whenNoLongerEligible, whenOverdue, rules }: Pick<PackVersion, 'whenNoLongerEligible' | 'whenOverdue' | 'rules'>): string {
  return JSON.stringify([whenNoLongerEligible, whenOverdue, rules.map(({ code, kind, expression, texts, source }) => [code, kind, expression, Object.entries(texts).sort(), source ?? null])]);
}

async function standingOf({ drafter }: Installing, programmeId: string): Promise<readonly Standing[]> {
  const { rows } = await readRows<Omit<Standing, 'says'> & Pick<PackVersion, 'whenNoLongerEligible' | 'whenOverdue' | 'rules'>>(drafter,
    `select v.id, v.version, v.state, v.effective_from::text as from, v.in_force_to::text as to, v.when_no_longer_eligible as "whenNoLongerEligible", v.when_overdue as "whenOverdue",
       coalesce((select jsonb_agg(jsonb_build_object('code', r.code, 'kind', r.kind, 'expression', r.expression, 'texts', r.texts, 'source', r.source) order by r.position) from programmes.rule r where r.version_id = v.id), '[]') as rules
     from programmes.programme_version v where v.programme_id = $1 and v.state in ('DRAFT', 'IN_REVIEW', 'PUBLISHED', 'SUPERSEDED') order by v.number`, [decodeId(programmeId)?.uuid]);
  return rows.map(({ id, version, state, from, to, ...said }) => ({ id, version, state, from, to, says: written(said) }));
}

interface Answer {
  readonly programmeVersion: { readonly id: string; readonly version: number };
}

const ANSWER = '{ programmeVersion { id version } userErrors { code message path } }';

/** Drafts and submits the versions that are not there, each until the next begins. */
export async function installVersions(installing: Installing, programmeId: string, { code, versions }: PackProgramme): Promise<void> {
  const { drafter, publisher, done } = installing;
  const inOrder = [...versions].sort((one, other) => (one.from < other.from ? -1 : 1));
  for (const [index, version] of inOrder.entries()) {
    const standing = await standingOf(installing, programmeId);
    const same = standing.find(({ from, to, says }) => from === version.from && says === written(version) && to !== from);
    const what = `version of ${code} from ${version.from}`;
    if (same && (same.state === 'PUBLISHED' || same.state === 'SUPERSEDED' || (!publisher && same.state === 'IN_REVIEW'))) {
      done({ what, did: 'was there' });
      continue;
    }
    const drafted = same ? { id: encodeId('programme_version', same.id), version: same.version } : await draft(installing, programmeId, version, inOrder[index + 1]?.from ?? null, standing);
    const submitted = same?.state === 'IN_REVIEW' ? drafted : (await mutate<{ programmeVersionSubmit: Answer }>(drafter,
      `mutation ($input: ProgrammeVersionMoveInput!) { programmeVersionSubmit(input: $input) ${ANSWER} }`, { input: drafted })).programmeVersionSubmit.programmeVersion;
    if (publisher) await mutate(publisher, `mutation ($input: ProgrammeVersionMoveInput!) { programmeVersionPublish(input: $input) ${ANSWER} }`, { input: submitted });
    done({ what, did: publisher ? 'published' : 'submitted' });
  }
}

async function draft({ drafter }: Installing, programmeId: string, { from, note, whenNoLongerEligible, whenOverdue, rules }: PackVersion, until: string | null, standing: readonly Standing[]): Promise<Answer['programmeVersion']> {
  // What is in force when it begins, or would be afterwards: it gives its time to this one.
  const old = standing.find((each) => (each.state === 'PUBLISHED' || each.state === 'SUPERSEDED') && each.to !== each.from && (until === null || each.from < until) && (each.to === null || each.to > from));
  const { programmeVersionDraft } = await mutate<{ programmeVersionDraft: Answer }>(drafter, `mutation ($input: ProgrammeVersionDraftInput!) { programmeVersionDraft(input: $input) ${ANSWER} }`, {
    input: {
      programmeId, effectiveFrom: from, effectiveTo: until, note, whenNoLongerEligible, whenOverdue, ...(old && { supersedesId: encodeId('programme_version', old.id) }),
      rules: rules.map(({ texts, ...rule }) => ({ ...rule, texts: localTexts(texts) })),
    },
  });
  return programmeVersionDraft.programmeVersion;
}
