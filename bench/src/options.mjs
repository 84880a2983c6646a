import { parseArgs } from 'node:util';

const HELP = `Usage: npm run bench -- [options]

  --quick           short slices, few rounds: to see whether it works, not for numbers
  --rounds <n>      rounds over all cases and systems (7)
  --seconds <n>     length of a slice (2)
  --case <name>     only this case; may be given several times
  --system <name>  only this system; may be given several times
  --data <folder>   keep the seeded database there and use it again
  --variant <name>=<folder>  measures another copy of core too; may be given several times
  --profile <folder>  writes a CPU profile of each of Kinga's processes there
  --help`;

/** Reads the command line. */
export function readOptions() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false }, rounds: { type: 'string' }, seconds: { type: 'string' }, case: { type: 'string', multiple: true },
      system: { type: 'string', multiple: true },
      data: { type: 'string' }, variant: { type: 'string', multiple: true, default: [] }, profile: { type: 'string' }, help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  return {
    quick: values.quick,
    rounds: Number(values.rounds ?? (values.quick ? 2 : 7)),
    seconds: Number(values.seconds ?? (values.quick ? 0.5 : 2)),
    cases: values.case,
    systems: values.system,
    data: values.data,
    variants: values.variant.map((text) => text.split('=')),
    profile: values.profile,
  };
}
