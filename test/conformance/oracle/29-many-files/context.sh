mkdir context && cd context
for i in $(seq 0 99); do mkdir -p d$i/sub; for j in $(seq 0 999); do echo $i.$j > d$i/sub/f$j; done; done
find . -print0 | xargs -0 touch -h -d @1600029000
