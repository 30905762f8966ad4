mkdir context && cd context
mkdir -p in/d/e in/empty; cd in
echo a > a; echo b > d/b; echo c > d/e/c; ln -s a l; ln -s /etc/issue abs; ln a h; ln d/b d/e/h; mkfifo p; chmod 4755 a; chmod 700 d; chmod 1777 empty
mknod n c 1 3; mknod blk b 7 0
echo long > "$(printf 'n%.0s' $(seq 120))"; mkdir -p "$(printf 'd%.0s' $(seq 90))/$(printf 'e%.0s' $(seq 90))"; echo x > "$(printf 'd%.0s' $(seq 90))/$(printf 'e%.0s' $(seq 90))/f"
ln -s "$(printf 't%.0s' $(seq 130))" ll
chown -h 1000:50 a d/b; chown 4294967294:2097152 d/e/c
find . -exec touch -h -d @1500031000 {} +
touch -d @1500031000.5 a; touch -d @-5 empty
pack() { tar --sort=name --numeric-owner "$@"; }
pack --format=gnu -cf ../gnu.tar .
pack --format=pax --pax-option=delete=ctime,delete=atime,exthdr.name=x,globexthdr.name=g -cf ../pax.tar .
pack --format=ustar --exclude='./ddd*' --exclude='./nnn*' --exclude=ll --exclude=c --exclude=empty -cf ../ustar.tar .
pack --format=v7 --exclude='./ddd*' --exclude='./nnn*' --exclude=ll --exclude=./n --exclude=blk --exclude=p --exclude=c --exclude=empty -cf ../v7.tar .
pack --format=gnu -czf ../gz.tgz a d l
pack --format=gnu -cjf ../bz.tbz2 a d
pack --format=gnu -cJf ../xz.txz a d
pack --format=gnu --zstd -cf ../zst.zst a d
pack --format=gnu -cf - a | gzip -n > ../one; pack --format=gnu -cf - d | gzip -n > ../two; cat ../one ../two > ../concatenated.tar.gz; rm ../one ../two
pack --format=gnu -cf ../dots.tar ./d/../d/b
cd ..
tar --format=gnu -cf empty.tar -T /dev/null
head -c 20480 /dev/zero > zeros.tar
printf 'PK\003\004not really' > z.zip
gzip -nc < in/a > plain.gz; printf 'BZh9broken' > broken.bz2; head -c 300 gnu.tar > cut.tar
cp gnu.tar noext; : > nothing.tar
tar --format=gnu --owner=0 --group=0 --numeric-owner --mtime=@1500031000 -cf twice.tar in/a; echo newer > in/a; tar --format=gnu --owner=5 --group=6 --numeric-owner --mtime=@1500031001 -rf twice.tar in/a
rm -rf in
find . -exec touch -h -d @1600031000 {} +
