mkdir context && cd context
mkdir -p docs/api src/test/deep src/lib empty
for f in a.txt b.txt README.md docs/a.md docs/b.txt docs/api/c.md docs/api/d.txt src/main.c src/test/t1 src/test/deep/t2 src/lib/l.md; do echo $f > $f; done
find . -exec touch -h -d @1600019000 {} +
