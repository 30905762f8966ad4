import type { Example } from './example.ts';

export const cacheOrder: Example = {
  id: 'cache-order',
  title: 'Cache and order',
  files: {
    Dockerfile: `# Build, change app.sh, and build again. The "install" step
# runs again, although its input, packages.txt, is the same:
# it stands after a COPY that takes everything.
FROM alpine
WORKDIR /app

COPY . .
RUN echo "installing..." \\
 && while read -r name; do \\
      mkdir -p "lib/$name"; \\
      seq 1 20000 > "lib/$name/data"; \\
      echo "  $name"; \\
    done < packages.txt

USER nobody
CMD ["./app.sh"]

# Now put the slow step first. Replace the COPY above by
#   COPY packages.txt .
# and put
#   COPY app.sh .
# after the RUN. From then on, a change of app.sh re-runs
# one quick step.
`,
    'app.sh': `#!/bin/sh
echo "version 1"
ls lib
`,
    'packages.txt': `anchor
compass
sextant
`,
  },
};
