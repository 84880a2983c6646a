import { bare, decimal, graphql, instant, kingaCursor } from './rows.mjs';
import { pagesOf, pgCursors } from './pages.mjs';

const rows = (entitlements) => entitlements.map((row) => [
  bare(row.id), row.version, instant(row.createdAt), instant(row.updatedAt), row.kind, row.periodFrom, row.periodTo, row.dueOn,
  decimal((row.owed ?? row).amount), (row.owed ?? row).currency, row.reason, decimal(row.factCount),
]);
const FIELDS = 'version createdAt updatedAt kind periodFrom periodTo dueOn reason factCount';

/** A page of 500 rows of 12 scalars. */
export const twelveScalars = {
  name: 'rows', title: '500 rows of 12 scalars', kind: 'read',
  inputs: (pool) => pagesOf(pool, 'programmes.entitlement', 500),
  prepare: (inputs, ask) => pgCursors('allProgrammesEntitlements', inputs, ask),
  systems: {
    kinga: {
      body: graphql(`query Rows($after: String!) { entitlements(first: 500, after: $after) { nodes { id ${FIELDS} owed { amount currency } } } }`, ({ after }) => ({ after: kingaCursor(after) })),
      rows: ({ data }) => rows(data.entitlements.nodes),
    },
    postgraphile: {
      body: graphql(`query Rows($after: Cursor!) { allProgrammesEntitlements(first: 500, after: $after) { nodes { id: rowId ${FIELDS} amount currency } } }`, ({ pgCursor }) => ({ after: pgCursor })),
      rows: ({ data }) => rows(data.allProgrammesEntitlements.nodes),
    },
    naive: {
      body: graphql(`query Rows($after: String!) { entitlements(first: 500, after: $after) { id ${FIELDS} amount currency } }`, ({ after }) => ({ after })),
      rows: ({ data }) => rows(data.entitlements),
    },
    floor: { body: ({ after }) => JSON.stringify({ after }), rows },
  },
};
