require './app'
run Hello
