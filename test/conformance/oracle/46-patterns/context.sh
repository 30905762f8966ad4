# Directories of which the Dockerfile names some only by patterns.
mkdir -p context/dir/empty context/other context/hidden
echo a > context/a
echo x > context/dir/x.txt
echo z > context/dir/z.txt
echo y > context/other/y
echo h > context/hidden/h.txt
ln -s dir context/ln
ln -s loop context/loop
echo hidden/h.txt > context/.dockerignore
find context -exec touch -h -d @1600046000 {} +
