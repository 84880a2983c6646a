#!/usr/bin/env node
// Plain JavaScript without dependencies, so that it can say what is wrong also on an old Node or before a build.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = [22, 18];
const RESTARTED = 'KINGA_RESTARTED_WITH_NODE';
const self = fileURLToPath(import.meta.url);

if (isNodeTooOld()) restart();
else await run();

function isNodeTooOld() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1]);
}

/** Runs again on the Node that npm installed beside us. */
function restart() {
  const node = packagedNode();
  if (!node || process.env[RESTARTED]) {
    fail(`Kinga needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node}, and the npm package "node" is not installed.`,
      'Run npm install (with install scripts), or install a newer Node.');
    return;
  }
  const child = spawn(node, [self, ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, [RESTARTED]: '1' } });
  // Ctrl-C reaches the child too; this process only waits for it. What is sent to this process alone is passed on.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${node} does not run: ${error.message}.`, 'Run npm install again.'));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}

function packagedNode() {
  try {
    const folder = dirname(createRequire(self).resolve('node/package.json'));
    return [join(folder, 'bin', 'node'), join(folder, 'bin', 'node.exe')].find((file) => existsSync(file));
  } catch {
    return undefined;
  }
}

async function run() {
  try {
    const { runKinga } = await import('../dist/cli/run-kinga.js');
    await runKinga(process.argv.slice(2));
  } catch (error) {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    fail(`Kinga is not built or not installed: ${error.message}.`, 'Run npm install and npm run build, then try again.');
  }
}

function fail(message, cure) {
  process.stderr.write(`${message}\nTo do: ${cure}\n`);
  process.exitCode = 1;
}
