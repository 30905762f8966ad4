mkdir context && cd context
for f in one two-x three; do echo $f > $f; done
find . -exec touch -h -d @1600035000 {} +
