mkdir context && cd context
echo a > a; echo b > b; echo c > c
find . -exec touch -h -d @1600044000 {} +
