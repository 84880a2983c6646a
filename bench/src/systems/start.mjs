import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';

/**
 * Starts a system's server in a process of its own.
 *
 * @returns `{ name, url, headers, memory, stop }`
 */
export async function startSystem({ name, file, env = {}, headers = {}, execArgv = [], stderr = 'inherit' }) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production', LOG_LEVEL: 'warn', KINGA_KEYS: randomBytes(32).toString('base64'), ...env },
    execArgv, stdio: ['ignore', 'ignore', stderr, 'ipc'],
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
  const memory = () => new Promise((resolve) => {
    child.once('message', resolve);
    child.send('memory');
  });
  return { name, url, pid: child.pid, memory, stop, headers: { 'content-type': 'application/json', accept: 'application/json', ...headers } };
}
