mkdir context && cd context
mkdir d; echo f > d/f; ln d/f d/h; ln -s f d/l
chmod 6755 d/f
find . -exec touch -h -d @1600042000 {} +
