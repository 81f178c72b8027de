import 'rapidoc';

const isDark = matchMedia('(prefers-color-scheme: dark)').matches;

/** Shows the document alone: no field takes a token here, and nothing but the document is asked for. */
const settings: Readonly<Record<string, string>> = {
  'spec-url': new URL('v1/openapi.json', document.baseURI).href,
  theme: isDark ? 'dark' : 'light',
  'primary-color': isDark ? '#4fd1a5' : '#0b6b4f',
  'regular-font': 'system-ui, sans-serif',
  'mono-font': 'ui-monospace, monospace',
  'load-fonts': 'false',
  'render-style': 'read',
  'schema-style': 'table',
  'show-header': 'false',
  'allow-try': 'false',
  'allow-authentication': 'false',
  'allow-server-selection': 'false',
  'allow-spec-url-load': 'false',
  'allow-spec-file-load': 'false',
};

const viewer = document.createElement('rapi-doc');
for (const [name, value] of Object.entries(settings)) viewer.setAttribute(name, value);
document.body.append(viewer);
