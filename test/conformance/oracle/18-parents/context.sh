mkdir context && cd context
mkdir -p a/b/c a/x one/two/three empty/in "sp ace/dir"
for f in top.txt a/1.txt a/b/2.txt a/b/c/3.txt a/x/4.md one/two/three/five.txt "sp ace/dir/six"; do echo "$f" > "$f"; done
ln -s b/2.txt a/link; ln -s b a/dirlink
chmod 700 a/b; chmod 1777 one/two; chmod 600 a/b/c/3.txt
find . -exec touch -h -d @1600018000 {} +
