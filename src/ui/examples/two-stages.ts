import type { Example } from './example.ts';

export const twoStages: Example = {
  id: 'two-stages',
  title: 'Two stages',
  files: {
    Dockerfile: `# Two stages: one makes a program, one ships it.

# ---- Stage 1, "builder": the sources and the tools ----
FROM alpine AS builder

# Makes the directory and moves into it.
WORKDIR /app

# Edit a file in src/ and build again: this step and those
# below it run, those above come from the cache.
COPY src/*.sh ./src/

# Really run: a pipe, a loop, a script that is written.
RUN ls src | sort > parts.txt
RUN { echo '#!/bin/sh'; \\
      while read -r part; do \\
        echo "# from $part"; \\
        grep -v '^#!' "src/$part"; \\
      done < parts.txt; } > greet \\
 && chmod 755 greet \\
 && ./greet

# ---- Stage 2: only what is needed to run ----
FROM alpine
COPY --from=builder /app/greet /usr/local/bin/greet
EXPOSE 8080
USER nobody
CMD ["greet"]
`,
    'src/10-name.sh': `#!/bin/sh
name="\${NAME:-sailor}"
`,
    'src/20-greet.sh': `#!/bin/sh
echo "Ahoy, $name!"
`,
    '.dockerignore': `# What matches here never reaches the build.
*.md
.git
`,
    'README.md': `# Greet

Not in the image: .dockerignore leaves it out.
`,
  },
};
