import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process that sends: so many at once (`closed`), or so many a second whatever is answered (`open`). */
export function startOffering(to) {
  const child = fork(fileURLToPath(new URL('offer.mjs', import.meta.url)), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.send(to);
  const offer = async (order) => {
    child.send(order);
    const [answer] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error('the sending process ended')))]);
    return answer;
  };
  return {
    closed: (order) => offer({ kind: 'closed', ...order }),
    open: (order) => offer({ kind: 'open', ...order }),
    stop: () => child.kill(),
  };
}
