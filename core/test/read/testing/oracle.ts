import { Decimal as DecimalJs } from 'decimal.js';
import {
  buildSchema, execute, getNamedType, isObjectType, printSchema,
  type DocumentNode, type ExecutionResult, type GraphQLFieldResolver, type GraphQLInterfaceType, type GraphQLSchema,
} from 'graphql';
import { digest } from '../../../src/kernel/secrets/secrets.js';
import { proveRuns, type ProvedAmounts } from '../../../src/transactions/runs/prove-runs.js';
import { statements } from '../../../src/transactions/receivables/statement.js';
import { statementFormats } from '../../../src/transactions/reconciliation/statement-format.js';
import { paymentChannels } from '../../../src/transactions/payment-channel.js';
import { connectionOf, rowsOf, type ConnectionArguments } from './lists.js';
import { everything, TODAY } from './platform.js';
import { answerOf, byId, columnOf, encodedId, kindOf, mayBeSeen, partsOf, type Row, type Rows } from './rows.js';

/** Who asks. */
interface Viewer {
  readonly places: readonly string[] | null;
}

/** A row under the name of its type. */
interface Source {
  readonly type: string;
  readonly row: Row;
}

type Resolve = GraphQLFieldResolver<Source, Viewer>;

/**
 * Answers by plain graphql-js over the printed schema: each field has a resolver that looks at the rows in memory.
 * Nothing of the planner is used: its model tells only which columns there are.
 */
export function naiveSchema(rows: Rows): GraphQLSchema {
  const schema = buildSchema(printSchema(rows.platform.schema));
  const { model } = rows.platform;
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || !model.byType.has(type.name)) continue;
    for (const field of Object.values(type.getFields())) field.resolve = resolverOf(rows, type.name, field.name, getNamedType(field.type).name) as never;
  }
  (schema.getType('Node') as GraphQLInterfaceType).resolveType = ({ type }: Source) => type;
  const root = (name: string, resolve: GraphQLFieldResolver<unknown, Viewer>): void => {
    const field = schema.getQueryType()?.getFields()[name];
    if (!field) throw new Error(`there is no root field ${name}`);
    field.resolve = resolve as never;
  };
  for (const { type, one, many, prefix } of model.byType.values()) {
    if (many) root(many, (_source, given, viewer) => list(rows, type, rowsOf(rows, type, '', undefined, viewer.places), given, viewer));
    if (!one) continue;
    root(one, (_source, { by }, viewer) => {
      const [key, value] = Object.entries(by as Record<string, string>)[0] ?? [];
      const row = rows.byType.get(type)?.find((each) => (key === 'id' ? `${prefix}_${each.id.replaceAll('-', '')}` : each[columnOf(rows, type, key ?? '')]) === value);
      return seen(rows, type, row, viewer);
    });
  }
  const node = (id: string, viewer: Viewer): Source | null => {
    for (const { type } of model.byType.values()) {
      const row = rows.byType.get(type)?.find((each) => encodedId(rows, type, each.id) === id);
      if (row) return seen(rows, type, row, viewer);
    }
    return null;
  };
  root('node', (_source, { id }, viewer) => node(id as string, viewer));
  root('nodes', (_source, { ids }, viewer) => (ids as readonly string[]).map((id) => node(id, viewer)));
  root('modules', () => rows.platform.plan.modules.map(({ id, version, description }) => ({ id, version, description })));
  root('statementFormats', () => [...rows.platform.extensions(statementFormats)].map(([name, { description }]) => ({ name, description })));
  root('paymentChannels', () => [...rows.platform.extensions(paymentChannels)].map(([name, { description, accountKinds = null, paysWithoutAccount = false }]) => ({ name, description, accountKinds, paysWithoutAccount })));
  return schema;
}

export async function answerNaively(schema: GraphQLSchema, document: DocumentNode, variables: Readonly<Record<string, unknown>>, viewer: Viewer): Promise<ExecutionResult> {
  return await execute({ schema, document, variableValues: variables, contextValue: viewer });
}

function seen(rows: Rows, type: string, row: Row | undefined, viewer: Viewer): Source | null {
  return row && mayBeSeen(rows, type, row, viewer.places) ? { type, row } : null;
}

function list(rows: Rows, type: string, all: readonly Row[], given: ConnectionArguments, viewer: Viewer): object {
  return connectionOf(rows, type, all, given, viewer.places, (row) => ({ type, row }));
}

function resolverOf(rows: Rows, type: string, field: string, named: string): Resolve {
  // Who asks here sees everything in the clear; what is masked for whom is other tests' business.
  if (rows.platform.model.byType.get(type)?.fields.get(field)?.kind === 'masks') return () => [];
  switch (kindOf(rows, type, field)) {
    case 'value':
      return ({ row }) => answerOf(rows, type, field, row);
    case 'object':
      return ({ row }) => {
        const parts = partsOf(rows, type, field, row);
        return field !== 'attributes' && parts['amount'] === null ? null : parts;
      };
    case 'one':
      return ({ row }, _given, viewer) => seen(rows, named, byId(rows, named, row[columnOf(rows, type, field)] ?? null), viewer);
    case 'connection': {
      const model = rows.platform.model.byType.get(type)?.fields.get(field);
      if (model?.kind !== 'connection') throw new Error(`${type}.${field}`);
      return ({ row }, given, viewer) => list(rows, model.target, rowsOf(rows, model.target, model.mappedBy, row, viewer.places), given, viewer);
    }
    case 'computed': {
      const resolve = COMPUTED[`${type}.${field}`];
      return (source, given, viewer) => {
        if (!resolve) throw new Error(`${type}.${field} is computed in a way that the oracle does not know: teach it`);
        return resolve(rows, source.row, given, viewer);
      };
    }
  }
}

const DIGITS: Readonly<Record<string, number>> = { JPY: 0, TND: 3 };
const Exact = DecimalJs.clone({ precision: 100 });

/** What modules compute in JavaScript. */
const localTexts = (texts: string | null | undefined): readonly object[] => Object.entries(JSON.parse(texts ?? '{}') as Readonly<Record<string, string>>).map(([language, text]) => ({ language, text }));

const COMPUTED: Readonly<Record<string, (rows: Rows, row: Row, given: Readonly<Record<string, unknown>>, viewer: Viewer) => unknown>> = {
  'Account.balance': (rows, row, given) => {
    const day = (given['asOf'] as string | null | undefined) ?? TODAY;
    const postings = (rows.byType.get('Posting') ?? []).filter((posting) => posting['account_id'] === row.id && (posting['occurred_on'] ?? '') <= day);
    const sum = postings.reduce((total, posting) => total.plus(posting['amount'] ?? '0'), new Exact(0));
    const amount = sum.toDecimalPlaces(DIGITS[row['currency'] ?? ''] ?? 2, DecimalJs.ROUND_HALF_UP);
    return { amount: (amount.isZero() ? amount.abs() : amount).toFixed(DIGITS[row['currency'] ?? ''] ?? 2), currency: row['currency'] };
  },
  'PaymentRun.proof': async (rows, row) => {
    const [proof] = await proveRuns(everything(rows.platform), [row.id]);
    if (!proof || proof instanceof Error) throw new Error('no proof');
    const money = (amount: string): object => ({ amount, currency: proof.currency });
    const both = ({ instructions, ledger }: ProvedAmounts): object => ({ instructions: money(instructions), ledger: money(ledger) });
    const { run: _run, currency: _currency, balanced, counts, ...lines } = proof;
    return {
      balanced, ...Object.fromEntries(Object.entries(lines).map(([line, amounts]) => [line, both(amounts)])),
      counts: counts.map(({ state, count, amount }) => ({ state, count, amount: money(amount) })),
    };
  },
  'PaymentRun.exceptionCounts': (rows, row) => {
    const of = (rows.byType.get('PaymentRunException') ?? []).filter((each) => each['run_id'] === row.id);
    if (of.length > 0) throw new Error('the random data has exceptions of runs now: teach the oracle to count them');
    return [];
  },
  'Payer.statement': async (rows, row, { to }) => {
    const [told] = await statements(everything(rows.platform), [row.id], '0001-01-01', (to as string | null | undefined) ?? TODAY);
    if (!told || told instanceof Error) throw new Error('no statement');
    return told;
  },
  'Person.pseudonym': (rows, row, { purpose }) => digest(everything(rows.platform), `privacy.pseudonym/${String(purpose)}`, row.id).subarray(4, 20).toString('hex'),
  'Person.duplicateCandidates': (rows) => {
    if (rows.byType.get('DuplicateCandidate')?.length) throw new Error('the random data has duplicates now: teach the oracle whose they are');
    return [];
  },
  'Programme.names': (_rows, row) => localTexts(row['names']),
  'Programme.versionInForce': (rows) => {
    if (rows.byType.get('ProgrammeVersion')?.length) throw new Error('the random data has versions of programmes now: teach the oracle which are in force');
    return null;
  },
  'Place.point': (_rows, { longitude, latitude }) => (longitude === null || latitude === null ? null : { longitude, latitude }),
  // Those of the random data are no secrets.
  'Identifier.masked': (_rows, row) => row['value'],
  'Identifier.value': (_rows, row) => row['value'],
  'PaymentAccount.masked': () => null,
  'PaymentAccount.number': () => null,
  'Consent.files': () => [],
  'Person.nameLength': (_rows, row) => [...`${row['given_name'] ?? ''}${row['family_name'] ?? ''}`].length,
  'Person.housemates': (rows, row, _given, viewer) =>
    row['household_id'] === null ? [] : (rows.byType.get('Person') ?? []).filter((each) => each['household_id'] === row['household_id'])
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((each) => seen(rows, 'Person', each, viewer)),
  'Household.leader': (rows, row, _given, viewer) => seen(rows, 'Person', byId(rows, 'Person', row['head_id'] ?? null), viewer),
};
