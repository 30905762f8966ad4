mkdir context && cd context
mkdir -p tree/sub/inner
echo p > tree/plain; printf '#!/bin/sh\n' > tree/script; echo s > tree/sub/private; echo w > tree/sub/inner/world; ln -s plain tree/link
chmod 755 tree/script; chmod 600 tree/sub/private; chmod 700 tree/sub; chmod 666 tree/sub/inner/world; chmod 1777 tree/sub/inner; chmod 2755 tree
find . -exec touch -h -d @1600020000 {} +
