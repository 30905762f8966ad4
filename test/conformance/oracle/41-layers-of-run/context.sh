mkdir context && cd context
mkdir -p t/u; echo x > t/x; echo y > t/u/y; ln t/x t/hard; ln -s u t/l
find . -exec touch -h -d @1600041000 {} +
