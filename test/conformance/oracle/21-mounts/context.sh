mkdir context && cd context
mkdir -p sub/deep
echo file > file; echo deep > sub/deep/f; echo run > sub/run.sh
ln -s deep/f sub/link
find . -exec touch -h -d @1600021000 {} +
