import fc from 'fast-check';
import { execute, parse, validate, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { propertySeed } from '../testing/property-seed.js';
import { OPERANDS } from './testing/arguments.js';
import { insertRandomData } from './testing/data.js';
import { generateQuery } from './testing/generate.js';
import { answerNaively, naiveSchema } from './testing/oracle.js';
import { everything, start, type Started } from './testing/platform.js';
import { proofModule } from './testing/proof-module.js';
import { Tape } from './testing/random.js';
import { readAllRows, type Rows } from './testing/rows.js';

/** `KINGA_PROPERTY_RUNS=20000 npx vitest run core/test/read/planned-equals-naive.test.ts` looks longer. */
const RUNS = Number(process.env['KINGA_PROPERTY_RUNS'] ?? 300);
/** The data's as well as the queries'. */
const SEED = propertySeed();

let started: Started;
let rows: Rows;
let naive: GraphQLSchema;
beforeAll(async () => {
  started = await start({ modules: [proofModule] });
  await insertRandomData(started.pool, SEED);
  rows = await readAllRows(started.platform, started.pool, OPERANDS);
  naive = naiveSchema(rows);
});
afterAll(() => started.stop());

const asJson = (value: unknown): string => JSON.stringify(value, null, 1);

interface Answers {
  readonly naive: string;
  /** What graphql-js makes of the planner's rows. */
  readonly walked: string;
  /** What PostgreSQL writes itself; `undefined` where a field needs JavaScript. */
  readonly written: string | undefined;
}

async function answers(document: DocumentNode, variables: Readonly<Record<string, unknown>>, places: readonly string[] | null): Promise<Answers> {
  const expected = await answerNaively(naive, document, variables, { places });
  const contextValue = everything(started.platform, places);
  const walked = await execute({ schema: started.platform.schema, document, variableValues: variables, contextValue });
  const written = await started.platform.reads.answer(contextValue, document, document.definitions[0] as OperationDefinitionNode, variables);
  return { naive: asJson(expected), walked: asJson(walked), written: written === undefined ? undefined : asJson({ data: JSON.parse(written) as unknown }) };
}

describe('planned answers', () => {
  it(`equal those of naive resolvers, value by value and key by key (seed ${SEED}, ${RUNS} queries)`, async () => {
    const tally = { written: 0, walked: 0, fields: 0, milliseconds: Date.now() };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 65_535 }), { minLength: 60, maxLength: 900, size: 'max' }), fc.constantFrom(null, ['P1'], ['P4', 'P6'], [], ['P2', 'nowhere']),
        async (numbers, places) => {
          const { source, variables, switches } = generateQuery(rows, new Tape(numbers));
          const document = parse(source);
          expect(validate(started.platform.schema, document), source).toEqual([]);
          // The same document again with its switches turned: what was prepared must not be taken for it.
          const turned = { ...variables, ...Object.fromEntries(switches.map((name) => [name, !variables[name]])) };
          for (const given of switches.length > 0 ? [variables, turned] : [variables]) {
            const about = `${source}\nvariables ${asJson(given)}\nplaces ${asJson(places)}`;
            const { naive: expected, walked, written } = await answers(document, given, places).catch((cause: unknown) => {
              throw new Error(about, { cause });
            });
            expect(walked, about).toBe(expected);
            tally.fields += expected.split('\n').length;
            tally.walked += 1;
            if (written === undefined) continue;
            expect(written, about).toBe(expected);
            tally.written += 1;
          }
        },
      ),
      { numRuns: RUNS, seed: SEED, interruptAfterTimeLimit: 3_600_000 },
    );
    const seconds = (Date.now() - tally.milliseconds) / 1000;
    console.log(`${RUNS} queries in ${seconds.toFixed(1)} s (${(RUNS / seconds).toFixed(0)}/s): ${tally.walked} walked and ${tally.written} written answers, ${tally.fields} lines; seed ${SEED}`);
    expect(tally.written).toBeGreaterThan(tally.walked / 5);
  }, 3_600_000);
});
