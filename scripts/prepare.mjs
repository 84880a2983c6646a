// Makes a checkout ready to run: installs what is missing and builds what has changed. Runs before `npm start` and
// `npm test` on any Node from 20 on, with nothing installed yet, so it uses nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lock = join(root, 'package-lock.json');
const installed = join(root, 'node_modules', '.package-lock.json');

if (Number(process.versions.node.split('.')[0]) < 20) fail(`Kinga's scripts need Node 20 or newer; this is ${process.versions.node}.`);

const reason = whyInstall();
if (reason) {
  process.stderr.write(`${reason}: installing the packages of package-lock.json (some 700 MB, once).\n`);
  runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}
build();

/** npm writes what it has installed to node_modules/.package-lock.json, as its last step. */
function whyInstall() {
  if (!existsSync(installed)) return 'Nothing is installed yet';
  if (statSync(lock).mtimeMs <= statSync(installed).mtimeMs) return undefined;
  return sameVersions() ? undefined : 'package-lock.json asks for other packages than are installed';
}

/** Git touches files without changing them; only packages that differ are a reason to install again. */
function sameVersions() {
  const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const wanted = Object.entries(read(lock)).filter(([path]) => path.includes('node_modules/'));
  const there = read(installed);
  return wanted.every(([path, { version, optional, link }]) => link || (there[path] ? there[path].version === version : optional === true));
}

function runNpm(words) {
  const cli = process.env.npm_execpath;
  const viaNode = cli !== undefined && /\.c?js$/.test(cli);
  run(viaNode ? process.execPath : 'npm', viaNode ? [cli, ...words] : words, !viaNode && process.platform === 'win32');
}

function build() {
  run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'], false);
}

function run(command, words, shell) {
  const { status, error } = spawnSync(command, words, { cwd: root, stdio: ['ignore', 2, 2], shell });
  if (error) fail(`${command} does not run: ${error.message}`);
  if (status !== 0) fail(`${[command, ...words].join(' ')} ended with ${status}.`, status);
}

function fail(message, code = 1) {
  process.stderr.write(`${message}\n`);
  process.exit(code ?? 1);
}
