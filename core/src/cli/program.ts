import { Command, CommanderError } from 'commander';
import { addAudit } from './commands/audit.js';
import { addCan } from './commands/can.js';
import { addBackup } from './commands/backup.js';
import { addCheck } from './commands/check.js';
import { addDeliveries } from './commands/deliveries.js';
import { addDemo } from './commands/demo.js';
import { addDev } from './commands/dev.js';
import { addDoctor } from './commands/doctor.js';
import { addGrant } from './commands/grant.js';
import { addLedger } from './commands/ledger.js';
import { addMatrix } from './commands/matrix.js';
import { addMigrate } from './commands/migrate.js';
import { addMobileMoney } from './commands/mobile-money.js';
import { addModules } from './commands/modules.js';
import { addPack } from './commands/pack.js';
import { addOperations } from './commands/operations.js';
import { addPrivacy } from './commands/privacy.js';
import { addRestore } from './commands/restore.js';
import { addSchema } from './commands/schema.js';
import { addSeed } from './commands/seed.js';
import { addStart } from './commands/start.js';
import { addToken } from './commands/token.js';
import { addWhy } from './commands/why.js';
import { runner, type AddCommand } from './command.js';
import { EXIT, type Streams } from './output.js';

const COMMANDS: readonly AddCommand[] = [
  addDev, addStart, addMigrate, addBackup, addRestore, addDeliveries, addSeed, addModules, addWhy, addSchema, addOperations, addCheck, addDoctor, addAudit, addLedger, addToken, addGrant, addCan, addMatrix, addDemo, addPrivacy, addPack, addMobileMoney,
];

export interface CommandLine {
  readonly version: string;
  readonly cwd: string;
  readonly streams: Streams;
  /** Commands of whoever puts the command line together. */
  readonly more?: readonly AddCommand[];
}

/**
 * Runs one command line.
 *
 * @param words what follows `kinga`
 * @returns its exit code: 0 fine, 1 problems found, 2 used wrongly
 */
export async function runProgram(words: readonly string[], { version, cwd, streams, more = [] }: CommandLine): Promise<number> {
  const ended: { code: number } = { code: EXIT.fine };
  const program = new Command('kinga')
    .description('Runs, checks and explains a Kinga deployment.')
    .version(version)
    .option('--config <file>', 'the deployment: its kinga.config.ts, or the folder that has it')
    .showHelpAfterError('(kinga --help, or kinga <command> --help, says what there is)')
    .configureOutput({ writeOut: (text) => streams.write(text), writeErr: (text) => streams.writeError(text) });
  const run = runner(streams, (code) => { ended.code = code; }, cwd);
  for (const add of [...COMMANDS, ...more]) add(program, run);
  const commands = program.commands.flatMap((command) => [command, ...command.commands]);
  for (const command of [program, ...commands]) command.exitOverride().copyInheritedSettings(program);
  for (const command of commands) command.option('--json', 'answer in JSON');
  try {
    await program.parseAsync([...words], { from: 'user' });
    return ended.code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.fine : EXIT.wrongUse;
  }
}
