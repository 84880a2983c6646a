import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Starts a system's server in a process of its own.
 *
 * @returns `{ name, url, headers, stop }`
 */
export async function startSystem({ name, file, env = {}, headers = {}, execArgv = [] }) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production', ...env },
    execArgv, stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const { url } = await Promise.race([
    new Promise((resolve) => child.once('message', resolve)),
    ended.then((code) => Promise.reject(new Error(`the server of ${name} ended with ${code} before it answered`))),
  ]);
  const stop = async () => {
    if (child.connected) child.disconnect();
    await ended;
  };
  return { name, url, pid: child.pid, stop, headers: { 'content-type': 'application/json', accept: 'application/json', ...headers } };
}
