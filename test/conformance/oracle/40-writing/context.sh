mkdir context && cd context
echo f > file; echo 'a b' > spaced
find . -exec touch -h -d @1600040000 {} +
