mkdir context && cd context
mkdir -p "sp ace/in ner" uni/ü/日本 odd
echo 1 > "sp ace/a b.txt"; echo 2 > "sp ace/in ner/ lead"; echo 3 > "sp ace/trail "
echo 4 > uni/grüße.txt; echo 5 > uni/ü/日本/船🚢; printf 6 > $'uni/e\u0301'; printf 7 > $'uni/\u00e9'
cd odd
for name in "q'uote" 'dq"uote' 'back\slash' 'dol$lar' 'sta*r' 'quest?ion' 'brack[et]' 'ha#sh' '-dash' '--flag=x' 'co:lon' 'a=b' '~tilde' '!bang' 'semi;colon' 'a&b' '(paren)' 'per%cent' '.hidden' '..two' '...' 'com,ma' '{brace}' 'pi|pe' 'le<ss' '`tick`' '@at' '+plus' '^hat'; do printf '%s' "$name" > "./$name"; done
printf nl > $'new\nline'; printf tab > $'ta\tb'; printf del > $'del\x7f'; printf bell > $'bell\a'
printf long > "$(printf 'n%.0s' $(seq 255))"
cd ..
deep=deep; for i in $(seq 9); do deep=$deep/$(printf "$i%.0s" $(seq 30)); done; mkdir -p $deep; echo deep > $deep/file
prefix=$(printf 'p%.0s' $(seq 100)); mkdir "$prefix"; echo p > "$prefix/$(printf 'q%.0s' $(seq 54))"; echo p > "$prefix/$(printf 'q%.0s' $(seq 100))"; echo p > "$prefix/$(printf 'q%.0s' $(seq 101))"
ln -s "$(printf 't%.0s' $(seq 101))" longlink; ln -s ü unilink
find . -exec touch -h -d @1600027000 {} +
