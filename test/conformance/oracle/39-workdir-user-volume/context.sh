mkdir context && cd context
mkdir d; echo f > file; echo d > d/d
find . -exec touch -h -d @1600039000 {} +
