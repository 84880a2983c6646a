import type { TestClient } from './test-client.js';

/** A file as a test sends it. */
export interface TestFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer | string;
}

/**
 * Sends a file as a client would: `fileBegin`, then PUT.
 *
 * @param server any address of the server that `serve` started
 * @returns the file's id
 */
export async function sendFile(client: TestClient, server: string, { name, mediaType, bytes }: TestFile): Promise<string> {
  const body = Buffer.from(bytes as string);
  const { fileBegin } = await client.run<{ fileBegin: { file: { id: string }; uploadUrl: string } }>(
    'mutation ($input: FileBeginInput!) { fileBegin(input: $input) { file { id } uploadUrl userErrors { code message path } } }',
    { input: { name, mediaType, size: body.length } },
  );
  const answer = await fetch(new URL(fileBegin.uploadUrl, server), { method: 'PUT', body });
  if (!answer.ok) throw new Error(`${name} was not taken: ${await answer.text()}`);
  return fileBegin.file.id;
}
