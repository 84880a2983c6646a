/** What a browser got. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** As much of a browser as signing in takes: it keeps cookies by host, and follows redirects. */
export interface Browser {
  /** Goes somewhere, and on to where it is sent; ends before a redirect that `stopAt` matches. */
  go(url: string, options?: { readonly method?: string; readonly body?: string; readonly headers?: Record<string, string>; readonly stopAt?: RegExp }): Promise<Page>;
  /** Name to value, with attributes as they were set. */
  readonly cookies: Map<string, { readonly value: string; readonly attributes: string }>;
}

export function browser(): Browser {
  const cookies: Browser['cookies'] = new Map();
  const keep = (header: string): void => {
    const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*);?(.*)$/s.exec(header) ?? [];
    if (value === '' || /max-age=0\b/i.test(attributes)) cookies.delete(name);
    else cookies.set(name, { value, attributes });
  };
  return {
    cookies,
    async go(url, { method = 'GET', body, headers = {}, stopAt } = {}) {
      let [at, how, what] = [url, method, body];
      for (let hop = 0; hop < 12; hop += 1) {
        const cookie = [...cookies].map(([name, { value }]) => `${name}=${value}`).join('; ');
        const answer = await fetch(at, {
          method: how, redirect: 'manual', headers: { ...(cookie && { cookie }), ...(what !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }), ...headers }, ...(what !== undefined && { body: what }),
        });
        answer.headers.getSetCookie().forEach(keep);
        const location = answer.headers.get('location');
        if (location === null || answer.status < 300 || answer.status > 399) return { url: at, status: answer.status, headers: answer.headers, text: await answer.text() };
        await answer.arrayBuffer();
        const next = new URL(location, at).href;
        if (stopAt?.test(next)) return { url: next, status: answer.status, headers: answer.headers, text: '' };
        [at, how, what] = [next, 'GET', undefined];
      }
      throw new Error('sent from page to page');
    },
  };
}
