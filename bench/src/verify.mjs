import { createHash } from 'node:crypto';
import { ask } from './ask.mjs';

const SAMPLES = 20;

/** Makes sure that all systems answer a case with the same rows, value by value. Gives what was compared. */
export async function verify(one, inputs, systems) {
  const sums = new Map();
  for (const system of systems) {
    const { body, rows } = one.systems[system.of];
    const answers = [];
    for (const input of inputs.slice(0, SAMPLES)) answers.push(rows(await ask(system.at(one), body(input))));
    sums.set(system.name, { rows: answers.flat().length, sum: createHash('sha256').update(JSON.stringify(answers)).digest('hex').slice(0, 12), answers });
  }
  const [first, ...others] = sums;
  for (const [name, { sum, answers }] of others) {
    if (sum === first[1].sum) continue;
    const index = answers.findIndex((answer, at) => JSON.stringify(answer) !== JSON.stringify(first[1].answers[at]));
    throw new Error(`${one.name}: ${name} and ${first[0]} answer differently:\n${JSON.stringify(answers[index]).slice(0, 600)}\n${JSON.stringify(first[1].answers[index]).slice(0, 600)}`);
  }
  return { rows: first[1].rows, sum: first[1].sum };
}
