mkdir context && cd context
touch -d @1600037000 .
