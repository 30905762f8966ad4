import type { Example } from './example.ts';

export const nodeApp: Example = {
  id: 'node-app',
  title: 'A Node app (stand-in)',
  files: {
    Dockerfile: `# The Dockerfile of many tutorials. Its base image is an
# offline stand-in: the config is the real one, the programs
# node and npm are not there. So "npm install" fails here and
# says why, instead of pretending. The steps above are real.
FROM node:14-alpine
WORKDIR /usr/src/app
COPY package*.json ./
RUN npm install
COPY . .
EXPOSE 8080
CMD ["node", "server.js"]
`,
    'package.json': `{
  "name": "docker_web_app",
  "version": "1.0.0",
  "main": "server.js",
  "scripts": { "start": "node server.js" },
  "dependencies": { "express": "^4.16.1" }
}
`,
    'server.js': `'use strict';

const express = require('express');

const app = express();
app.get('/', (request, response) => {
  response.send('Hello World');
});
app.listen(8080, '0.0.0.0');
`,
    '.dockerignore': `node_modules
npm-debug.log
`,
  },
};
