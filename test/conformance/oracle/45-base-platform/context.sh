mkdir context && cd context
echo local > local.txt
find . -exec touch -h -d @1600045000 {} +
