import type { Example } from './example.ts';

export const failing: Example = {
  id: 'failing',
  title: 'A build that fails',
  files: {
    Dockerfile: `# The second RUN fails: its log opens, its line is marked.
# Mend it (the folder is called "config") and build again:
# the steps above it are cached, the build goes on there.
FROM alpine
WORKDIR /srv
COPY config/ ./config/
RUN echo "checking..." && cat config/site.conf
RUN echo "counting the ports" \\
 && grep -c port conf/site.conf > ports.txt
USER nobody
CMD ["cat", "ports.txt"]
`,
    'config/site.conf': `port 8080
port 8443
`,
  },
};
