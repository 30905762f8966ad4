mkdir context && cd context
mkdir src; echo s > src/s; echo f > file
find . -exec touch -h -d @1600022000 {} +
