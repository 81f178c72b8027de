import path from 'node:path';
import { build } from './build.ts';
import { deadLinks } from './check.ts';

const [given] = process.argv.slice(2);
const out = path.resolve(given ?? path.join(import.meta.dirname, 'dist'));
const isWell = await build(out);
const dead = await deadLinks(out);
for (const link of dead) console.error(`dead link: ${link}`);
if (!isWell || dead.length > 0) process.exitCode = 1;
else console.log(`The first page is ${path.join(out, 'index.html')}.`);
