mkdir context && cd context
# 300 MB that do not compress away to nothing, the same on every machine: 18,750,000 lines of 16 bytes.
seq -f 'line %010.0f' 18750000 > large
touch -d @1600030000 large .
