mkdir context && cd context
mkdir -p dir/sub; echo f > file; echo d > dir/d; echo s > dir/sub/s; ln -s d dir/l
chmod 700 dir/sub; chmod 600 file
find . -exec touch -h -d @1600023000 {} +
