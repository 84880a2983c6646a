/** Sends one request and gives the answer; throws where it is none. */
export async function ask({ name, url, headers }, body) {
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  if (response.status !== 200 || text.includes('"errors":') || text.includes('"userErrors":[{')) {
    throw new Error(`${name} answered ${response.status}: ${text.slice(0, 500)}`);
  }
  return JSON.parse(text);
}
