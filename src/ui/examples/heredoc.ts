import type { Example } from './example.ts';

export const heredoc: Example = {
  id: 'heredoc',
  title: 'Heredocs and build args',
  files: {
    Dockerfile: `# Files and scripts can stand in the Dockerfile itself.
# Under Options, set the build arg HARBOUR=Rotterdam and
# see which steps run again.
FROM alpine
ARG HARBOUR=Hamburg
ENV GREETING="Welcome to \${HARBOUR}"

COPY <<EOF /etc/motd
$GREETING
EOF

RUN <<'EOF'
set -e
printf '\\033[32mok\\033[0m  read %s\\n' /etc/motd
mkdir -p /srv/log
for day in mon tue wed thu fri; do
  printf '\\033[34m%s\\033[0m  calm, visibility good\\n' "$day" | tee "/srv/log/$day"
done
chmod 700 /srv/log
EOF

USER nobody
CMD ["cat", "/etc/motd"]
`,
  },
};
