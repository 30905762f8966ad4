mkdir -p context/dir context/other
echo a > context/a
echo x > context/dir/x.txt
echo y > context/other/y
ln -s loop context/loop
find context -exec touch -h -d @1600047000 {} +
