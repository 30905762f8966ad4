mkdir context && cd context
mkdir -p d/sub e; echo f > file; echo g > other; echo d > d/d; echo s > d/sub/s; echo e > e/sub2; ln -s d dl; ln -s file fl; ln -s nowhere; ln -s sub d/subl
chmod 600 other; chmod 711 d/sub
find . -exec touch -h -d @1600043000 {} +
