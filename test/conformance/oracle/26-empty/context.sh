mkdir context && cd context
mkdir -p dir/empty/empty dir/files void; : > zero; : > dir/files/zero; : > dir/files/.hidden; printf x > one
chmod 0 zero; chmod 700 void
find . -exec touch -h -d @1600026000 {} +
