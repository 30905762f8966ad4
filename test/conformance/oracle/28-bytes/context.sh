mkdir context && cd context
mkdir in; cd in
printf 1 > $'latin\xe9'; printf 2 > $'ff\xff\xfe'; mkdir $'d\x80'; printf 3 > $'d\x80/x'; printf 4 > $'cut\xe2\x82'; ln -s $'latin\xe9' $'link\xe8'; printf 5 > $'over\xc0\xaf'; printf 6 > $'sur\xed\xa0\x80'
find . -exec touch -h -d @1600028000 {} +
tar --format=gnu --sort=name --owner=0 --group=0 --numeric-owner -cf ../gnu.tar .
cd ..; rm -r in
head -c 300 /dev/zero | tr '\0' '\377' > data.bin
find . -exec touch -h -d @1600028000 {} +
