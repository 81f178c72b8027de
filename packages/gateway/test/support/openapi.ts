import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

interface Document {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly responses: Readonly<
              Record<string, { readonly content?: Record<string, { schema: object }> }>
            >;
          }
        >
      >
    >
  >;
}

export interface Call {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of it, it says itself
  readonly body: any;
}

/** A REST client that holds every answer against the document which the server itself gives out. */
export async function documentedClient(
  url: string,
  token: string,
): Promise<{ readonly document: Document; readonly call: (path: string, call?: Call) => Promise<Answer> }> {
  const document = (await (await fetch(`${url}/v1/openapi.json`)).json()) as Document;
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  return {
    document,
    call: async (path, { method = 'GET', headers = {}, body, ...rest } = {}) => {
      const bearer = 'token' in rest ? rest.token : token;
      const reply = await fetch(`${url}/v1${path}`, {
        method,
        headers: {
          ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const said: unknown = await reply.json();
      const [type = ''] = (reply.headers.get('content-type') ?? '').split(';');
      const { responses } = operationOf(document, `/v1${path.split('?')[0]}`, method.toLowerCase());
      const described = responses[String(reply.status)] ?? responses['default'];
      const schema = described?.content?.[type]?.schema;
      expect(
        schema,
        `${method} ${path} answers ${reply.status} ${type}, of which the document says nothing`,
      ).toBeDefined();
      const validate = ajv.compile(schema ?? false);
      expect(validate(said), `${method} ${path}: ${ajv.errorsText(validate.errors)}`).toBe(true);
      return { status: reply.status, headers: reply.headers, body: said };
    },
  };
}

function operationOf({ paths }: Document, path: string, method: string): Document['paths'][string][string] {
  for (const [template, operations] of Object.entries(paths)) {
    const pattern = new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    const operation = operations[method];
    if (operation && pattern.test(path)) return operation;
  }
  throw new Error(`the document has no ${method} ${path}`);
}
