mkdir context && cd context
echo f > file
find . -exec touch -h -d @1600038000 {} +
