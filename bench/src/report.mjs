import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Slices as rows of results: medians, and ratios to the other systems as medians over the rounds. */
export function resultRows(prepared, slices) {
  return prepared.map(({ one, system }) => {
    const own = slices.get(`${one.name} ${system.name}`);
    const ratios = {};
    for (const other of prepared) {
      if (other.one !== one || other.system === system) continue;
      const theirs = slices.get(`${one.name} ${other.system.name}`);
      ratios[other.system.name] = rounded(median(own.map(({ perSecond }, round) => perSecond / theirs[round].perSecond)));
    }
    return {
      case: one.name, system: system.name, value: rounded(median(own.map(({ perSecond }) => perSecond))), unit: 'requests/s',
      p50: rounded(median(own.map(({ p50 }) => p50))), p99: rounded(median(own.map(({ p99 }) => p99))),
      cpu: { node: rounded(median(own.map(({ nodeCpu }) => nodeCpu))), postgresql: rounded(median(own.map(({ databaseCpu }) => databaseCpu))) }, ratios,
    };
  });
}

function rounded(number) {
  return Number(number.toPrecision(4));
}

const COLUMNS = [22, 12, 9, 9, 10, 10, 15, 8, 8];

/** The rows as a table: requests per second, latencies, and how often the others' throughput that is. */
export function printTable(rows, cases) {
  const line = (cells) => console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(COLUMNS[0]) : cell.padStart(COLUMNS[index]))).join(''));
  for (const one of cases) {
    console.log(`\n${one.title}`);
    line(['', 'requests/s', 'p50 ms', 'p99 ms', 'node cpu', 'pg cpu', '/postgraphile', '/floor', '/naive']);
    for (const row of rows.filter((candidate) => candidate.case === one.name)) {
      const ratio = (name) => (row.ratios[name] === undefined ? '' : row.ratios[name].toFixed(2));
      line([row.system, row.value.toFixed(row.value < 100 ? 1 : 0), row.p50.toFixed(2), row.p99.toFixed(2), row.cpu.node.toFixed(2), row.cpu.postgresql.toFixed(2), ratio('postgraphile'), ratio('floor'), ratio('naive')]);
    }
  }
}

/** `results/<name>.json`, in the form that all benches write. */
export async function writeResults(name, rows, more) {
  const file = fileURLToPath(new URL(`../results/${name}.json`, import.meta.url));
  await mkdir(new URL('../results/', import.meta.url), { recursive: true });
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memoryGb: Math.round(totalmem() / 1024 ** 3), node: process.version, ...more };
  await writeFile(file, `${JSON.stringify({ name, date: new Date().toISOString(), machine, rows }, undefined, 2)}\n`);
  return file;
}
