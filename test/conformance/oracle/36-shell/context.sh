mkdir context && cd context
printf '#!/bin/sh\nfor a; do echo "[$a]"; done\n' > args; chmod 755 args
find . -exec touch -h -d @1600036000 {} +
