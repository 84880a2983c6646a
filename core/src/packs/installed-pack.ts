import type { TxContext } from '../kernel/write/transaction.js';
import type { PackData, PackProgramme } from './format.js';

interface ProgrammeRow {
  readonly programme: PackProgramme;
}

/** The programmes of a pack as they are installed: what was published, and what waits for it. */
export async function installedPack(ctx: TxContext, { programmes }: Pick<PackData, 'programmes'>): Promise<Pick<PackData, 'programmes'>> {
  const { rows } = await ctx.tx.query<ProgrammeRow>(
    `select jsonb_strip_nulls(jsonb_build_object('code', p.code, 'name', p.name, 'scheme', p.scheme, 'benefitType', p.benefit_type, 'target', p.target, 'currency', p.currency, 'startsOn', p.starts_on,
         'endsOn', p.ends_on, 'legalBasis', p.legal_basis, 'iloFunction', p.ilo_function, 'contributory', p.contributory, 'meansTested', p.means_tested,
         'calendar', (select c.code from calendars.calendar c where c.id = p.calendar_id))) || jsonb_build_object('names', p.names,
       'parameters', coalesce((select jsonb_agg(jsonb_build_object('code', d.code, 'type', d.type, 'names', d.names, 'values',
           coalesce((select jsonb_agg(jsonb_build_object('from', v.effective_from, 'value', v.value, 'source', v.source) order by v.effective_from)
             from programmes.parameter_value v where v.parameter_id = d.id and v.state in ('PROPOSED', 'PUBLISHED')), '[]')) order by d.code)
         from programmes.parameter d where d.programme_id = p.id), '[]'),
       'tables', coalesce((select jsonb_agg(jsonb_build_object('code', d.code, 'names', d.names, 'valueType', d.value_type, 'complete', d.complete, 'keys', d.keys, 'versions',
           coalesce((select jsonb_agg(jsonb_build_object('from', v.effective_from, 'source', v.source, 'rows',
               (select jsonb_agg(to_jsonb(r.keys || r.value) order by r.position) from programmes.rule_table_row r where r.version_id = v.id)) order by v.effective_from)
             from programmes.rule_table_version v where v.table_id = d.id and v.state in ('PROPOSED', 'PUBLISHED')), '[]')) order by d.code)
         from programmes.rule_table d where d.programme_id = p.id), '[]'),
       'versions', coalesce((select jsonb_agg(jsonb_build_object('from', v.effective_from, 'rules',
           coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('code', r.code, 'kind', r.kind, 'expression', r.expression, 'texts', r.texts, 'source', r.source)) order by r.position)
             from programmes.rule r where r.version_id = v.id), '[]')) order by v.effective_from, v.number)
         from programmes.programme_version v where v.programme_id = p.id and v.state in ('IN_REVIEW', 'PUBLISHED', 'SUPERSEDED') and (v.in_force_to is null or v.in_force_to > v.effective_from)), '[]')) as programme
     from programmes.programme p where p.code = any ($1) order by p.code`,
    [programmes.map(({ code }) => code)],
  );
  return { programmes: rows.map(({ programme }) => programme) };
}
