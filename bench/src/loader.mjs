import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts the process that sends requests; one for all systems, so that each meets the same. */
export function startLoader({ connections, databasePid }) {
  const child = fork(fileURLToPath(new URL('load.mjs', import.meta.url)), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    /** Sends bodies in turn for some seconds; refuses a slice in which anything but answers came back. */
    async send(system, bodies, seconds) {
      child.send({ url: system.url, headers: system.headers, bodies, seconds, connections, pid: system.pid, databasePid });
      const result = await Promise.race([
        new Promise((resolve) => child.once('message', resolve)),
        ended.then(() => Promise.reject(new Error('the loading process ended'))),
      ]);
      if (result.faults.length > 0) throw new Error(`${system.name} answered with ${result.faults.length} faults, such as: ${result.faults[0]}`);
      return result;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
