mkdir context && cd context
mkdir -p a/b/c d; echo 1 > a/one; echo 2 > a/b/two; echo 3 > a/b/c/three; echo top > top; ln -s ../../../../../../d a/out; ln -s ../d a/in; echo d > d/d; ln -s /d abs
find . -exec touch -h -d @1600024000 {} +
