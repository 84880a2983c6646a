import type { TxContext } from '../kernel/write/transaction.js';
import type { PackContents, PackProgramme } from './format.js';
import { QUESTIONS } from './install-questionnaires.js';
import { CHANGEABLE } from './update-programme.js';

/** Parameters that a condition chooses, as a pack says them. */
const parameters = (of: string): string => `coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('code', d.code, 'type', d.type, 'currency', case when d.programme_id is null then d.currency end)) || jsonb_build_object('names', d.names, 'values',
    coalesce((select jsonb_agg(jsonb_build_object('from', v.effective_from, 'value', v.value, 'source', v.source) order by v.effective_from)
      from programmes.parameter_value v where v.parameter_id = d.id and v.state in ('PROPOSED', 'PUBLISHED') and not exists (
        select from programmes.parameter_value w where w.replaces_id = v.id and w.state = 'PROPOSED')), '[]')) order by d.code)
  from programmes.parameter d where ${of}), '[]')`;

/** Tables likewise. */
const tables = (of: string): string => `coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('code', d.code, 'valueType', d.value_type, 'currency', case when d.programme_id is null then d.currency end)) || jsonb_build_object('names', d.names, 'complete', d.complete, 'keys', d.keys, 'versions',
    coalesce((select jsonb_agg(jsonb_build_object('from', v.effective_from, 'source', v.source, 'rows',
        (select jsonb_agg(to_jsonb(r.keys || r.value) order by r.position) from programmes.rule_table_row r where r.version_id = v.id)) order by v.effective_from)
      from programmes.rule_table_version v where v.table_id = d.id and v.state in ('PROPOSED', 'PUBLISHED') and not exists (
        select from programmes.rule_table_version w where w.replaces_id = v.id and w.state = 'PROPOSED')), '[]')) order by d.code)
  from programmes.rule_table d where ${of}), '[]')`;

const VERSIONS = `coalesce((select jsonb_agg(jsonb_build_object('from', v.effective_from, 'whenNoLongerEligible', v.when_no_longer_eligible, 'whenOverdue', v.when_overdue, 'rules',
    coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('code', r.code, 'kind', r.kind, 'expression', r.expression, 'texts', r.texts, 'source', r.source)) order by r.position)
      from programmes.rule r where r.version_id = v.id), '[]')) order by v.effective_from, v.number)
  from programmes.programme_version v where v.programme_id = p.id and v.state in ('IN_REVIEW', 'PUBLISHED', 'SUPERSEDED') and (v.in_force_to is null or v.in_force_to > v.effective_from)), '[]')`;

/**
 * A pack as it is installed: what was published, and what waits for it. What the pack says nothing of is left out, since installing it
 * would leave it as it is.
 */
export async function installedPack(ctx: TxContext, pack: PackContents): Promise<PackContents> {
  const { rows } = await ctx.tx.query<{ programme: PackProgramme }>(
    `select jsonb_strip_nulls(jsonb_build_object('code', p.code, 'scheme', p.scheme, 'target', p.target, 'currency', p.currency, 'startsOn', p.starts_on,
         ${Object.entries(CHANGEABLE).map(([field, column]) => `'${field}', ${column}`).join(', ')}, 'calendar', (select c.code from calendars.calendar c where c.id = p.calendar_id)))
       || jsonb_build_object('names', p.names, 'parameters', ${parameters('d.programme_id = p.id')}, 'tables', ${tables('d.programme_id = p.id')}, 'versions', ${VERSIONS}) as programme
     from programmes.programme p where p.code = any ($1) order by p.code`,
    [pack.programmes.map(({ code }) => code)],
  );
  const { rows: [shared] } = await ctx.tx.query<Pick<PackContents, 'parameters' | 'tables' | 'questionnaires'>>(
    `select ${parameters('d.programme_id is null and d.code = any ($1)')} as parameters, ${tables('d.programme_id is null and d.code = any ($2)')} as tables,
       coalesce((select jsonb_agg(jsonb_build_object('code', n.code, 'name', n.name, 'target', n.target, 'questions', ${QUESTIONS}) order by n.code)
         from surveys.questionnaire n join surveys.questionnaire_version v on v.questionnaire_id = n.id and v.state = 'PUBLISHED'
           and v.number = (select max(l.number) from surveys.questionnaire_version l where l.questionnaire_id = n.id and l.state = 'PUBLISHED') where n.code = any ($3)), '[]') as questionnaires`,
    [pack.parameters.map(({ code }) => code), pack.tables.map(({ code }) => code), pack.questionnaires.map(({ code }) => code)],
  );
  return {
    parameters: [], tables: [], questionnaires: [], ...shared, codeLists: pack.codeLists,
    programmes: rows.map(({ programme }) => toldOf(programme, pack.programmes.find(({ code }) => code === programme.code))),
  };
}

function toldOf(programme: PackProgramme, said: PackProgramme | undefined): PackProgramme {
  const silent = [...Object.keys(CHANGEABLE), 'calendar'].filter((field) => said?.[field as keyof PackProgramme] === undefined);
  return Object.fromEntries(Object.entries(programme).filter(([field]) => !silent.includes(field))) as unknown as PackProgramme;
}
