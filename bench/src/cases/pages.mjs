const PAGES = 100;

/** Ids, spread over a table, after which pages of a size begin. */
export async function pagesOf(pool, table, size) {
  const { rows } = await pool.query(`select id as after, position::int from (select id, row_number() over (order by id) as position, count(*) over () as total from ${table}) t
    where position % greatest((total - ${size}) / ${PAGES}, 1) = 1 and position < total - ${size} order by md5(id::text) limit ${PAGES}`);
  return rows;
}

/** The same places in PostGraphile's cursors, which only it can make. */
export async function pgCursors(field, inputs, ask) {
  return Promise.all(inputs.map(async (input) => {
    const { data } = await ask(`{ ${field}(first: 1, offset: ${input.position - 1}) { edges { cursor } } }`);
    return { ...input, pgCursor: data[field].edges[0].cursor };
  }));
}
