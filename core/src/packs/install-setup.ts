import { getNamedType, isInputObjectType, type GraphQLInputObjectType, type GraphQLSchema } from 'graphql';
import { nearest } from '../kernel/plan/did-you-mean.js';
import type { PlanProblem } from '../kernel/plan/types.js';
import type { Platform } from '../kernel/platform.js';
import { readRows } from '../kernel/read/read-rows.js';
import { encodeId } from '../kernel/schema/ids.js';
import { mutate } from '../kernel/server/mutate.js';
import type { PackData } from './format.js';
import type { Installing } from './install-pack.js';
import { packProblem } from './pack-problems.js';

/** The input of a mutation that is about a programme; undefined where there is no such mutation. */
function inputOf(schema: GraphQLSchema, mutation: string): GraphQLInputObjectType | undefined {
  const type = schema.getMutationType()?.getFields()[mutation]?.args.find(({ name }) => name === 'input')?.type;
  const named = type && getNamedType(type);
  return isInputObjectType(named) && named.getFields()['programmeId'] ? named : undefined;
}

/** Mutations that the deployment has not, and programmes that the pack has not. */
export function setupProblems({ schema }: Pick<Platform, 'schema'>, { pack, programmes, setup }: PackData): readonly PlanProblem[] {
  const known = Object.keys(schema.getMutationType()?.getFields() ?? {});
  return setup.flatMap(({ programme, mutation }) => [
    ...(inputOf(schema, mutation) ? [] : [packProblem('PACK_SETUP_UNKNOWN', `The pack ${pack} sends ${mutation}, and this deployment has no such mutation about a programme.`, `Add the module that has it; ${nearest(mutation, known) ? `or did you mean ${nearest(mutation, known)}?` : 'or take it out.'}`)]),
    ...(programmes.some(({ code }) => code === programme) ? [] : [packProblem('PACK_SETUP_PROGRAMME', `The pack ${pack} sends ${mutation} for ${programme}, which is none of its programmes.`, `Its programmes are ${programmes.map(({ code }) => code).join(', ')}.`)]),
  ]);
}

/** Tells modules what they are told of the programmes of a pack. What was told before is told again and changes nothing. */
export async function installSetup(installing: Installing, setup: PackData['setup']): Promise<void> {
  const { drafter, done } = installing;
  const { rows } = await readRows<{ code: string; id: string }>(drafter, 'select code, id from programmes.programme where code = any($1)', [setup.map(({ programme }) => programme)]);
  for (const { programme, mutation, input } of setup) {
    const id = rows.find(({ code }) => code === programme)?.id ?? '';
    await mutate(drafter, `mutation ($input: ${inputOf(drafter.platform.schema, mutation)?.name ?? ''}!) { ${mutation}(input: $input) { userErrors { code message path } } }`, { input: { ...input, programmeId: encodeId('programme', id) } });
    done({ what: `${programme}: ${mutation}`, did: 'updated' });
  }
}
