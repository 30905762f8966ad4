mkdir context && cd context
echo f > file; echo a > a; echo b > b
find . -exec touch -h -d @1600025000 {} +
