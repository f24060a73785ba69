module example.com/binary-go

go 1.22
