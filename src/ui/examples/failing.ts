import type { Example } from './example.ts';

export const failing: Example = {
  id: 'failing',
  title: 'A build that fails',
  files: {
    Dockerfile: `# The second RUN fails. Its log opens by itself, and the line is marked.
# Mend it (the folder is called "config"), and build again: the steps
# before it are cached, the build goes on where it stopped.
FROM alpine
WORKDIR /srv
COPY config/ ./config/
RUN echo "checking..." && cat config/site.conf
RUN echo "counting the ports" \\
 && grep -c port conf/site.conf > ports.txt
CMD ["cat", "ports.txt"]
`,
    'config/site.conf': `port 8080
port 8443
`,
  },
};
