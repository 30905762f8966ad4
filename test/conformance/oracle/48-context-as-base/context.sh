mkdir -p context/dir context/other
echo a > context/a
echo x > context/dir/x.txt
echo y > context/other/y
find context -exec touch -h -d @1600048000 {} +
