mkdir context && cd context
mkdir -p a/b/c docs/api src/test node_modules/m/node_modules deep/x/y/z keep/in "sp ace" tmp
for f in top.md top.txt a/one.md a/b/two.md a/b/c/three.md docs/r.md docs/api/s.md docs/api/keep.md src/main.go src/test/t.go node_modules/m/i.js node_modules/m/node_modules/j.js deep/x/y/z/f deep/x/g keep/in/k keep/other "sp ace/s" tmp/1 tmp/keep .env .hidden a.log b.log '#hash' '!bang' 'brack[et]' back.bak Dockerfile; do echo "$f" > "$f"; done
printf '%s\n' '# a comment' '' '  *.log  ' '!b.log' '**/node_modules' '/docs' '!docs/api/keep.md' 'a/**/c' 'a/*/two.md' '**/*.go' '!src/test/t.go' 'deep/**' '!deep/x/y' 'keep' '!keep/in/' './tmp/../tmp/*' '!tmp/keep' '.e?v' '[a-c]ack.bak' 'sp ace' '\!bang' '\#hash' 'top.md/' > .dockerignore
find . -exec touch -h -d @1600033000 {} +
