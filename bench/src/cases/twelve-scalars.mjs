import { bare, graphql, instant, kingaCursor } from './rows.mjs';
import { pagesOf, pgCursors } from './pages.mjs';

const rows = (enrolments) => enrolments.map((row) => [
  bare(row.id), row.version, instant(row.createdAt), instant(row.updatedAt), row.state, row.stateOn, row.reason, row.note, row.appliedOn, row.enrolledOn, row.exitedOn, row.recertifyBy,
]);
const FIELDS = 'version createdAt updatedAt state stateOn reason note appliedOn enrolledOn exitedOn recertifyBy';

/** A page of 500 rows of 12 scalars. */
export const twelveScalars = {
  name: 'rows', title: '500 rows of 12 scalars', kind: 'read',
  inputs: (pool) => pagesOf(pool, 'programmes.enrolment', 500),
  prepare: (inputs, ask) => pgCursors('allProgrammesEnrolments', inputs, ask),
  systems: {
    kinga: {
      body: graphql(`query Rows($after: String!) { enrolments(first: 500, after: $after) { nodes { id ${FIELDS} } } }`, ({ after }) => ({ after: kingaCursor(after) })),
      rows: ({ data }) => rows(data.enrolments.nodes),
    },
    postgraphile: {
      body: graphql(`query Rows($after: Cursor!) { allProgrammesEnrolments(first: 500, after: $after) { nodes { id: rowId ${FIELDS} } } }`, ({ pgCursor }) => ({ after: pgCursor })),
      rows: ({ data }) => rows(data.allProgrammesEnrolments.nodes),
    },
    naive: {
      body: graphql(`query Rows($after: String!) { enrolments(first: 500, after: $after) { id ${FIELDS} } }`, ({ after }) => ({ after })),
      rows: ({ data }) => rows(data.enrolments),
    },
    floor: { body: ({ after }) => JSON.stringify({ after }), rows },
  },
};
