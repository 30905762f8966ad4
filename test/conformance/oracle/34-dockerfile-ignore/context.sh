mkdir context && cd context
mkdir -p d/sub e/empty; for f in a.txt b.md d/a.txt d/sub/b.txt d/sub/c.md e/x; do echo $f > $f; done
echo '*' > .dockerignore
find . -exec touch -h -d @1600034000 {} +
